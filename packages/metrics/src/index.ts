export {
  type AttackOptions,
  adversarialVulnerability,
  type Reconstruct,
  type Vulnerability,
  vulnerabilityRatio,
} from './adversarial-vulnerability.js'
export { alignExchangeable, type ExchangeableSets } from './align-exchangeable.js'
export { type Alignment, alignSolutions } from './align-solutions.js'
export { classifyNeurons, monosemanticNeuronCount, type NeuronOptions, type NeuronSummary } from './classify-neurons.js'
export {
  type ClusterOptions,
  type DimensionalityCluster,
  type DimensionalityClusters,
  type DimensionalityLevel,
  dimensionalityClusters,
} from './dimensionality-clusters.js'
export { dimensionsPerFeature } from './dimensions-per-feature.js'
export { featureDimensionality } from './feature-dimensionality.js'
export { type FeatureEdge, type FeatureGraph, type FeatureGraphOptions, featureGraph } from './feature-graph.js'
export { featureNorms } from './feature-norms.js'
export { absorptionGap, type FiringScore, firingScores, type ParentAndChild } from './firing-scores.js'
export { frobeniusSquared } from './frobenius-squared.js'
export { gramMatrix } from './gram-matrix.js'
export { hedgingAngleInDegrees } from './hedging-angle.js'
export { interference } from './interference.js'
export { explainedVariance, type LatentActivity, latentActivity, meanProjectionAtRank } from './latent-activity.js'
export { loneFeatureCodes } from './lone-feature-codes.js'
export { type FeatureMatch, matchFeatures } from './match-features.js'
export { type LatentMatch, latentUniqueness, matchLatents } from './match-latents.js'
export { meanMaxCosineSimilarity } from './mean-max-cosine-similarity.js'
export { type NamedShape, nameShapes } from './name-shapes.js'
export { productName } from './product-name.js'
export { type RecoveredFeatures, type RecoveryOptions, recoveredFeatures } from './recovered-features.js'
export { representedFeatures } from './represented-features.js'
export { type RescaledNeurons, rescaleNeurons } from './rescale-neurons.js'
export type { ExchangeableAlignment } from './search-orders.js'
export { type FeatureSummary, type MemberSummary, summarizeMember } from './summarize-member.js'
export { summarizeUntiedMember, type UntiedFeature, type UntiedSummary } from './summarize-untied-member.js'
export { tegumFactors } from './tegum-factors.js'
