/** What the paper's strategic picture says of training without superposition, and what a closed form adds. */
import type { Claim } from '../experiment.js'
import { atLeast, atMost, farthest, same, verdict } from '../judge.js'
import { median } from '../restarts.js'
import type { PenalizedRestart, PenaltyResult, SparsityPenaltyNumbers } from './numbers.js'

const paper = 'paper §12: an L1 penalty on the hidden units removes superposition in toy models, at a cost'

/** Interference below this is none: a feature has a dimension of its own. */
const mostForDedicated = 0.1

export function sparsityPenaltyClaims(numbers: SparsityPenaltyNumbers): readonly Claim[] {
  const free = numbers.sweep[0]!
  // Fewer than m features are worth their penalty, so that none has to share.
  const strong = numbers.sweep.filter(({ loneNorms }) => count(loneNorms) < numbers.hiddenSize)
  return [
    ...removalClaims(numbers, free, strong),
    ...costClaims(numbers, free, strong),
    ...closedForms(numbers, strong),
  ]
}

function removalClaims(
  { hiddenSize }: SparsityPenaltyNumbers,
  free: PenaltyResult,
  strong: readonly PenaltyResult[],
): readonly Claim[] {
  const first = strong[0]!
  return [
    atLeast(
      {
        id: 'sparsity-penalty/superposition-without',
        statement: `Without a penalty models represent more than ${hiddenSize} features in ${hiddenSize} dimensions: median over restarts.`,
        source: 'paper §3',
        control: 'models under a strong penalty',
      },
      free.medianRepresented,
      hiddenSize + 3,
    ),
    atMost(
      {
        id: 'sparsity-penalty/at-most-dimensions',
        statement: `From λ = ${first.penalty} on no restart represents more features than dimensions: the most that any does.`,
        source: paper,
        control: 'models without penalty',
      },
      Math.max(...strong.flatMap(({ restarts }) => restarts.map(({ represented }) => represented.length))),
      hiddenSize,
    ),
    atMost(
      {
        id: 'sparsity-penalty/no-interference-left',
        statement: `From λ = ${first.penalty} on the features that are left have dimensions of their own: largest interference in the best restarts.`,
        source: paper,
        control: 'untrained weights; models without penalty',
      },
      Math.max(...strong.map(({ restarts }) => restarts[0]!.largestInterference)),
      mostForDedicated,
    ),
    atLeast(
      {
        id: 'sparsity-penalty/interference-without',
        statement: 'Without a penalty features do share dimensions: largest interference in the best restart.',
        source: 'paper §3',
        control: 'models under a strong penalty',
      },
      free.restarts[0]!.largestInterference,
      0.5,
    ),
    atLeast(
      {
        id: 'sparsity-penalty/removal-restarts',
        statement: `At λ = ${first.penalty} superposition is gone in at least half of the restarts, with features left: share of them.`,
        source: `${paper}; one run alone would be an anecdote`,
        control: 'untrained weights; models without penalty; models without features',
      },
      first.restarts.filter(isFree).length / (first.losses.count + first.losses.diverged),
      0.5,
    ),
  ]
}

