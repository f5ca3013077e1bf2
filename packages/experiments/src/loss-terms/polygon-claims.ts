/** Regular polygons: the published table, and models trained where it holds. */
import type { Claim } from '../experiment.js'
import { atLeast, atMost, relativelyCloseTo, verdict } from '../judge.js'
import type { LossTermsNumbers, OneActiveResult } from './numbers.js'

/** Of Chen et al. 2023: corners, l*, b*, h_k and L(k, k). */
const published = [
  [3, 1, 0, 0, 0],
  [4, 1, 0, 0, 0],
  [5, 1.1705, -0.2823, 0.23738, 0.015826],
  [6, 1.3205, -0.6181, 0.86746, 0.048192],
] as const

/** L(4, 5) and L(5, 6). */
const publishedLosses = [0.06667, 0.06874]

export function polygonClaims({ polygons, polygonLosses, equal, oneActive }: LossTermsNumbers): readonly Claim[] {
  const differences = polygons.flatMap(({ corners, radius, bias, height, loss }, row) =>
    [corners, radius, bias, height, loss].map((value, column) => Math.abs(value - published[row]![column]!)),
  )
  return [
    atMost(
      {
        id: 'loss-terms/polygon-table',
        statement:
          'With one active feature the best regular polygons of 3 to 6 corners have the published norms, biases, heights and losses: largest difference.',
        source: 'Chen et al. 2023; minimized here',
        control: 'the table shifted by one corner',
      },
      Math.max(...differences),
      5e-5,
    ),
    atMost(
      {
        id: 'loss-terms/polygon-losses',
        statement:
          'L(4, 5) and L(5, 6), polygons that leave one feature out, are the published ones: largest difference.',
        source: 'Chen et al. 2023: L(k, c) = (h_k + c − k)/3c',
        control: 'the two exchanged',
      },
      Math.max(...polygonLosses.map(({ loss }, k) => Math.abs(loss - publishedLosses[k]!))),
      5e-5,
    ),
    ...oneActive.flatMap(oneActiveClaims),
    ...pentagonClaims(equal),
  ]
}

function oneActiveClaims({ featureCount, best, expected, reached }: OneActiveResult): readonly Claim[] {
  const name = featureCount === 5 ? 'pentagon' : 'hexagon'
  const show = (norm: number, bias: number) => `norm ${norm.toFixed(4)}, bias ${bias.toFixed(4)}`
  return [
    relativelyCloseTo(
      {
        id: `loss-terms/one-active-${name}-loss`,
        statement: `Models trained on samples with exactly one active feature (n = ${featureCount}, m = 2) reach the loss of the ${name}: exact loss of the best restart.`,
        source: 'L(k, k) = h_k/3k',
        control: 'untrained weights; a square',
      },
      best.loss,
      expected.loss,
      0.01,
    ),
    verdict(
      {
        id: `loss-terms/one-active-${name}`,
        statement: `They have its norm and bias (medians over the features of the best restart, n = ${featureCount}).`,
        source: 'Chen et al. 2023',
        control: 'untrained weights; a square',
      },
      {
        expected: show(expected.norm, expected.bias),
        measured: show(best.norm, best.bias),
        tolerance: 0.02,
        holds: Math.abs(best.norm - expected.norm) <= 0.02 && Math.abs(best.bias - expected.bias) <= 0.02,
      },
    ),
    atLeast(
      {
        id: `loss-terms/one-active-${name}-restarts`,
        statement: `Share of restarts that come within 2 % of it (n = ${featureCount}).`,
        source: featureCount === 5 ? 'restarts' : 'restarts; a square that leaves two features out is a local minimum',
        control: 'untrained weights; a square',
      },
      reached,
      featureCount === 5 ? 0.5 : 0.06,
    ),
  ]
}

function pentagonClaims({ probability, restarts, optimum }: LossTermsNumbers['equal']): readonly Claim[] {
  const best = restarts[0]!
  const off = [best.norm - 1.134, best.bias + 0.246, best.dimensionality - 0.4].map(Math.abs)
  return [
    verdict(
      {
        id: 'loss-terms/pentagon',
        statement: `Five equally important features in two dimensions at p = ${probability} form a pentagon of norm 1.134, bias −.246 and dimensionality .4: medians over features of the best restart.`,
        source: 'exact loss at p = .05; theory gives the same',
        control: 'untrained weights; a square',
      },
      {
        expected: `norm ${optimum.norm.toFixed(3)}, bias ${optimum.bias.toFixed(3)}, D 0.400`,
        measured: `norm ${best.norm.toFixed(3)}, bias ${best.bias.toFixed(3)}, D ${best.dimensionality.toFixed(3)}`,
        tolerance: '0.01 of norm and bias, 0.005 of D',
        holds: off[0]! <= 0.01 && off[1]! <= 0.01 && off[2]! <= 0.005 && Math.abs(optimum.norm - 1.134) < 0.001,
      },
    ),
    relativelyCloseTo(
      {
        id: 'loss-terms/pentagon-loss',
        statement: `Its exact loss, summed over features (p = ${probability}, best restart).`,
        source: 'exact loss, minimized from the pentagon: .0089',
        control: 'untrained weights; a square',
      },
      5 * best.exactLoss,
      0.0089,
      0.01,
    ),
    atLeast(
      {
        id: 'loss-terms/pentagon-restarts',
        statement: `Share of restarts that come within 2 % of the pentagon's least loss (p = ${probability}).`,
        source: 'restarts',
        control: 'untrained weights; a square',
      },
      restarts.filter(({ exactLoss }) => exactLoss < 1.02 * optimum.loss).length / restarts.length,
      0.25,
    ),
  ]
}
