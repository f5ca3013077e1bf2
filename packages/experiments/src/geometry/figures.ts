/** D* against sparsity, the ladder of dimensionalities, and graphs of which features share dimensions. */
import {
  curvesFigure,
  dimensionalityLadderFigure,
  type FeatureGraphPanel,
  type Figure,
  featureGraphFigure,
} from '@digon/plot'
import { median } from '../restarts.js'
import type { GeometryNumbers, GroupResult, RestartResult } from './numbers.js'

export function geometryFigures({ wide, small, theory }: GeometryNumbers): readonly Figure[] {
  const words = `n = ${wide.featureCount}, m = ${wide.hiddenSize}`
  const x = wide.groups.map(({ probability }) => 1 / probability)
  const ofRestarts = (choose: (numbers: readonly number[]) => number) =>
    wide.groups.map(({ restarts }) => choose(restarts.map((restart) => restart.dimensionsPerFeature)))
  return [
    curvesFigure({
      name: 'dimensions-per-feature',
      title: `Dimensions per feature (${words})`,
      description: `D* = m/‖W‖² against 1/(1 − S): it stays near 1 while features are dense and near 1/2 around p = 0.4, then falls. ${wide.groups.map(inWords).join(' ')}`,
      curves: [
        {
          label: 'trained, median',
          x,
          y: ofRestarts(median),
          spread: { lowest: ofRestarts((n) => Math.min(...n)), highest: ofRestarts((n) => Math.max(...n)) },
        },
      ],
      references: [
        {
          label: 'exact digons',
          x: theory.digons.map(({ probability }) => 1 / probability),
          y: theory.digons.map((digons) => digons.dimensionsPerFeature),
        },
      ],
      xAxis: { title: '1 / (1 − S) = 1 / p', scale: 'log' },
      yAxis: { title: 'D* = m / ‖W‖²', domain: [0, 1.2] },
      bandMeaning: 'band: from the least to the greatest of the restarts',
      guides: [
        { y: 1, label: '1' },
        { y: 0.5, label: '1/2' },
      ],
    }),
    dimensionalityLadderFigure({
      name: 'dimensionality',
      title: `Dimensionality of every feature (${words})`,
      description: `D_i of all features of all restarts against 1/(1 − S), with the fractions of regular shapes. ${wide.groups.map(inWords).join(' ')}`,
      models: wide.groups.flatMap(({ probability, restarts }) =>
        restarts.map((restart) => ({ probability, ...restart })),
      ),
    }),
    graphs('feature-graphs', `Which features share dimensions (${words})`, panelsOf(wide.groups, [0.4, 0.25, 0.2])),
    graphs(
      'feature-graphs-small',
      `Shapes of few features (n = ${small.featureCount}, m = ${small.hiddenSize})`,
      ['tetrahedron', 'triangular bipyramid', 'octahedron', 'pentagonal bipyramid', 'square antiprism'].flatMap(
        (product) => firstWith(small.groups, product),
      ),
    ),
  ].flat()
}

function inWords({ probability, restarts }: GroupResult): string {
  const { dimensionsPerFeature, represented } = restarts[0]!
  return `At p = ${probability}: D* = ${dimensionsPerFeature.toFixed(3)}, ${represented.length} features.`
}

function graphs(name: string, title: string, panels: readonly FeatureGraphPanel[]): readonly Figure[] {
  if (panels.length === 0) return []
  const inPanels = panels.map(({ probability, components }) => `p = ${probability}: ${components.length} factors`)
  const description = `A node for every learned feature, an edge for every pair with |cosine| above 0.15; ${inPanels.join('; ')}.`
  return [featureGraphFigure({ name, title, description, panels, columns: 3 })]
}

function panelsOf(groups: readonly GroupResult[], probabilities: readonly number[]): readonly FeatureGraphPanel[] {
  return groups
    .filter(({ probability, restarts }) => probabilities.includes(probability) && restarts[0]!.shapes.length > 0)
    .map(({ probability, restarts }) => panel(probability, restarts[0]!))
}

function firstWith(groups: readonly GroupResult[], product: string): readonly FeatureGraphPanel[] {
  for (const { probability, restarts } of groups) {
    const found = restarts.find((restart) => restart.product === product)
    if (found !== undefined) return [{ ...panel(probability, found), note: product }]
  }
  return []
}

function panel(probability: number, { shapes, edges }: RestartResult): FeatureGraphPanel {
  return { probability, components: shapes, edges }
}
