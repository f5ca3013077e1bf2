/** Claims about models of one size: linear ones, dense ReLU models that agree with them, and ever sparser ones. */

import type { ClaimRow } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, judged, near, rising } from '../vocabulary/expectations.js'
import { firstStep } from '../vocabulary/first-step.js'
import { independentRestarts } from '../vocabulary/independent-restarts.js'
import { best, medianOf } from '../vocabulary/restarts.js'
import { sampledLosses } from '../vocabulary/sampled-losses.js'
import { farthest, list, mean, median } from '../vocabulary/statistics.js'
import bestKnown from './best-known.json' with { type: 'json' }
import type { ModelRestart, ModelResult, SizeResult } from './measure.js'

/** Where the bias of unlearned features is compared with p/2: below, batches hold too few active ones to learn it. */
const leastProbabilityForBias = 0.1

/** Σ_{j≠i} (Ŵ_i·W_j)² up to which a feature has a dimension of its own, and from which on it is in superposition. */
const mostForDedicated = 0.1
const leastForSuperposition = 0.5

/** W_i·W_j from which on interference counts as positive. */
const leastPositiveInterference = 0.2

/** Of the least loss known: only restarts within it are asked what they represent. Half of the restarts of the sparsest features are. */
const goodLoss = 0.1
const withinGood = `a loss within ${100 * goodLoss} % of the lowest known`

