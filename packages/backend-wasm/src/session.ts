/** One ensemble being trained by engines: order of calls, steps in chunks, abort, snapshots. Where engines run is a matter of lanes. */
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
import { coefficientTable } from './coefficient-table.js'
import type { MemberGroup, MemberProgress } from './member-group.js'
import { tensorsOf } from './member-states.js'
import type { AutoencoderEnsemble } from './place-shape.js'
import { fromBlocks, type TensorLayout } from './tensor-layout.js'

/** How long engines compute before timers and messages get through, so that an abort can arrive. */
const chunkInMilliseconds = 25

export class WasmSession implements Session {
  readonly #ensemble: AutoencoderEnsemble
  readonly #layout: TensorLayout
  readonly #groups: readonly MemberGroup[]
  readonly #progress: MemberProgress[]
  #step: number
  #millisecondsPerStep: number
  #lastPause = performance.now()
  #disposed = false
  #lastCall: Promise<unknown> = Promise.resolve()

  constructor(
    ensemble: AutoencoderEnsemble,
    layout: TensorLayout,
    groups: readonly MemberGroup[],
    step: number,
    progress: readonly MemberProgress[],
    expectedMillisecondsPerStep: number,
  ) {
    this.#ensemble = ensemble
    this.#layout = layout
    this.#groups = groups
    this.#step = step
    this.#progress = [...progress]
    this.#millisecondsPerStep = expectedMillisecondsPerStep
  }

  advance(steps: number, options: { readonly signal?: AbortSignal } = {}): Promise<Progress> {
    return this.#enqueue('advance', () => this.#advance(steps, options.signal))
  }

  evaluate(batches: readonly SparseBatch[], options: { readonly gradients?: boolean } = {}): Promise<Evaluation> {
    return this.#enqueue('evaluate', () => this.#evaluate(batches, options.gradients ?? false))
  }

  parameters(): Promise<Parameters> {
    return this.#enqueue('parameters', async () =>
      fromBlocks(this.#layout, await this.#collect((group) => group.parameters())),
    )
  }

  snapshot(): Promise<Snapshot> {
    return this.#enqueue('snapshot', async () => ({
      step: this.#step,
      ...tensorsOf(this.#ensemble, this.#layout, await this.#collect((group) => group.states())),
      diverged: this.#divergences(),
    }))
  }

  async dispose(): Promise<void> {
    if (this.#disposed) {
      await this.#lastCall
      return
    }
    this.#disposed = true
    await this.#lastCall
    for (const group of this.#groups) group.close()
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
    const stepLimit = Math.min(...this.#groups.map((group) => group.stepLimit))
    for (let left = steps; left > 0; ) {
      await this.#pause()
      signal?.throwIfAborted()
      const fitting = Math.max(1, Math.floor(chunkInMilliseconds / this.#millisecondsPerStep))
      const chunk = Math.min(left, fitting, stepLimit)
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
    await Promise.all(
      this.#groups.map(async (group) => {
        const table = coefficientTable(this.#ensemble, group.indices, this.#step, steps)
        const progress = await group.advance(this.#step, steps, table)
        for (const [own, member] of group.indices.entries()) this.#progress[member] = progress[own]!
      }),
    )
    this.#step += steps
    this.#millisecondsPerStep = Math.max(1e-4, (performance.now() - start) / steps)
  }

  async #evaluate(batches: readonly SparseBatch[], wantsGradients: boolean): Promise<Evaluation> {
    const { members, model } = this.#ensemble
    checkBatches(batches, members.length, model.featureCount)
    const evaluations = await this.#collect((group) =>
      Promise.all(group.indices.map((member, own) => group.evaluate(own, batches[member]!, wantsGradients))),
    )
    const errors = new Float64Array(members.length * model.featureCount)
    for (const [member, evaluation] of evaluations.entries()) errors.set(evaluation.errors, member * model.featureCount)
    const losses = Float64Array.from(evaluations, ({ loss }) => loss)
    if (!wantsGradients) return { losses, errors }
    const blocks = evaluations.map(({ gradient }) => gradient!)
    return { losses, errors, gradients: fromBlocks(this.#layout, blocks) }
  }

  /** What the groups say of their members, in the order of the ensemble. */
  async #collect<T>(ask: (group: MemberGroup) => Promise<readonly T[]>): Promise<T[]> {
    const collected = new Array<T>(this.#ensemble.members.length)
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
    await new Promise((resolve) => setTimeout(resolve))
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
