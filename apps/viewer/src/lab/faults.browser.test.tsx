/** Faults that a laboratory in a browser had once: each is tried as a person would meet it. */
import { expect, test } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { formatAddress } from '../experiment/address.js'
import type { Frame } from '../training/frame.js'
import type { Training } from '../training/training.js'
import { connectWorker } from '../worker/connect.js'
import { openedLab, openedWell } from './opened-lab.test-support.js'

const button = (name: string) => page.getByRole('button', { name, exact: true })

/** How the browser shows pages, for one test. */
async function emulated(features: { name: string; value: string }[], check: () => Promise<void>): Promise<void> {
  const session = cdp() as unknown as { send(method: string, media: object): Promise<void> }
  const send = (media: object) => session.send('Emulation.setEmulatedMedia', media)
  await send({ features })
  try {
    await check()
  } finally {
    await send({ features: [] })
  }
}

/** From 0 for black to 1 for white, of a color that is not transparent. */
function luminance(color: string): number {
  const [red, green, blue, alpha = 1] = Array.from(color.matchAll(/[\d.]+/g), ([digits]) => Number(digits))
  expect(alpha, color).toBe(1)
  return (0.2126 * red! + 0.7152 * green! + 0.0722 * blue!) / 255
}

const styleOf = (selector: string) => getComputedStyle(document.querySelector(selector)!)

test('1. a model that a fallen p cannot change says so (hysteresis), and offers new weights and a nudge', async () => {
  const store = await openedWell('?v=3&p=1&step=600&restarts=1')
  await store.change({ probability: 0.01 })
  await expect
    .element(page.getByText('p fell from 1 to 0.01 while this model trained.', { exact: false }))
    .toBeVisible()
  await page.getByText('(hysteresis)', { exact: false }).getByRole('button', { name: 'Nudge' }).click()
  await expect.poll(() => store.changes.value.at(-1)!.kind).toBe('nudge')
  await button('New weights at this p').click()
  await expect.poll(() => store.frame.value!.step).toBe(0)
  expect(store.settings.value.probability).toBe(0.01)
  await expect.element(button('Bring back the training at step 600')).toBeVisible()
})

test('2. what is seen can be sent and taken: link, embed code, file, command, pictures, weights', async () => {
  const store = await openedWell('?v=3&n=4&step=40')
  await page.getByText('Share and save').click()
  for (const name of ['Copy link', 'Embed code', 'YAML', 'digon command', 'SVG', 'PNG', 'Weights']) {
    await expect.element(button(name)).toBeVisible()
  }
  // A browser that lets no page copy leaves the text to be taken by hand.
  const refusing = { writeText: () => Promise.reject(new Error('not allowed')) }
  Object.defineProperty(navigator, 'clipboard', { value: refusing, configurable: true })
  await button('Copy link').click()
  const link = page.getByLabelText('To copy by hand')
  await expect.element(link).toHaveValue(new URL(formatAddress(store.experiment.value), location.href).href)
  await button('PNG').click()
  await expect.element(page.getByText('Picture saved as PNG.')).toBeVisible()
  Reflect.deleteProperty(navigator, 'clipboard')
})

test('3. the link has the p that was changed and the step that was reached', async () => {
  const store = await openedWell('?v=3&step=30')
  await page.getByLabelText('Probability p').click()
  await userEvent.keyboard('{ArrowRight}')
  await expect.poll(() => store.changes.value.length).toBeGreaterThan(0)
  await button('100 steps').click()
  await expect.poll(() => store.frame.value!.step).toBe(130)
  expect(formatAddress(store.experiment.value)).toMatch(/^\?v=3&step=130&changes=30%3Ap%3D0\.\d+$/)
})

test('4. the step of an address is gone to; what cannot be, and what nobody knows, is said', async () => {
  const store = await openedWell('?v=3&step=-5&lerning=1&seed=3')
  expect(store.settings.value.seed).toBe(3)
  await expect.element(page.getByText('The address asks for step “-5”', { exact: false })).toBeVisible()
  await expect.element(page.getByText('The address names “lerning”', { exact: false })).toBeVisible()
  expect((await openedWell('?v=3&step=77')).frame.value!.step).toBe(77)
})

test('5. the seed changed twice by keys: the model that was trained before both comes back', async () => {
  const store = await openedWell('?v=3&step=50')
  const before = [...store.frame.value!.weights]
  const field = page.getByLabelText('Seed')
  for (const seed of ['2', '3']) {
    await field.fill(seed)
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => store.settings.value.seed).toBe(Number(seed))
  }
  await button('Bring back the training at step 50').click()
  await expect.poll(() => store.frame.value!.step).toBe(50)
  expect([...store.frame.value!.weights]).toEqual(before)
})

test('6. keys on the list of engines go on from the very weights', async () => {
  const store = await openedWell('?v=3&step=50')
  const before = [...store.frame.value!.weights]
  await page.getByLabelText('Engine').selectOptions('wasm')
  await expect.poll(() => store.engine.value).toBe('wasm')
  expect([...store.frame.value!.weights]).toEqual(before)
  expect(store.frame.value!.step).toBe(50)
})

