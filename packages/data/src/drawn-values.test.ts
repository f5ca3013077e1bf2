import { expect, test } from 'vitest'
import { goodnessOfFit } from './chi-square.test-support.js'
import { valueAtPosition } from './drawn-values.js'
import type { ValueLaw } from './law.js'
import { normalProbability } from './normal-distribution.js'
import { createSampler } from './sampler.js'
import { valueMoments } from './value-moments.js'

const drawn: readonly ValueLaw[] = [
  { kind: 'sign' },
  { kind: 'range', least: 1, greatest: 2 },
  { kind: 'range', least: -3, greatest: -1 },
  { kind: 'normal', mean: -0.5, deviation: 2 },
  { kind: 'folded-normal', mean: 0, deviation: 1 },
  { kind: 'folded-normal', mean: 0.5, deviation: 0.5 },
  { kind: 'clipped-normal', mean: 1, deviation: 0.15 },
  { kind: 'clipped-normal', mean: -0.3, deviation: 1 },
]

test.each([...drawn, { kind: 'unit' }, { kind: 'signed' }, { kind: 'constant', value: 0.1 }] as const)(
  'the moments of %j are the means over all positions',
  (values) => {
    const at = valueAtPosition(values)
    const count = 2 ** 16
    const sums = [0, 0, 0]
    for (let k = 0; k < count; k++) {
      const value = at(k * 2 ** 8 + 127.5)
      for (const [index, power] of [1, 2, 4].entries()) sums[index]! += value ** power / count
    }
    const { mean, meanSquare, meanFourthPower } = valueMoments(values)
    for (const [index, moment] of [mean, meanSquare, meanFourthPower].entries()) {
      // Outermost quantiles stand for all that lies beyond.
      expect(Math.abs(sums[index]! - moment)).toBeLessThan(2e-3 * Math.max(1e-4, meanFourthPower))
    }
  },
)

test('a million folded normal values have their distribution, and those of another mean are caught', () => {
  const law = {
    kind: 'independent',
    probability: 1,
    values: { kind: 'folded-normal', mean: 0.5, deviation: 0.5 },
  } as const
  const { values } = createSampler(law, { featureCount: 10, seed: 5 }).sample(0, 100_000)
  const edges = Array.from({ length: 40 }, (_, k) => k / 16)
  const chanceBelow = (x: number, mean: number) =>
    normalProbability((x - mean) / 0.5) - normalProbability((-x - mean) / 0.5)
  const fit = (mean: number) => {
    const counts = edges.map(() => 0)
    for (const value of values) counts[Math.min(39, Math.floor(value * 16))]! += 1
    const expected = edges.map((edge, k) => {
      const end = k === 39 ? 1 : chanceBelow(edges[k + 1]!, mean)
      return values.length * (end - chanceBelow(edge, mean))
    })
    return goodnessOfFit(counts, expected)
  }
  expect(fit(0.5)).toBeGreaterThan(1e-4)
  expect(fit(0.505)).toBeLessThan(1e-9)
})

test('which features are active does not depend on the law of values', () => {
  const activeWith = (values: ValueLaw) =>
    createSampler({ kind: 'independent', probability: [0.5, 0.01, 0.3], values }, { featureCount: 3, seed: 8 }).sample(
      1,
      500,
    )
  const unit = activeWith({ kind: 'unit' })
  for (const values of drawn) expect(activeWith(values).features).toEqual(unit.features)
})
