/** What the paper says of the collapse of correlated pairs, row by row, and where mathematics differs. */
import { mean } from '../correlation.js'
import type { Claim } from '../experiment.js'
import { atLeast, atMost, closeTo, farthest, same, verdict } from '../judge.js'
import { median } from '../restarts.js'
import type { CollapseNumbers, ProbabilityResult } from './numbers.js'
import { collapseThreshold } from './threshold.js'

const figure = 'paper §7, figure "from principal components to superposition"'
const hexagon = 'hexagon, partners side by side'

/** Where the paper draws the line between two neighbors of its strip; of the third it says 0.2 to 0.25. */
const paperThresholds = [0.05, 0.15, Math.sqrt(0.2 * 0.25)] as const

/** The acceptance of thresholds: a factor either way. */
const factor = 1.5

/** One probability inside each of the paper's ranges that the strip names. */
const rows = [
  { short: 'none', probability: 0.03, state: hexagon, words: 'Below 0.05 no pair is collapsed' },
  { short: 'one', probability: 0.1, state: '1 collapsed', words: 'From 0.05 to 0.15 one pair is collapsed' },
  { short: 'two', probability: 0.17, state: '2 collapsed', words: 'From 0.15 to 0.2 two pairs are collapsed' },
  { short: 'three', probability: 0.35, state: '3 collapsed', words: 'From 0.25 to 0.5 all three pairs are collapsed' },
] as const

export function collapseClaims(numbers: CollapseNumbers): readonly Claim[] {
  return [
    ...rowClaims(numbers),
    ...denseClaims(numbers),
    ...thresholdClaims(numbers),
    ...exactClaims(numbers),
    ...checks(numbers),
  ]
}

function rowClaims({ strip }: CollapseNumbers): readonly Claim[] {
  const described = rows.map(({ short, probability, state, words }) =>
    same(
      {
        id: `collapse/${short}-collapsed`,
        statement: `${words}: the state that most restarts reach at p = ${probability}.`,
        source: figure,
        control: 'untrained weights; the same models in reverse order',
      },
      at(strip, probability).commonest,
      state,
      'collapsed: cosine of partners above 0.95; apart: gaps within 12° of 60°',
    ),
  )
  const three = at(strip, 0.35).restarts.filter(({ collapsed }) => collapsed === 3)
  return [
    ...described,
    closeTo(
      {
        id: 'collapse/stored-sum',
        statement:
          'A collapsed pair stores (a + b)/√2 and drops the difference: mean norm of its features at p = 0.35, each then being 1/√2.',
        source: `${figure}, and its text`,
        control: 'untrained weights; the same models in reverse order',
      },
      mean(three.flatMap(({ weights }) => weights.map((vector) => Math.hypot(...vector)))),
      Math.SQRT1_2,
      0.05,
    ),
  ]
}

function denseClaims({ strip }: CollapseNumbers): readonly Claim[] {
  const [sparsest, densest] = [strip[0]!, strip.at(-1)!]
  return [
    atLeast(
      {
        id: 'collapse/dense-sums-only',
        statement: `Above 0.5 the weights lie on the principal components, the sums of pairs: their share of ‖W‖² at p = ${densest.probability}, median over restarts.`,
        source: figure,
        control: 'untrained weights; the same models in reverse order',
      },
      median(densest.restarts.map(({ shareOnSums }) => shareOnSums)),
      0.98,
    ),
    closeTo(
      {
        id: 'collapse/dense-principal-loss',
        statement: `Above 0.5 the model is most like principal components: its loss at p = ${densest.probability} in units of the best linear model's, median over restarts.`,
        source: `${figure}; linear optimum in closed form`,
        control: 'untrained weights; the same models in reverse order',
      },
      median(densest.restarts.map(({ exactLoss }) => exactLoss)) / densest.linearOptimum,
      1,
      0.05,
    ),
    atMost(
      {
        id: 'collapse/sparse-better-than-principal',
        statement: `Without sparsity ReLU models gain nothing over principal components, with it nearly everything: loss at p = ${sparsest.probability} in units of the best linear model's, median over restarts.`,
        source: 'paper §7: from principal components to superposition',
        control: 'untrained weights; the same models in reverse order',
      },
      median(sparsest.restarts.map(({ exactLoss }) => exactLoss)) / sparsest.linearOptimum,
      0.3,
    ),
  ]
}

