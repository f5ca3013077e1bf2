/**
 * Steps of all members: batch, losses, gradients, update, and the rule that a step which is not finite changes nothing of its member.
 * Everything here wants its device active (`onEngine`). The order of calls, aborting and disposal are `session.ts`.
 */
import { type BatchSource, createBatchSource, type Ensemble, type Snapshot, stepCoefficients } from '@digon/model'
import { type MemberProgress, progressAfter, startingProgress, startingState } from '@digon/model/engine'
import { addN, reshape, stack, sub, sum, type Tensor, tensor, tidy, where } from '@tensorflow/tfjs-core'
import { DenseInput } from './dense-input.js'
import type { EngineDevice } from './devices/device.js'
import { differentiate } from './differentiate.js'
import type { ModelGraph, NamedTensors } from './graph.js'
import { type LossScales, lossScales, memberLosses } from './loss.js'
import { freeAll, mapNamed, toTensors } from './parameter-tensors.js'
import { type TrainingState, type UpdateRule, updateRule } from './update-rule.js'

/** A step that is computed but not yet made: the state that it leads to, and what decides whether it holds. */
type Attempt = {
  readonly next: TrainingState
  /** `[2, member]`: losses, and 0 where every parameter of `next` is finite, else NaN. One tensor, read at once. */
  readonly verdict: Tensor
}

export class Training {
  readonly #ensemble: Ensemble
  readonly #device: EngineDevice
  readonly #graph: ModelGraph
  readonly #drawBatch: BatchSource
  readonly #input: DenseInput
  readonly #rule: UpdateRule
  readonly #scales: LossScales
  readonly #progress: MemberProgress[]
  #state: TrainingState
  /** False for diverged members, in the shapes of the parameters; none while no member has diverged. */
  #alive: NamedTensors = {}
  #step: number

  /** Starts at the ensemble's initial parameters, or at a snapshot that fits the ensemble. */
  constructor(ensemble: Ensemble, device: EngineDevice, graph: ModelGraph, snapshot: Snapshot | undefined) {
    const { members, model, batchSize } = ensemble
    this.#ensemble = ensemble
    this.#device = device
    this.#graph = graph
    this.#drawBatch = createBatchSource(ensemble)
    this.#input = new DenseInput(members.length, model.featureCount, batchSize, graph.sampleAxis)
    this.#progress = startingProgress(ensemble, snapshot)
    this.#step = snapshot?.step ?? 0
    this.#state = mapNamed(startingState(ensemble, snapshot), toTensors) as TrainingState
    this.#rule = updateRule(ensemble)
    this.#scales = lossScales(
      ensemble,
      members.map(() => batchSize),
    )
    this.#updateAlive()
  }

  /** The step that would come next. */
  get step(): number {
    return this.#step
  }

  /** `[member]` */
  get progress(): readonly MemberProgress[] {
    return this.#progress
  }

  /** The tensors as they are between two steps; the next step frees them. */
  get state(): TrainingState {
    return this.#state
  }

  /**
   * Makes the next step; at once, or when the promise is kept on devices that hand numbers over later. When it fails (a custom
   * model may, a GPU can be lost), nothing has changed and nothing has leaked.
   */
  makeStep(): void | Promise<void> {
    const attempt = this.#attempt()
    if (this.#device.readsAtOnce) this.#settle(attempt, attempt.verdict.dataSync())
    else return this.#settleLater(attempt)
  }

  /** Frees all tensors. */
  free(): void {
    freeAll(...Object.values(this.#state))
    freeAll(this.#alive)
    this.#rule.free()
    this.#scales.errors.dispose()
    this.#scales.penalty?.dispose()
  }

  #attempt(): Attempt {
    const coefficients = stepCoefficients(this.#ensemble, this.#step)
    this.#input.clear()
    for (const member of this.#aliveMembers()) {
      this.#input.write(member, this.#drawBatch(member, this.#step), 0, this.#ensemble.batchSize)
    }
    return tidy(() => {
      const input = this.#input.toTensor()
      const { parameters } = this.#state
      const { losses, gradients } = differentiate(parameters, () =>
        memberLosses(this.#ensemble, this.#graph, parameters, { input }, this.#scales),
      )
      const next = this.#rule.apply(this.#state, gradients, coefficients)
      return { next, verdict: stack([losses, faultsOf(next.parameters)]) }
    })
  }

  async #settleLater(attempt: Attempt): Promise<void> {
    let found: ArrayLike<number>
    try {
      found = await attempt.verdict.data()
    } catch (error) {
      attempt.verdict.dispose()
      freeAll(...Object.values(attempt.next))
      throw error
    }
    this.#settle(attempt, found)
  }

  /** Takes the attempted state for the members whose step holds, and frees what is no longer needed. */
  #settle({ next, verdict }: Attempt, found: ArrayLike<number>): void {
    verdict.dispose()
    const aliveBefore = this.#aliveMembers()
    for (const member of aliveBefore) {
      const fault = found[this.#ensemble.members.length + member]!
      this.#progress[member] = progressAfter(this.#progress[member]!, this.#step, found[member]!, fault === 0)
    }
    const aliveCount = this.#aliveMembers().length
    if (aliveCount < aliveBefore.length) this.#updateAlive()

    const old = this.#state
    if (aliveCount === this.#progress.length) {
      this.#state = next
    } else {
      // Choosing, not multiplying by 0: what is not finite must not come through.
      const chosen = (after: NamedTensors, before: NamedTensors) =>
        mapNamed(after, (tensor, name) => where(this.#alive[name]!, tensor, before[name]!))
      this.#state = mapNamed(next, (after, kind) => chosen(after, old[kind as keyof TrainingState])) as TrainingState
      freeAll(...Object.values(next))
    }
    freeAll(...Object.values(old))
    this.#step++
  }

  #aliveMembers(): readonly number[] {
    return this.#progress.flatMap(({ divergedStep }, member) => (divergedStep === undefined ? [member] : []))
  }

  #updateAlive(): void {
    freeAll(this.#alive)
    const alive = this.#aliveMembers()
    this.#alive =
      alive.length === this.#progress.length
        ? {}
        : mapNamed(this.#state.parameters, ({ shape, size }) => {
            const values = new Uint8Array(size)
            const memberSize = size / shape[0]!
            for (const member of alive) values.fill(1, member * memberSize, (member + 1) * memberSize)
            return tensor(values, shape, 'bool')
          })
  }
}

/** x − x is 0 for a finite x and NaN for any other. */
function faultsOf(parameters: NamedTensors): Tensor {
  return addN(Object.values(parameters).map((values) => sum(reshape(sub(values, values), [values.shape[0]!, -1]), 1)))
}
