/**
 * Losses on many fresh samples, drawn and evaluated in pages so that memory stays bounded whatever their number. A claim about
 * a loss rests on this or on a closed form, never on the last training batch.
 */
import { createSampler, purpose, type SparseBatch } from '@digon/data'
import type { Evaluation, Session } from './backend.js'
import type { Ensemble, Member } from './ensemble.js'

export interface EvaluationOptions {
  /** Fresh samples per member, an integer ≥ 1. */
  readonly sampleCount: number
  /**
   * From which all members draw, so that members of one law see the same samples and compare well.
   * Default: every member draws from its own seed. Training batches are never drawn again, either way.
   */
  readonly seed?: number
}

/** Samples of a page; page k is drawn as step k of the purpose `evaluation`. */
const pageLength = 1024

/**
 * The samples in pages: each page holds one batch for every member, together `sampleCount` samples; more samples begin with
 * the same ones. A member with fixed batches has no fresh samples: its pages are its own batches in turn, as in training.
 *
 * @throws {RangeError} when sampleCount is not an integer ≥ 1.
 */
export function* evaluationBatches(ensemble: Ensemble, options: EvaluationOptions): Generator<readonly SparseBatch[]> {
  const { sampleCount, seed } = options
  if (!Number.isSafeInteger(sampleCount) || sampleCount < 1) {
    throw new RangeError(`invalid sampleCount: ${sampleCount}; expected an integer ≥ 1`)
  }
  const draws = ensemble.members.map((member) => pageSource(member, ensemble.model.featureCount, seed))
  for (let page = 0; page * pageLength < sampleCount; page++) {
    const length = Math.min(pageLength, sampleCount - page * pageLength)
    yield draws.map((draw) => draw(page, length))
  }
}

/**
 * Mean losses and errors of the session's current parameters over `evaluationBatches`. Changes no state.
 *
 * @param ensemble the one that the session was opened with, or one of equal shape to judge it by other laws.
 */
export async function evaluateSamples(
  session: Pick<Session, 'evaluate'>,
  ensemble: Ensemble,
  options: EvaluationOptions,
): Promise<Evaluation> {
  const memberCount = ensemble.members.length
  const { featureCount } = ensemble.model
  const losses = new Float64Array(memberCount)
  const errors = new Float64Array(memberCount * featureCount)
  const samples = new Float64Array(memberCount)
  for (const batches of evaluationBatches(ensemble, options)) {
    const part = await session.evaluate(batches)
    for (const [member, { sampleCount }] of batches.entries()) {
      samples[member]! += sampleCount
      losses[member]! += part.losses[member]! * sampleCount
    }
    for (let k = 0; k < errors.length; k++) {
      errors[k]! += part.errors[k]! * batches[Math.floor(k / featureCount)]!.sampleCount
    }
  }
  return {
    losses: losses.map((sum, member) => sum / samples[member]!),
    errors: errors.map((sum, k) => sum / samples[Math.floor(k / featureCount)]!),
  }
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
