/** What the paper's introduction says, and what mathematics adds, judged on the best restarts. */
import type { Claim } from '../experiment.js'
import { atLeast, atMost, closeTo, farthest, relativelyCloseTo, same } from '../judge.js'
import { median } from '../restarts.js'
import type { IntroNumbers, PanelResult, ProbabilityResult, RestartResult } from './numbers.js'
import type { PlaneShape } from './plane-shape.js'

const figure = 'paper §2, figure of five features in two dimensions'

/** The shapes of the three panels, in the words of `shapeWithRest`. */
const denseShape = 'right angle of 0, 1; rest at 0'
const middleShape = 'square of 0, 1, 2, 3; rest at 0'
const sparseShape = 'pentagon of 0, 1, 2, 3, 4'

/** Norms differ from 1 by less, and those of features left out are smaller. */
const normTolerance = 0.1

export function introClaims(numbers: IntroNumbers): readonly Claim[] {
  const [dense, middle, sparse] = numbers.panels as readonly [PanelResult, PanelResult, PanelResult]
  return [
    ...denseClaims(dense),
    ...middleClaims(middle),
    ...sparseClaims(sparse, [dense, middle]),
    ...acrossClaims(numbers),
  ]
}

function denseClaims(dense: PanelResult): readonly Claim[] {
  const best = dense.restarts[0]!
  return [
    same(
      {
        id: 'intro/dense-right-angle',
        statement: 'At 0 % sparsity the two most important features lie at right angles, the other three at 0.',
        source: `${figure}, first panel`,
        control: 'untrained weights; a pentagon',
      },
      shapeWithRest(best.shape),
      denseShape,
      `angles within 8°, rest below ${normTolerance}`,
    ),
    closeTo(
      {
        id: 'intro/dense-unit-norms',
        statement: 'At 0 % sparsity the norms of the two features kept are 1.',
        source: `${figure}, first panel; linear optimum, WᵀW = 1 on the features kept`,
        control: 'untrained weights',
      },
      farthest([norm(best, 0), norm(best, 1)], 1),
      1,
      0.05,
    ),
    relativelyCloseTo(
      {
        id: 'intro/dense-loss',
        statement: 'At 0 % sparsity the median restart has the loss of the best linear model, V(1)·Σ_{i>2} I_i / 5.',
        source: 'linear optimum: weighted principal components',
        control: 'untrained weights; the models of 80 % sparsity',
      },
      median(dense.restarts.map(({ exactLoss }) => exactLoss)),
      dense.optimum.linear,
      0.01,
    ),
    closeTo(
      {
        id: 'intro/dense-mean-bias',
        statement:
          'At 0 % sparsity features left out are output as their mean, 1/2: the bias farthest off, each the median over restarts.',
        source: 'paper §3: the bias sets features that are not learned to their mean',
        control: 'untrained weights; the models of 90 % sparsity',
      },
      farthest(
        [2, 3, 4].map((feature) => median(dense.restarts.map(({ bias }) => bias[feature]!))),
        0.5,
      ),
      0.5,
      0.02,
    ),
    enoughRestarts(
      dense,
      denseShape,
      'dense',
      'At 0 % sparsity at least half of the restarts end with these two at right angles.',
      0.5,
    ),
  ]
}

function middleClaims(middle: PanelResult): readonly Claim[] {
  const best = middle.restarts[0]!
  return [
    same(
      {
        id: 'intro/middle-square',
        statement: 'At 80 % sparsity the four most important features form two antipodal pairs, the fifth is at 0.',
        source: `${figure}, second panel`,
        control: 'untrained weights; the models of 0 % and of 90 % sparsity',
      },
      shapeWithRest(best.shape),
      middleShape,
      `angles within 8°, rest below ${normTolerance}`,
    ),
    relativelyCloseTo(
      {
        id: 'intro/middle-loss',
        statement: 'At 80 % sparsity the best restart has the least loss that a square can have.',
        source: 'exact loss, minimized over weights and biases from a square',
        control: 'untrained weights; a pentagon',
      },
      best.exactLoss,
      middle.optimum.square,
      0.01,
    ),
    atLeast(
      {
        id: 'intro/middle-order',
        statement: 'At 80 % sparsity even the best pentagon loses more than the model found (ratio of losses).',
        source: 'exact loss, minimized over weights and biases from a pentagon',
        control: 'untrained weights; 90 % sparsity',
      },
      middle.optimum.pentagon / best.exactLoss,
      1.04,
    ),
    enoughRestarts(
      middle,
      middleShape,
      'middle',
      'At 80 % sparsity at least one in eight restarts ends in this square.',
      0.125,
    ),
  ]
}

