/** Identities of the terms of the paper, which no model decides: each is computed in two ways. */
import { matrixFromRows } from '@digon/matrix'
import { defineEnsemble } from '@digon/model'
import { polygonModel, reluLoss, reluLossByActiveCount } from '@digon/theory'
import { expect, test } from 'vitest'
import { sharesOf } from './measure.js'
import { oneActiveTerms, sampledTerms } from './terms.js'

const importance = [0, 1, 2, 3, 4].map((i) => 0.9 ** i)
/** No optimum: some biases positive, some negative, all terms in play. */
const irregular = {
  weights: matrixFromRows([
    [1.1, 0.1],
    [-0.3, 0.9],
    [-0.8, -0.4],
    [0.2, -0.7],
    [0.4, 0.3],
  ]),
  bias: [-0.1, 0.05, -0.2, 0.02, 0.1],
}

test('unit norms without bias lose Σ ReLU(W_i·W_j)² / 3, the generalized Thomson energy', () => {
  const { own, interference } = oneActiveTerms(polygonModel({ featureCount: 5, corners: 5 }), new Array(5).fill(1))
  expect(own).toBeLessThan(1e-12)
  expect(interference).toBeCloseTo((10 * Math.cos((2 * Math.PI) / 5) ** 2) / 3, 6)
})

test('L_0 = Σ I_i ReLU(b_i)², and L_1 is the sum of the two integrals of the paper', () => {
  const [none, one] = reluLossByActiveCount(irregular, importance)
  const { own, interference } = oneActiveTerms(irregular, importance)
  expect(none).toBeCloseTo(
    importance.reduce((sum, weight, i) => sum + weight * Math.max(0, irregular.bias[i]!) ** 2, 0),
    12,
  )
  expect((own + interference) / one!).toBeCloseTo(1, 4)
})

test('Σ p^k (1 − p)^(n−k) L_k is n times the loss, and the shares are those of its terms', () => {
  const terms = reluLossByActiveCount(irregular, importance)
  for (const probability of [0.5, 0.2, 0.02]) {
    const sum = terms.reduce((before, term, k) => before + probability ** k * (1 - probability) ** (5 - k) * term, 0)
    expect(sum / 5 / reluLoss(irregular, { probability, importance })).toBeCloseTo(1, 9)
    const shares = sharesOf(terms, probability)
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
    expect(shares[1]! * sum).toBeCloseTo(probability * (1 - probability) ** 4 * terms[1]!, 12)
  }
})

test('L_1 … L_n are what samples with exactly so many active features give', () => {
  const { model, members } = defineEnsemble({
    model: { featureCount: 5, hiddenSize: 2 },
    shared: { importance, data: { probability: 0.2 } },
    members: { seed: 3 },
  })
  const parameters = {
    weights: { shape: [5, 2], values: irregular.weights.values },
    bias: { shape: [5], values: Float64Array.from(irregular.bias) },
  }
  const exact = reluLossByActiveCount(irregular, importance)
  const sampled = sampledTerms({ member: members[0]!, parameters }, model, 40_000)
  for (const [k, term] of exact.entries()) expect(Math.abs(sampled[k]! / term - 1)).toBeLessThan(k === 0 ? 1e-9 : 0.02)
})