type ControlName =
  | 'ReLU models in place of linear ones'
  | 'linear models in place of ReLU ones'
  | 'biases of 0'
  | 'losses 10 % too high'
  | 'one restart repeated'
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
  const ratio = (of: ModelResult, { loss }: ModelRestart) => loss / leastLoss(size, of)
  const good = (of: ModelResult) => of.restarts.all.filter((each) => Math.abs(ratio(of, each) - 1) <= goodLoss)
  const [bestFirst, bestSparsest] = [best(first.restarts), best(sparsest.restarts)]
  const [goodFirst, goodSparsest] = [good(first), good(sparsest)]
  const { dedicated, superposed, between } = byInterference(bestFirst)
  const superposedInTheEnd = byInterference(bestSparsest).superposed.length
  const overGood = `median over restarts with ${withinGood}`
  const oppositeOf = (i: number) => bestFirst.oppositeCosines[bestFirst.represented.indexOf(i)]!
  // Sparser ones differ from restart to restart by as much as from one probability to the next.
  const ordered = relu.filter(({ probability }) => probability >= 0.01)
  const interfering = bestSparsest.represented.filter(
    (_, k) => bestSparsest.largestProducts[k]! >= leastPositiveInterference,
  )
  return [
    {
      id: 'linear-exact-loss',
      kind: 'mathematics',
      says: `At every probability every linear restart (${words}) has the loss V(p)·Σ_{i≥m} I_i / n.`,
      measures: 'exact loss of the weights and biases / that loss, worst restart',
      source: 'weighted principal components; V(p) = p/3 − p²/4',
      holds: near(
        1,
        0.002,
      )(
        linear.flatMap(({ restarts, linearOptimum }) =>
          restarts.all.map(({ exactLinearLoss }) => exactLinearLoss / linearOptimum),
        ),
      ),
      nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'weights 5 % too large', 'features shifted'],
      failsOn: ['untrained weights', 'biases of 0'],
    },
    {
      id: 'linear-gram',
      kind: 'paper',
      says: `At every probability WᵀW of every linear restart (${words}) is the identity on the m most important features and 0 elsewhere.`,
      measures: 'largest difference of an entry over all restarts',
      source: 'paper §3, figure: linear models do not change with sparsity',
      holds: atMost(0.05)(Math.max(...linear.flatMap(({ restarts }) => restarts.all.map(gramError)))),
      nearMisses: ['untrained', 'weights 5 % too small', 'noise on weights', 'features shifted'],
      failsOn: ['untrained weights', 'ReLU models in place of linear ones'],
    },
    {
      id: 'linear-biases',
      kind: 'paper',
      says: `In linear models (${words}) the bias is 0 for learned features and their mean, p/2, for all others.`,
      measures: `(bias − expected bias) / (p/2) at p ≥ ${leastProbabilityForBias}, medians over restarts, worst feature`,
      source: 'paper §3: the bias sets features that are not learned to their mean',
      holds: near(0, 0.1)(linear.filter(isForBias).flatMap((each) => linearBiasErrors(each, hiddenSize))),
      nearMisses: ['untrained', 'biases lost', 'members mixed up'],
      failsOn: ['untrained weights', 'biases of 0'],
    },
    {
      id: 'dense-loss',
      kind: 'paper',
      says: `Without sparsity ReLU models (${words}) do no better than the best linear model.`,
      measures: 'loss on fresh samples / loss of the best linear model, mean over restarts',
      source: 'paper §3, figure at 1 − S = 1.0',
      holds: near(1, 0.01)(mean(dense.restarts.all.map(({ loss }) => loss)) / dense.linearOptimum),
      nearMisses: ['untrained', 'losses 10 % too high', 'members mixed up', 'losses of the last batch'],
      failsOn: ['untrained weights', 'ReLU models of p = 0.3', 'losses 10 % too high'],
    },
    {
      id: 'dense-gram',
      kind: 'paper',
      says: `Without sparsity the median ReLU model (${words}) has the same WᵀW as linear models.`,
      measures: 'largest difference of an entry, median over restarts',
      source: 'paper §3, figure at 1 − S = 1.0',
      holds: atMost(0.05)(medianOf(dense.restarts, gramError)),
      nearMisses: ['untrained', 'weights 5 % too small', 'noise on weights', 'members mixed up', 'features shifted'],
      failsOn: ['untrained weights', 'ReLU models of p = 0.3'],
    },
    {
      id: 'dense-unlearned-bias',
      kind: 'paper',
      says: `Without sparsity ReLU models (${words}) output the mean, 1/2, for features that are not learned.`,
      measures: 'bias, median over restarts, worst feature',
      source: 'paper §3; acceptance within .02',
      holds: near(0.5, 0.02)(farthest(unlearnedBiases(dense), 1) / 2),
      nearMisses: ['untrained', 'biases lost', 'members mixed up'],
      failsOn: ['untrained weights', 'the sparsest ReLU models'],
    },
    {
      id: 'relu-unlearned-bias',
      kind: 'paper',
      says: `With sparser features, too, ReLU models (${words}) give features that are not learned the bias p/2.`,
      measures: `bias / (p/2) at p from ${leastProbabilityForBias} to 0.3, medians over restarts, worst feature`,
      source: 'paper §3',
      holds: near(1, 0.1)(farthest(relu.slice(1).filter(isForBias).flatMap(unlearnedBiases), 1)),
      nearMisses: ['untrained', 'biases lost', 'members mixed up'],
      failsOn: ['untrained weights', 'the sparsest ReLU models'],
    },
    {
      id: 'relu-losses',
      kind: 'mathematics',
      says: `At every probability below 1 the best ReLU model (${words}) has the lowest known loss, a fraction of the loss of linear models.`,
      measures: 'loss on fresh samples / lowest known loss, best restart, worst probability',
      source: `demonstration/best-known.json: ${bestKnown.source}`,
      holds: near(1, 0.05)(relu.slice(1).map((each) => ratio(each, best(each.restarts)))),
      nearMisses: ['untrained', 'members mixed up', 'output activation swapped'],
      failsOn: ['untrained weights', 'linear models in place of ReLU ones', 'ReLU models of p = 1'],
    },
    {
      id: 'more-than-dimensions',
      kind: 'paper',
      says: `At p = ${first.probability} well trained ReLU models (${words}) already represent more features than they have dimensions.`,
      measures: `features represented, ${overGood}`,
      source: 'paper §3: as features become sparser, more than m are learned',
      holds: atLeast(hiddenSize + 1)(median(goodFirst.map(represented))),
      nearMisses: ['untrained', 'members mixed up'],
      failsOn: ['untrained weights', 'linear models in place of ReLU ones', 'ReLU models of p = 1'],
    },
    {
      id: 'twice-the-dimensions',
      kind: 'paper',
      says: `At p = ${sparsest.probability} well trained ReLU models (${words}) represent at least twice as many features as they have dimensions.`,
      measures: `features represented, ${overGood}`,
      source: 'paper §3 and §6: digons store two features per dimension, pentagons more',
      holds: atLeast(2 * hiddenSize)(median(goodSparsest.map(represented))),
      nearMisses: ['untrained', 'members mixed up'],
      failsOn: ['untrained weights', 'linear models in place of ReLU ones', 'ReLU models of p = 1'],
    },
    {
      id: 'more-as-sparser',
      kind: 'paper',
      says: `As features become sparser, well trained ReLU models (${words}) represent more of them.`,
      measures: `features with a norm above 0.5 at p = ${list(ordered.map(({ probability }) => probability))}, ${overGood}`,
      source: 'paper §3, figure',
      holds: rising({ digits: String })(ordered.map((each) => median(good(each).map(represented)))),
      nearMisses: ['untrained', 'members mixed up'],
      failsOn: ['untrained weights', 'linear models in place of ReLU ones', 'the same models in reverse order'],
    },
    {
      id: 'less-important-first',
      kind: 'paper',
      says: `At p = ${first.probability} the less important features (${words}) are in superposition, and the most important ones still have dimensions of their own.`,
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
      nearMisses: ['untrained', 'features shifted'],
      failsOn: ['untrained weights', 'ReLU models of p = 1', 'the sparsest ReLU models'],
    },
    {
      id: 'antipodal-first',
      kind: 'paper',
      says: `At p = ${first.probability} the features in superposition (${words}) form antipodal pairs.`,
      measures: 'cosine of each feature with its most opposite one, the largest in the best restart',
      source: 'paper §3: the first stage is antipodal pairs',
      holds: near(-1, 0.05)(Math.max(...superposed.map(oppositeOf))),
      nearMisses: ['untrained', 'wrong value law', 'output activation swapped'],
      failsOn: ['untrained weights', 'ReLU models of p = 1', 'the sparsest ReLU models'],
    },
    {
      id: 'no-positive-interference-first',
      kind: 'paper',
      says: `At p = ${first.probability} there is superposition (${words}), but no positive interference between represented features.`,
      measures: 'largest W_i·W_j of the best restart, if it has features in superposition',
      source: 'paper §3: positive interference belongs to the sparse regime',
      holds: atMost(0.1)(superposed.length > 0 ? bestFirst.largestProduct : Number.NaN),
      nearMisses: ['untrained', 'noise on weights'],
      failsOn: ['ReLU models of p = 1', 'the sparsest ReLU models'],
    },
    {
      id: 'all-in-superposition',
      kind: 'paper',
      says: `At p = ${sparsest.probability} every represented feature (${words}) is in superposition, including the most important ones.`,
      measures: `represented features in superposition, best restart, if it has ${withinGood}`,
      source: 'paper §3',
      holds: judged(
        `all, and more than ${hiddenSize}`,
        goodSparsest.includes(bestSparsest) &&
          superposedInTheEnd === represented(bestSparsest) &&
          superposedInTheEnd > hiddenSize,
        `interference from ${leastForSuperposition} on`,
      )(`${superposedInTheEnd} of ${represented(bestSparsest)}`),
      nearMisses: ['untrained', 'members mixed up'],
      failsOn: ['untrained weights', 'linear models in place of ReLU ones', 'ReLU models of p = 0.3'],
    },
    {
      id: 'sparse-positive-interference',
      kind: 'paper',
      says: `At p = ${sparsest.probability} well trained ReLU models (${words}) have positive interference.`,
      measures: `largest W_i·W_j, ${overGood}`,
      source: 'paper §3',
      holds: atLeast(0.2)(median(goodSparsest.map(({ largestProduct }) => largestProduct))),
      nearMisses: ['untrained', 'members mixed up'],
      failsOn: ['untrained weights', 'linear models in place of ReLU ones', 'ReLU models of p = 0.3'],
    },
    {
      id: 'sparse-negative-bias',
      kind: 'paper',
      says: `At p = ${sparsest.probability} every feature with positive interference has a negative bias (${words}).`,
      measures: `largest bias of a feature with some W_i·W_j ≥ ${leastPositiveInterference}, best restart, if it has ${withinGood}`,
      source: 'paper §3: negative biases cut the noise of positive interference',
      holds: atMost(-0.01)(
        goodSparsest.includes(bestSparsest) ? interfering.map((i) => bestSparsest.bias[i]!) : Number.NaN,
      ),
      nearMisses: ['untrained', 'biases lost', 'members mixed up'],
      failsOn: ['untrained weights', 'linear models in place of ReLU ones', 'ReLU models of p = 0.3'],
    },
    sampledLosses(
      [...linear, ...relu].map(({ restarts }) => restarts.all),
      { source: 'linear models: exact loss; ReLU models: float64, from the weights alone, on other samples' },
    ),
    independentRestarts([...linear, ...relu].map(({ restarts }) => restarts)),
    firstStep(size.firstStep),
  ]
}

/** The linear optimum at p = 1, where ReLU models can do no better; else of the stored search, NaN where there is none. */
function leastLoss({ featureCount }: SizeResult, { probability, linearOptimum }: ModelResult): number {
  if (probability === 1) return linearOptimum
  const known = bestKnown.losses.find((each) => each.featureCount === featureCount && each.probability === probability)
  return known?.loss ?? Number.NaN
}

/** In units of p/2, the median over restarts for each feature: the first m are learned. */
function linearBiasErrors({ probability, restarts: { all } }: ModelResult, hiddenSize: number): readonly number[] {
  return all[0]!.bias.map(
    (_, i) => median(all.map(({ bias }) => bias[i]! / (probability / 2))) - (i < hiddenSize ? 0 : 1),
  )
}

/** For example `n = 20, m = 5`. */
export function sizeInWords({ featureCount, hiddenSize }: SizeResult): string {
  return `n = ${featureCount}, m = ${hiddenSize}`
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
