export { fromDense, type SparseBatch, sliceBatch, toDense } from './batch.js'
export { checkBatch } from './check-batch.js'
export { checkLaw } from './check-law.js'
export { comparePairs } from './compare-pairs.js'
export { type Comparison, compareStatistics } from './compare-statistics.js'
export { compileLaw } from './compile-law.js'
export { completeLaw, type ZipfProbability } from './complete-law.js'
export { type ExpectedStatistics, expectedStatistics } from './expected-statistics.js'
export { InvalidBatchError } from './invalid-batch-error.js'
export { InvalidLawError } from './invalid-law-error.js'
export {
  type CopulaLaw,
  type ExactlyLaw,
  type FeatureGroup,
  type FeatureLaw,
  type HierarchyLaw,
  hasPlan,
  type IndependentLaw,
  type LatentLaw,
  type PlannedLaw,
  type ValueLaw,
} from './law.js'
export { lawKey } from './law-key.js'
export { expectedActiveCount } from './law-probabilities.js'
export { normalProbability, normalQuantile } from './normal-distribution.js'
export { type ObservedStatistics, observedStatistics } from './observed-statistics.js'
export { OutOfRangeError } from './out-of-range.js'
export { pairProbabilities } from './pair-probabilities.js'
export { philox } from './philox.js'
export { type Bands, groupKind, type SamplingPlan, streamVersion } from './plan.js'
export { exponential, naturalLogarithm } from './portable-exponents.js'
export { createSampler, type Sampler, type SamplerOptions, sampleBatch } from './sampler.js'
export { checkSeed, deriveSeed, type Purpose, purpose } from './seed.js'
export { wordsAt } from './words.js'
