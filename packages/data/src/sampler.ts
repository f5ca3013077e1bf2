/** Batches from feature laws. Deterministic: a batch is a function of law, seed, purpose and step, on every machine and engine. */
import type { SparseBatch } from './batch.js'
import { checkLaw } from './check-law.js'
import { drawerOf } from './drawn-laws.js'
import { Entries } from './entries.js'
import type { FeatureLaw } from './law.js'
import { checkSeed, type Purpose, purpose } from './seed.js'
import { checkWord } from './words.js'

/** Where batches come from. */
export interface SamplerOptions {
  /** n, an integer in [1, 2³²). */
  readonly featureCount: number
  /** An integer in [0, 2⁵³). */
  readonly seed: number
  /** Default `purpose.training`. Laws without a plan (see `hasPlan`) take purposes below 2²⁴. */
  readonly purpose?: Purpose
}

/** Draws batches of one law and seed. */
export interface Sampler {
  /**
   * The batch of a step. A larger batch of the same step begins with the smaller one; steps may be asked for in any order.
   *
   * @param step an integer in [0, 2³²).
   * @param sampleCount an integer in [0, 2³²).
   * @throws {OutOfRangeError} when a number is outside its range.
   */
  sample(step: number, sampleCount: number): SparseBatch
}

/**
 * A sampler of this law. Time and memory of a batch follow the number of active features; making the sampler costs as much as
 * there are features.
 *
 * @throws {InvalidLawError} when the law is not right for this number of features.
 * @throws {OutOfRangeError} when a number is outside its range.
 */
export function createSampler(law: FeatureLaw, options: SamplerOptions): Sampler {
  const { featureCount, seed } = options
  checkSeed(seed)
  const drawnFor = checkWord(options.purpose ?? purpose.training, 'purpose')
  checkLaw(law, featureCount)
  const entries = new Entries(0)
  const draw = drawerOf(law, featureCount, seed, drawnFor, entries)
  return {
    sample(step: number, sampleCount: number): SparseBatch {
      checkWord(step, 'step')
      checkWord(sampleCount, 'sampleCount')
      const offsets = new Uint32Array(sampleCount + 1)
      entries.count = 0
      for (let sample = 0; sample < sampleCount; sample++) {
        draw(step, sample)
        offsets[sample + 1] = entries.count
      }
      const features = entries.features.slice(0, entries.count)
      const values = entries.values.slice(0, entries.count)
      return { sampleCount, featureCount, offsets, features, values }
    },
  }
}

/**
 * One batch, for callers who need no more than that; `createSampler` spares compiling the law again for the next one.
 *
 * @throws {InvalidLawError} when the law is not right for this number of features.
 * @throws {OutOfRangeError} when a number is outside its range.
 */
export function sampleBatch(
  law: FeatureLaw,
  options: SamplerOptions & { readonly step: number; readonly sampleCount: number },
): SparseBatch {
  return createSampler(law, options).sample(options.step, options.sampleCount)
}
