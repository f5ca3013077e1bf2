/** Numbers of the varied feature, from trained ensembles. Plain JSON. */
import { row } from '@digon/matrix'
import { featureDimensionality, featureNorms } from '@digon/metrics'
import { memberParameters, memberWeights } from '@digon/model'
import { reluLoss } from '@digon/theory'
import type { TrainedEnsemble } from '../experiment.js'
import { featuresOf } from '../probability-groups.js'
import { type LossStatistics, lossStatistics, soundMembers } from '../restarts.js'
import { type BranchName, type BranchShape, branchShape } from './branch-shape.js'
import { type ExactBranches, exactBranches } from './exact-branches.js'
import { baseProbability, featureCount, relativeDensities, variedFeature } from './plan.js'

/** Losses are summed over features, as in the paper's figure: five times those of training. */
export interface VariedFeatureNumbers {
  /** By rising relative density. */
  readonly densities: readonly DensityResult[]
  readonly exact: ExactBranches
}

export interface DensityResult {
  /** Density of the varied feature in units of the others'. */
  readonly relativeDensity: number
  readonly steps: number
  /** Restarts that did not diverge, by rising exact loss. */
  readonly restarts: readonly RestartResult[]
  /** Of exact losses. */
  readonly losses: LossStatistics
  /** How many restarts ended on which branch. */
  readonly branches: Readonly<Record<BranchName, number>>
}

export interface RestartResult {
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  /** The exact expectation at the same weights. */
  readonly exactLoss: number
  /** `[feature][hidden]`. */
  readonly weights: readonly (readonly number[])[]
  /** `[feature]`. */
  readonly bias: readonly number[]
  /** `[feature]`. */
  readonly norms: readonly number[]
  /** `[feature]`: D_i. */
  readonly dimensionality: readonly number[]
  readonly shape: BranchShape
}

/**
 * @param exact handed in where it is known already, for it takes some seconds.
 * @throws {RangeError} when all restarts of a density diverged.
 */
export function analyzeVariedFeature(
  trained: readonly TrainedEnsemble[],
  exact: () => ExactBranches = () => exactBranches(relativeDensities),
): VariedFeatureNumbers {
  const densities = trained.map(densityResult).sort((a, b) => a.relativeDensity - b.relativeDensity)
  return { densities, exact: exact() }
}

/** The best restart on a branch, if any is on it. */
export function bestOn(result: DensityResult, branch: BranchName): RestartResult | undefined {
  return result.restarts.find(({ shape }) => shape.name === branch)
}

function densityResult(trained: TrainedEnsemble): DensityResult {
  const all = [...trained.task.ensemble.members.keys()]
  const restarts = soundMembers(trained, all)
    .map((member) => restartResult(trained, member))
    .sort((a, b) => a.exactLoss - b.exactLoss)
  const branches = { pentagon: 0, square: 0, 'another left out': 0, other: 0 }
  for (const { shape } of restarts) branches[shape.name]++
  const { probability } = featuresOf(trained.task, 0)
  const varied = typeof probability === 'number' ? probability : probability[variedFeature]!
  return {
    relativeDensity: Number((varied / baseProbability).toPrecision(6)),
    steps: trained.task.steps,
    restarts,
    losses: lossStatistics(
      restarts.map(({ exactLoss }) => exactLoss),
      all.length,
    ),
    branches,
  }
}

function restartResult(trained: TrainedEnsemble, member: number): RestartResult {
  const weights = memberWeights(trained.parameters, member)
  const bias = memberParameters(trained.parameters, member).bias!.values
  return {
    seed: trained.task.ensemble.members[member]!.seed,
    loss: featureCount * trained.evaluation.losses[member]!,
    exactLoss: featureCount * reluLoss({ weights, bias }, featuresOf(trained.task, member)),
    weights: Array.from(bias, (_, i) => [...row(weights, i)]),
    bias: [...bias],
    norms: [...featureNorms(weights)],
    dimensionality: [...featureDimensionality(weights)],
    shape: branchShape(weights),
  }
}
