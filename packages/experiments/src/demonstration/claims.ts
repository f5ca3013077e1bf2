/** Claims about models of one size: linear ones, dense ReLU models that agree with them, and ever sparser ones. */
import type { ClaimRow } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, judged, near, rising } from '../vocabulary/expectations.js'
import { best, medianOf } from '../vocabulary/restarts.js'
import { farthest, list, mean, median } from '../vocabulary/statistics.js'
import type { ModelRestart, ModelResult, SizeResult } from './measure.js'

/** Where the bias of unlearned features is compared with p/2: below, batches hold too few active ones to learn it. */
const leastProbabilityForBias = 0.1

/** Σ_{j≠i} (Ŵ_i·W_j)² up to which a feature has a dimension of its own, and from which on it is in superposition. */
const mostForDedicated = 0.1
const leastForSuperposition = 0.5

type ControlName =
  | 'ReLU models in place of linear ones'
  | 'linear models in place of ReLU ones'
  | 'a bias of p/2 for all features'
  | 'biases of 0'
  | 'ReLU models of p = 1'
  | 'ReLU models of p = 0.3'
  | 'the sparsest ReLU models'
  | 'the same models in reverse order'

const represented = (restart: ModelRestart) => restart.represented.length
const gramError = (restart: ModelRestart) => restart.gramError

