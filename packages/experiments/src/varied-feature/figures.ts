/** Figures of the varied feature: superposed pentagons and squares, and the two branches of the loss. */
import { matrixFromRows } from '@digon/matrix'
import { curvesFigure, type Figure, superposedSolutionsFigure } from '@digon/plot'
import { alignAround } from './align-around.js'
import { lossCrossing, typicalCrossing } from './crossing.js'
import { bestOn, type DensityResult, type VariedFeatureNumbers } from './numbers.js'
import { variedFeature } from './plan.js'

const paperCrossing = 0.4

export function variedFeatureFigures(numbers: VariedFeatureNumbers): readonly Figure[] {
  return [solutions(numbers), branches(numbers), frequencies(numbers)]
}

function solutions({ densities }: VariedFeatureNumbers): Figure {
  const pentagons = superposed(densities, 'pentagon')
  const squares = superposed(densities, 'square')
  return superposedSolutionsFigure({
    name: 'solutions',
    title: 'One feature denser or sparser than the others',
    description: `The best pentagon at each of ${pentagons.length} relative densities, and the best pair of digons at each of ${squares.length}, turned, reflected and reordered onto each other. The ringed feature is the one that is varied; a sparser one lets its neighbors close in.`,
    variedFeature,
    panels: [
      { note: 'pentagons', solutions: pentagons },
      { note: 'two digons', solutions: squares },
    ].filter((panel) => panel.solutions.length > 0),
  })
}

/** From the densest on, each solution is turned onto the one before. */
function superposed(densities: readonly DensityResult[], branch: 'pentagon' | 'square') {
  const found = densities.flatMap((result) => {
    const best = bestOn(result, branch)
    return best ? [{ relativeDensity: result.relativeDensity, weights: matrixFromRows(best.weights) }] : []
  })
  let target = found.at(-1)?.weights
  return found
    .reverse()
    .map(({ relativeDensity, weights }) => {
      target = alignAround(weights, target!).aligned
      return { relativeDensity, weights: target }
    })
    .reverse()
}

function branches({ densities, exact }: VariedFeatureNumbers): Figure {
  const pentagons = exact.points.flatMap(({ relativeDensity: x, pentagon }) =>
    pentagon ? [{ x, y: pentagon.loss }] : [],
  )
  const squares = exact.points.map(({ relativeDensity: x, square }) => ({ x, y: square.loss }))
  const measured = (label: string, names: readonly string[]) => {
    const points = densities.flatMap(({ relativeDensity, restarts }) =>
      restarts
        .filter(({ shape }) => names.includes(shape.name))
        .map(({ exactLoss }) => ({ x: relativeDensity, y: exactLoss })),
    )
    return { label, joined: false, x: points.map(({ x }) => x), y: points.map(({ y }) => y) }
  }
  const curves = [
    measured('pentagon', ['pentagon']),
    measured('two digons', ['square']),
    measured('another feature left out', ['another left out', 'other']),
  ].filter(({ x }) => x.length > 0)
  const ofCurve = (label: string) => (curves.some((curve) => curve.label === label) ? { of: label } : {})
  return curvesFigure({
    name: 'branches',
    title: 'Two branches cross: a phase change of first order',
    description: `Exact loss of every restart, summed over features, against the density of one feature relative to the others (p = 0.05). Exact branches cross at ${exact.crossing.toFixed(3)}, the best restarts at ${lossCrossing(densities).toFixed(3)}; the paper has about ${paperCrossing}.`,
    xAxis: { title: 'density of the varied feature / density of the others', scale: 'log' },
    yAxis: { title: 'loss, summed over features', scale: 'log' },
    curves,
    references: [
      {
        label: 'pentagon, exact',
        x: pentagons.map(({ x }) => x),
        y: pentagons.map(({ y }) => y),
        ...ofCurve('pentagon'),
      },
      {
        label: 'two digons, exact',
        x: squares.map(({ x }) => x),
        y: squares.map(({ y }) => y),
        ...ofCurve('two digons'),
      },
    ],
    guides: [
      { x: exact.crossing, label: 'exact' },
      { x: paperCrossing, label: 'paper' },
    ],
  })
}

function frequencies({ densities, exact }: VariedFeatureNumbers): Figure {
  const x = densities.map(({ relativeDensity }) => relativeDensity)
  const share = (branch: 'pentagon' | 'square') =>
    densities.map(({ branches: found, losses }) => found[branch] / (losses.count + losses.diverged))
  return curvesFigure({
    name: 'frequencies',
    title: 'Where restarts end',
    description: `Share of restarts that end as pentagons and as two digons, by relative density. From ${typicalCrossing(densities).toFixed(2)} on pentagons are the more frequent, while the exact losses cross at ${exact.crossing.toFixed(3)}.`,
    xAxis: { title: 'density of the varied feature / density of the others', scale: 'log' },
    yAxis: { title: 'share of restarts', domain: [0, 1] },
    curves: [
      { label: 'pentagon', x, y: share('pentagon') },
      { label: 'two digons', x, y: share('square') },
    ],
    guides: [
      { x: exact.crossing, label: 'exact' },
      { x: paperCrossing, label: 'paper' },
    ],
  })
}
