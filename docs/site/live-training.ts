/**
 * The live picture of the page on concepts: five features in two dimensions, trained before the reader's eyes by the reference
 * engine. A classic script without imports, so that it works from a folder without a server; without scripts the still picture stays.
 */
import { featureDimensionality } from '@digon/metrics'
import { defineEnsemble, memberWeights, reference, type Session } from '@digon/model'

const names = 'http://www.w3.org/2000/svg'
/** Least to most important, as in the figures of @digon/plot. */
const colors = ['#440154', '#3B528B', '#21918C', '#44BF70', '#7AD151']
const probabilities = [1, 0.5, 0.2, 0.1, 0.05]
const stepsPerFrame = 20
const lastStep = 4000

for (const place of document.querySelectorAll<HTMLElement>('.live-training')) addLivePicture(place)

function addLivePicture(place: HTMLElement): void {
  const arrows = colors.map((color) => {
    const arrow = document.createElementNS(names, 'line')
    for (const [name, value] of Object.entries({ stroke: color, 'stroke-width': '0.04', 'stroke-linecap': 'round' })) {
      arrow.setAttribute(name, value)
    }
    return arrow
  })
  const picture = document.createElementNS(names, 'svg')
  picture.setAttribute('viewBox', '-1.4 -1.4 2.8 2.8')
  picture.setAttribute('role', 'img')
  picture.append(...arrows)
  const words = document.createElement('p')
  const choice = document.createElement('select')
  choice.append(...probabilities.map((probability) => new Option(`p = ${probability}`, String(probability))))
  choice.value = '0.05'
  const label = document.createElement('label')
  label.append('Each feature is active with probability ', choice)
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Train again'
  const controls = document.createElement('p')
  controls.append(label, ' ', button)
  const live = document.createElement('div')
  live.className = 'live-picture'
  live.append(picture, words, controls)
  place.append(live)

  let seed = 0
  /** Each training has a number; a newer one ends those before it. */
  let current = 0
  const show = async (session: Session): Promise<number> => {
    const { parameters, step } = await session.snapshot()
    const weights = memberWeights(parameters, 0)
    for (const [feature, arrow] of arrows.entries()) {
      arrow.setAttribute('x2', weights.values[2 * feature]!.toFixed(3))
      arrow.setAttribute('y2', (-weights.values[2 * feature + 1]!).toFixed(3))
    }
    const dimensionalities = Array.from(featureDimensionality(weights), (value) => value.toFixed(1)).join(' ')
    words.textContent = `After ${step} steps the features have these shares of a dimension: ${dimensionalities}`
    picture.setAttribute('aria-label', `Five arrows in a plane. ${words.textContent}`)
    return step
  }
  const train = async (): Promise<void> => {
    const mine = ++current
    const ensemble = defineEnsemble({
      model: { featureCount: arrows.length, hiddenSize: 2 },
      batchSize: 256,
      members: {
        seed: seed++,
        data: { probability: Number(choice.value) },
        learningRate: 0.01,
        importance: { base: 0.9 },
      },
    })
    const session = await reference().open(ensemble)
    // Whoever asks for little motion sees the end alone.
    const moves = !matchMedia('(prefers-reduced-motion: reduce)').matches
    while (mine === current && (await (moves ? show(session) : 0)) < lastStep) {
      const { step } = await session.advance(moves ? stepsPerFrame : lastStep)
      if (step >= lastStep) break
      await new Promise(requestAnimationFrame)
    }
    if (mine === current) await show(session)
    await session.dispose()
  }
  choice.addEventListener('change', train)
  button.addEventListener('click', train)
  // Not before somebody sees it.
  const watch = new IntersectionObserver(([seen]) => {
    if (!seen?.isIntersecting) return
    watch.disconnect()
    void train()
  })
  watch.observe(place)
}
