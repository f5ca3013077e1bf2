/** Which ensembles the shaders can train on every WebGPU device, told from the ensemble alone. */
import type { Ensemble, Support } from '@digon/model'
import { memberWordCount } from './member-group.js'
import { parameterLayout } from './parameter-layout.js'
import type { AutoencoderEnsemble } from './shader-source.js'
import { sliceCount, tilePlan } from './tile-plan.js'

/** One binding, on a device that has no more than every device: 128 MiB. */
const bindingBytes = 2 ** 27

/** What keeps an invocation's marks of chosen features within half of its private memory. */
const mostFeatures = 32768

export function supportFor(ensemble: Ensemble): Support {
  const { model, members, batchSize } = ensemble
  if (model.kind !== 'autoencoder') {
    const reason = `custom model ${model.name}: the shaders know autoencoders only; custom models run on tfjs backends`
    return { supported: false, reason }
  }
  if (model.featureCount > mostFeatures) {
    return { supported: false, reason: `${model.featureCount} features; the shaders take at most ${mostFeatures}` }
  }
  const { parameterCount } = parameterLayout(model)
  const plan = tilePlan(model, { keepsErrors: true, emulated: true })
  const needs = {
    parameters: 2 * 4 * parameterCount,
    sums: 4 * sliceCount(plan, batchSize) * plan.sumCount,
    samples: sliceCount(plan, batchSize) * plan.bufferBytes,
    batches: Math.max(...members.map(({ data }) => 4 * memberWordCount(data, model.featureCount))),
  }
  const tooLarge = Object.entries(needs).find(([, bytes]) => bytes > bindingBytes)
  if (tooLarge === undefined) return { supported: true }
  const [what, bytes] = tooLarge
  const reason = `the ${what} of one member take ${bytes} bytes; a buffer that every device can show to a shader has ${bindingBytes}`
  return { supported: false, reason }
}

function isSupported(ensemble: Ensemble): ensemble is AutoencoderEnsemble {
  return supportFor(ensemble).supported
}
