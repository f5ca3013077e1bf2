/** Whether a snapshot can go on as an ensemble: the check that every engine makes before it takes one. */
import type { Snapshot } from './backend.js'
import { SnapshotMismatchError } from './backend-errors.js'
import { keptMoments } from './engine/starting-state.js'
import type { Ensemble } from './ensemble.js'
import { parameterShapes, sizeOf } from './parameter-shapes.js'
import type { Parameters } from './parameters.js'

type Shapes = Readonly<Record<string, readonly number[]>>

/**
 * Passes when the snapshot has the tensors, shapes and moments of this ensemble: the same members, model and kind of optimizer
 * (adam and adamw count as one kind, sgd with and without momentum as two). Values, rates, laws and seeds may differ.
 *
 * @throws {SnapshotMismatchError} at the first thing that does not fit.
 */
export function checkSnapshot(ensemble: Ensemble, snapshot: Snapshot): void {
  const { first, second } = keptMoments(ensemble.optimizer)
  const memberCount = ensemble.members.length
  const shapes = Object.fromEntries(
    Object.entries(parameterShapes(ensemble.model)).map(([name, shape]) => [name, [memberCount, ...shape]]),
  )
  if (!Number.isSafeInteger(snapshot.step) || snapshot.step < 0) {
    throw new SnapshotMismatchError('snapshot.step', String(snapshot.step), 'an integer ≥ 0')
  }
  checkTensors('snapshot.parameters', snapshot.parameters, shapes)
  checkTensors('snapshot.firstMoments', snapshot.firstMoments, first ? shapes : {})
  checkTensors('snapshot.secondMoments', snapshot.secondMoments, second ? shapes : {})
  for (const [index, { member }] of snapshot.diverged.entries()) {
    if (!Number.isInteger(member) || member < 0 || member >= memberCount) {
      const expected = `an integer from 0 to ${memberCount - 1}`
      throw new SnapshotMismatchError(`snapshot.diverged[${index}].member`, String(member), expected)
    }
  }
}

function checkTensors(path: string, tensors: Parameters, shapes: Shapes): void {
  const names = Object.keys(shapes)
  const unknown = Object.keys(tensors).find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new SnapshotMismatchError(`${path}.${unknown}`, 'a tensor', names.length === 0 ? 'none' : names.join(', '))
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const tensor = tensors[name]
    if (tensor === undefined)
      throw new SnapshotMismatchError(`${path}.${name}`, 'missing', `shape [${shape.join(', ')}]`)
    if (tensor.shape.join() !== shape.join()) {
      const found = `shape [${tensor.shape.join(', ')}]`
      throw new SnapshotMismatchError(`${path}.${name}`, found, `shape [${shape.join(', ')}]`)
    }
    if (tensor.values.length !== sizeOf(shape)) {
      throw new SnapshotMismatchError(`${path}.${name}`, `${tensor.values.length} numbers`, String(sizeOf(shape)))
    }
  }
}
