/**
 * Losses on many fresh samples, drawn and evaluated in pages so that memory stays bounded whatever their number. A claim about
 * a loss rests on this or on a closed form, never on the last training batch. Engines that draw the samples themselves add up
 * their pages with `EvaluationSums`; all others are given batches.
 */
import { createSampler, purpose, type SparseBatch } from '@digon/data'
import type { Evaluation, EvaluationOptions, Session } from './backend.js'
import type { MemberEvaluation } from './engine/join-evaluations.js'
import type { Ensemble, Member } from './ensemble.js'

/** Samples of a page; page k is drawn as step k of the purpose `evaluation`. */
export const evaluationPageLength = 1024

/**
 * The samples in pages: each page holds one batch for every member, together `sampleCount` samples; more samples begin with
 * the same ones. A member with fixed batches has no fresh samples: its pages are its own batches in turn, as in training.
 *
 * @throws {RangeError} when sampleCount is not an integer ≥ 1.
 */
export function* evaluationBatches(
  ensemble: Ensemble,
  { sampleCount, seed }: Pick<EvaluationOptions, 'sampleCount' | 'seed'>,
): Generator<readonly SparseBatch[]> {
  checkSampleCount(sampleCount)
  const draws = ensemble.members.map((member) => pageSource(member, ensemble.model.featureCount, seed))
  for (let page = 0; page * evaluationPageLength < sampleCount; page++) {
    const length = Math.min(evaluationPageLength, sampleCount - page * evaluationPageLength)
    yield draws.map((draw) => draw(page, length))
  }
}

/**
 * Mean losses and errors of the session's current parameters over `evaluationBatches`. Changes no state. The session draws the
 * samples where it can.
 *
 * @param ensemble the one that the session was opened with, or one of equal shape to judge it by other laws.
 * @throws {RangeError} when sampleCount is not an integer ≥ 1.
 * @throws {OutOfRangeError} when the seed is outside its range.
 */
export function evaluateSamples(
  session: Pick<Session, 'evaluate' | 'evaluateSamples'>,
  ensemble: Ensemble,
  options: EvaluationOptions,
): Promise<Evaluation> {
  if (session.evaluateSamples) return session.evaluateSamples(ensemble, options)
  return evaluatePages((batches) => session.evaluate(batches), ensemble, options)
}

/**
 * The same for engines that are given their samples: draws `evaluationBatches` and hands them over page by page.
 *
 * @param evaluate as `Session.evaluate`, without gradients.
 */
export async function evaluatePages(
  evaluate: (batches: readonly SparseBatch[]) => Evaluation | Promise<Evaluation>,
  ensemble: Ensemble,
  options: EvaluationOptions,
): Promise<Evaluation> {
  const { sampleCount, signal, onProgress } = options
  const { featureCount } = ensemble.model
  const sums = new EvaluationSums(ensemble)
  let done = 0
  for (const batches of evaluationBatches(ensemble, options)) {
    signal?.throwIfAborted()
    const { losses, errors } = await evaluate(batches)
    for (const [member, batch] of batches.entries()) {
      const own = errors.subarray(member * featureCount, (member + 1) * featureCount)
      sums.add(member, { loss: losses[member]!, errors: own }, batch.sampleCount)
    }
    done = Math.min(sampleCount, done + evaluationPageLength)
    await onProgress?.(done)
  }
  return sums.means()
}

/** Means over pages: every engine adds them up in the same order, so that the same pages give the same bits. */
export class EvaluationSums {
  readonly #featureCount: number
  readonly #losses: Float64Array
  readonly #squaredLosses: Float64Array
  readonly #pages: Float64Array
  readonly #errors: Float64Array
  readonly #samples: Float64Array
  readonly #isRandom: readonly boolean[]

  constructor({ members, model: { featureCount } }: Ensemble) {
    this.#featureCount = featureCount
    this.#isRandom = members.map(({ data }) => data.kind !== 'batches')
    this.#losses = new Float64Array(members.length)
    this.#squaredLosses = new Float64Array(members.length)
    this.#pages = new Float64Array(members.length)
    this.#errors = new Float64Array(members.length * featureCount)
    this.#samples = new Float64Array(members.length)
  }

  /** Adds a member's means over the next page, which count as much as the page has samples. */
  add(member: number, { loss, errors }: MemberEvaluation, sampleCount: number): void {
    this.#samples[member]! += sampleCount
    this.#losses[member]! += loss * sampleCount
    this.#squaredLosses[member]! += loss * loss * sampleCount
    this.#pages[member]! += 1
    const offset = member * this.#featureCount
    for (let feature = 0; feature < errors.length; feature++) {
      this.#errors[offset + feature]! += errors[feature]! * sampleCount
    }
  }

  /** The means of all that was added. */
  means(): Evaluation {
    return {
      losses: this.#losses.map((sum, member) => sum / this.#samples[member]!),
      standardErrors: this.#losses.map((_, member) => this.#standardError(member)),
      errors: this.#errors.map((sum, k) => sum / this.#samples[Math.floor(k / this.#featureCount)]!),
    }
  }

  /** Of the mean of pages that count as much as they have samples. */
  #standardError(member: number): number {
    const [samples, pages] = [this.#samples[member]!, this.#pages[member]!]
    if (pages < 2 || !this.#isRandom[member]) return Number.NaN
    const variance = this.#squaredLosses[member]! / samples - (this.#losses[member]! / samples) ** 2
    return Math.sqrt(Math.max(0, variance) / (pages - 1))
  }
}

/** @throws {RangeError} when it is not an integer ≥ 1. */
export function checkSampleCount(sampleCount: number): void {
  if (Number.isSafeInteger(sampleCount) && sampleCount >= 1) return
  throw new RangeError(`invalid sampleCount: ${sampleCount}; expected an integer ≥ 1`)
}

function pageSource(
  member: Member,
  featureCount: number,
  seed: number = member.seed,
): (page: number, sampleCount: number) => SparseBatch {
  const { data } = member
  if (data.kind === 'batches') return (page) => data.batches[page % data.batches.length]!
  const sampler = createSampler(data, { featureCount, seed, purpose: purpose.evaluation })
  return (page, sampleCount) => sampler.sample(page, sampleCount)
}
