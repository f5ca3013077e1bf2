/** The ensemble that the settings stand for. */
import { deriveSeed } from '@digon/data'
import { defineEnsemble, type Ensemble } from '@digon/model'
import { featureCount, restartCount, type Settings } from './settings.js'

/**
 * Five features in two dimensions, importance 0.9ⁱ (paper §2), initialized as in the official notebook; smaller batches and a
 * higher rate than there, so that shapes form in hundreds of steps instead of thousands.
 *
 * @throws {InvalidEnsembleError} when the settings are outside their ranges.
 */
export function ensembleFor({ seed, probability }: Settings): Ensemble {
  return defineEnsemble({
    model: { featureCount, hiddenSize: 2 },
    batchSize: 256,
    shared: {
      data: { kind: 'independent', probability },
      importance: { base: 0.9 },
      learningRate: 3e-3,
      initialization: { kind: 'xavier-normal', fanIn: 10, fanOut: 20 },
    },
    members: Array.from({ length: restartCount }, (_, restart) => ({ seed: deriveSeed(seed, ['restart', restart]) })),
  })
}