function sparseClaims(sparse: PanelResult, denser: readonly PanelResult[]): readonly Claim[] {
  const best = sparse.restarts[0]!
  return [
    same(
      {
        id: 'intro/sparse-pentagon',
        statement: 'At 90 % sparsity all five features form a pentagon.',
        source: `${figure}, third panel`,
        control: 'untrained weights; the models of 0 % and of 80 % sparsity',
      },
      shapeWithRest(best.shape),
      sparseShape,
      'angles within 8° of 72°',
    ),
    relativelyCloseTo(
      {
        id: 'intro/sparse-loss',
        statement: 'At 90 % sparsity the best restart has the least loss that a pentagon can have.',
        source: 'exact loss, minimized over weights and biases from a pentagon',
        control: 'untrained weights; a square',
      },
      best.exactLoss,
      sparse.optimum.pentagon,
      0.01,
    ),
    atLeast(
      {
        id: 'intro/sparse-order',
        statement: 'At 90 % sparsity even the best square loses more than the model found (ratio of losses).',
        source: 'exact loss, minimized over weights and biases from a square',
        control: 'untrained weights; 80 % sparsity',
      },
      sparse.optimum.square / best.exactLoss,
      1.15,
    ),
    atLeast(
      {
        id: 'intro/sparse-positive-interference',
        statement: 'At 90 % sparsity there is positive interference: the largest W_i·W_j of two features.',
        source: `${figure}, third panel; in a regular pentagon cos 72° · ‖W‖² = 0.37`,
        control: 'untrained weights; the models of 0 % and of 80 % sparsity',
      },
      largestProduct(best),
      0.25,
    ),
    atMost(
      {
        id: 'intro/denser-no-positive-interference',
        statement: 'At 0 % and 80 % sparsity there is none: the largest W_i·W_j of two features kept.',
        source: `${figure}, first and second panel`,
        control: 'the models of 90 % sparsity',
      },
      Math.max(...denser.map(({ restarts }) => largestProduct(restarts[0]!))),
      0.1,
    ),
    atMost(
      {
        id: 'intro/sparse-negative-bias',
        statement: 'At 90 % sparsity negative biases take up the positive interference: the largest of the five.',
        source: 'paper §2 and §4: a negative bias turns small positive interference into none',
        control: 'untrained weights; the models of 0 % and of 80 % sparsity',
      },
      Math.max(...best.bias),
      -0.1,
    ),
    enoughRestarts(
      sparse,
      sparseShape,
      'sparse',
      'At 90 % sparsity at least one in eight restarts ends as a pentagon.',
      0.125,
    ),
  ]
}

function acrossClaims({ panels, strip }: IntroNumbers): readonly Claim[] {
  const all = [...panels, ...strip].sort((a, b) => b.probability - a.probability)
  const sparse = strip.filter(({ probability }) => probability <= 0.1)
  const kept = all.map(({ restarts }) => restarts[0]!.shape.features.length)
  const members = all.flatMap(({ restarts }) => restarts)
  return [
    same(
      {
        id: 'intro/pentagon-below-a-tenth',
        statement: 'At every probability of at most .1 the best restart is a pentagon.',
        source: 'paper §2; official notebook, p = 20^(−k/9)',
        control: 'untrained weights; the models of 80 % sparsity',
      },
      sparse.every(({ restarts }) => restarts[0]!.shape.name === 'pentagon'),
      true,
      'angles within 8° of 72°',
    ),
    same(
      {
        id: 'intro/more-features-as-sparser',
        statement:
          'The sparser the features, the more are stored: never fewer at a smaller probability, in the end all five.',
        source: 'paper §2: sparsity lets models represent more features than dimensions',
        control: 'untrained weights; the same models in reverse order',
      },
      kept.every((count, k) => k === 0 || count >= kept[k - 1]!) && kept[0] === 2 && kept.at(-1) === 5,
      true,
      'features with a norm above 0.5',
    ),
    closeTo(
      {
        id: 'intro/fresh-samples',
        statement: 'Losses on fresh samples are the exact losses of the same weights (mean ratio over all restarts).',
        source: 'exact loss by sets of active features',
        control: 'losses of the linear model with the same weights',
      },
      members.reduce((sum, { loss, exactLoss }) => sum + loss / exactLoss, 0) / members.length,
      1,
      0.01,
    ),
  ]
}

function enoughRestarts(
  result: ProbabilityResult,
  shape: string,
  panel: string,
  statement: string,
  share: number,
): Claim {
  const reached = result.restarts.filter((restart) => shapeWithRest(restart.shape) === shape).length
  return atLeast(
    {
      id: `intro/${panel}-restarts`,
      statement,
      source: `restarts at p = ${result.probability}; one run alone would be an anecdote`,
      control: 'untrained weights',
    },
    reached / (result.losses.count + result.losses.diverged),
    share,
  )
}

/** For example `square of 0, 1, 2, 3; rest at 0`. */
function shapeWithRest({ name, features, largestRest }: PlaneShape): string {
  const rest =
    features.length === 5 ? '' : `; rest ${largestRest < normTolerance ? 'at 0' : `up to ${largestRest.toFixed(2)}`}`
  return `${name} of ${features.join(', ')}${rest}`
}

function norm({ weights }: RestartResult, feature: number): number {
  return Math.hypot(...weights[feature]!)
}

/** The largest W_i·W_j of two different features that are kept; 0 when there are no two. */
function largestProduct({ weights, shape: { features } }: RestartResult): number {
  const products = features.flatMap((i) =>
    features.filter((j) => j < i).map((j) => weights[i]!.reduce((sum, value, k) => sum + value * weights[j]![k]!, 0)),
  )
  return products.length === 0 ? 0 : Math.max(...products)
}
