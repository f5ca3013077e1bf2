/** D* against sparsity, the ladder of dimensionalities, and graphs of which features share dimensions. */
import {
  curvesFigure,
  dimensionalityLadderFigure,
  type FeatureGraphPanel,
  featureGraphFigure,
  type PlannedFigure,
  plannedFigure,
} from '@digon/plot'
import { bandMeaning, best, curveOf } from '../vocabulary/restarts.js'
import type { exactShapes, GroupResult, RestartResult, SizeResult } from './measure.js'

interface Numbers {
  readonly wide: SizeResult
  readonly small: SizeResult
  readonly theory: ReturnType<typeof exactShapes>
}

export function geometryFigures({ wide, small, theory }: Numbers): readonly PlannedFigure[] {
  const words = `n = ${wide.featureCount}, m = ${wide.hiddenSize}`
  const inWords = wide.groups.map(({ probability, restarts }) => {
    const { dimensionsPerFeature, represented } = best(restarts)
    return `At p = ${probability}: D* = ${dimensionsPerFeature.toFixed(3)}, ${represented.length} features.`
  })
  const filled = wide.groups.filter(({ restarts }) => best(restarts).represented.length > 0.5 * wide.featureCount)
  const crowded =
    filled.length === 0
      ? ''
      : ` From p = ${filled[0]!.probability} down more than half of the features are learned: n is no longer much larger than the number of features that fit.`
  const points = wide.groups.map(({ probability, restarts }) => ({ x: 1 / probability, restarts }))
  return [
    plannedFigure(curvesFigure, {
      name: 'dimensions-per-feature',
      title: `Dimensions per feature (${words})`,
      description: `D* = m/‖W‖² stays near 1 while features are dense and near 1/2 around p = 0.4, then falls. The line is the median restart, and the numbers that follow are of the best by loss. ${inWords.join(' ')}`,
      curves: [curveOf('trained, median', points, ({ dimensionsPerFeature }) => dimensionsPerFeature)],
      references: [
        {
          label: 'exact digons',
          x: theory.digons.map(({ probability }) => 1 / probability),
          y: theory.digons.map(({ dimensionsPerFeature }) => dimensionsPerFeature),
        },
      ],
      xAxis: { title: '1 / (1 − S) = 1 / p', scale: 'log' },
      yAxis: { title: 'D* = m / ‖W‖²', domain: [0, 1.2] },
      bandMeaning,
      guides: [
        { y: 1, label: '1' },
        { y: 0.5, label: '1/2' },
      ],
    }),
    plannedFigure(dimensionalityLadderFigure, {
      name: 'dimensionality',
      title: `Dimensionality of every feature (${words})`,
      description: `D_i of all features of all restarts, with the fractions of regular shapes. At p = 1 every basis of the dimensions has the same loss, so no feature lies at 1.${crowded} Best restarts: ${inWords.join(' ')}`,
      note: 'shown: every feature of every restart',
      models: wide.groups.flatMap(({ probability, restarts }) =>
        restarts.all.map((restart) => ({ probability, ...restart })),
      ),
    }),
    ...graphs(
      'feature-graphs',
      `Which features share dimensions (${words})`,
      'the best restart by loss',
      bestAt(wide.groups, [0.4, 0.25, 0.2]),
    ),
    ...graphs(
      'feature-graphs-small',
      `Shapes of few features (n = ${small.featureCount}, m = ${small.hiddenSize})`,
      'the best restart with this shape, at the first probability that has one',
      ['tetrahedron', 'triangular bipyramid', 'octahedron', 'pentagonal bipyramid', 'square antiprism'].flatMap(
        (product) => firstWith(small.groups, product),
      ),
    ),
  ]
}

function graphs(
  name: string,
  title: string,
  shown: string,
  panels: readonly FeatureGraphPanel[],
): readonly PlannedFigure[] {
  if (panels.length === 0) return []
  const inPanels = panels.map(({ probability, components }) => `p = ${probability}: ${components.length} factors`)
  const description = `One node per learned feature, one edge per pair with |cosine| above 0.15. Each panel is ${shown}; ${inPanels.join('; ')}.`
  const note = `shown: ${shown}; left out: features that are not learned, and edges with |cosine| up to 0.15`
  return [plannedFigure(featureGraphFigure, { name, title, description, panels, note, columns: 3 })]
}

function bestAt(groups: readonly GroupResult[], probabilities: readonly number[]): readonly FeatureGraphPanel[] {
  return groups
    .filter(({ probability }) => probabilities.includes(probability))
    .map(({ probability, restarts }) => panel(probability, best(restarts)))
    .filter(({ components }) => components.length > 0)
}

function firstWith(groups: readonly GroupResult[], product: string): readonly FeatureGraphPanel[] {
  for (const { probability, restarts } of groups) {
    const found = restarts.all.find((restart) => restart.product === product)
    if (found !== undefined) return [{ ...panel(probability, found), note: product }]
  }
  return []
}

function panel(probability: number, { shapes, edges }: RestartResult): FeatureGraphPanel {
  const components = shapes.map((shape) =>
    shape.name === 'none of these' ? { ...shape, name: 'part of no regular shape' } : shape,
  )
  return { probability, components, edges }
}
