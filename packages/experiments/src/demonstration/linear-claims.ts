/** Linear models, and the dense ReLU models that agree with them. */
import type { Claim } from '../experiment.js'
import { atMost, closeTo, farthest } from '../judge.js'
import { median } from '../restarts.js'
import type { ModelResult, RestartResult, SizeResult } from './numbers.js'

/** Where the bias of unlearned features is held against p/2: below, a batch holds too few active ones to learn it exactly. */
const leastProbabilityForBias = 0.1

/** @param prefix of the short names, for sizes beyond the first. */
export function linearClaims(size: SizeResult, prefix: string): readonly Claim[] {
  const { linear, hiddenSize } = size
  const all = linear.flatMap(({ restarts }) => restarts)
  const learnedBias = ({ bias }: RestartResult) => Math.max(...bias.slice(0, hiddenSize).map(Math.abs))
  const words = sizeInWords(size)
  return [
    closeTo(
      {
        id: `demonstration/${prefix}linear-loss`,
        statement: `Linear models (${words}) lose V(p)·Σ_{i≥m} I_i / n at every probability: the ratio that is farthest off, of mean losses on fresh samples.`,
        source: 'weighted principal components; V(p) = p/3 − p²/4',
        control: 'untrained weights; ReLU models at p < 1',
      },
      farthest(linear.map(meanRatio), 1),
      1,
      0.01,
    ),
    atMost(
      {
        id: `demonstration/${prefix}linear-exact-loss`,
        statement: `Every single linear restart (${words}) comes within 1 % of the least loss: the largest ratio, from exact expectations.`,
        source: 'exact loss of a linear model with these weights and biases',
        control: 'untrained weights',
      },
      Math.max(
        ...linear.flatMap(({ restarts, linearOptimum }) =>
          restarts.map(({ exactLinearLoss }) => exactLinearLoss / linearOptimum),
        ),
      ),
      1.01,
    ),
    atMost(
      {
        id: `demonstration/${prefix}linear-gram`,
        statement: `In linear models (${words}) WᵀW is the identity on the m most important features and 0 elsewhere, at every probability: largest difference over all restarts.`,
        source: 'paper §3, figure: linear models do not change with sparsity',
        control: 'untrained weights; ReLU models at p < 1',
      },
      Math.max(...all.map(({ gramError }) => gramError)),
      0.05,
    ),
    atMost(
      {
        id: `demonstration/${prefix}linear-learned-bias`,
        statement: `Linear models (${words}) give learned features a bias of 0: largest magnitude, median over restarts, at the probability where that is largest.`,
        source: 'paper §3',
        control: 'a bias of p/2 for all features',
      },
      Math.max(...linear.map(({ restarts }) => median(restarts.map(learnedBias)))),
      0.02,
    ),
    closeTo(
      {
        id: `demonstration/${prefix}linear-unlearned-bias`,
        statement: `Linear models (${words}) give features that are not learned their mean p/2 as bias: the ratio that is farthest off at p ≥ ${leastProbabilityForBias}, each the median over restarts.`,
        source: 'paper §3: the bias sets them to their mean',
        control: 'untrained weights; biases of 0',
      },
      farthest(linear.filter(isForBias).flatMap(unlearnedBiases), 1),
      1,
      0.1,
    ),
    ...denseReluClaims(size, prefix),
  ]
}

function denseReluClaims(size: SizeResult, prefix: string): readonly Claim[] {
  const { relu } = size
  const dense = relu[0]!
  const words = sizeInWords(size)
  return [
    closeTo(
      {
        id: `demonstration/${prefix}dense-loss`,
        statement: `Without sparsity ReLU models (${words}) do no better than the best linear model: ratio of the mean loss on fresh samples.`,
        source: 'paper §3, figure at 1 − S = 1.0',
        control: 'untrained weights; ReLU models at p < 1',
      },
      meanRatio(dense),
      1,
      0.01,
    ),
    atMost(
      {
        id: `demonstration/${prefix}dense-gram`,
        statement: `Without sparsity ReLU models (${words}) have the linear models' WᵀW: largest difference, median over restarts.`,
        source: 'paper §3, figure at 1 − S = 1.0',
        control: 'untrained weights; ReLU models at p < 1',
      },
      median(dense.restarts.map(({ gramError }) => gramError)),
      0.05,
    ),
    closeTo(
      {
        id: `demonstration/${prefix}dense-unlearned-bias`,
        statement: `Without sparsity ReLU models (${words}) output features that are not learned as their mean 1/2: the bias farthest off, each the median over restarts.`,
        source: 'paper §3; acceptance within .02',
        control: 'untrained weights; the sparsest ReLU models',
      },
      farthest(unlearnedBiases(dense), 1) / 2,
      0.5,
      0.02,
    ),
    closeTo(
      {
        id: `demonstration/${prefix}relu-unlearned-bias`,
        statement: `ReLU models (${words}) give features that are not learned the bias p/2 as well: the ratio that is farthest off at p ≥ ${leastProbabilityForBias}, each the median over restarts.`,
        source: 'paper §3',
        control: 'untrained weights; the sparsest ReLU models',
      },
      farthest(relu.filter(isForBias).flatMap(unlearnedBiases), 1),
      1,
      0.1,
    ),
  ]
}

/** For example `n = 20, m = 5`. */
export function sizeInWords({ featureCount, hiddenSize }: SizeResult): string {
  return `n = ${featureCount}, m = ${hiddenSize}`
}

function meanRatio({ restarts, linearOptimum }: ModelResult): number {
  return restarts.reduce((sum, { loss }) => sum + loss, 0) / restarts.length / linearOptimum
}

function isForBias({ probability }: ModelResult): boolean {
  return probability >= leastProbabilityForBias
}

/**
 * In units of p/2, for each feature that some restarts have not learned (norm below 0.1) the median bias over those. None when
 * every feature is learned by all, which no claim takes for agreement.
 */
function unlearnedBiases({ probability, restarts }: ModelResult): readonly number[] {
  const ofFeatures = restarts[0]!.norms.map((_, i) =>
    restarts.filter(({ norms }) => norms[i]! < 0.1).map(({ bias }) => bias[i]! / (probability / 2)),
  )
  return ofFeatures.filter((biases) => biases.length > 0).map(median)
}
