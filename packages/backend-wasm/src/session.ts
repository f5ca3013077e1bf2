/** One ensemble being trained by engines: steps in chunks, abort, snapshots. Where engines run is `scheduler.ts`. */
import type { SparseBatch } from '@digon/data'
import type { Evaluation, EvaluationOptions, Parameters, Progress, Snapshot } from '@digon/model'
import {
  divergencesOf,
  EvaluationSums,
  evaluatePages,
  evaluationPageLength,
  joinEvaluations,
  type MemberProgress,
  nextTurn,
  progressOf,
  type SessionWork,
} from '@digon/model/engine'
import { isDrawnOnHost } from './memory/drawn-batches.js'
import { tensorsOf } from './memory/member-states.js'
import { fromBlocks } from './memory/tensor-layout.js'
import { type Pages, pageSamples } from './threads/member-group.js'
import type { RecoverableGroup } from './threads/recoverable-group.js'
import type { Scheduler } from './threads/scheduler.js'

/** How long engines compute before timers and messages get through, so that an abort can arrive. */
const chunkInMilliseconds = 25

export class WasmSession implements SessionWork {
  readonly #scheduler: Scheduler
  #groups: readonly RecoverableGroup[]
  #progress: readonly MemberProgress[]
  #step: number
  #millisecondsPerStep: number
  #lastPause = performance.now()

  constructor(
    scheduler: Scheduler,
    groups: readonly RecoverableGroup[],
    step: number,
    progress: readonly MemberProgress[],
  ) {
    this.#scheduler = scheduler
    this.#groups = groups
    this.#step = step
    this.#progress = progress
    this.#millisecondsPerStep = scheduler.expectedMillisecondsPerStep
  }

  async advance(steps: number, signal: AbortSignal | undefined): Promise<Progress> {
    for (let left = steps; left > 0; ) {
      await this.#pause()
      signal?.throwIfAborted()
      await this.#spreadWhereWorthIt(left * this.#millisecondsPerStep)
      const fitting = Math.max(1, Math.floor(chunkInMilliseconds / this.#millisecondsPerStep))
      const chunk = Math.min(left, fitting, ...this.#groups.map((group) => group.stepLimit))
      await this.#makeSteps(chunk)
      left -= chunk
    }
    return progressOf(this.#step, this.#progress)
  }

  async evaluate(batches: readonly SparseBatch[], wantsGradients: boolean): Promise<Evaluation> {
    const evaluations = await this.#collect((group) => group.evaluate(batches, wantsGradients))
    const blocks = evaluations.flatMap(({ gradient }) => gradient ?? [])
    return joinEvaluations(evaluations, wantsGradients ? fromBlocks(this.#scheduler.layout, blocks) : undefined)
  }

  async evaluateSamples(options: EvaluationOptions): Promise<Evaluation> {
    const { ensemble } = this.#scheduler
    if (ensemble.members.some(isDrawnOnHost)) {
      return evaluatePages((batches) => this.evaluate(batches, false), ensemble, options)
    }
    const { sampleCount, seed, signal, onProgress } = options
    const sums = new EvaluationSums(ensemble)
    let millisecondsPerPage = (this.#millisecondsPerStep * evaluationPageLength) / ensemble.batchSize
    for (let page = 0, done = 0; done < sampleCount; ) {
      await this.#pause()
      signal?.throwIfAborted()
      const wholePages = Math.floor((sampleCount - done) / evaluationPageLength)
      await this.#spreadWhereWorthIt(wholePages * millisecondsPerPage)
      const fitting = Math.max(1, Math.floor(chunkInMilliseconds / millisecondsPerPage))
      const count = Math.max(1, Math.min(wholePages, fitting, ...this.#groups.map((group) => group.pageLimit)))
      const length = wholePages > 0 ? evaluationPageLength : sampleCount - done
      const pages: Pages = { first: page, count, length, seed }
      const start = performance.now()
      const evaluations = await this.#collect((group) => group.evaluateSamples(pages))
      millisecondsPerPage = Math.max(1e-4, (performance.now() - start) / count)
      for (const [index, member] of ensemble.members.entries()) {
        for (const [k, part] of evaluations[index]!.entries()) sums.add(index, part, pageSamples(member, pages, k))
      }
      page += count
      done += count * length
      await onProgress?.(done)
    }
    return sums.means()
  }

  async parameters(): Promise<Parameters> {
    return fromBlocks(this.#scheduler.layout, await this.#collect((group) => group.parameters()))
  }

  async snapshot(): Promise<Snapshot> {
    return {
      step: this.#step,
      ...tensorsOf(this.#scheduler.ensemble, this.#scheduler.layout, await this.#collect((group) => group.states())),
      diverged: divergencesOf(this.#progress),
    }
  }

  free(): void {
    for (const group of this.#groups) group.close()
  }

  async #makeSteps(steps: number): Promise<void> {
    const start = performance.now()
    this.#progress = await this.#collect((group) => group.advance(steps))
    this.#step += steps
    this.#millisecondsPerStep = Math.max(1e-4, (performance.now() - start) / steps)
  }

  /** Moves the members from this thread to workers, where these can be started and so much lies ahead in one thread. */
  async #spreadWhereWorthIt(milliseconds: number): Promise<void> {
    if (this.#groups.length > 1 || !this.#scheduler.isWorthSpreading(milliseconds)) return
    const states = await this.#collect((group) => group.states())
    const groups = await this.#scheduler.openInWorkers(states, this.#progress, this.#step)
    if (groups === undefined) return
    for (const group of this.#groups) group.close()
    this.#groups = groups
  }

  /** What the groups say of their members, in the order of the ensemble. */
  async #collect<T>(ask: (group: RecoverableGroup) => Promise<readonly T[]>): Promise<T[]> {
    const collected = new Array<T>(this.#scheduler.ensemble.members.length)
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
}
