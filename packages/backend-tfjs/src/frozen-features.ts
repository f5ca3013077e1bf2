/** Which entries of the parameters training may change. */
import { type Ensemble, parameterShapes } from '@digon/model'
import { frozenEntries, sizeOf } from '@digon/model/engine'
import { type Tensor, tensor } from '@tensorflow/tfjs-core'
import type { NamedTensors } from './graph.js'

/**
 * Boolean tensors in the shapes of the parameters, false for the weights, output weights and bias of frozen features.
 * Without frozen features there are none; `hiddenBias` never has one. The caller frees them.
 */
export function trainableEntries({ model, members }: Ensemble): NamedTensors {
  if (model.kind === 'custom' || members.every((member) => member.frozenFeatures.length === 0)) return {}
  const masks: Record<string, Tensor> = {}
  for (const [name, shape] of Object.entries(parameterShapes(model))) {
    if (name === 'hiddenBias') continue
    const size = sizeOf(shape)
    const values = new Uint8Array(members.length * size).fill(1)
    for (const [member, { frozenFeatures }] of members.entries()) {
      for (const offset of frozenEntries(model, name, frozenFeatures)) values[member * size + offset] = 0
    }
    masks[name] = tensor(values, [members.length, ...shape], 'bool')
  }
  return masks
}
