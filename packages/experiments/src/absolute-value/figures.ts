/** The section's figure, weights by neuron at each sparsity; the small model; and counts over sparsity. */
import { matrixFromRows } from '@digon/matrix'
import { type Curve, curvesFigure, type Figure, neuronBarsFigure } from '@digon/plot'
import type { AbsoluteRestart, AbsoluteResult, AbsoluteValueNumbers } from './numbers.js'

const xAxis = { title: '1 / (1 − S)', scale: 'log' } as const
const bandMeaning = 'line: median of the restarts, band: from the fewest to the most'

export function absoluteValueFigures({ small, large }: AbsoluteValueNumbers): readonly Figure[] {
  const { featureCount, hiddenSize } = large[0]!
  const words = `${featureCount} features in ${hiddenSize} neurons`
  const curveOf = (label: string, quantity: 'monosemantic' | 'polysemantic' | 'featuresPerNeuron'): Curve => {
    const values = large.map(({ restarts }) => restarts.map((restart: AbsoluteRestart) => restart[quantity]))
    return {
      label,
      x: large.map(({ probability }) => 1 / probability),
      y: large.map((result) => result.median[quantity]),
      spread: { lowest: values.map((all) => Math.min(...all)), highest: values.map((all) => Math.max(...all)) },
    }
  }
  const description = large.map(describe).join(' ')
  return [
    neuronBarsFigure({
      name: 'small',
      title: 'One neuron for each side of |x|',
      description: `Input weights by neuron, ${small.featureCount} features in ${small.hiddenSize} neurons, best of ${small.losses.count} restarts. ${describe(small)}`,
      panels: [barsOf(small)],
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
        panels: results.map((result) => ({ ...barsOf(result), weights: magnitudes(result.best.weights) })),
        columns: 2,
      }),
    ),
    curvesFigure({
      name: 'kinds-of-neurons',
      title: 'Monosemantic neurons give way to polysemantic ones',
      description: `Number of neurons of either kind, ${words}. ${description}`,
      curves: [curveOf('monosemantic', 'monosemantic'), curveOf('polysemantic', 'polysemantic')],
      xAxis,
      yAxis: { title: `neurons, of ${hiddenSize}` },
      bandMeaning,
    }),
    curvesFigure({
      name: 'features-per-neuron',
      title: 'Features that share a neuron',
      description: `Mean number of features that a neuron reads with more than a fifth of its largest weight, ${words}. ${description}`,
      curves: [curveOf('features of a neuron', 'featuresPerNeuron')],
      xAxis,
      yAxis: { title: 'features of a neuron, mean' },
      bandMeaning,
      guides: [{ label: 'monosemantic', y: 1 }],
    }),
  ]
}

function barsOf({ probability, best, restarts }: AbsoluteResult) {
  return {
    probability,
    weights: matrixFromRows(best.weights),
    interference: best.interference,
    neurons: restarts[0]!.neurons,
  }
}

/** As in the paper's figure: which side of |x| a neuron is for does not matter there. */
function magnitudes(weights: readonly (readonly number[])[]) {
  return matrixFromRows(weights.map((row) => row.map(Math.abs)))
}

function describe({ probability, median }: AbsoluteResult): string {
  return `At p = ${probability}: ${median.monosemantic} monosemantic and ${median.polysemantic} polysemantic neurons, ${median.featuresPerNeuron.toFixed(1)} features a neuron (medians).`
}
