/** All claims about the terms of the loss, in the order of the paper's section. */
import { mean } from '../correlation.js'
import type { Claim } from '../experiment.js'
import { atLeast, atMost, closeTo, farthest, relativelyCloseTo, verdict } from '../judge.js'
import { median } from '../restarts.js'
import type { LossTermsNumbers } from './numbers.js'
import { polygonClaims } from './polygon-claims.js'

export function lossTermsClaims(numbers: LossTermsNumbers): readonly Claim[] {
  return [...linearClaims(numbers), ...expansionClaims(numbers), ...ledgerClaims(numbers), ...polygonClaims(numbers)]
}

function linearClaims({ linear }: LossTermsNumbers): readonly Claim[] {
  const restarts = linear.flatMap((result) => result.restarts)
  return [
    closeTo(
      {
        id: 'loss-terms/linear-terms',
        statement:
          'The loss of linear models is V(p) times feature benefit plus interference, Σ I_i (1 − ‖W_i‖²)² + Σ I_j (W_j·W_i)²: loss on fresh samples over it, median over restarts at p = 1, .3.',
        source: 'paper §4, linear case; exact for independent features with the best bias',
        control: 'untrained weights; losses twice as large',
      },
      median(restarts.map(({ measured, loss }) => measured / loss)),
      1,
      0.02,
    ),
    atMost(
      {
        id: 'loss-terms/linear-no-superposition',
        statement: 'Linear models never store more features than dimensions: largest ‖W‖_F² of all restarts (m = 2).',
        source: 'paper §4',
        control: 'ReLU models',
      },
      Math.max(...restarts.map(({ frobeniusSquared }) => frobeniusSquared)),
      2.05,
    ),
    atMost(
      {
        id: 'loss-terms/linear-no-interference',
        statement: 'Linear models pay no interference: its share of benefit plus interference, median over restarts.',
        source: 'paper §4: interference outweighs the benefit of a further feature',
        control: 'untrained weights; ReLU models',
      },
      median(restarts.map(({ benefit, interference }) => interference / (benefit + interference))),
      0.02,
    ),
  ]
}

function expansionClaims({ falling, equal }: LossTermsNumbers): readonly Claim[] {
  const words = falling.map(({ probability }) => probability).join(', ')
  const terms = falling.flatMap(({ terms: exact, sampled }) =>
    exact.flatMap((term, k) => (k === 0 || term < 1e-4 ? [] : [sampled[k]! / term])),
  )
  const low = falling.map(({ shares }) => shares[0]! + shares[1]!)
  return [
    closeTo(
      {
        id: 'loss-terms/sampled-terms',
        statement: `L_1 … L_n of trained models are what samples with exactly so many active features give (best restarts at p = ${words}): the ratio farthest from 1.`,
        source: 'paper §4: L_k is the loss on k-sparse inputs; exact integrals over all sets',
        control: 'terms of untrained weights beside samples of trained ones',
      },
      farthest(terms, 1),
      1,
      0.06,
    ),
    closeTo(
      {
        id: 'loss-terms/expansion',
        statement: `Σ p^k (1 − p)^(n−k) L_k is the loss: losses on fresh samples over it, mean over restarts, at the p farthest off (p = ${words}; the expansion put together for the best restart, the exact loss for all).`,
        source: 'paper §4: L = (1 − S)^n L_n + … + S^n L_0',
        control: 'losses twice as large',
      },
      farthest(
        falling.map(
          ({ restarts, expansion }) =>
            (mean(restarts.map(({ loss, exactLoss }) => loss / exactLoss)) * restarts[0]!.exactLoss) / expansion,
        ),
        1,
      ),
      1,
      0.03,
    ),
    atMost(
      {
        id: 'loss-terms/first-terms',
        statement:
          'L_0 = Σ I_i ReLU(b_i)², and L_1 is the sum of the two integrals of the paper: largest difference of exact terms from them, relative to L_1.',
        source: 'paper §4, formulas of L_0 and L_1; quadrature',
        control: 'L_1 without interference',
      },
      Math.max(
        ...falling.map(
          ({ terms: [none, one], noneActive, oneActive }) =>
            Math.max(Math.abs(none! - noneActive), Math.abs(one! - oneActive.own - oneActive.interference)) / one!,
        ),
      ),
      1e-3,
    ),
    verdict(
      {
        id: 'loss-terms/sparse-first-terms',
        statement: `The sparser the features, the more of the loss comes from inputs with at most one active feature: share of L_0 and L_1 at p = ${words}, best restarts.`,
        source: 'paper §4: for high sparsity the first terms decide',
        control: 'the same models in reverse order',
      },
      {
        expected: 'rising, at last above 0.4',
        measured: low.map((share) => share.toFixed(3)).join(', '),
        tolerance: 'none',
        holds: low.every((share, k) => k === 0 || share > low[k - 1]!) && low.at(-1)! > 0.4,
      },
    ),
    atMost(
      {
        id: 'loss-terms/bias-cuts-interference',
        statement: `A negative bias turns small positive interference into none: interference in L_1 of the best pentagon (p = ${equal.probability}), over what it would be with biases of 0.`,
        source: 'paper §4',
        control: 'untrained weights',
      },
      equal.interference.withBias / equal.interference.withoutBias,
      0.25,
    ),
  ]
}

function ledgerClaims({ falling }: LossTermsNumbers): readonly Claim[] {
  const sparse = falling.find(({ probability }) => probability === 0.05)!
  const dropping = falling.find(({ probability }) => probability === 0.2)!
  const dropped = dropping.norms.indexOf(Math.min(...dropping.norms))
  const account = dropping.ledger[dropped]!
  const loss = dropping.restarts[0]!.exactLoss
  return [
    atLeast(
      {
        id: 'loss-terms/ledger-kept',
        statement: `Features that are kept pay: benefit over interference of the feature with the least ratio (five features of importance 0.9ⁱ, p = ${sparse.probability}, best restart).`,
        source: 'paper §4: feature benefit against interference; exact losses with the feature removed',
        control: 'weights twice as long',
      },
      Math.min(...sparse.ledger.map(({ benefit, interference }) => benefit / interference)),
      1,
    ),
    verdict(
      {
        id: 'loss-terms/ledger-dropped',
        statement: `The feature that is dropped at p = ${dropping.probability} is the least important one, and no vector and bias for it would lower the loss of the others and its own by 1 %.`,
        source:
          'exact loss, minimized over one feature; paper §2: the least important of five is dropped at 80 % sparsity',
        control: 'untrained weights; the best model of p = 0.05',
      },
      {
        expected: 'feature 4, norm below 0.1, loss × 1 when placed best',
        measured: `feature ${dropped}, norm ${dropping.norms[dropped]!.toFixed(3)}, loss × ${(account.lossIfPlacedBest / loss).toFixed(4)}`,
        tolerance: '1 %',
        holds: dropped === 4 && dropping.norms[dropped]! < 0.1 && account.lossIfPlacedBest > 0.99 * loss,
      },
    ),
    relativelyCloseTo(
      {
        id: 'loss-terms/ledger-unlearned',
        statement: `Its loss is that of a feature at its mean, I V(p) / n (p = ${dropping.probability}): own loss of the dropped feature.`,
        source: 'paper §4; V(p) = p/3 − p²/4',
        control: 'untrained weights; the best model of p = 0.05',
      },
      account.ownLoss,
      (0.9 ** 4 * (0.2 / 3 - 0.2 ** 2 / 4)) / 5,
      0.02,
    ),
  ]
}
