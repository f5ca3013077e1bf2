/** Automatic differentiation of all members' losses at once, without leaking when the function throws. */
import { engine, ones, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core'
import type { NamedTensors } from './graph.js'

/**
 * Losses `[member]` and the gradient of their sum; as no member's loss depends on another's parameters, that is every
 * member's own gradient. A parameter that the loss does not use has gradient 0. The caller frees what is returned.
 */
export function differentiate(
  parameters: NamedTensors,
  lossesOf: () => Tensor,
): { readonly losses: Tensor; readonly gradients: NamedTensors } {
  return tidy(() => {
    const names = Object.keys(parameters)
    const tensors = Object.values(parameters)
    const memberCount = tensors[0]!.shape[0]!
    try {
      const { value, grads } = engine().gradients(lossesOf, tensors, ones([memberCount]), true)
      const gradients = Object.fromEntries(
        names.map((name, index) => [name, grads[index] ?? zerosLike(tensors[index]!)]),
      )
      return { losses: value, gradients }
    } catch (error) {
      freeTape()
      throw error
    }
  })
}

/** Tensors saved for the way back outlive every `tidy`; tfjs frees them only when differentiation succeeds. */
function freeTape(): void {
  const { state } = engine()
  for (const node of state.activeTape ?? []) {
    for (const saved of node.saved ?? []) saved.dispose()
  }
  state.activeTape = []
}
