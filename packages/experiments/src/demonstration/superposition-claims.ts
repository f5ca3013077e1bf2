/** ReLU models as features become sparser: where superposition begins, and what it ends in. */
import type { Claim } from '../experiment.js'
import { atLeast, atMost, verdict } from '../judge.js'
import { median } from '../restarts.js'
import { sizeInWords } from './linear-claims.js'
import type { ModelResult, RestartResult, SizeResult } from './numbers.js'

/** Σ_{j≠i} (Ŵ_i·W_j)² up to which a feature has a dimension of its own, and from which on it is in superposition. */
const mostForDedicated = 0.1
const leastForSuperposition = 0.5

/** @param prefix of the short names, for sizes beyond the first. */
export function superpositionClaims(size: SizeResult, prefix: string): readonly Claim[] {
  const sparsest = size.relu.at(-1)!
  const first = size.relu[1]!
  return [
    ...countClaims(size, first, sparsest, prefix),
    ...beginClaims(size, first, prefix),
    ...endClaims(size, sparsest, prefix),
  ]
}

function countClaims(size: SizeResult, first: ModelResult, sparsest: ModelResult, prefix: string): readonly Claim[] {
  const { relu, hiddenSize } = size
  const words = sizeInWords(size)
  const counts = relu.map(medianRepresented)
  return [
    atLeast(
      {
        id: `demonstration/${prefix}more-than-dimensions`,
        statement: `At p = ${first.probability} ReLU models (${words}) already represent more features than dimensions: median over restarts.`,
        source: 'paper §3: as features become sparser, more than m are learned',
        control: 'linear models; ReLU models at p = 1',
      },
      medianRepresented(first),
      hiddenSize + 1,
    ),
    atLeast(
      {
        id: `demonstration/${prefix}twice-the-dimensions`,
        statement: `At p = ${sparsest.probability} ReLU models (${words}) represent at least twice as many features as dimensions: median over restarts.`,
        source: 'paper §3 and §6: digons store two features a dimension, pentagons more',
        control: 'linear models; ReLU models at p = 1',
      },
      medianRepresented(sparsest),
      2 * hiddenSize,
    ),
    verdict(
      {
        id: `demonstration/${prefix}more-as-sparser`,
        statement: `The sparser the features, the more of them ReLU models (${words}) represent: median over restarts at p = ${relu.map(({ probability }) => probability).join(', ')}.`,
        source: 'paper §3, figure',
        control: 'linear models; the same models in reverse order',
      },
      {
        expected: 'never fewer, in the end more',
        measured: counts.join(', '),
        tolerance: 'one feature; norms above 0.5',
        holds: counts.every((count, k) => k === 0 || count >= counts[k - 1]! - 1) && counts.at(-1)! > counts[0]! + 1,
      },
    ),
    atMost(
      {
        id: `demonstration/${prefix}better-than-linear`,
        statement: `At p = ${sparsest.probability} the best ReLU model (${words}) loses less than half of what the best linear model does: ratio of losses on fresh samples.`,
        source: 'paper §3: superposition is what a nonlinear model gains',
        control: 'untrained weights; linear models; ReLU models at p = 1',
      },
      sparsest.losses.best / sparsest.linearOptimum,
      0.5,
    ),
  ]
}

function beginClaims(size: SizeResult, first: ModelResult, prefix: string): readonly Claim[] {
  const best = first.restarts[0]!
  const words = sizeInWords(size)
  const { dedicated, superposed, between } = byInterference(best)
  const dedicatedFirst = dedicated.length > 0 && superposed.length > 0 && dedicated.at(-1)! < superposed[0]!
  return [
    verdict(
      {
        id: `demonstration/${prefix}less-important-first`,
        statement: `At p = ${first.probability} superposition has begun with the less important features, the most important ones (${words}) still have dimensions of their own: best restart.`,
        source: 'paper §3',
        control: 'untrained weights; ReLU models at p = 1 and at the smallest p',
      },
      {
        expected: 'every dedicated feature before every one in superposition',
        measured: `dedicated ${list(dedicated)}; in superposition ${list(superposed)}${between.length > 0 ? `; between ${list(between)}` : ''}`,
        tolerance: `interference up to ${mostForDedicated} is dedicated, from ${leastForSuperposition} on superposition, nothing between`,
        holds: dedicatedFirst && between.length === 0,
      },
    ),
    verdict(
      {
        id: `demonstration/${prefix}antipodal-first`,
        statement: `At p = ${first.probability} the features in superposition (${words}) lie in antipodal pairs: cosine with the most opposite feature, the largest of the best restart.`,
        source: 'paper §3: the first stage is antipodal pairs',
        control: 'untrained weights; ReLU models at p = 1 and at the smallest p',
      },
      antipodal(best, superposed),
    ),
    atMost(
      {
        id: `demonstration/${prefix}no-positive-interference-first`,
        statement: `Down to p = ${first.probability} there is no positive interference between represented features (${words}): largest W_i·W_j of the best restarts.`,
        source: 'paper §3: positive interference belongs to the sparse regime',
        control: 'ReLU models at the smallest p',
      },
      Math.max(...size.relu.slice(0, 2).map(({ restarts }) => restarts[0]!.largestProduct)),
      0.1,
    ),
  ]
}

