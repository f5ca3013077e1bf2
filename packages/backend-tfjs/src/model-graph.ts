/** The graph of an ensemble's model; what a custom model's function gives is checked here. */
import type { CustomModel, Ensemble } from '@digon/model'
import type { Tensor } from '@tensorflow/tfjs-core'
import { autoencoderGraph } from './autoencoder.js'
import { type CustomForward, CustomModelError } from './custom-model.js'
import type { ModelGraph } from './graph.js'

/** The graph of the ensemble's model; `forwards` holds the custom models' functions by name. */
export function modelGraph(ensemble: Ensemble, forwards: Readonly<Record<string, CustomForward<Tensor>>>): ModelGraph {
  const { model } = ensemble
  if (model.kind === 'autoencoder') return autoencoderGraph(model)
  return customGraph(model, ensemble, forwards[model.name]!)
}

function customGraph(model: CustomModel, ensemble: Ensemble, forward: CustomForward<Tensor>): ModelGraph {
  const isPenalized = ensemble.members.some((member) => member.hiddenL1 > 0)
  return {
    sampleAxis: 1,
    forward: (parameters, input) => {
      const { output, hidden } = forward(parameters, input)
      if (String(output?.shape) !== String(input.shape)) {
        const found = output === undefined ? 'no output' : `output [${output.shape.join(', ')}]`
        throw new CustomModelError(model.name, found, `[${input.shape.join(', ')}], [member, sample, feature]`)
      }
      if (isPenalized && (hidden?.shape[0] !== input.shape[0] || hidden?.shape[1] !== input.shape[1])) {
        const found = hidden === undefined ? 'no hidden' : `hidden [${hidden.shape.join(', ')}]`
        const expected = `[${input.shape[0]}, ${input.shape[1]}, …], [member, sample, …], because hiddenL1 > 0`
        throw new CustomModelError(model.name, found, expected)
      }
      return { output, hidden }
    },
  }
}
