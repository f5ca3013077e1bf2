/** All claims about the terms of the loss, in the order of the paper's section. */
import { atMost, judged, near, shareAtLeast } from '../vocabulary/expectations.js'
import { best, countOf, medianOf } from '../vocabulary/restarts.js'
import { sampledLosses } from '../vocabulary/sampled-losses.js'
import { list, mean, median } from '../vocabulary/statistics.js'
import { droppingProbability, keepingProbability, type LossTermsNumbers } from './measure.js'
import { fallingProbabilities, linearProbabilities, pentagonProbability } from './settings.js'

const probabilities = `p = ${list(fallingProbabilities)}`
const minimized = 'exact loss, minimized over weights and biases'
/** What trained shapes must not be. */
const otherShapes = ['untrained weights', 'a square'] as const

export function claims(numbers: LossTermsNumbers) {
  return [
    ...linearClaims(numbers),
    ...fallingClaims(numbers),
    ...ledgerClaims(numbers),
    ...numbers.oneActive.flatMap((result) => oneActiveClaims(result, numbers)),
    ...pentagonClaims(numbers),
    sampledLosses(conditionsOf(numbers), {
      trained: {
        which: 'in every sweep and at every p',
        nearMisses: ['untrained', 'density 25 % too high', 'losses 10 % too high', 'biases lost'],
      },
      source: 'exact loss, summed over sets of active features; for linear models, benefit plus interference',
    }),
  ] as const
}

function linearClaims({ linear }: LossTermsNumbers) {
  const restarts = linear.flatMap(({ restarts: { all } }) => all)
  return [
    {
      id: 'linear-terms',
      kind: 'paper',
      says: 'The loss of linear models is V(p) times feature benefit plus interference, Σ I_i (1 − ‖W_i‖²)² + Σ I_j (W_j·W_i)².',
      measures: `loss on fresh samples / that sum, mean over restarts, worst of p = ${list(linearProbabilities)}`,
      source: 'paper §4, linear case; exact for independent features with the best bias',
      holds: near(
        1,
        0.01,
      )(linear.map(({ restarts: { all } }) => mean(all.map(({ loss, exactLoss }) => loss / exactLoss)))),
      failsOn: ['untrained weights', 'losses 10 % too high'],
      nearMisses: ['untrained', 'density 25 % too high', 'losses 10 % too high'],
    },
    {
      id: 'linear-losses',
      kind: 'mathematics',
      says: 'The median linear model has the lowest possible loss, V(p) Σ I_i over all features except the two most important.',
      measures: `V(p) (benefit + interference) of the model / lowest possible loss, worst of p = ${list(linearProbabilities)}`,
      source: 'closed form of the best linear model',
      holds: near(
        1,
        0.01,
      )(linear.map(({ restarts: of, optimum }) => medianOf(of, ({ exactLoss }) => exactLoss) / optimum)),
      failsOn: ['untrained weights', 'ReLU models'],
      nearMisses: ['untrained', 'noise on weights', 'importance ignored', 'output activation swapped'],
    },
    {
      id: 'linear-no-superposition',
      kind: 'paper',
      says: 'Linear models store as many features as they have dimensions, m = 2, and never more.',
      measures: '‖W‖², worst restart',
      source: 'paper §4',
      holds: near(2, 0.05)(restarts.map(({ frobeniusSquared }) => frobeniusSquared)),
      failsOn: ['untrained weights', 'ReLU models'],
      nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'output activation swapped'],
    },
    {
      id: 'linear-no-interference',
      kind: 'paper',
      says: 'Linear models have no interference.',
      measures: 'interference / (benefit + interference), median over restarts',
      source: 'paper §4: interference outweighs the benefit of a further feature',
      holds: atMost(0.005)(median(restarts.map((each) => each.interference / (each.benefit + each.interference)))),
      failsOn: ['untrained weights', 'ReLU models'],
      nearMisses: ['untrained', 'noise on weights', 'output activation swapped'],
    },
  ] as const
}

