/** From trained parameters to the dictionary as it is used. */
import { exponential, purpose } from '@digon/data'
import { type Matrix, matrix } from '@digon/matrix'
import type { Dictionary } from '@digon/model'
import type { DictionaryModel, DictionaryParameters, DictionaryTraining } from './dictionary.js'
import { encode } from './encode.js'
import { createInputSource } from './input-source.js'
import { selectLatents } from './select-latents.js'

/** Fresh samples on which the threshold of batch-top-k is found. */
const thresholdSamples = 8192

/**
 * The dictionary of these parameters. Batch-top-k becomes jump-relu, so that a sample's codes do not depend on the samples beside
 * it: one threshold for all latents, the pre-activation at which ⌊activeCount × samples⌋ are active on fresh samples of the same
 * law (of the seed's evaluation stream, step 1).
 */
export function trainedDictionary(training: DictionaryTraining, parameters: DictionaryParameters): Dictionary {
  const { model, inputs: law, seed } = training
  const { rule } = model
  const dictionary = dictionaryOf(model, parameters)
  if (rule.kind !== 'batch-top-k') return dictionary
  const { inputs } = createInputSource(law, seed, purpose.evaluation)(1, thresholdSamples)
  const threshold = budgetThreshold(dictionary, rule.activeCount, inputs)
  return { ...dictionary, form: 'jump-relu', threshold: new Float64Array(model.latentCount).fill(threshold) }
}

function dictionaryOf(
  { inputSize, latentCount, rule, tied }: DictionaryModel,
  parameters: DictionaryParameters,
): Dictionary {
  const { encoder, encoderBias, decoder, decoderBias, logThreshold, magnitudeScale, magnitudeBias } = parameters
  const asMatrix = (values: ArrayLike<number>): Matrix => matrix(latentCount, inputSize, Float64Array.from(values))
  return {
    form: rule.kind === 'l1' || rule.kind === 'batch-top-k' ? 'standard' : rule.kind,
    encoder: asMatrix(tied ? decoder : encoder!),
    encoderBias: Float64Array.from(encoderBias),
    decoder: asMatrix(decoder),
    decoderBias: Float64Array.from(decoderBias),
    subtractsDecoderBias: true,
    ...(logThreshold && { threshold: Float64Array.from(logThreshold, exponential) }),
    ...(rule.kind === 'top-k' && { activeCount: rule.activeCount }),
    ...(magnitudeScale && {
      magnitude: { scale: Float64Array.from(magnitudeScale, exponential), bias: Float64Array.from(magnitudeBias!) },
    }),
  }
}

/** Half way between the least pre-activation within the budget and the greatest beyond it. */
function budgetThreshold(dictionary: Dictionary, activeCount: number, inputs: Matrix): number {
  const { values: z } = encode(dictionary, inputs)
  const active = selectLatents({ kind: 'batch-top-k', activeCount }, z as Float64Array, dictionary.encoder.rows)
  let [least, greatest] = [Number.POSITIVE_INFINITY, 0]
  for (let k = 0; k < z.length; k++) {
    if (active[k] === 1) least = Math.min(least, z[k]!)
    else greatest = Math.max(greatest, z[k]!)
  }
  return Number.isFinite(least) ? (least + greatest) / 2 : greatest
}
