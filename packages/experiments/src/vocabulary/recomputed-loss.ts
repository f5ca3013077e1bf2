/**
 * The loss of a trained model once more: from its weights alone, in float64, on other samples of the planned law. For models too large
 * for exact losses; it shares no code with the engines' evaluation. Tied models with an identity hidden layer.
 */
import { createSampler, deriveSeed, type SparseBatch } from '@digon/data'
import type { TrainedMember } from './sweep.js'

const pageLength = 1024

export interface RecomputedLoss {
  /** Averaged over features, importance included. */
  readonly exactLoss: number
  readonly exactStandardError: number
}

/**
 * @param outputActivation of the model. Default `relu`.
 * @param sampleCount at least 2. Default 20,480.
 * @throws {RangeError} when the member's data are batches.
 */
export function recomputedLoss(
  { member, weights, bias }: Pick<TrainedMember, 'member' | 'weights' | 'bias'>,
  { outputActivation = 'relu' as 'relu' | 'identity', sampleCount = 20 * pageLength } = {},
): RecomputedLoss {
  const { data, importance, seed } = member
  if (data.kind === 'batches') throw new RangeError('invalid data: batches; expected a law, which has other samples')
  const { rows: featureCount, columns } = weights
  const sampler = createSampler(data, { featureCount, seed: deriveSeed(seed, ['recomputed']) })
  const hidden = new Float64Array(columns)
  const target = new Float64Array(featureCount)
  const lossOf = (batch: SparseBatch, sample: number) => {
    hidden.fill(0)
    target.fill(0)
    for (let entry = batch.offsets[sample]!; entry < batch.offsets[sample + 1]!; entry++) {
      const [feature, value] = [batch.features[entry]!, batch.values[entry]!]
      target[feature] = value
      for (let k = 0; k < columns; k++) hidden[k]! += weights.values[feature * columns + k]! * value
    }
    let loss = 0
    for (let i = 0; i < featureCount; i++) {
      let output = bias[i]!
      for (let k = 0; k < columns; k++) output += weights.values[i * columns + k]! * hidden[k]!
      if (outputActivation === 'relu' && output < 0) output = 0
      loss += importance[i]! * (target[i]! - output) ** 2
    }
    return loss / featureCount
  }
  let [sum, squares] = [0, 0]
  for (let first = 0; first < sampleCount; first += pageLength) {
    const batch = sampler.sample(first / pageLength, Math.min(pageLength, sampleCount - first))
    for (let sample = 0; sample < batch.sampleCount; sample++) {
      const loss = lossOf(batch, sample)
      sum += loss
      squares += loss ** 2
    }
  }
  const exactLoss = sum / sampleCount
  return { exactLoss, exactStandardError: Math.sqrt((squares / sampleCount - exactLoss ** 2) / (sampleCount - 1)) }
}
