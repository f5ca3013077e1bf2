/** Between the contract's snapshots and the engine's blocks: what every member starts from, and what it has become. */
import { type Ensemble, initialParameters, type Parameters, type Snapshot } from '@digon/model'
import { fromBlocks, type TensorLayout, toBlock } from './tensor-layout.js'

/** `[member]`: parameters, first moments and second moments, each `[parameterCount]`, behind each other. */
export function startingStates(
  ensemble: Ensemble,
  layout: TensorLayout,
  snapshot: Snapshot | undefined,
): Float32Array[] {
  const size = layout.parameterCount
  const parts = snapshot
    ? [snapshot.parameters, snapshot.firstMoments, snapshot.secondMoments]
    : [initialParameters(ensemble)]
  return ensemble.members.map((_, member) => {
    const state = new Float32Array(3 * size)
    for (const [part, tensors] of parts.entries()) {
      if (Object.keys(tensors).length === 0) continue
      toBlock(layout, tensors, member, state.subarray(part * size, (part + 1) * size))
    }
    return state
  })
}

/** Parameters and moments as the contract has them: moments that the optimizer does not keep are left out. */
export function tensorsOf(
  ensemble: Ensemble,
  layout: TensorLayout,
  states: readonly Float32Array[],
): Pick<Snapshot, 'parameters' | 'firstMoments' | 'secondMoments'> {
  const { kind, momentum } = ensemble.optimizer
  const size = layout.parameterCount
  const part = (index: number): Parameters =>
    fromBlocks(
      layout,
      states.map((state) => state.subarray(index * size, (index + 1) * size)),
    )
  return {
    parameters: part(0),
    firstMoments: kind === 'sgd' && momentum === 0 ? {} : part(1),
    secondMoments: kind === 'sgd' ? {} : part(2),
  }
}
