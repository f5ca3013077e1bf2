/** The section's stacked bars by neuron, the weights that they come from, and losses of all restarts. */
import { matrixFromRows } from '@digon/matrix'
import { classifyNeurons } from '@digon/metrics'
import { curvesFigure, type Figure, neuronBarsFigure } from '@digon/plot'
import { codeInWords, countKind } from './code.js'
import type { BasisResult, PrivilegedBasisNumbers } from './numbers.js'

export function privilegedBasisFigures({ linear, relu }: PrivilegedBasisNumbers): readonly Figure[] {
  const x = relu.map(({ probability }) => 1 / probability)
  const countsOf = (kind: 'monosemantic' | 'polysemantic') => {
    const counts = relu.map(({ restarts }) => restarts.map(({ code }) => countKind(code, kind)))
    return {
      label: `${kind} neurons`,
      x,
      y: counts.map((all) => all[0]!),
      spread: { lowest: counts.map((all) => Math.min(...all)), highest: counts.map((all) => Math.max(...all)) },
    }
  }
  return [
    neuronBarsFigure({
      name: 'hidden-layers',
      title: 'A ReLU gives the hidden layer a basis',
      description: `Weights by neuron at p = ${linear.probability}, best restarts. With a linear hidden layer: ${codeInWords(linear.restarts[0]!.code)}. With a ReLU: ${codeInWords(relu[0]!.restarts[0]!.code)}.`,
      panels: [barsOf(linear, 'linear hidden layer'), barsOf(relu[0]!, 'ReLU hidden layer')],
      columns: 2,
    }),
    neuronBarsFigure({
      name: 'neurons',
      title: 'From one feature a neuron to codes across neurons',
      description: `Weights by neuron, best restarts. ${relu.map(inWords).join(' ')}`,
      panels: relu.map((result) => barsOf(result)),
      columns: 3,
    }),
    curvesFigure({
      name: 'kinds-of-neurons',
      title: 'Monosemantic neurons give way to polysemantic ones',
      description: `Number of neurons of either kind over sparsity. ${relu.map(inWords).join(' ')}`,
      curves: [countsOf('monosemantic'), countsOf('polysemantic')],
      xAxis: { title: '1 / (1 − S)', scale: 'log' },
      yAxis: { title: 'neurons, of five' },
      bandMeaning: 'line: best restart, band: from the fewest to the most of all restarts',
    }),
  ]
}

function barsOf({ probability, best }: BasisResult, note?: string) {
  const weights = matrixFromRows(best.weights)
  return {
    ...(note !== undefined && { note }),
    probability,
    weights,
    interference: best.interference,
    neurons: classifyNeurons(weights),
  }
}

function inWords({ probability, restarts, losses }: BasisResult): string {
  return `At p = ${probability}: ${codeInWords(restarts[0]!.code)} (loss ${losses.best.toPrecision(3)}, median ${losses.median.toPrecision(3)}).`
}
