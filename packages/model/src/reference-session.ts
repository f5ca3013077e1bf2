/**
 * One ensemble being trained by the float64 reference: state, order of calls, abort and disposal. The arithmetic is in
 * `reference-gradient.ts` and `reference-update.ts`.
 */
import type { SparseBatch } from '@digon/data'
import type { Divergence, Evaluation, OpenOptions, Progress, Session, Snapshot } from './backend.js'
import { SessionDisposedError } from './backend-errors.js'
import { createBatchSource } from './batch-source.js'
import { checkSnapshot } from './check-snapshot.js'
import type { AutoencoderModel, Ensemble } from './ensemble.js'
import type { Parameters } from './parameters.js'
import { evaluateMember, type MemberParameters, zerosLike } from './reference-gradient.js'
import { initialMemberParameters, joinMembers, splitMembers } from './reference-parameters.js'
import { allFinite, type MemberState, updateMember } from './reference-update.js'
import { stepCoefficients } from './step-coefficients.js'

/** How long `advance` computes before it lets timers and messages through, so that an abort can arrive. */
const sliceInMilliseconds = 10

export class ReferenceSession implements Session {
  readonly #ensemble: Ensemble & { readonly model: AutoencoderModel }
  readonly #drawBatch: (member: number, step: number) => SparseBatch
  readonly #losses: Float64Array
  #members: MemberState[]
  #diverged: readonly Divergence[]
  #step: number
  #disposed = false
  #lastCall: Promise<unknown> = Promise.resolve()

  /** @throws {SnapshotMismatchError} when the snapshot does not fit the ensemble. */
  constructor(ensemble: Ensemble & { readonly model: AutoencoderModel }, { snapshot }: OpenOptions) {
    if (snapshot) checkSnapshot(ensemble, snapshot)
    this.#ensemble = ensemble
    this.#drawBatch = createBatchSource(ensemble)
    this.#losses = new Float64Array(ensemble.members.length).fill(Number.NaN)
    this.#step = snapshot?.step ?? 0
    this.#diverged = snapshot?.diverged.map((divergence) => ({ ...divergence })) ?? []
    const parameters = snapshot
      ? splitMembers(snapshot.parameters, ensemble.members.length)
      : initialMemberParameters(ensemble)
    const firstMoments = momentsOf(snapshot?.firstMoments, parameters)
    const secondMoments = momentsOf(snapshot?.secondMoments, parameters)
    this.#members = parameters.map((own, member) => ({
      parameters: own,
      firstMoments: firstMoments[member]!,
      secondMoments: secondMoments[member]!,
    }))
  }

  advance(steps: number, options: { readonly signal?: AbortSignal } = {}): Promise<Progress> {
    return this.#enqueue('advance', () => this.#advance(steps, options.signal))
  }

  evaluate(batches: readonly SparseBatch[], options: { readonly gradients?: boolean } = {}): Promise<Evaluation> {
    return this.#enqueue('evaluate', () => this.#evaluate(batches, options.gradients ?? false))
  }

  parameters(): Promise<Parameters> {
    return this.#enqueue('parameters', () => this.#join('parameters'))
  }

  snapshot(): Promise<Snapshot> {
    return this.#enqueue('snapshot', () => {
      const { kind, momentum } = this.#ensemble.optimizer
      return {
        step: this.#step,
        parameters: this.#join('parameters'),
        firstMoments: kind === 'sgd' && momentum === 0 ? {} : this.#join('firstMoments'),
        secondMoments: kind === 'sgd' ? {} : this.#join('secondMoments'),
        diverged: this.#copyOfDiverged(),
      }
    })
  }

  async dispose(): Promise<void> {
    this.#disposed = true
    await this.#lastCall
    this.#members = []
  }

  /** Runs the work when all earlier calls have settled. */
  #enqueue<T>(operation: string, work: () => T | Promise<T>): Promise<T> {
    if (this.#disposed) return Promise.reject(new SessionDisposedError(operation))
    const result = this.#lastCall.then(work)
    this.#lastCall = result.catch(() => undefined)
    return result
  }

  async #advance(steps: number, signal: AbortSignal | undefined): Promise<Progress> {
    if (!Number.isSafeInteger(steps) || steps < 1) {
      throw new RangeError(`invalid steps: ${steps}; expected an integer ≥ 1`)
    }
    let sliceEnd = performance.now() + sliceInMilliseconds
    for (let done = 0; done < steps; done++) {
      if (performance.now() >= sliceEnd) {
        await new Promise((resolve) => setTimeout(resolve))
        sliceEnd = performance.now() + sliceInMilliseconds
      }
      signal?.throwIfAborted()
      this.#makeStep()
    }
    return { step: this.#step, losses: this.#losses.slice(), diverged: this.#copyOfDiverged() }
  }

  #makeStep(): void {
    const ensemble = this.#ensemble
    const coefficients = stepCoefficients(ensemble, this.#step)
    for (const [index, member] of ensemble.members.entries()) {
      if (this.#diverged.some((divergence) => divergence.member === index)) continue
      const state = this.#members[index]!
      const batch = this.#drawBatch(index, this.#step)
      const { loss, gradients } = evaluateMember(ensemble, member, state.parameters, batch)
      const next = updateMember(ensemble, index, coefficients, state, gradients)
      if (Number.isFinite(loss)) this.#losses[index] = loss
      if (Number.isFinite(loss) && allFinite(next.parameters)) this.#members[index] = next
      else this.#diverged = [...this.#diverged, { member: index, step: this.#step }]
    }
    this.#step++
  }

  #evaluate(batches: readonly SparseBatch[], wantGradients: boolean): Evaluation {
    const { members, model } = this.#ensemble
    checkBatches(batches, members.length, model.featureCount)
    const results = members.map((member, index) =>
      evaluateMember(this.#ensemble, member, this.#members[index]!.parameters, batches[index]!),
    )
    const errors = new Float64Array(members.length * model.featureCount)
    for (const [index, result] of results.entries()) errors.set(result.errors, index * model.featureCount)
    const losses = Float64Array.from(results, (result) => result.loss)
    if (!wantGradients) return { losses, errors }
    const gradients = results.map((result) => result.gradients)
    return { losses, errors, gradients: joinMembers(model, gradients) }
  }

  #join(kind: keyof MemberState): Parameters {
    const members = this.#members.map((state) => state[kind])
    return joinMembers(this.#ensemble.model, members)
  }

  #copyOfDiverged(): readonly Divergence[] {
    return this.#diverged.map((divergence) => ({ ...divergence }))
  }
}

function momentsOf(moments: Parameters | undefined, like: readonly MemberParameters[]): readonly MemberParameters[] {
  const given = moments !== undefined && Object.keys(moments).length > 0
  return given ? splitMembers(moments, like.length) : like.map(zerosLike)
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