/** The real program, in a worker that the test holds. */
function held(patienceInMilliseconds: number) {
  const workers: Worker[] = []
  const connection = connectWorker<Training>({
    start: () => {
      workers.push(new Worker(new URL('../training/training-worker.ts', import.meta.url), { type: 'module' }))
      return workers.at(-1)!
    },
    patienceInMilliseconds,
  })
  return { workers, connection }
}

test('7. and 8. a worker that ends by itself while it trains is noticed; the same steps are made again, and playing goes on', async () => {
  const { workers, connection } = held(4000)
  const store = await openedLab('?v=3&step=400&restarts=1', connection)
  const playing = store.play()
  await expect.poll(() => store.frame.value!.step).toBeGreaterThan(400)
  workers[0]!.terminate()
  await expect
    .element(page.getByText('The worker that trains stopped', { exact: false }), { timeout: 30_000 })
    .toBeVisible()
  expect(workers).toHaveLength(2)
  const reached = store.frame.value!.step
  await expect.poll(() => store.frame.value!.step, { timeout: 30_000 }).toBeGreaterThan(Math.max(400, reached))
  expect(store.playing.value).toBe(true)
  await store.pause()
  await playing
})

test('9. one stray error takes nothing away', async () => {
  const { workers, connection } = held(4000)
  const store = await openedLab('?v=3&step=20', connection)
  workers[0]!.dispatchEvent(new ErrorEvent('error', { message: 'a promise that nobody waited for' }))
  await button('Step').click()
  await expect.poll(() => store.frame.value!.step).toBe(21)
  expect(workers).toHaveLength(1)
  expect(store.problem.value).toBeUndefined()
})

test('10. a program that is missing is said to be missing, and trying again helps once it is there', async () => {
  let isThere = false
  const connection = connectWorker<Training>({
    start: () =>
      isThere
        ? new Worker(new URL('../training/training-worker.ts', import.meta.url), { type: 'module' })
        : new Worker('/no-such-program.js', { type: 'module' }),
  })
  const store = await openedLab('?v=3', connection)
  await expect.element(page.getByText('The program that trains could not be loaded', { exact: false })).toBeVisible()
  isThere = true
  await button('Try again').click()
  await expect.poll(() => store.frame.value?.step).toBe(0)
  expect(store.problem.value).toBeUndefined()
})

test('11. forced colors: axes and all curves can be read, and the restart that is looked at is told; there is a dark scheme', async () => {
  await openedWell('?v=3&step=300')
  await emulated(
    [
      { name: 'forced-colors', value: 'active' },
      { name: 'prefers-color-scheme', value: 'dark' },
    ],
    async () => {
      const ground = luminance(styleOf('.lab-curves').backgroundColor)
      for (const text of document.querySelectorAll('.lab-tick, .plane-name')) {
        expect(Math.abs(luminance(getComputedStyle(text).fill) - luminance(styleOf('body').color))).toBeLessThan(0.01)
      }
      const curves = [...document.querySelectorAll('.lab-curve')]
      expect(curves).toHaveLength(4)
      for (const curve of curves) {
        expect(Math.abs(luminance(getComputedStyle(curve).stroke) - ground)).toBeGreaterThan(0.4)
      }
      // Without colors, dashes tell curves apart.
      expect(new Set(curves.map((curve) => curve.getAttribute('stroke-dasharray'))).size).toBe(4)
      const outlines = [...document.querySelectorAll('.lab-restart')].map((each) => getComputedStyle(each).outlineStyle)
      expect(outlines).toEqual(['solid', 'none', 'none', 'none'])
    },
  )
  for (const [scheme, isDark] of [
    ['dark', true],
    ['light', false],
  ] as const) {
    await emulated([{ name: 'prefers-color-scheme', value: scheme }], async () => {
      expect(luminance(getComputedStyle(document.documentElement).backgroundColor) < 0.2).toBe(isDark)
      expect(luminance(styleOf('body').color) > 0.7).toBe(isDark)
    })
  }
})

test('12. on a phone sliders are tall enough for a finger, names stand apart from the first step on, and long runs fit the loss axis', async () => {
  await page.viewport(390, 844)
  const store = await openedWell('?v=3&n=12&restarts=1')
  for (const slider of document.querySelectorAll('input[type=range]')) {
    expect(slider.getBoundingClientRect().height).toBeGreaterThanOrEqual(24)
  }
  const names = [...document.querySelectorAll('.lab-plane .plane-name')].map((each) => each.getBoundingClientRect())
  expect(names).toHaveLength(12)
  for (const [i, a] of names.entries()) {
    for (const b of names.slice(i + 1)) {
      const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
      expect(apart).toBe(true)
    }
  }
  const losses = (step: number): Frame => ({ ...store.frame.value!, step, losses: Float64Array.of(1 / (step + 1)) })
  store.history.value = [0, 10, 1000, 3_000_000].map((step) => ({
    step,
    changeCount: 0,
    losses: [...losses(step).losses],
  }))
  await expect.element(page.getByText('1M', { exact: true })).toBeVisible()
  const figure = document.querySelector('.lab-loss')!.getBoundingClientRect()
  const ticks = [...document.querySelectorAll('.lab-loss-steps text')].map((each) => each.getBoundingClientRect())
  for (const [index, tick] of ticks.entries()) {
    expect(tick.right).toBeLessThanOrEqual(Math.min(figure.right + 8, 390))
    if (index > 0) expect(tick.left).toBeGreaterThanOrEqual(ticks[index - 1]!.right)
  }
})
