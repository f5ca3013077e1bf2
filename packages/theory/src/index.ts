export { type CapacityAllocation, capacityAllocation } from './capacity-allocation.js'
export { compressedSensingScale } from './compressed-sensing.js'
export { digonLoss } from './digon-loss.js'
export { type DigonSimulation, digonSimulation } from './digon-simulation.js'
export { type FeatureAccount, featureLedger, lossIfPlacedBest } from './feature-ledger.js'
export { featureMean, featureMeanSquare, featureVariance } from './feature-moments.js'
export type { FeatureSet, GroupedFeatures } from './grouped-features.js'
export { groupedLinearOptimum } from './grouped-linear-optimum.js'
export { groupedReluLoss, groupedReluOptimum } from './grouped-relu-loss.js'
export type { IndependentFeatures } from './independent-features.js'
export { linearLoss } from './linear-loss.js'
export { type LinearOptimum, linearOptimum } from './linear-optimum.js'
export { type OneSparsePolygon, oneSparsePolygon, oneSparsePolygonLoss } from './one-sparse-polygon.js'
export { largestAffordablePenalty, penalizedCost, penalizedNorm } from './penalized-feature.js'
export {
  type PhaseCandidate,
  type PhaseSetting,
  type PhaseStateName,
  phaseBoundary,
  phaseCandidates,
  phaseOptimum,
  phaseTriplePoint,
} from './phase-model.js'
export { type PolygonModel, polygonModel } from './polygon-model.js'
export { type PolytopeName, type PolytopeOptimum, polytopeOptimum } from './polytope-optimum.js'
export { leastQuadraticOptimum, type QuadraticOptimum, type QuadraticTask, quadraticLoss } from './quadratic-model.js'
export { reluFeatureLosses, reluLoss, reluLossByActiveCount } from './relu-loss.js'
export { leastReluOptimum, type ReluOptimum, type ReluOptimumOptions, reluOptimum } from './relu-optimum.js'
export type { TiedModel } from './tied-model.js'