export function demonstrationClaims(size: SizeResult): readonly ClaimRow<ControlName>[] {
  const { linear, relu, hiddenSize } = size
  const words = sizeInWords(size)
  const [dense, first, sparsest] = [relu[0]!, relu[1]!, relu.at(-1)!]
  const [bestFirst, bestSparsest] = [best(first.restarts), best(sparsest.restarts)]
  const { dedicated, superposed, between } = byInterference(bestFirst)
  const superposedInTheEnd = byInterference(bestSparsest).superposed.length
  const learnedBias = ({ bias }: ModelRestart) => Math.max(...bias.slice(0, hiddenSize).map(Math.abs))
  const oppositeOf = (i: number) => bestFirst.oppositeCosines[bestFirst.represented.indexOf(i)]!
  return [
    {
      id: 'linear-loss',
      says: `Linear models (${words}) lose V(p)·Σ_{i≥m} I_i / n at every probability.`,
      measures: 'mean loss on fresh samples / that loss, the ratio that is farthest off',
      source: 'weighted principal components; V(p) = p/3 − p²/4',
      holds: near(1, 0.01)(farthest(linear.map(meanRatio), 1)),
      failsOn: ['untrained weights', 'ReLU models in place of linear ones'],
    },
    {
      id: 'linear-exact-loss',
      says: `Every single linear restart (${words}) comes within 1 % of the least loss.`,
      measures: 'largest ratio to the least loss, from exact expectations',
      source: 'exact loss of a linear model with these weights and biases',
      holds: atMost(1.01)(
        Math.max(
          ...linear.flatMap(({ restarts, linearOptimum }) =>
            restarts.all.map(({ exactLinearLoss }) => exactLinearLoss / linearOptimum),
          ),
        ),
      ),
      failsOn: ['untrained weights', 'biases of 0'],
    },
    {
      id: 'linear-gram',
      says: `In linear models (${words}) WᵀW is the identity on the m most important features and 0 elsewhere, at every probability.`,
      measures: 'largest difference over all restarts',
      source: 'paper §3, figure: linear models do not change with sparsity',
      holds: atMost(0.05)(Math.max(...linear.flatMap(({ restarts }) => restarts.all.map(gramError)))),
      failsOn: ['untrained weights', 'ReLU models in place of linear ones'],
    },
    {
      id: 'linear-learned-bias',
      says: `Linear models (${words}) give learned features a bias of 0.`,
      measures: 'largest magnitude, median over restarts, at the probability where that is largest',
      source: 'paper §3',
      holds: atMost(0.02)(Math.max(...linear.map(({ restarts }) => medianOf(restarts, learnedBias)))),
      failsOn: ['a bias of p/2 for all features'],
    },
    {
      id: 'linear-unlearned-bias',
      says: `Linear models (${words}) give features that are not learned their mean p/2 as bias.`,
      measures: `bias / (p/2) that is farthest off at p ≥ ${leastProbabilityForBias}, medians over restarts`,
      source: 'paper §3: the bias sets them to their mean',
      holds: near(1, 0.1)(farthest(linear.filter(isForBias).flatMap(unlearnedBiases), 1)),
      failsOn: ['untrained weights', 'biases of 0'],
    },
    {
      id: 'dense-loss',
      says: `Without sparsity ReLU models (${words}) do no better than the best linear model.`,
      measures: 'mean loss on fresh samples / its loss',
      source: 'paper §3, figure at 1 − S = 1.0',
      holds: near(1, 0.01)(meanRatio(dense)),
      failsOn: ['untrained weights', 'ReLU models of p = 0.3'],
    },
    {
      id: 'dense-gram',
      says: `Without sparsity ReLU models (${words}) have the linear models' WᵀW.`,
      measures: 'largest difference, median over restarts',
      source: 'paper §3, figure at 1 − S = 1.0',
      holds: atMost(0.05)(medianOf(dense.restarts, gramError)),
      failsOn: ['untrained weights', 'ReLU models of p = 0.3'],
    },
    {
      id: 'dense-unlearned-bias',
      says: `Without sparsity ReLU models (${words}) output features that are not learned as their mean 1/2.`,
      measures: 'the bias that is farthest off, medians over restarts',
      source: 'paper §3; acceptance within .02',
      holds: near(0.5, 0.02)(farthest(unlearnedBiases(dense), 1) / 2),
      failsOn: ['untrained weights', 'the sparsest ReLU models'],
    },
    {
      id: 'relu-unlearned-bias',
      says: `ReLU models (${words}) give features that are not learned the bias p/2 as well.`,
      measures: `bias / (p/2) that is farthest off at p ≥ ${leastProbabilityForBias}, medians over restarts`,
      source: 'paper §3',
      holds: near(1, 0.1)(farthest(relu.filter(isForBias).flatMap(unlearnedBiases), 1)),
      failsOn: ['untrained weights', 'the sparsest ReLU models'],
    },
    {
      id: 'more-than-dimensions',
      says: `At p = ${first.probability} ReLU models (${words}) already represent more features than dimensions.`,
      measures: 'features represented, median over restarts',
      source: 'paper §3: as features become sparser, more than m are learned',
      holds: atLeast(hiddenSize + 1)(medianOf(first.restarts, represented)),
      failsOn: ['linear models in place of ReLU ones', 'ReLU models of p = 1'],
    },
    {
      id: 'twice-the-dimensions',
      says: `At p = ${sparsest.probability} ReLU models (${words}) represent at least twice as many features as dimensions.`,
      measures: 'features represented, median over restarts',
      source: 'paper §3 and §6: digons store two features a dimension, pentagons more',
      holds: atLeast(2 * hiddenSize)(medianOf(sparsest.restarts, represented)),
      failsOn: ['linear models in place of ReLU ones', 'ReLU models of p = 1'],
    },
    {
      id: 'more-as-sparser',
      says: `The sparser the features, the more of them ReLU models (${words}) represent.`,
      measures: `features with a norm above 0.5 at p = ${list(relu.map(({ probability }) => probability))}, medians over restarts`,
      source: 'paper §3, figure',
      // Medians of counts are whole or half: in the end by more than one.
      holds: rising({ slack: 1, to: atLeast(medianOf(dense.restarts, represented) + 1.5), digits: String })(
        relu.map(({ restarts }) => medianOf(restarts, represented)),
      ),
      failsOn: ['linear models in place of ReLU ones', 'the same models in reverse order'],
    },
    {
      id: 'better-than-linear',
      says: `At p = ${sparsest.probability} the best ReLU model (${words}) loses less than half of what the best linear model does.`,
      measures: 'loss on fresh samples / that of the best linear model',
      source: 'paper §3: superposition is what a nonlinear model gains',
      holds: atMost(0.5)(bestSparsest.loss / sparsest.linearOptimum),
      failsOn: ['untrained weights', 'linear models in place of ReLU ones', 'ReLU models of p = 1'],
    },
    {
      id: 'less-important-first',
      says: `At p = ${first.probability} superposition has begun with the less important features, and the most important ones (${words}) still have dimensions of their own.`,
      measures: 'features by interference, best restart',
      source: 'paper §3',
      holds: judged(
        'every dedicated feature before every one in superposition',
        dedicated.length > 0 && superposed.length > 0 && dedicated.at(-1)! < superposed[0]! && between.length === 0,
        `interference up to ${mostForDedicated} is dedicated, from ${leastForSuperposition} on superposition, nothing between`,
      )(
        `dedicated ${inRuns(dedicated)}; in superposition ${inRuns(superposed)}` +
          (between.length > 0 ? `; between ${inRuns(between)}` : ''),
      ),
      failsOn: ['untrained weights', 'ReLU models of p = 1', 'the sparsest ReLU models'],
    },
    {
      id: 'antipodal-first',
      says: `At p = ${first.probability} the features in superposition (${words}) lie in antipodal pairs.`,
      measures: 'cosine with the most opposite feature, the largest of the best restart',
      source: 'paper §3: the first stage is antipodal pairs',
      holds: near(-1, 0.05)(Math.max(...superposed.map(oppositeOf))),
      failsOn: ['untrained weights', 'ReLU models of p = 1', 'the sparsest ReLU models'],
    },
    {
      id: 'no-positive-interference-first',
      says: `Down to p = ${first.probability} there is no positive interference between represented features (${words}).`,
      measures: 'largest W_i·W_j of the best restarts',
      source: 'paper §3: positive interference belongs to the sparse regime',
      holds: atMost(0.1)(Math.max(best(dense.restarts).largestProduct, bestFirst.largestProduct)),
      failsOn: ['the sparsest ReLU models'],
    },
    {
      id: 'all-in-superposition',
      says: `At p = ${sparsest.probability} every represented feature (${words}) is in superposition, the most important ones too.`,
      measures: 'represented features in superposition, best restart',
      source: 'paper §3',
      holds: judged(
        `all, and more than ${hiddenSize}`,
        superposedInTheEnd === represented(bestSparsest) && superposedInTheEnd > hiddenSize,
        `interference from ${leastForSuperposition} on`,
      )(`${superposedInTheEnd} of ${represented(bestSparsest)}`),
      failsOn: ['linear models in place of ReLU ones', 'ReLU models of p = 0.3'],
    },
    {
      id: 'sparse-positive-interference',
      says: `At p = ${sparsest.probability} there is positive interference (${words}).`,
      measures: 'largest W_i·W_j of the best restart',
      source: 'paper §3',
      holds: atLeast(0.2)(bestSparsest.largestProduct),
      failsOn: ['linear models in place of ReLU ones', 'ReLU models of p = 0.3'],
    },
    {
      id: 'sparse-negative-bias',
      says: `At p = ${sparsest.probability} represented features have negative biases (${words}).`,
      measures: 'the smallest bias of the best restart',
      source: 'paper §3: negative biases cut the noise of positive interference',
      holds: atMost(-0.1)(Math.min(...bestSparsest.represented.map((i) => bestSparsest.bias[i]!))),
      failsOn: ['untrained weights', 'linear models in place of ReLU ones', 'ReLU models of p = 0.3'],
    },
  ]
}

