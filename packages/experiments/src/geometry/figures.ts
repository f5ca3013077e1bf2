/** D* against sparsity, the ladder of dimensionalities, and graphs of which features share dimensions. */
import {
  curvesFigure,
  dimensionalityLadderFigure,
  type FeatureGraphPanel,
  type Figure,
  featureGraphFigure,
} from '@digon/plot'
import { bandMeaning, best, curveOf } from '../vocabulary/restarts.js'
import type { exactShapes, GroupResult, RestartResult, SizeResult } from './measure.js'

interface Numbers {
  readonly wide: SizeResult
  readonly small: SizeResult
  readonly theory: ReturnType<typeof exactShapes>
}

export function geometryFigures({ wide, small, theory }: Numbers): readonly Figure[] {
  const words = `n = ${wide.featureCount}, m = ${wide.hiddenSize}`
  const inWords = wide.groups.map(({ probability, restarts }) => {
    const { dimensionsPerFeature, represented } = best(restarts)
    return `At p = ${probability}: D* = ${dimensionsPerFeature.toFixed(3)}, ${represented.length} features.`
  })
  const points = wide.groups.map(({ probability, restarts }) => ({ x: 1 / probability, restarts }))
  return [
    curvesFigure({
      name: 'dimensions-per-feature',
      title: `Dimensions per feature (${words})`,
      description: `D* = m/‖W‖² against 1/(1 − S): it stays near 1 while features are dense and near 1/2 around p = 0.4, then falls. ${inWords.join(' ')}`,
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
    dimensionalityLadderFigure({
      name: 'dimensionality',
      title: `Dimensionality of every feature (${words})`,
      description: `D_i of all features of all restarts against 1/(1 − S), with the fractions of regular shapes. ${inWords.join(' ')}`,
      models: wide.groups.flatMap(({ probability, restarts }) =>
        restarts.all.map((restart) => ({ probability, ...restart })),
      ),
    }),
    ...graphs('feature-graphs', `Which features share dimensions (${words})`, bestAt(wide.groups, [0.4, 0.25, 0.2])),
    ...graphs(
      'feature-graphs-small',
      `Shapes of few features (n = ${small.featureCount}, m = ${small.hiddenSize})`,
      ['tetrahedron', 'triangular bipyramid', 'octahedron', 'pentagonal bipyramid', 'square antiprism'].flatMap(
        (product) => firstWith(small.groups, product),
      ),
    ),
  ]
}

function graphs(name: string, title: string, panels: readonly FeatureGraphPanel[]): readonly Figure[] {
  if (panels.length === 0) return []
  const inPanels = panels.map(({ probability, components }) => `p = ${probability}: ${components.length} factors`)
  const description = `A node for every learned feature, an edge for every pair with |cosine| above 0.15; ${inPanels.join('; ')}.`
  return [featureGraphFigure({ name, title, description, panels, columns: 3 })]
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
  return { probability, components: shapes, edges }
}
