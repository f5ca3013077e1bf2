/** The demonstration's figures: WᵀW with biases, norms with interference, and losses. */
import { matrixFromRows } from '@digon/matrix'
import { gramMatrix } from '@digon/metrics'
import { type Figure, gramFigure, lossFigure, normBarsFigure } from '@digon/plot'
import { sizeInWords } from './linear-claims.js'
import type { DemonstrationNumbers, ModelResult, SizeResult } from './numbers.js'

export function demonstrationFigures({ sizes }: DemonstrationNumbers): readonly Figure[] {
  return sizes.flatMap((size, index) => sizeFigures(size, index === 0 ? '' : 'large-'))
}

function sizeFigures(size: SizeResult, prefix: string): readonly Figure[] {
  const panels = [
    ...[size.linear[0]!, size.linear.at(-1)!].map((result) => ({ result, note: 'linear' })),
    ...size.relu.map((result) => ({ result, note: 'ReLU' })),
  ]
  const words = sizeInWords(size)
  const description = `Best restarts of linear and ReLU models, ${words}. ${panels.map(({ result, note }) => inWords(result, note)).join(' ')}`
  return [
    gramFigure({
      name: `${prefix}gram`,
      title: `Products of feature vectors, and biases, ${words}`,
      description,
      panels: panels.map(({ result, note }) => ({
        note,
        probability: result.probability,
        gram: gramMatrix(matrixFromRows(result.bestWeights)),
        bias: result.restarts[0]!.bias,
      })),
      columns: 3,
    }),
    normBarsFigure({
      name: `${prefix}norms`,
      title: `Norms of the features, ${words}`,
      description,
      panels: panels.map(({ result, note }) => ({
        note,
        probability: result.probability,
        norms: result.restarts[0]!.norms,
        interference: result.restarts[0]!.interference,
      })),
      hiddenSize: size.hiddenSize,
      columns: 3,
    }),
    lossFigure({
      name: `${prefix}losses`,
      title: `Training losses of ReLU models, ${words}`,
      description: `Loss on the training batches over steps. ${size.relu.map(lossInWords).join(' ')}`,
      series: size.relu.map(({ probability, history }) => ({ label: `p = ${probability}`, ...history })),
      stepScale: 'log',
    }),
  ]
}

function inWords({ probability, restarts }: ModelResult, note: string): string {
  return `${note} at p = ${probability}: ${restarts[0]!.represented.length} features with a norm above 0.5.`
}

function lossInWords({ probability, losses }: ModelResult): string {
  return `At p = ${probability} the ${losses.count} restarts end between ${losses.best.toPrecision(3)} and ${(losses.best + losses.spread).toPrecision(3)} on fresh samples.`
}
