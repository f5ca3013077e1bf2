/**
 * A group of members that outlives its worker: when the worker crashes, the group is opened again from its last checkpoint and
 * the steps since then are made again, which gives the same bits. That is done once; a second loss is an error. One call at
 * a time: the session waits for each.
 */
import type { SparseBatch } from '@digon/data'
import {
  type AutoencoderEnsemble,
  coefficientTable,
  type MemberEvaluation as Evaluated,
  type MemberProgress,
} from '@digon/model/engine'
import { WorkerLostError } from '../errors.js'
import type { MemberStart } from '../memory/member-records.js'
import type { MemberEvaluation, MemberGroup, Pages } from './member-group.js'
import { WorkerCrashedError } from './worker-pool.js'

/** What is told when a worker dies and its members go on in another. */
export interface WorkerLoss {
  /** Indices in the ensemble of the members that it trained. */
  readonly members: readonly number[]
  /** The step from which they are computed again. */
  readonly step: number
  /** What the worker said last. */
  readonly reason: string
}

/** How much work may be lost: checkpoints are taken when the last one is this old. */
const checkpointAgeInMilliseconds = 1000

export interface GroupOptions {
  readonly ensemble: AutoencoderEnsemble
  /** Indices of the members in the ensemble. */
  readonly indices: readonly number[]
  readonly members: readonly MemberStart[]
  /** The step that comes next. */
  readonly step: number
  /** Opens the group with these members. */
  readonly open: (members: readonly MemberStart[]) => Promise<MemberGroup>
  readonly onLoss: (loss: WorkerLoss) => void
  /** Whether the engine runs in a worker, which may crash; only then are checkpoints kept. */
  readonly mayCrash: boolean
}

export class RecoverableGroup {
  readonly #options: GroupOptions
  #group: MemberGroup
  #step: number
  #checkpoint: { readonly step: number; readonly time: number; readonly members: readonly MemberStart[] }
  #restarted = false

  static async open(options: GroupOptions): Promise<RecoverableGroup> {
    return new RecoverableGroup(options, await options.open(options.members))
  }

  private constructor(options: GroupOptions, group: MemberGroup) {
    this.#options = { ...options, members: [] }
    this.#group = group
    this.#step = options.step
    this.#checkpoint = { step: options.step, time: performance.now(), members: options.mayCrash ? options.members : [] }
  }

  get indices(): readonly number[] {
    return this.#options.indices
  }

  get stepLimit(): number {
    return this.#group.stepLimit
  }

  get pageLimit(): number {
    return this.#group.pageLimit
  }

  async advance(steps: number): Promise<MemberProgress[]> {
    const progress = await this.#guard(() => this.#advance(this.#step, steps))
    this.#step += steps
    await this.#refreshCheckpoint(progress)
    return progress
  }

  states(): Promise<Float32Array[]> {
    return this.#guard(() => this.#group.states())
  }

  parameters(): Promise<Float32Array[]> {
    return this.#guard(() => this.#group.parameters())
  }

  /** `[own member]` @param batches `[member of the ensemble]` */
  async evaluate(batches: readonly SparseBatch[], wantsGradients: boolean): Promise<MemberEvaluation[]> {
    const evaluations: MemberEvaluation[] = []
    for (const [own, member] of this.indices.entries()) {
      evaluations.push(await this.#guard(() => this.#group.evaluate(own, batches[member]!, wantsGradients)))
    }
    return evaluations
  }

  /** `[own member][page]` */
  evaluateSamples(pages: Pages): Promise<Evaluated[][]> {
    return this.#guard(() => this.#group.evaluateSamples(pages))
  }

  close(): void {
    this.#group.close()
  }

  #advance(firstStep: number, steps: number): Promise<MemberProgress[]> {
    const { ensemble, indices: members } = this.#options
    const table = coefficientTable(ensemble, { members, firstStep, steps, leading: 'member' })
    return this.#group.advance(firstStep, steps, table)
  }

  async #refreshCheckpoint(progress: readonly MemberProgress[]): Promise<void> {
    const now = performance.now()
    const { members, time } = this.#checkpoint
    if (!this.#options.mayCrash || now - time < checkpointAgeInMilliseconds) return
    const states = await this.states()
    const starts = members.map((member, own) => ({ ...member, state: states[own]!, ...progress[own]! }))
    this.#checkpoint = { step: this.#step, time: now, members: starts }
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof WorkerCrashedError)) throw error
      return this.#restart(error.message, work)
    }
  }

  async #restart<T>(reason: string, work: () => Promise<T>): Promise<T> {
    const { indices, onLoss, open } = this.#options
    const { step, members } = this.#checkpoint
    if (this.#restarted) throw new WorkerLostError(indices, reason)
    this.#restarted = true
    onLoss({ members: indices, step, reason })
    try {
      this.#group = await open(members)
      for (let done = step; done < this.#step; ) {
        const steps = Math.min(this.#group.stepLimit, this.#step - done)
        await this.#advance(done, steps)
        done += steps
      }
      return await work()
    } catch (error) {
      if (error instanceof WorkerCrashedError) throw new WorkerLostError(indices, error.message)
      throw error
    }
  }
}
