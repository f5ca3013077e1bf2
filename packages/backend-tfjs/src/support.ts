/** Which ensembles the engine can train, decided from the ensemble alone and before tfjs is loaded. */
import { type Ensemble, parameterShapes, type Support } from '@digon/model'
import { sizeOf } from '@digon/model/engine'
import type { TfjsDevice } from './devices/device-name.js'

/**
 * 3 GiB. A WebAssembly memory ends at 4 GiB and fragments before; tfjs does not notice when it is full, so it must not
 * come to that.
 */
const greatestNeedInBytes = 3 * 2 ** 30

/** 128 MiB: the largest binding that every WebGPU device has; a tensor is one binding. */
const greatestBindingInBytes = 2 ** 27

/** Yes, or no with the reason. `forwards` has the custom models' functions by name. */
export function supportFor(
  device: TfjsDevice,
  ensemble: Ensemble,
  forwards: Readonly<Record<string, unknown>>,
): Support {
  const { model, members } = ensemble
  if (model.kind === 'custom') {
    if (!Object.hasOwn(forwards, model.name)) {
      const known = Object.keys(forwards).join(', ') || 'none'
      return refusal(`no forward function for custom model ${model.name}; customModels has ${known}`)
    }
    if (members.some((member) => member.frozenFeatures.length > 0)) {
      return refusal('frozenFeatures need an autoencoder; a custom model does not say which parameters are a feature’s')
    }
  }
  const largest = largestTensorInBytes(ensemble)
  if (device === 'webgpu' && largest > greatestBindingInBytes) {
    return refusal(`its largest tensor has ${largest} bytes; every WebGPU device takes ${greatestBindingInBytes}`)
  }
  const need = neededBytes(ensemble)
  if (need <= greatestNeedInBytes) return { supported: true }
  return refusal(
    `a step needs about ${inGibibytes(need)} GiB; tfjs has room for ${inGibibytes(greatestNeedInBytes)} GiB`,
  )
}

/** A parameter of all members, or their batch as dense inputs or hidden values. */
function largestTensorInBytes({ model, members, batchSize }: Ensemble): number {
  const hiddenSize = model.kind === 'autoencoder' ? model.hiddenSize : 0
  const sizes = Object.values(parameterShapes(model)).map(sizeOf)
  const largest = Math.max(...sizes, batchSize * model.featureCount, batchSize * hiddenSize)
  return members.length * largest * Float32Array.BYTES_PER_ELEMENT
}

/**
 * What a step needs at its peak, about: ten tensors per parameter (values, two moments, their successors, gradient and
 * what lies between), and as many dense blocks of the batch as were counted at the peak.
 */
function neededBytes({ model, members, batchSize }: Ensemble): number {
  const parameterCount = Object.values(parameterShapes(model)).reduce((total, shape) => total + sizeOf(shape), 0)
  const hiddenSize = model.kind === 'autoencoder' ? model.hiddenSize : 0
  const numbers = 10 * parameterCount + batchSize * (8 * model.featureCount + 6 * hiddenSize)
  return members.length * numbers * Float32Array.BYTES_PER_ELEMENT
}

function inGibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toPrecision(3)
}

function refusal(reason: string): Support {
  return { supported: false, reason }
}