function endClaims(size: SizeResult, sparsest: ModelResult, prefix: string): readonly Claim[] {
  const best = sparsest.restarts[0]!
  const words = sizeInWords(size)
  const { superposed } = byInterference(best)
  return [
    verdict(
      {
        id: `demonstration/${prefix}all-in-superposition`,
        statement: `At p = ${sparsest.probability} every represented feature (${words}) is in superposition, the most important ones too: best restart.`,
        source: 'paper §3',
        control: 'linear models; ReLU models at larger p',
      },
      {
        expected: `all, and more than ${size.hiddenSize}`,
        measured: `${superposed.length} of ${best.represented.length}`,
        tolerance: `interference from ${leastForSuperposition} on`,
        holds: superposed.length === best.represented.length && superposed.length > size.hiddenSize,
      },
    ),
    atLeast(
      {
        id: `demonstration/${prefix}sparse-positive-interference`,
        statement: `At p = ${sparsest.probability} there is positive interference (${words}): largest W_i·W_j of the best restart.`,
        source: 'paper §3',
        control: 'linear models; ReLU models at larger p',
      },
      best.largestProduct,
      0.2,
    ),
    atMost(
      {
        id: `demonstration/${prefix}sparse-negative-bias`,
        statement: `At p = ${sparsest.probability} represented features have negative biases (${words}): the smallest of the best restart.`,
        source: 'paper §3: negative biases cut the noise of positive interference',
        control: 'untrained weights; linear models; ReLU models at larger p',
      },
      best.represented.reduce((least, i) => Math.min(least, best.bias[i]!), Number.POSITIVE_INFINITY),
      -0.1,
    ),
  ]
}

interface ByInterference {
  readonly dedicated: readonly number[]
  readonly superposed: readonly number[]
  readonly between: readonly number[]
}

function byInterference({ represented, interference }: RestartResult): ByInterference {
  return {
    dedicated: represented.filter((i) => interference[i]! <= mostForDedicated),
    superposed: represented.filter((i) => interference[i]! >= leastForSuperposition),
    between: represented.filter((i) => interference[i]! > mostForDedicated && interference[i]! < leastForSuperposition),
  }
}

function antipodal(
  best: RestartResult,
  superposed: readonly number[],
): Pick<Claim, 'measured' | 'expected' | 'tolerance' | 'holds'> {
  const cosines = superposed.map((feature) => best.oppositeCosines[best.represented.indexOf(feature)]!)
  if (cosines.length === 0) {
    return { expected: -1, measured: 'no feature in superposition', tolerance: 0.05, holds: false }
  }
  const largest = Math.max(...cosines)
  return { expected: -1, measured: largest, tolerance: 0.05, holds: largest <= -0.95 }
}

function medianRepresented({ restarts }: ModelResult): number {
  return median(restarts.map(({ represented }) => represented.length))
}

/** Runs of three or more neighbors are shortened: `0–2, 5`. */
function list(features: readonly number[]): string {
  if (features.length === 0) return 'none'
  const runs: number[][] = []
  for (const feature of features) {
    if (feature === (runs.at(-1)?.at(-1) ?? Number.NaN) + 1) runs.at(-1)!.push(feature)
    else runs.push([feature])
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${run[0]}–${run.at(-1)}`] : run.map(String))).join(', ')
}
