/**
 * One ensemble being trained by the float64 reference: its state from step to step. The arithmetic is in
 * `reference-gradient.ts` and `reference-update.ts`; the order of calls and disposal are `engine/session.ts`.
 */
import type { SparseBatch } from '@digon/data'
import type { Evaluation, Progress, Snapshot } from './backend.js'
import { type BatchSource, createBatchSource } from './batch-source.js'
import type { AutoencoderEnsemble } from './engine/autoencoder-ensemble.js'
import { joinEvaluations } from './engine/join-evaluations.js'
import { makeSteps } from './engine/make-steps.js'
import {
  divergencesOf,
  type MemberProgress,
  progressAfter,
  progressOf,
  startingProgress,
} from './engine/member-progress.js'
import { joinMembers, memberRecord } from './engine/member-records.js'
import type { SessionWork } from './engine/session.js'
import { keptMoments, startingState } from './engine/starting-state.js'
import type { Parameters } from './parameters.js'
import { evaluateMember, type MemberParameters, zerosLike } from './reference-gradient.js'
import { allFinite, type MemberState, updateMember } from './reference-update.js'
import { stepCoefficients } from './step-coefficients.js'

export class ReferenceTraining implements SessionWork {
  readonly #ensemble: AutoencoderEnsemble
  readonly #drawBatch: BatchSource
  readonly #progress: MemberProgress[]
  #members: MemberState[]
  #step: number

  /** @param snapshot fits the ensemble. */
  constructor(ensemble: AutoencoderEnsemble, snapshot: Snapshot | undefined) {
    this.#ensemble = ensemble
    this.#drawBatch = createBatchSource(ensemble)
    this.#progress = startingProgress(ensemble, snapshot)
    this.#step = snapshot?.step ?? 0
    const { parameters, firstMoments, secondMoments } = startingState(ensemble, snapshot, Float64Array)
    const { first, second } = keptMoments(ensemble.optimizer)
    this.#members = ensemble.members.map((_, member) => {
      const own = recordOf(parameters, member)
      return {
        parameters: own,
        firstMoments: first ? recordOf(firstMoments, member) : zerosLike(own),
        secondMoments: second ? recordOf(secondMoments, member) : zerosLike(own),
      }
    })
  }

  async advance(steps: number, signal: AbortSignal | undefined): Promise<Progress> {
    await makeSteps(steps, signal, () => this.#makeStep())
    return progressOf(this.#step, this.#progress)
  }

  evaluate(batches: readonly SparseBatch[], wantsGradients: boolean): Evaluation {
    const { members, model } = this.#ensemble
    const evaluations = members.map((member, index) =>
      evaluateMember(this.#ensemble, member, this.#members[index]!.parameters, batches[index]!),
    )
    const gradients = evaluations.map((evaluation) => evaluation.gradients)
    return joinEvaluations(evaluations, wantsGradients ? joinMembers(model, gradients) : undefined)
  }

  parameters(): Parameters {
    return this.#join('parameters')
  }

  snapshot(): Snapshot {
    const { first, second } = keptMoments(this.#ensemble.optimizer)
    return {
      step: this.#step,
      parameters: this.#join('parameters'),
      firstMoments: first ? this.#join('firstMoments') : {},
      secondMoments: second ? this.#join('secondMoments') : {},
      diverged: divergencesOf(this.#progress),
    }
  }

  free(): void {
    this.#members = []
  }

  #makeStep(): void {
    const ensemble = this.#ensemble
    const coefficients = stepCoefficients(ensemble, this.#step)
    for (const [index, member] of ensemble.members.entries()) {
      const before = this.#progress[index]!
      if (before.divergedStep !== undefined) continue
      const state = this.#members[index]!
      const batch = this.#drawBatch(index, this.#step)
      const { loss, gradients } = evaluateMember(ensemble, member, state.parameters, batch)
      const next = updateMember(ensemble, index, coefficients, state, gradients)
      const after = progressAfter(before, this.#step, loss, allFinite(next.parameters))
      if (after.divergedStep === undefined) this.#members[index] = next
      this.#progress[index] = after
    }
    this.#step++
  }

  #join(kind: keyof MemberState): Parameters {
    return joinMembers(
      this.#ensemble.model,
      this.#members.map((state) => state[kind]),
    )
  }
}

/** The tensors are those of an autoencoder in float64. */
function recordOf(tensors: Parameters, member: number): MemberParameters {
  return memberRecord(tensors, member) as unknown as MemberParameters
}
