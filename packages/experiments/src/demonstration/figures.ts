/** WᵀW with biases, norms with interference, and losses, for one size of models. */
import { matrixFromRows } from '@digon/matrix'
import { gramMatrix } from '@digon/metrics'
import { gramFigure, lossFigure, normBarsFigure, type PlannedFigure, plannedFigure } from '@digon/plot'
import { best, bestShown } from '../vocabulary/restarts.js'
import { sizeInWords } from './claims.js'
import type { ModelResult, SizeResult } from './measure.js'
import { large, small } from './settings.js'

export function demonstrationFigures(size: SizeResult): readonly PlannedFigure[] {
  const { linear, relu, featureCount, hiddenSize } = size
  const { importanceBase } = featureCount === small.featureCount ? small : large
  const noted = (note: string) => (result: ModelResult) => ({ note, ...result, ...best(result.restarts) })
  const panels = [...[linear[0]!, linear.at(-1)!].map(noted('linear')), ...relu.map(noted('ReLU'))]
  const words = sizeInWords(size)
  const counts = panels.map(
    ({ note, probability, represented }) =>
      `${note} at p = ${probability}: ${represented.length} features with a norm above 0.5.`,
  )
  const note = bestShown([linear[0]!, linear.at(-1)!, ...relu].map(({ restarts }) => restarts))
  const description = `Best restarts of linear and ReLU models, ${words}. ${counts.join(' ')}`
  return [
    plannedFigure(gramFigure, {
      name: 'gram',
      title: `Dot products of feature vectors, and biases, ${words}`,
      description,
      note,
      panels: panels.map(({ note, probability, bestWeights, bias }) => ({
        note,
        probability,
        gram: gramMatrix(matrixFromRows(bestWeights)),
        bias,
      })),
      columns: 3,
    }),
    plannedFigure(normBarsFigure, {
      name: 'norms',
      title: `Norms of the features, ${words}`,
      description,
      note,
      panels,
      hiddenSize,
      importance: Array.from({ length: featureCount }, (_, feature) => importanceBase ** feature),
      columns: 3,
    }),
    plannedFigure(lossFigure, {
      name: 'losses',
      title: `Training losses of ReLU models, ${words}`,
      lossTitle: 'loss of the training batch',
      description: `Loss on the training batches over steps. ${relu.map(lossInWords).join(' ')}`,
      series: relu.map(({ probability, history }) => ({ label: `p = ${probability}`, ...history })),
      stepScale: 'log',
    }),
  ]
}

function lossInWords({ probability, restarts: { all } }: ModelResult): string {
  const [least, most] = [all[0]!, all.at(-1)!].map(({ loss }) => loss.toPrecision(3))
  return `At p = ${probability} the ${all.length} restarts end between ${least} and ${most} on fresh samples.`
}
