/** What members start from and what has become of them, between the contract's snapshots and the engine's blocks. */
import { type Divergence, type Ensemble, initialParameters, type Parameters, type Snapshot } from '@digon/model'
import { fromBlocks, type ParameterLayout, toBlock } from './parameter-layout.js'

/** Blocks of parameters and moments that an optimizer keeps: 1, 2 or 3. */
export function stateBlocks({ kind, momentum }: Ensemble['optimizer']): number {
  if (kind !== 'sgd') return 3
  return momentum === 0 ? 1 : 2
}

export interface MemberState {
  /** Parameters, then first and second moments where the optimizer keeps them; each `[parameterCount]`. */
  readonly blocks: readonly Float32Array[]
  /** The last finite loss; NaN before the first. */
  readonly loss: number
  readonly divergedStep: number | undefined
}

/** The states of all members at a snapshot, or at the beginning. */
export function startingStates(
  ensemble: Ensemble,
  layout: ParameterLayout,
  snapshot: Snapshot | undefined,
): MemberState[] {
  const tensors = snapshot
    ? [snapshot.parameters, snapshot.firstMoments, snapshot.secondMoments]
    : [initialParameters(ensemble)]
  const diverged = new Map(snapshot?.diverged.map(({ member, step }) => [member, step]))
  return ensemble.members.map((_, member) => {
    const blocks = Array.from({ length: stateBlocks(ensemble.optimizer) }, (_, index) => {
      const block = new Float32Array(layout.parameterCount)
      const given = tensors[index]
      if (given && Object.keys(given).length > 0) toBlock(layout, given, member, block)
      return block
    })
    return { blocks, loss: Number.NaN, divergedStep: diverged.get(member) }
  })
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

/** In the order in which they happened. */
export function divergencesOf(states: readonly Pick<MemberState, 'divergedStep'>[]): readonly Divergence[] {
  return states
    .flatMap(({ divergedStep }, member) => (divergedStep === undefined ? [] : [{ member, step: divergedStep }]))
    .sort((a, b) => a.step - b.step || a.member - b.member)
}
