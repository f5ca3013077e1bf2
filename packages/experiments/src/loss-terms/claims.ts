/** All claims about the terms of the loss, in the order of the paper's section. */
import { atLeast, atMost, judged, near, rising } from '../vocabulary/expectations.js'
import { best, shareOf } from '../vocabulary/restarts.js'
import { list, mean, median } from '../vocabulary/statistics.js'
import type { LossTermsNumbers } from './measure.js'
import { fallingProbabilities, linearProbabilities, pentagonProbability } from './settings.js'

/** Of Chen et al. 2023: corners, l*, b*, h_k and L(k, k). */
const publishedPolygons = [
  [3, 1, 0, 0, 0],
  [4, 1, 0, 0, 0],
  [5, 1.1705, -0.2823, 0.23738, 0.015826],
  [6, 1.3205, -0.6181, 0.86746, 0.048192],
] as const
/** L(4, 5) and L(5, 6). */
const publishedLosses = [0.06667, 0.06874]

const probabilities = `p = ${list(fallingProbabilities)}`
/** What trained shapes must not be. */
const otherShapes = ['untrained weights', 'a square'] as const

export function claims(numbers: LossTermsNumbers) {
  return [
    ...linearClaims(numbers),
    ...expansionClaims(numbers),
    ...ledgerClaims(numbers),
    ...polygonClaims(numbers),
    ...numbers.oneActive.flatMap((result) => oneActiveClaims(result, numbers)),
    ...pentagonClaims(numbers),
  ] as const
}

function linearClaims({ linear }: LossTermsNumbers) {
  const restarts = linear.flatMap(({ all }) => all)
  return [
    {
      id: 'linear-terms',
      says: 'The loss of linear models is V(p) times feature benefit plus interference, Σ I_i (1 − ‖W_i‖²)² + Σ I_j (W_j·W_i)².',
      measures: `loss on fresh samples / that sum, median over restarts at p = ${list(linearProbabilities)}`,
      source: 'paper §4, linear case; exact for independent features with the best bias',
      holds: near(1, 0.02)(median(restarts.map(({ measured, loss }) => measured / loss))),
      failsOn: ['untrained weights', 'losses twice as large'],
    },
    {
      id: 'linear-no-superposition',
      says: 'Linear models never store more features than dimensions (m = 2).',
      measures: 'largest ‖W‖² of all restarts',
      source: 'paper §4',
      holds: atMost(2.05)(restarts.map(({ frobeniusSquared }) => frobeniusSquared)),
      failsOn: ['ReLU models'],
    },
    {
      id: 'linear-no-interference',
      says: 'Linear models pay no interference.',
      measures: 'its share of benefit plus interference, median over restarts',
      source: 'paper §4: interference outweighs the benefit of a further feature',
      holds: atMost(0.02)(median(restarts.map((each) => each.interference / (each.benefit + each.interference)))),
      failsOn: ['untrained weights', 'ReLU models'],
    },
  ] as const
}

