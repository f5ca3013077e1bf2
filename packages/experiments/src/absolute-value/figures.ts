/** The section's figure, weights by neuron at each sparsity; the small model; and counts over sparsity. */
import { matrixFromRows } from '@digon/matrix'
import { curvesFigure, type Figure, neuronBarsFigure } from '@digon/plot'
import { bandMeaning, best, curveOf, medianOf } from '../vocabulary/restarts.js'
import type { AbsoluteResult } from './measure.js'

const xAxis = { title: '1 / (1 − S)', scale: 'log' } as const

export function absoluteValueFigures({
  small,
  large,
}: {
  readonly small: AbsoluteResult
  readonly large: readonly AbsoluteResult[]
}): readonly Figure[] {
  const { featureCount, hiddenSize } = large[0]!
  const words = `${featureCount} features in ${hiddenSize} neurons`
  const points = large.map(({ probability, restarts }) => ({ x: 1 / probability, restarts }))
  const description = large.map(describe).join(' ')
  return [
    neuronBarsFigure({
      name: 'small',
      title: 'One neuron for each side of |x|',
      description: `Input weights by neuron, ${small.featureCount} features in ${small.hiddenSize} neurons, best of ${small.restarts.all.length} restarts. ${describe(small)}`,
      panels: [{ ...barsOf(small), weights: matrixFromRows(best(small.restarts).weights) }],
      columns: 1,
    }),
    ...[
      { name: 'neurons', title: 'Neurons that compute |x|, as features become sparser', results: large.slice(0, 4) },
      { name: 'neurons-sparse', title: 'The sparsest features share all neurons', results: large.slice(4) },
    ].map(({ name, title, results }) =>
      neuronBarsFigure({
        name,
        title,
        description: `Magnitudes of input weights by neuron, the largest of each scaled to 1, ${words}, best restarts. ${results.map(describe).join(' ')}`,
        panels: results.map(barsOf),
        columns: 2,
      }),
    ),
    curvesFigure({
      name: 'kinds-of-neurons',
      title: 'Monosemantic neurons give way to polysemantic ones',
      description: `Number of neurons of either kind, ${words}. ${description}`,
      curves: [
        curveOf('monosemantic', points, ({ monosemantic }) => monosemantic),
        curveOf('polysemantic', points, ({ polysemantic }) => polysemantic),
      ],
      xAxis,
      yAxis: { title: `neurons, of ${hiddenSize}` },
      bandMeaning,
    }),
    curvesFigure({
      name: 'features-per-neuron',
      title: 'Features that share a neuron',
      description: `Mean number of features that a neuron reads with more than a fifth of its largest weight, ${words}. ${description}`,
      curves: [curveOf('features of a neuron', points, ({ featuresPerNeuron }) => featuresPerNeuron)],
      xAxis,
      yAxis: { title: 'features of a neuron, mean' },
      bandMeaning,
      guides: [{ label: 'monosemantic', y: 1 }],
    }),
  ]
}

/** Magnitudes, as in the paper's figure: which side of |x| a neuron is for does not matter there. */
function barsOf({ probability, restarts }: AbsoluteResult) {
  const { weights, interference, neurons } = best(restarts)
  return { probability, weights: matrixFromRows(weights.map((row) => row.map(Math.abs))), interference, neurons }
}

function describe({ probability, restarts }: AbsoluteResult): string {
  const [alone, shared] = [({ monosemantic }: Counts) => monosemantic, ({ polysemantic }: Counts) => polysemantic]
  const perNeuron = medianOf(restarts, ({ featuresPerNeuron }) => featuresPerNeuron)
  return `At p = ${probability}: ${medianOf(restarts, alone)} monosemantic and ${medianOf(restarts, shared)} polysemantic neurons, ${perNeuron.toFixed(1)} features a neuron (medians).`
}

type Counts = AbsoluteResult['restarts']['all'][number]
