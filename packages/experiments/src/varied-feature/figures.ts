/** Superposed pentagons and squares, the two branches of the loss, and where restarts end. */
import { matrixFromRows } from '@digon/matrix'
import { alignExchangeable } from '@digon/metrics'
import { curvesFigure, type PlannedFigure, plannedFigure, superposedSolutionsFigure } from '@digon/plot'
import type { BranchName } from './branch-shape.js'
import {
  bestOn,
  type DensityResult,
  lossCrossing,
  shareOn,
  typicalCrossing,
  type VariedFeatureNumbers,
} from './measure.js'
import { baseProbability, model, paperCrossing, variedFeature } from './settings.js'

const xAxis = { title: 'density of the varied feature / density of the others', scale: 'log' } as const
const otherFeatures = Array.from({ length: model.featureCount }, (_, i) => i).toSpliced(variedFeature, 1)

export function variedFeatureFigures(numbers: VariedFeatureNumbers): readonly PlannedFigure[] {
  return [solutions(numbers), branches(numbers), frequencies(numbers)]
}

function solutions({ densities, exact }: VariedFeatureNumbers): PlannedFigure {
  const below = densities.filter(({ relativeDensity }) => relativeDensity < exact.crossing)
  const [pentagons, squares] = [superposed(densities, 'pentagon'), superposed(below, 'square')]
  return plannedFigure(superposedSolutionsFigure, {
    name: 'solutions',
    title: 'One feature denser or sparser than the others',
    description:
      `The best pentagon at each of ${pentagons.length} relative densities, rotated, reflected and reordered onto each other, and the best pair of digons at each of the ${squares.length} where that is the better solution. ` +
      'The varied feature has a ring. Its neighbors come closer when it is sparser. Two digons drop it, and they all coincide, because the other features do not depend on it.',
    variedFeature,
    note: 'shown: at each density the best pentagon; where two digons are better, the best of them',
    panels: [
      { note: 'pentagons', solutions: pentagons },
      { note: 'two digons, the varied feature at zero', solutions: squares },
    ].filter((panel) => panel.solutions.length > 0),
  })
}

/** From the densest on, each solution is turned onto the one before. */
function superposed(densities: readonly DensityResult[], branch: BranchName) {
  const found = densities.flatMap((result) => {
    const best = bestOn(result, branch)
    return best ? [{ relativeDensity: result.relativeDensity, weights: matrixFromRows(best.weights) }] : []
  })
  let target = found.at(-1)?.weights
  return found
    .reverse()
    .map(({ relativeDensity, weights }) => {
      target = alignExchangeable(weights, target!, [otherFeatures]).aligned
      return { relativeDensity, weights: target }
    })
    .reverse()
}

function branches({ densities, exact }: VariedFeatureNumbers): PlannedFigure {
  const measured = (label: string, names: readonly BranchName[]) => {
    const points = densities.flatMap(({ relativeDensity, restarts }) =>
      restarts.all
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
  const computed = (label: string, branch: 'pentagon' | 'square') => {
    const points = exact.points.filter((point) => point[branch] !== undefined)
    return {
      label: `${label}, exact`,
      x: points.map(({ relativeDensity }) => relativeDensity),
      y: points.map((point) => point[branch]!.loss),
      ...(curves.some((curve) => curve.label === label) && { of: label }),
    }
  }
  return plannedFigure(curvesFigure, {
    name: 'branches',
    title: 'Two branches cross: a phase change of first order',
    description: `Exact loss of every restart, summed over features, against the density of one feature relative to the others (p = ${baseProbability}). Exact branches cross at ${exact.crossing.toFixed(3)}, the best restarts at ${lossCrossing(densities).toFixed(3)}; the paper has about ${paperCrossing}.`,
    xAxis,
    yAxis: { title: 'exact loss, summed over features', scale: 'log' },
    curves,
    references: [computed('pentagon', 'pentagon'), computed('two digons', 'square')],
    guides: crossings(exact),
  })
}

function frequencies({ densities, exact }: VariedFeatureNumbers): PlannedFigure {
  const x = densities.map(({ relativeDensity }) => relativeDensity)
  return plannedFigure(curvesFigure, {
    name: 'frequencies',
    title: 'Where restarts end',
    description: `Share of restarts that end as pentagons and as two digons, by relative density. From ${typicalCrossing(densities).toFixed(2)} on pentagons are the more frequent, while the exact losses cross at ${exact.crossing.toFixed(3)}.`,
    xAxis,
    yAxis: { title: 'share of restarts', domain: [0, 1] },
    curves: [
      { label: 'pentagon', x, y: densities.map((result) => shareOn(result, 'pentagon')) },
      { label: 'two digons', x, y: densities.map((result) => shareOn(result, 'square')) },
    ],
    guides: crossings(exact),
  })
}

function crossings({ crossing }: VariedFeatureNumbers['exact']) {
  return [
    { x: crossing, label: 'exact' },
    { x: paperCrossing, label: 'paper' },
  ]
}