function expansionClaims({ falling, equal }: LossTermsNumbers) {
  const sampledOverExact = falling.flatMap(({ terms, sampled }) =>
    terms.flatMap((term, k) => (k === 0 || term < 1e-4 ? [] : [sampled[k]! / term])),
  )
  const losses = falling.map(({ restarts, expansion }) => {
    const ratio = mean(restarts.all.map(({ loss, exactLoss }) => loss / exactLoss))
    return (ratio * best(restarts).exactLoss) / expansion
  })
  const offFormulas = falling.map(({ terms: [none, one], noneActive, oneActive: { own, interference } }) => {
    return Math.max(Math.abs(none! - noneActive), Math.abs(one! - own - interference)) / one!
  })
  return [
    {
      id: 'sampled-terms',
      says: 'L_1 … L_n of trained models are what samples with exactly so many active features give.',
      measures: `ratio farthest from 1, best restarts at ${probabilities}`,
      source: 'paper §4: L_k is the loss on k-sparse inputs; exact integrals over all sets',
      holds: near(1, 0.06)(sampledOverExact),
      failsOn: ['terms of the same models in reverse order'],
    },
    {
      id: 'expansion',
      says: `Σ p^k (1 − p)^(n−k) L_k is the loss (${probabilities}).`,
      measures:
        'loss on fresh samples / it, mean over restarts, at the p farthest off; the sum is that of the best restart',
      source: 'paper §4: L = (1 − S)^n L_n + … + S^n L_0',
      holds: near(1, 0.03)(losses),
      failsOn: ['losses twice as large'],
    },
    {
      id: 'first-terms',
      says: 'L_0 = Σ I_i ReLU(b_i)², and L_1 is the sum of the two integrals of the paper.',
      measures: 'largest difference of exact terms from them, relative to L_1',
      source: 'paper §4, formulas of L_0 and L_1; quadrature',
      holds: atMost(1e-3)(offFormulas),
      failsOn: ['L_1 without interference'],
    },
    {
      id: 'sparse-first-terms',
      says: 'The sparser the features, the more of the loss comes from inputs with at most one active feature.',
      measures: `share of L_0 and L_1 at ${probabilities}, best restarts`,
      source: 'paper §4: for high sparsity the first terms decide',
      holds: rising({ to: atLeast(0.4), digits: (share) => share.toFixed(3) })(
        falling.map(({ shares }) => shares[0]! + shares[1]!),
      ),
      failsOn: ['the same results in reverse order'],
    },
    {
      id: 'bias-cuts-interference',
      says: 'A negative bias turns small positive interference into none.',
      measures: `interference in L_1 of the best pentagon (p = ${pentagonProbability}) / that with biases of 0`,
      source: 'paper §4',
      holds: atMost(0.25)(equal.interference.withBias / equal.interference.withoutBias),
      failsOn: ['untrained weights'],
    },
  ] as const
}

function ledgerClaims({ falling }: LossTermsNumbers) {
  const sparse = falling.find(({ probability }) => probability === 0.05)!
  const dropping = falling.find(({ probability }) => probability === 0.2)!
  const dropped = dropping.norms.indexOf(Math.min(...dropping.norms))
  const norm = dropping.norms[dropped]!
  const account = dropping.ledger[dropped]!
  const placedBest = account.lossIfPlacedBest / best(dropping.restarts).exactLoss
  return [
    {
      id: 'ledger-kept',
      says: `Features that are kept pay (five features of importance 0.9ⁱ, p = ${sparse.probability}, best restart).`,
      measures: 'benefit / interference of the feature with the least ratio',
      source: 'paper §4: feature benefit against interference; exact losses with the feature removed',
      holds: atLeast(1)(sparse.ledger.map(({ benefit, interference }) => benefit / interference)),
      failsOn: ['weights twice as long'],
    },
    {
      id: 'ledger-dropped',
      says: `The feature that is dropped at p = ${dropping.probability} is the least important one, and no vector and bias for it would lower the loss by 1 %.`,
      measures: 'the dropped feature, and the least loss of all features with another vector and bias for it / loss',
      source:
        'exact loss, minimized over one feature; paper §2: the least important of five is dropped at 80 % sparsity',
      holds: judged(
        'feature 4, norm below 0.1, loss × 1 when placed best',
        dropped === 4 && norm < 0.1 && placedBest > 0.99,
        '1 %',
      )(`feature ${dropped}, norm ${norm.toFixed(3)}, loss × ${placedBest.toFixed(4)}`),
      failsOn: ['untrained weights', 'the best model of p = 0.05'],
    },
    {
      id: 'ledger-unlearned',
      says: `Its loss is that of a feature at its mean, I V(p) / n (p = ${dropping.probability}).`,
      measures: 'own loss of the dropped feature',
      source: 'paper §4; V(p) = p/3 − p²/4',
      holds: near((0.9 ** 4 * (0.2 / 3 - 0.2 ** 2 / 4)) / 5, '2 %')(account.ownLoss),
      failsOn: ['untrained weights', 'the best model of p = 0.05'],
    },
  ] as const
}