/** For example `n = 20, m = 5`. */
export function sizeInWords({ featureCount, hiddenSize }: SizeResult): string {
  return `n = ${featureCount}, m = ${hiddenSize}`
}

function meanRatio({ restarts, linearOptimum }: ModelResult): number {
  return mean(restarts.all.map(({ loss }) => loss)) / linearOptimum
}

function isForBias({ probability }: ModelResult): boolean {
  return probability >= leastProbabilityForBias
}

/**
 * In units of p/2, for each feature that some restarts have not learned (norm below 0.1) the median bias over those.
 * None when every feature is learned by all, which no claim takes for agreement.
 */
function unlearnedBiases({ probability, restarts: { all } }: ModelResult): readonly number[] {
  const ofFeatures = all[0]!.norms.map((_, i) =>
    all.filter(({ norms }) => norms[i]! < 0.1).map(({ bias }) => bias[i]! / (probability / 2)),
  )
  return ofFeatures.filter((biases) => biases.length > 0).map(median)
}

function byInterference({ represented, interference }: ModelRestart) {
  const within = (isIn: (shared: number) => boolean) => represented.filter((i) => isIn(interference[i]!))
  return {
    dedicated: within((shared) => shared <= mostForDedicated),
    superposed: within((shared) => shared >= leastForSuperposition),
    between: within((shared) => shared > mostForDedicated && shared < leastForSuperposition),
  }
}

/** Runs of three or more neighbors are shortened: `0–2, 5`. */
function inRuns(features: readonly number[]): string {
  if (features.length === 0) return 'none'
  const runs: number[][] = []
  for (const feature of features) {
    if (feature === (runs.at(-1)?.at(-1) ?? Number.NaN) + 1) runs.at(-1)!.push(feature)
    else runs.push([feature])
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${run[0]}–${run.at(-1)}`] : run.map(String))).join(', ')
}
