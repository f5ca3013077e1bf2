/** Between the contract's snapshots and the engine's blocks: what every member starts from, and what it has become. */
import type { Ensemble, Parameters, Snapshot } from '@digon/model'
import { keptMoments, type StartingState, startingState } from '@digon/model/engine'
import { fromBlocks, type TensorLayout, toBlock } from './tensor-layout.js'

/** `[member]`: parameters, first moments and second moments, each `[parameterCount]`, behind each other. */
export function startingStates(
  ensemble: Ensemble,
  layout: TensorLayout,
  snapshot: Snapshot | undefined,
): Float32Array[] {
  const size = layout.parameterCount
  const { parameters, firstMoments, secondMoments } = startingState(ensemble, snapshot)
  return ensemble.members.map((_, member) => {
    const state = new Float32Array(3 * size)
    for (const [part, tensors] of [parameters, firstMoments, secondMoments].entries()) {
      if (Object.keys(tensors).length === 0) continue
      toBlock(layout, tensors, member, state.subarray(part * size, (part + 1) * size))
    }
    return state
  })
}

/** Parameters and moments as the contract has them: moments that the optimizer does not keep are left out. */
export function tensorsOf(ensemble: Ensemble, layout: TensorLayout, states: readonly Float32Array[]): StartingState {
  const { first, second } = keptMoments(ensemble.optimizer)
  const size = layout.parameterCount
  const part = (index: number): Parameters =>
    fromBlocks(
      layout,
      states.map((state) => state.subarray(index * size, (index + 1) * size)),
    )
  return {
    parameters: part(0),
    firstMoments: first ? part(1) : {},
    secondMoments: second ? part(2) : {},
  }
}