function thresholdClaims({ strip, exact }: CollapseNumbers): readonly Claim[] {
  const names = ['first', 'second', 'third'] as const
  const described = names.map((name, k) => {
    const paper = paperThresholds[k]!
    const measured = collapseThreshold(strip, k + 0.5)
    return verdict(
      {
        id: `collapse/${name}-threshold`,
        statement: `The ${name} pair collapses at p ≈ ${name === 'third' ? '0.2 to 0.25' : paper}: where the mean number of collapsed pairs over restarts passes ${k + 0.5}. (The exact optima change at ${exact.thresholds[k]!.toPrecision(3)}.)`,
        source: figure,
        control: 'untrained weights; the same models in reverse order',
      },
      {
        expected: Number(paper.toPrecision(3)),
        measured: Number.isFinite(measured) ? measured : 'nowhere',
        tolerance: `a factor ${factor}`,
        holds: Math.abs(Math.log(measured / paper)) <= Math.log(factor),
      },
    )
  })
  const means = strip.map(({ meanCollapsed }) => meanCollapsed)
  return [
    ...described,
    verdict(
      {
        id: 'collapse/more-as-denser',
        statement: 'The denser the features, the more pairs are collapsed: mean over restarts, by rising p.',
        source: figure,
        control: 'untrained weights; the same models in reverse order',
      },
      {
        expected: 'from 0 to 3, never falling',
        measured: means.map((value) => value.toFixed(1)).join(', '),
        tolerance: 'a fall by 0.3; half a pair at the ends',
        holds:
          means.every((value, k) => means.slice(0, k).every((before) => value >= before - 0.3)) &&
          means[0]! <= 0.5 &&
          means.at(-1)! >= 2.5,
      },
    ),
  ]
}

function exactClaims({ strip, exact }: CollapseNumbers): readonly Claim[] {
  const [first, second, third] = exact.thresholds
  const paper = paperThresholds
  const farthestFactor = Math.exp(farthest([Math.log(first / paper[0]), Math.log(second / paper[1])], 0))
  const early = strip.filter(({ probability }) => probability <= 0.17)
  const optimumAt = (probability: number) => exact.optima.find((optimum) => optimum.probability === probability)!
  return [
    atMost(
      {
        id: 'collapse/exact-agrees',
        statement: `The exact optima change from none to one pair collapsed at p = ${first.toPrecision(3)} and to two at ${second.toPrecision(3)}, where the paper has 0.05 and 0.15: larger factor between them.`,
        source: 'exact losses of the four states, minimized over weights and biases',
        control: 'thresholds of twice the size',
      },
      Math.max(farthestFactor, 1 / farthestFactor),
      factor,
    ),
    atLeast(
      {
        id: 'collapse/exact-third-later',
        statement: `The exact optimum keeps the third pair apart up to p = ${third.toPrecision(3)}, beyond the paper's 0.2 to 0.25. Trained models collapse it before, as in the paper: they begin with principal components and stay in the local optimum that grows out of them.`,
        source: 'exact losses of the four states, minimized over weights and biases',
        control: 'a third threshold of 0.25',
      },
      third,
      0.3,
    ),
    atLeast(
      {
        id: 'collapse/local-optimum',
        statement:
          'At p = 0.25 the median restart is not at the exact optimum, which has two pairs collapsed: its loss in units of the optimum.',
        source: 'exact loss; training from small weights goes through principal components first (paper §8)',
        control: 'the best restarts alone, with two pairs collapsed',
      },
      median(at(strip, 0.25).restarts.map(({ exactLoss }) => exactLoss)) / optimumAt(0.25).loss,
      1.03,
    ),
    atMost(
      {
        id: 'collapse/best-is-optimal',
        statement:
          'Up to p = 0.17 the best restart reaches the exact optimum: loss in units of it, the largest of all probabilities.',
        source: 'exact losses of the four states, minimized over weights and biases',
        control: 'untrained weights; the same models in reverse order',
      },
      Math.max(...early.map(({ probability, losses }) => losses.best / optimumAt(probability).loss)),
      1.02,
    ),
  ]
}

function checks({ strip }: CollapseNumbers): readonly Claim[] {
  const members = strip.flatMap(({ restarts }) => restarts)
  const shares = rows.map(({ probability, state }) => {
    const { states, losses } = at(strip, probability)
    return (states[state] ?? 0) / (losses.count + losses.diverged)
  })
  return [
    atLeast(
      {
        id: 'collapse/restarts',
        statement:
          'In the middle of each of the paper’s ranges (p = 0.03, 0.1, 0.17, 0.35) at least two of five restarts end in its state: the smallest share.',
        source: 'restarts; the paper shows one model each',
        control: 'untrained weights; the same models in reverse order',
      },
      Math.min(...shares),
      0.4,
    ),
    closeTo(
      {
        id: 'collapse/fresh-samples',
        statement: 'Losses on fresh samples are the exact losses of the same weights (mean ratio over all restarts).',
        source: 'exact loss by sets of active features',
        control: 'losses twice as large',
      },
      mean(members.map(({ loss, exactLoss }) => loss / exactLoss)),
      1,
      0.03,
    ),
  ]
}

function at(strip: readonly ProbabilityResult[], probability: number): ProbabilityResult {
  return strip.find((result) => result.probability === probability)!
}
