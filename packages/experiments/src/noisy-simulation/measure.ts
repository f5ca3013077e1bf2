/** What trained models show of a larger model that they simulate. */
import { deriveSeed, type FeatureLaw, type SparseBatch, sampleBatch } from '@digon/data'
import type { Matrix } from '@digon/matrix'
import { frobeniusSquared, gramMatrix, representedFeatures } from '@digon/metrics'
import { digonSimulation, featureVariance } from '@digon/theory'
import { leastLoss } from '../vocabulary/least-loss.js'
import { restartsBy } from '../vocabulary/restarts.js'
import { checkedLosses } from '../vocabulary/second-evaluation.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { activeCounts, comparedSamples, countedSamples } from './settings.js'
import { simulate } from './simulation.js'

export type SimulationResult = ReturnType<typeof measureProbability>
export type SimulatedRestart = ReturnType<typeof measureRestart>

export function measureProbability(
  { condition: probability, ...trained }: Trained<number>,
  { featureCount, hiddenSize }: { readonly featureCount: number; readonly hiddenSize: number },
) {
  // The same samples for all restarts.
  const seed = trained.members[0]?.member.seed ?? 0
  const batchOf = (law: FeatureLaw, sampleCount: number, ...path: readonly number[]) =>
    sampleBatch(law, { featureCount, seed: deriveSeed(seed, ['compared', law.kind, ...path]), step: 0, sampleCount })
  const samples = {
    asTrained: batchOf({ kind: 'independent', probability }, comparedSamples),
    counted: activeCounts.map((activeCount) => batchOf({ kind: 'exactly', activeCount }, countedSamples, activeCount)),
  }
  const restarts = restartsBy(
    trained,
    (member) => measureRestart(member, trained.task.ensemble.model, probability, samples),
    ({ loss }) => loss,
  )
  return {
    probability,
    digonExplained: digonsExplain(probability, featureCount, hiddenSize),
    leastLoss: leastLoss(featureCount, hiddenSize, probability, bestKnown),
    restarts,
    checkedLosses: checkedLosses(trained, secondSamples(probability, featureCount)),
  }
}

/** Rare features leave most samples empty: so many samples that as many are not. */
function secondSamples(probability: number, featureCount: number): number {
  return Math.round(comparedSamples / 4 / (1 - (1 - probability) ** featureCount))
}

/** What is explained of m digons of unit norm without bias, where the outputs of all other features are their mean, p/2. */
function digonsExplain(probability: number, featureCount: number, hiddenSize: number): number {
  const { noise, signal } = digonSimulation(probability)
  const constants = (featureCount - 2 * hiddenSize) * (probability / 2) ** 2
  return 1 - (hiddenSize * noise) / (hiddenSize * signal + constants)
}

function measureRestart(
  trained: TrainedMember,
  model: Trained<number>['task']['ensemble']['model'],
  probability: number,
  { asTrained, counted }: { readonly asTrained: SparseBatch; readonly counted: readonly SparseBatch[] },
) {
  const { weights, loss, errors } = trained
  const { explained, explainedVariance } = simulate(model, trained, asTrained)
  const leftOut = featureVariance(probability)
  return {
    loss,
    explained,
    explainedVariance,
    /** Features with a norm above 1/2. */
    kept: representedFeatures(weights),
    /** Features that come out with less than half the error of a constant. */
    represented: errors.filter((error) => error < leftOut / 2).length,
    projectionError: projectionError(weights),
    /** In samples with just so many active features, in the order of `activeCounts`. */
    noise: counted.map((batch) => {
      const { noise, signal } = simulate(model, trained, batch)
      return { noise, signal }
    }),
  }
}

/** ‖G − G²‖ / ‖G‖ of G = W Wᵀ, 0 for a projection. */
function projectionError(weights: Matrix): number {
  const gram = gramMatrix(weights)
  // W Wᵀ is symmetric, so its square is its own Gram matrix.
  const square = gramMatrix(gram).values
  const difference = gram.values.map((value, k) => value - square[k]!)
  return Math.sqrt(frobeniusSquared({ ...gram, values: difference }) / frobeniusSquared(gram))
}
