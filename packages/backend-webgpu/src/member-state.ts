/** What members start from and what has become of them, between the contract's snapshots and the engine's blocks. */
import type { Ensemble, Parameters, Snapshot } from '@digon/model'
import { divergencesOf, keptMoments, type MemberProgress, startingProgress, startingState } from '@digon/model/engine'
import { fromBlocks, type ParameterLayout, toBlock } from './parameter-layout.js'

/** Blocks of parameters and moments that an optimizer keeps: 1, 2 or 3. */
export function stateBlocks(optimizer: Ensemble['optimizer']): number {
  const { first, second } = keptMoments(optimizer)
  return 1 + Number(first) + Number(second)
}

export interface MemberState extends MemberProgress {
  /** Parameters, then first and second moments where the optimizer keeps them; each `[parameterCount]`. */
  readonly blocks: readonly Float32Array[]
}

/** The states of all members at a snapshot, or at the beginning. */
export function startingStates(
  ensemble: Ensemble,
  layout: ParameterLayout,
  snapshot: Snapshot | undefined,
): MemberState[] {
  const { parameters, firstMoments, secondMoments } = startingState(ensemble, snapshot)
  const kept = [parameters, firstMoments, secondMoments].slice(0, stateBlocks(ensemble.optimizer))
  return startingProgress(ensemble, snapshot).map((progress, member) => ({
    ...progress,
    blocks: kept.map((tensors) => toBlock(layout, tensors, member)),
  }))
}

/** The snapshot of these states. */
export function snapshotOf(layout: ParameterLayout, step: number, states: readonly MemberState[]): Snapshot {
  const part = (index: number): Parameters =>
    index < states[0]!.blocks.length
      ? fromBlocks(
          layout,
          states.map(({ blocks }) => blocks[index]!),
        )
      : {}
  return {
    step,
    parameters: part(0),
    firstMoments: part(1),
    secondMoments: part(2),
    diverged: divergencesOf(states),
  }
}
