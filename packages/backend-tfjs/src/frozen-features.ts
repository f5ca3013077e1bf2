/** Which entries of the parameters training may change. */
import { type AutoencoderModel, type Ensemble, parameterShapes } from '@digon/model'
import { type Tensor, tensor } from '@tensorflow/tfjs-core'
import type { NamedTensors } from './model-graph.js'

/**
 * Boolean tensors in the shapes of the parameters, false for the weights, output weights and bias of frozen features.
 * Without frozen features there are none; `hiddenBias` never has one. The caller frees them.
 */
export function trainableEntries({ model, members }: Ensemble): NamedTensors {
  if (model.kind === 'custom' || members.every((member) => member.frozenFeatures.length === 0)) return {}
  const masks: Record<string, Tensor> = {}
  for (const [name, shape] of Object.entries(parameterShapes(model))) {
    if (name === 'hiddenBias') continue
    const size = shape.reduce((total, length) => total * length, 1)
    const values = new Uint8Array(members.length * size).fill(1)
    for (const [member, { frozenFeatures }] of members.entries()) {
      for (const feature of frozenFeatures) {
        for (const place of placesOf(name, feature, model)) values[member * size + place] = 0
      }
    }
    masks[name] = tensor(values, [members.length, ...shape], 'bool')
  }
  return masks
}

/** Where the entries of one feature stand in a member's flat parameter. */
function placesOf(name: string, feature: number, { featureCount, hiddenSize }: AutoencoderModel): number[] {
  if (name === 'bias') return [feature]
  const hiddens = Array.from({ length: hiddenSize }, (_, hidden) => hidden)
  return name === 'weights'
    ? hiddens.map((hidden) => feature * hiddenSize + hidden)
    : hiddens.map((hidden) => hidden * featureCount + feature)
}
