import { expectedStatistics, pairProbabilities } from '@digon/data'
import { orthonormalDirections } from '@digon/dictionaries'
import { expect, test } from 'vitest'
import { absorptionLaw, activeLaw, detectorLaw, hedgingLaw, matryoshkaLaw, nearTruth } from './laws.js'
import { active, detector } from './settings.js'

const probabilitiesOf = (law: Parameters<typeof expectedStatistics>[0], count: number) => [
  ...expectedStatistics(law, count).probabilities,
]
const both = (law: Parameters<typeof expectedStatistics>[0], count: number, i: number, j: number) =>
  pairProbabilities(law, count)[i * count + j]!

test('features of the absorption study are as often active under every law; the child comes alone never, or in 5 % of cases', () => {
  for (const of of ['independent', 'nested', 'mostly nested'] as const) {
    for (const [k, probability] of [0.25, 0.05, 0.05, 0.05].entries()) {
      expect(probabilitiesOf(absorptionLaw(of), 4)[k], of).toBeCloseTo(probability, 12)
    }
  }
  expect(both(absorptionLaw('independent'), 4, 0, 1)).toBeCloseTo(0.0125, 12)
  expect(both(absorptionLaw('nested'), 4, 0, 1)).toBeCloseTo(0.05, 12)
  expect(both(absorptionLaw('mostly nested'), 4, 0, 1)).toBeCloseTo(0.95 * 0.05, 12)
  expect(both(absorptionLaw('mostly nested'), 4, 0, 2)).toBeCloseTo(0.25 * 0.05, 12)
})

test('the hedging laws have the conditional probabilities of the source', () => {
  expect(probabilitiesOf(hedgingLaw('nested'), 2)[1]).toBeCloseTo(0.05, 12)
  expect(both(hedgingLaw('nested'), 2, 0, 1)).toBeCloseTo(0.05, 12)
  expect(both(hedgingLaw('independent'), 2, 0, 1)).toBeCloseTo(0.25 * 0.2, 12)
  expect(probabilitiesOf(hedgingLaw('more together'), 2)[1]).toBeCloseTo(0.25 * 0.2 + 0.75 * 0.1, 12)
  expect(both(hedgingLaw('less together'), 2, 0, 1)).toBeCloseTo(0.25 * 0.1, 12)
})

test('correlated features are as often active as the source says, and correlated with the sign asked for', () => {
  const independent = active.probability ** 2
  for (const sign of [1, -1] as const) {
    const law = activeLaw(sign)
    expect(probabilitiesOf(law, active.featureCount)).toEqual(new Array(active.featureCount).fill(0.4))
    expect(Math.sign(both(law, active.featureCount, 0, 3) - independent)).toBe(sign)
    expect(both(law, active.featureCount, 1, 3)).toBeCloseTo(independent, 6)
  }
  expect(expectedStatistics(detectorLaw(), detector.featureCount).activePerSample.mean).toBeCloseTo(
    detector.trueCount,
    12,
  )
})

test('children of the Matryoshka study come only with their parent', () => {
  expect(both(matryoshkaLaw(), 4, 0, 2)).toBeCloseTo(0.25 * 0.15, 12)
  expect(both(matryoshkaLaw(), 4, 1, 2)).toBeCloseTo(0.25 * 0.15 ** 2, 12)
})

test('a start near the truth is as far off as its noise says', () => {
  const truth = orthonormalDirections(4, 8, 1)
  expect([...nearTruth(truth, 2, 0, 5).values]).toEqual([...truth.values.slice(0, 16)])
  const off = nearTruth(truth, 4, 0.25, 5).values.map((value, k) => value - truth.values[k]!)
  expect(Math.hypot(...off) / Math.sqrt(off.length)).toBeCloseTo(0.25, 10)
})