function costClaims(
  { sweep, importance }: SparsityPenaltyNumbers,
  free: PenaltyResult,
  strong: readonly PenaltyResult[],
): readonly Claim[] {
  const penalized = sweep.filter(({ loneNorms }) => count(loneNorms) < importance.length / 2)
  const losses = [free, ...penalized].map(({ reconstruction }) => reconstruction.median)
  return [
    atLeast(
      {
        id: 'sparsity-penalty/loss-cost',
        statement: `Without superposition the reconstruction loses more: median at λ = ${strong[0]!.penalty} over median without penalty, the penalty itself left out.`,
        source: paper,
        control: 'untrained weights; models without penalty',
      },
      strong[0]!.reconstruction.median / free.reconstruction.median,
      2,
    ),
    verdict(
      {
        id: 'sparsity-penalty/loss-rises',
        statement: `The stronger the penalty, the more the reconstruction loses: medians at λ = 0, ${penalized.map(({ penalty }) => penalty).join(', ')}.`,
        source: paper,
        control: 'models without penalty; the same models in reverse order',
      },
      {
        expected: 'rising',
        measured: losses.map((loss) => loss.toPrecision(3)).join(', '),
        tolerance: 'none',
        holds: losses.every((loss, k) => k === 0 || loss > losses[k - 1]!),
      },
    ),
    same(
      {
        id: 'sparsity-penalty/least-important-first',
        statement: `Features are given up in order of importance, the least important first: the best restarts at λ = ${penalized.map(({ penalty }) => penalty).join(', ')}.`,
        source: 'each feature is worth its importance and pays the same penalty',
        control: 'untrained weights; features kept in reverse order',
      },
      penalized.every(({ restarts }) => restarts[0]!.represented.every((feature, place) => feature === place)) &&
        median(penalized.map(({ restarts }) => restarts[0]!.represented.length)) > 0,
      true,
      'features with a norm above 0.5 are 0, 1, …, k − 1',
    ),
  ]
}

function closedForms({ sweep }: SparsityPenaltyNumbers, strong: readonly PenaltyResult[]): readonly Claim[] {
  const differences = strong.map(({ restarts, loneNorms }) => restarts[0]!.represented.length - count(loneNorms))
  const norms = strong.flatMap(({ restarts, loneNorms }) =>
    restarts[0]!.represented.map((feature) => restarts[0]!.norms[feature]! - loneNorms[feature]!),
  )
  const medianOnUnit = (result: PenaltyResult) => median(result.restarts.map(({ onOneUnit }) => onOneUnit))
  return [
    atMost(
      {
        id: 'sparsity-penalty/survivors',
        statement: `A feature survives where its importance is above nλ / 0.7258 (best restarts from λ = ${strong[0]!.penalty} on): largest difference in number.`,
        source: 'closed form: (1 − w²)²/3 + κw/2 stays below 1/3 up to κ = nλ/I = (8/9)·√(2/3)',
        control: 'models without penalty; models without features',
      },
      differences.length === 0 ? Number.NaN : Math.abs(farthest(differences, 0)),
      1,
    ),
    atMost(
      {
        id: 'sparsity-penalty/shrunk-norms',
        statement: `Survivors shrink to the norm that a closed form gives (best restarts from λ = ${strong[0]!.penalty} on): largest difference.`,
        source: 'closed form: w(1 − w²) = 3κ/8, κ = nλ/I',
        control: 'unit norms; models without features',
      },
      norms.length === 0 ? Number.NaN : Math.abs(farthest(norms, 0)),
      0.03,
    ),
    atLeast(
      {
        id: 'sparsity-penalty/privileged-basis',
        statement: `The penalty makes hidden units meaningful: from λ = ${strong[0]!.penalty} on a represented feature lies on one unit (smallest median share of its norm).`,
        source: 'Σ|hidden| depends on the basis, unlike the rest of the loss; paper §10 on privileged bases',
        control: 'untrained weights; models without penalty',
      },
      Math.min(...strong.map(medianOnUnit)),
      0.98,
    ),
    atMost(
      {
        id: 'sparsity-penalty/no-basis-without',
        statement: 'Without a penalty features lie across units: median of the smallest share of a norm on one unit.',
        source: 'the loss does not change when the hidden space is rotated',
        control: 'models under a strong penalty',
      },
      medianOnUnit(sweep[0]!),
      0.9,
    ),
  ]
}

function isFree({ represented, largestInterference }: PenalizedRestart): boolean {
  return represented.length > 0 && largestInterference < mostForDedicated
}

/** Features that are worth their penalty. */
function count(loneNorms: readonly number[]): number {
  return loneNorms.filter((norm) => norm > 0).length
}