function fallingClaims({ falling, equal }: LossTermsNumbers) {
  const firstTerms = falling.map(({ shares }) => shares[0]! + shares[1]!)
  return [
    {
      id: 'falling-losses',
      kind: 'mathematics',
      says: `The best models of five features of falling importance have the lowest possible loss (${probabilities}).`,
      measures: 'exact loss of the best restart / exact optimum, worst probability',
      source: `${minimized} from a pentagon or a square`,
      holds: near(1, 0.01)(falling.map(({ restarts, optimum }) => best(restarts).exactLoss / optimum.loss)),
      failsOn: ['untrained weights', 'weights twice as long'],
      nearMisses: ['untrained', 'tenth of training', 'weights 5 % too small', 'biases lost', 'importance ignored'],
    },
    {
      id: 'sparse-first-terms',
      kind: 'paper',
      says: 'As features become sparser, a larger share of the loss comes from inputs with at most one active feature: the same share as in the exact optima.',
      measures: `share of L_0 + L_1 − its share in the optimum, best restarts at ${probabilities} (share: ${list(firstTerms, (share) => share.toFixed(2))}); worst p`,
      source: `paper §4: for high sparsity the first terms decide; ${minimized}`,
      holds: near(0, 0.01)(falling.map(({ optimum }, k) => firstTerms[k]! - optimum.firstTerms)),
      failsOn: ['untrained weights', 'the same results in reverse order'],
      nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'members mixed up'],
    },
    {
      id: 'bias-cuts-interference',
      kind: 'paper',
      says: 'A negative bias removes small positive interference. In a pentagon it removes nearly all of it.',
      measures: `interference in L_1 of the best pentagon (p = ${pentagonProbability}) / that with biases of 0; by theory ${equal.interference.ofOptimum.toFixed(3)}`,
      source: `paper §4; ${minimized}`,
      holds: near(
        Number(equal.interference.ofOptimum.toFixed(3)),
        0.005,
      )(equal.interference.withBias / equal.interference.withoutBias),
      failsOn: ['untrained weights'],
      nearMisses: ['untrained', 'biases lost', 'weights 5 % too large', 'output activation swapped'],
    },
  ] as const
}

function ledgerClaims({ falling }: LossTermsNumbers) {
  const sparse = falling.find(({ probability }) => probability === keepingProbability)!
  const dropping = falling.find(({ probability }) => probability === droppingProbability)!
  const { feature: dropped, norm, lossIfPlacedBest } = dropping.shortest
  const account = dropping.ledger[dropped]!
  const placedBest = lossIfPlacedBest! / best(dropping.restarts).exactLoss
  const ratios = (of: readonly number[]) => [...of].sort((a, b) => a - b)
  const optimal = ratios(sparse.optimum.benefitOverInterference)
  const kept = ratios(sparse.ledger.map(({ benefit, interference }) => benefit / interference))
  return [
    {
      id: 'ledger-kept',
      kind: 'mathematics',
      says: `The benefit of every kept feature exceeds its interference by the same factor as in the exact optimum (five features of importance 0.9ⁱ, p = ${sparse.probability}).`,
      measures:
        'benefit / interference of each feature of the best restart, relative to the exact optimum, both sorted by size; worst feature',
      source: 'paper §4: feature benefit against interference; exact losses with the feature removed',
      holds: near(1, '25 %')(kept.map((ratio, k) => ratio / optimal[k]!)),
      failsOn: ['untrained weights', 'weights twice as long'],
      nearMisses: ['untrained', 'biases lost', 'output activation swapped'],
    },
    {
      id: 'ledger-dropped',
      kind: 'mathematics',
      says: `At p = ${dropping.probability} the least important feature is dropped, and no vector and bias for it would lower the loss by 1 %.`,
      measures: 'the dropped feature; its norm; lowest total loss with another vector and bias for it / total loss',
      source:
        'exact loss, minimized over one feature; paper §2: the least important of five is dropped at 80 % sparsity',
      holds: judged(
        'feature 4, norm below 0.1, loss × 1 when placed best',
        dropped === 4 && norm < 0.1 && placedBest > 0.99,
        '1 %',
      )(`feature ${dropped}, norm ${norm.toFixed(3)}, loss × ${placedBest.toFixed(4)}`),
      failsOn: ['untrained weights', 'the best model of p = 0.05'],
      nearMisses: ['untrained', 'biases lost', 'noise on weights', 'members mixed up'],
    },
    {
      id: 'ledger-unlearned',
      kind: 'mathematics',
      says: `The dropped feature has the loss of a constant output at its mean, I V(p) / n (p = ${dropping.probability}).`,
      measures: 'loss of the dropped feature alone',
      source: 'paper §4; V(p) = p/3 − p²/4',
      holds: near((0.9 ** 4 * (0.2 / 3 - 0.2 ** 2 / 4)) / 5, '2 %')(account.ownLoss),
      failsOn: ['untrained weights', 'the best model of p = 0.05'],
      nearMisses: ['biases lost', 'members mixed up', 'features shifted'],
    },
  ] as const
}

