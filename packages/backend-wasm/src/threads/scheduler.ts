/** The engines of one session: all members in this thread, or shared out over workers. The bits are the same either way. */
import type { AutoencoderEnsemble, MemberProgress } from '@digon/model/engine'
import { expectedMicroseconds, type Route } from '../choose-route.js'
import { MemoryUnavailableError } from '../errors.js'
import type { MemberStart } from '../memory/member-records.js'
import type { TensorLayout } from '../memory/tensor-layout.js'
import { type OpenEngine, openInlineEngine } from './engine-handle.js'
import { type Engine, MemberGroup } from './member-group.js'
import { RecoverableGroup, type WorkerLoss } from './recoverable-group.js'
import { shareMembers } from './share-members.js'
import type { WorkerPool } from './worker-pool.js'

export interface SchedulerOptions {
  readonly ensemble: AutoencoderEnsemble
  readonly layout: TensorLayout
  /** `[member]` */
  readonly routes: readonly Route[]
  readonly engine: Engine
  /** Workers at most. */
  readonly threads: number
  readonly pool: WorkerPool
  readonly onLoss: (loss: WorkerLoss) => void
  /** What must lie ahead for workers to be worth their start and their messages. */
  readonly spreadAfterMilliseconds: number
}

export class Scheduler {
  readonly ensemble: AutoencoderEnsemble
  readonly layout: TensorLayout
  /** In one thread. */
  readonly expectedMillisecondsPerStep: number
  readonly #options: SchedulerOptions
  readonly #costs: readonly number[]
  #canSpread: boolean

  constructor(options: SchedulerOptions) {
    const { ensemble, layout, routes } = options
    this.ensemble = ensemble
    this.layout = layout
    this.#options = options
    this.#costs = ensemble.members.map((member, index) => expectedMicroseconds(ensemble, member, routes[index]!))
    this.expectedMillisecondsPerStep = this.#costs.reduce((sum, cost) => sum + cost, 0) / 1000
    this.#canSpread = options.threads > 1 && ensemble.members.length > 1
  }

  /** Whether members should move to workers when so much lies ahead in one thread. */
  isWorthSpreading(milliseconds: number): boolean {
    return this.#canSpread && milliseconds > this.#options.spreadAfterMilliseconds
  }

  /** Groups as a session begins: in workers where a single step is worth it, else in this thread. */
  async openFirst(
    states: readonly Float32Array[],
    progress: readonly MemberProgress[],
    step: number,
  ): Promise<readonly RecoverableGroup[]> {
    const worthIt = this.isWorthSpreading(this.expectedMillisecondsPerStep)
    const spread = worthIt ? await this.openInWorkers(states, progress, step) : undefined
    if (spread !== undefined) return spread
    const indices = this.ensemble.members.map((_, member) => member)
    return [await this.#open(indices, states, progress, step, openInlineEngine, false)]
  }

  /** Groups in workers, or undefined where workers cannot be started: then all stays in this thread. */
  async openInWorkers(
    states: readonly Float32Array[],
    progress: readonly MemberProgress[],
    step: number,
  ): Promise<readonly RecoverableGroup[] | undefined> {
    const { pool, threads } = this.#options
    const shares = shareMembers(this.#costs, threads)
    const opened = await Promise.allSettled(
      shares.map((indices, worker) =>
        this.#open(indices, states, progress, step, (start) => pool.openEngine(worker, start), true),
      ),
    )
    const groups = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    if (groups.length === shares.length) return groups
    for (const group of groups) group.close()
    for (const result of opened) {
      if (result.status === 'rejected' && result.reason instanceof MemoryUnavailableError) throw result.reason
    }
    this.#canSpread = false
    return undefined
  }

  #open(
    indices: readonly number[],
    states: readonly Float32Array[],
    progress: readonly MemberProgress[],
    step: number,
    openEngine: OpenEngine,
    mayCrash: boolean,
  ): Promise<RecoverableGroup> {
    const { ensemble, layout, routes, engine, onLoss } = this.#options
    const members = indices.map((index) => ({
      member: ensemble.members[index]!,
      route: routes[index]!,
      state: states[index]!,
      ...progress[index]!,
    }))
    const open = (starts: readonly MemberStart[]): Promise<MemberGroup> =>
      MemberGroup.open(ensemble, layout, starts, engine, openEngine)
    return RecoverableGroup.open({ ensemble, indices, members, step, open, onLoss, mayCrash })
  }
}