function polygonClaims({ polygons, polygonLosses }: LossTermsNumbers) {
  const differences = polygons.flatMap(({ corners, radius, bias, height, loss }, row) =>
    [corners, radius, bias, height, loss].map((value, column) => Math.abs(value - publishedPolygons[row]![column]!)),
  )
  return [
    {
      id: 'polygon-table',
      says: 'With one active feature the best regular polygons of 3 to 6 corners have the published norms, biases, heights and losses.',
      measures: 'largest difference',
      source: 'Chen et al. 2023; minimized here',
      holds: atMost(5e-5)(differences),
      failsOn: ['the table shifted by one corner'],
    },
    {
      id: 'polygon-losses',
      says: 'L(4, 5) and L(5, 6), of polygons that leave one feature out, are the published ones.',
      measures: 'largest difference',
      source: 'Chen et al. 2023: L(k, c) = (h_k + c − k)/3c',
      holds: atMost(5e-5)(polygonLosses.map((loss, k) => Math.abs(loss - publishedLosses[k]!))),
      failsOn: ['the two exchanged'],
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
      says: `Models trained on samples with exactly one active feature (n = ${featureCount}, m = 2) reach the loss of the ${name}.`,
      measures: 'exact loss of the best restart',
      source: 'L(k, k) = h_k/3k',
      holds: near(loss, '1 %')(found.exactLoss),
      failsOn: otherShapes,
    },
    {
      id: `one-active-${name}`,
      says: `They have its norm and bias (n = ${featureCount}).`,
      measures: 'medians over the features of the best restart',
      source: 'Chen et al. 2023',
      holds: judged(
        inWords(radius, bias),
        Math.abs(found.norm - radius) <= 0.02 && Math.abs(found.bias - bias) <= 0.02,
        0.02,
      )(inWords(found.norm, found.bias)),
      failsOn: otherShapes,
    },
    {
      id: `one-active-${name}-restarts`,
      says: `Restarts come within 2 % of it (n = ${featureCount}).`,
      measures: 'share of restarts',
      source: featureCount === 5 ? 'restarts' : 'restarts; a square that leaves two features out is a local minimum',
      holds: atLeast(featureCount === 5 ? 0.5 : 0.06)(shareOf(restarts, ({ exactLoss }) => exactLoss < 1.02 * loss)),
      failsOn: otherShapes,
    },
  ] as const
}

function pentagonClaims({ equal: { restarts, optimum } }: LossTermsNumbers) {
  const { norm, bias, dimensionality, exactLoss } = best(restarts)
  const isPentagon =
    Math.abs(norm - 1.134) <= 0.01 && Math.abs(bias + 0.246) <= 0.01 && Math.abs(dimensionality - 0.4) <= 0.005
  return [
    {
      id: 'pentagon',
      says: `Five equally important features in two dimensions at p = ${pentagonProbability} form a pentagon of norm 1.134, bias −.246 and dimensionality .4.`,
      measures: 'medians over features of the best restart',
      source: 'exact loss at p = .05; theory gives the same',
      holds: judged(
        `norm ${optimum.norm.toFixed(3)}, bias ${optimum.bias.toFixed(3)}, D 0.400`,
        isPentagon && Math.abs(optimum.norm - 1.134) < 0.001,
        '0.01 of norm and bias, 0.005 of D',
      )(`norm ${norm.toFixed(3)}, bias ${bias.toFixed(3)}, D ${dimensionality.toFixed(3)}`),
      failsOn: otherShapes,
    },
    {
      id: 'pentagon-loss',
      says: `Its loss is the least one (p = ${pentagonProbability}).`,
      measures: 'exact loss, summed over features, best restart',
      source: 'exact loss, minimized from the pentagon: .0089',
      holds: near(0.0089, '1 %')(5 * exactLoss),
      failsOn: otherShapes,
    },
    {
      id: 'pentagon-restarts',
      says: `Restarts come within 2 % of the pentagon's least loss (p = ${pentagonProbability}).`,
      measures: 'share of restarts',
      source: 'restarts',
      holds: atLeast(0.25)(shareOf(restarts, (restart) => restart.exactLoss < 1.02 * optimum.loss)),
      failsOn: otherShapes,
    },
  ] as const
}
