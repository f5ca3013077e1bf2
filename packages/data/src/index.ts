export { fromDense, type SparseBatch, toDense } from './batch.js'
export type { ExactlyLaw, FeatureGroup, FeatureLaw, IndependentLaw, ValueLaw } from './law.js'
