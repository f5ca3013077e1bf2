/** Which ensembles the shaders can train on every WebGPU device, told from the ensemble alone. */
import { type FeatureLaw, hasPlan } from '@digon/data'
import type { Ensemble, Support } from '@digon/model'
import { autoencoderSupport } from '@digon/model/engine'
import { memberWordCount } from './member-group.js'
import { parameterLayout } from './parameter-layout.js'
import { reductionLayout } from './reduction-layout.js'

/** One binding, on a device that has no more than every device: 128 MiB. */
const bindingBytes = 2 ** 27

/** What keeps an invocation's marks of chosen features within half of its private memory. */
const mostFeatures = 32768

/** Workgroups of 64 in one dimension of a dispatch. */
const mostInvocations = 65535 * 64

export function supportFor(ensemble: Ensemble): Support {
  const { model, members, batchSize } = ensemble
  if (model.kind === 'custom') return autoencoderSupport(ensemble)
  const unplanned = members.find(({ data }) => data.kind !== 'batches' && !hasPlan(data))
  if (unplanned !== undefined)
    return {
      supported: false,
      reason: `${lawText(unplanned.data as FeatureLaw)}; the shaders draw only laws that have a sampling plan; use wasm, tfjs or reference, which draw it on the host`,
    }
  const { parameterCount } = parameterLayout(model)
  if (Math.max(parameterCount + model.featureCount + 1, batchSize) > mostInvocations) {
    const reason = `${parameterCount} parameters and ${batchSize} samples of a member; one dispatch takes at most ${mostInvocations}`
    return { supported: false, reason }
  }
  if (model.featureCount > mostFeatures) {
    return { supported: false, reason: `${model.featureCount} features; the shaders take at most ${mostFeatures}` }
  }
  const { rowBytes, sumBytes } = reductionLayout(model, { sampleCount: batchSize, keepsErrors: false })
  const needs = {
    parameters: 2 * 4 * parameterCount,
    sums: sumBytes,
    samples: rowBytes,
    batches: Math.max(...members.map(({ data }) => 4 * memberWordCount(data, model.featureCount))),
  }
  const tooLarge = Object.entries(needs).find(([, bytes]) => bytes > bindingBytes)
  if (tooLarge === undefined) return { supported: true }
  const [what, bytes] = tooLarge
  const reason = `the ${what} of one member take ${bytes} bytes; a buffer that every device can show to a shader has ${bindingBytes}`
  return { supported: false, reason }
}

function lawText({ kind, values }: FeatureLaw): string {
  return `the law ${kind}${values === undefined ? '' : ` with values ${values.kind}`}`
}