function oneActiveClaims({ featureCount, restarts }: LossTermsNumbers['oneActive'][number], all: LossTermsNumbers) {
  const found = best(restarts)
  const { radius, bias, loss } = all.polygons.find(({ corners }) => corners === featureCount)!
  const name = featureCount === 5 ? 'pentagon' : 'hexagon'
  const inWords = (norm: number, its: number) => `norm ${norm.toFixed(4)}, bias ${its.toFixed(4)}`
  return [
    {
      id: `one-active-${name}-loss`,
      kind: 'mathematics',
      says: `Models trained on samples with exactly one active feature (n = ${featureCount}, m = 2) reach the loss of the ${name}.`,
      measures: 'exact loss of the best restart',
      source: 'L(k, k) = h_k/3k; Chen et al. 2023',
      holds: near(loss, '0.5 %')(found.exactLoss),
      failsOn: otherShapes,
      nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'weights 5 % too large'],
    },
    {
      id: `one-active-${name}`,
      kind: 'mathematics',
      says: `Models trained on samples with exactly one active feature (n = ${featureCount}, m = 2) have the norm and bias of the ${name}.`,
      measures: 'medians over the features of the best restart',
      source: 'Chen et al. 2023',
      holds: judged(
        inWords(radius, bias),
        Math.abs(found.norm - radius) <= 0.01 && Math.abs(found.bias - bias) <= 0.01,
        0.01,
      )(inWords(found.norm, found.bias)),
      failsOn: otherShapes,
      nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'weights 5 % too large'],
    },
  ] as const
}

function pentagonClaims({ equal: { restarts, optimum }, oneActive }: LossTermsNumbers) {
  const { norm, bias, dimensionality, exactLoss } = best(restarts)
  const isPentagon =
    Math.abs(norm - 1.134) <= 0.01 && Math.abs(bias + 0.246) <= 0.01 && Math.abs(dimensionality - 0.4) <= 0.005
  return [
    {
      id: 'pentagon',
      kind: 'mathematics',
      says: `Five equally important features in two dimensions at p = ${pentagonProbability} form a pentagon of norm 1.134, bias −.246 and dimensionality .4.`,
      measures: 'medians over features of the best restart',
      source: 'exact loss at p = .05; theory gives the same; paper §6: corners of a pentagon have 2/5 of a dimension',
      holds: judged(
        `norm ${optimum.norm.toFixed(3)}, bias ${optimum.bias.toFixed(3)}, D 0.400`,
        isPentagon && Math.abs(optimum.norm - 1.134) < 0.001,
        '0.01 of norm and bias, 0.005 of D',
      )(`norm ${norm.toFixed(3)}, bias ${bias.toFixed(3)}, D ${dimensionality.toFixed(3)}`),
      failsOn: otherShapes,
      nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'weights 5 % too large'],
    },
    {
      id: 'pentagon-loss',
      kind: 'mathematics',
      says: `Five equally important features in two dimensions have the lowest possible loss, that of the pentagon (p = ${pentagonProbability}).`,
      measures: 'exact loss, summed over features, best restart',
      source: 'exact loss, minimized from the pentagon: .0089',
      holds: near(0.0089, '1 %')(5 * exactLoss),
      failsOn: otherShapes,
      nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'weights 5 % too large'],
    },
    {
      id: 'pentagon-restarts',
      kind: 'mathematics',
      says: `At least half of the restarts of five features end as the pentagon, both at p = ${pentagonProbability} and with exactly one active feature.`,
      measures: `restarts within 2 % of its lowest loss, p = ${pentagonProbability} and exactly one active feature`,
      source: 'restarts; a square that leaves a feature out is a local minimum',
      holds: shareAtLeast(0.5)(
        bothCounts(
          countOf(restarts, (each) => each.exactLoss < 1.02 * optimum.loss),
          countOf(oneActive[0]!.restarts, (each) => each.exactLoss < 1.02 * oneActive[0]!.optimum),
        ),
      ),
      failsOn: otherShapes,
      nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'weights 5 % too large'],
    },
  ] as const
}

/** Of each sweep and p, the restarts within 20 % of the least loss. */
function conditionsOf({ falling, equal, oneActive, linear }: LossTermsNumbers) {
  const all = [
    ...falling.map(({ restarts, optimum }) => ({ restarts, least: optimum.loss })),
    { restarts: equal.restarts, least: equal.optimum.loss },
    ...oneActive.map(({ restarts, optimum }) => ({ restarts, least: optimum })),
    ...linear.map(({ restarts, optimum }) => ({ restarts, least: optimum })),
  ]
  return all.map(({ restarts, least }) => restarts.all.filter(({ exactLoss }) => exactLoss < 1.2 * least))
}

function bothCounts(...shares: readonly { readonly count: number; readonly of: number }[]) {
  return { count: shares.reduce((sum, { count }) => sum + count, 0), of: shares.reduce((sum, { of }) => sum + of, 0) }
}
