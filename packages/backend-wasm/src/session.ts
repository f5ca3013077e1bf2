/** One ensemble being trained by engines: order of calls, steps in chunks, abort, snapshots. Where engines run is `crew.ts`. */
import type { SparseBatch } from '@digon/data'
import {
  type Divergence,
  type Evaluation,
  type Parameters,
  type Progress,
  type Session,
  SessionDisposedError,
  type Snapshot,
} from '@digon/model'
import type { Crew } from './crew.js'
import type { GuardedGroup } from './guarded-group.js'
import type { MemberProgress } from './member-group.js'
import { tensorsOf } from './member-states.js'
import { nextTurn } from './next-turn.js'
import { fromBlocks } from './tensor-layout.js'

/** How long engines compute before timers and messages get through, so that an abort can arrive. */
const chunkInMilliseconds = 25

export class WasmSession implements Session {
  readonly #crew: Crew
  #groups: readonly GuardedGroup[]
  readonly #progress: MemberProgress[]
  #step: number
  #millisecondsPerStep: number
  #lastPause = performance.now()
  #disposed = false
  #lastCall: Promise<unknown> = Promise.resolve()

  constructor(crew: Crew, groups: readonly GuardedGroup[], step: number, progress: readonly MemberProgress[]) {
    this.#crew = crew
    this.#groups = groups
    this.#step = step
    this.#progress = progress.map(({ loss, divergedStep }) => ({ loss, divergedStep }))
    this.#millisecondsPerStep = crew.expectedMillisecondsPerStep
  }

  advance(steps: number, options: { readonly signal?: AbortSignal } = {}): Promise<Progress> {
    return this.#enqueue('advance', () => this.#advance(steps, options.signal))
  }

  evaluate(batches: readonly SparseBatch[], options: { readonly gradients?: boolean } = {}): Promise<Evaluation> {
    return this.#enqueue('evaluate', () => this.#evaluate(batches, options.gradients ?? false))
  }

  parameters(): Promise<Parameters> {
    return this.#enqueue('parameters', async () =>
      fromBlocks(this.#crew.layout, await this.#collect((group) => group.parameters())),
    )
  }

  snapshot(): Promise<Snapshot> {
    return this.#enqueue('snapshot', async () => ({
      step: this.#step,
      ...tensorsOf(this.#crew.ensemble, this.#crew.layout, await this.#collect((group) => group.states())),
      diverged: this.#divergences(),
    }))
  }

  async dispose(): Promise<void> {
    const first = !this.#disposed
    this.#disposed = true
    await this.#lastCall
    if (first) for (const group of this.#groups) group.close()
  }

  /** Runs the work when all earlier calls have settled. */
  #enqueue<T>(operation: string, work: () => Promise<T>): Promise<T> {
    if (this.#disposed) return Promise.reject(new SessionDisposedError(operation))
    const result = this.#lastCall.then(work)
    this.#lastCall = result.catch(() => undefined)
    return result
  }

  async #advance(steps: number, signal: AbortSignal | undefined): Promise<Progress> {
    if (!Number.isSafeInteger(steps) || steps < 1) {
      throw new RangeError(`invalid steps: ${steps}; expected an integer ≥ 1`)
    }
    for (let left = steps; left > 0; ) {
      await this.#pause()
      signal?.throwIfAborted()
      if (this.#groups.length === 1 && this.#crew.isWorthSpreading(left * this.#millisecondsPerStep))
        await this.#spread()
      const fitting = Math.max(1, Math.floor(chunkInMilliseconds / this.#millisecondsPerStep))
      const chunk = Math.min(left, fitting, ...this.#groups.map((group) => group.stepLimit))
      await this.#makeSteps(chunk)
      left -= chunk
    }
    return {
      step: this.#step,
      losses: Float64Array.from(this.#progress, ({ loss }) => loss),
      diverged: this.#divergences(),
    }
  }

  async #makeSteps(steps: number): Promise<void> {
    const start = performance.now()
    const progress = await this.#collect((group) => group.advance(steps))
    this.#progress.splice(0, progress.length, ...progress)
    this.#step += steps
    this.#millisecondsPerStep = Math.max(1e-4, (performance.now() - start) / steps)
  }

  /** Moves the members from this thread to workers, where these can be started. */
  async #spread(): Promise<void> {
    const states = await this.#collect((group) => group.states())
    const groups = await this.#crew.openInWorkers(states, this.#progress, this.#step)
    if (groups === undefined) return
    for (const group of this.#groups) group.close()
    this.#groups = groups
  }

  async #evaluate(batches: readonly SparseBatch[], wantsGradients: boolean): Promise<Evaluation> {
    const { members, model } = this.#crew.ensemble
    checkBatches(batches, members.length, model.featureCount)
    const evaluations = await this.#collect((group) => group.evaluate(batches, wantsGradients))
    const errors = new Float64Array(members.length * model.featureCount)
    for (const [member, evaluation] of evaluations.entries()) errors.set(evaluation.errors, member * model.featureCount)
    const losses = Float64Array.from(evaluations, ({ loss }) => loss)
    if (!wantsGradients) return { losses, errors }
    const blocks = evaluations.map(({ gradient }) => gradient!)
    return { losses, errors, gradients: fromBlocks(this.#crew.layout, blocks) }
  }

  /** What the groups say of their members, in the order of the ensemble. */
  async #collect<T>(ask: (group: GuardedGroup) => Promise<readonly T[]>): Promise<T[]> {
    const collected = new Array<T>(this.#crew.ensemble.members.length)
    await Promise.all(
      this.#groups.map(async (group) => {
        const answers = await ask(group)
        for (const [own, member] of group.indices.entries()) collected[member] = answers[own]!
      }),
    )
    return collected
  }

  /** Lets timers and messages through when it was long ago that they could. */
  async #pause(): Promise<void> {
    if (performance.now() - this.#lastPause < chunkInMilliseconds) return
    await nextTurn()
    this.#lastPause = performance.now()
  }

  #divergences(): readonly Divergence[] {
    return this.#progress
      .flatMap(({ divergedStep }, member) => (divergedStep === undefined ? [] : [{ member, step: divergedStep }]))
      .sort((a, b) => a.step - b.step || a.member - b.member)
  }
}

function checkBatches(batches: readonly SparseBatch[], memberCount: number, featureCount: number): void {
  if (batches.length !== memberCount) {
    throw new RangeError(`invalid batches: ${batches.length}; expected ${memberCount}, one per member`)
  }
  for (const [member, batch] of batches.entries()) {
    if (batch.featureCount !== featureCount || batch.sampleCount < 1) {
      throw new RangeError(
        `invalid batches[${member}]: ${batch.sampleCount} samples of ${batch.featureCount} features; expected at least 1 of ${featureCount}`,
      )
    }
  }
}
