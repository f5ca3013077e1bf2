import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Ensemble, Optimizer, Schedule } from './ensemble.js'
import { scheduleFactor, stepCoefficients } from './step-coefficients.js'

function ensembleWith(optimizer: Partial<Optimizer>, rates: readonly (readonly [number, number])[]): Ensemble {
  return {
    model: { kind: 'custom', name: 'none', featureCount: 1, parameters: {} },
    target: 'identity',
    optimizer: {
      kind: 'adamw',
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      momentum: 0,
      schedule: { kind: 'constant', warmUpSteps: 0, totalSteps: 1 },
      ...optimizer,
    },
    batchSize: 1,
    members: rates.map(([learningRate, weightDecay], seed) => ({
      seed,
      data: { kind: 'independent', probability: 1 },
      importance: [1],
      learningRate,
      weightDecay,
      hiddenL1: 0,
      initialization: { kind: 'normal', deviation: 1 },
      frozenFeatures: [],
    })),
  }
}

function factors(schedule: Schedule, steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => scheduleFactor(schedule, step))
}

test('each member has its own rate and decay, and adamw alone turns decay into a factor', () => {
  const rates = [
    [0.001, 0.01],
    [0.5, 0],
    [0.1, 2],
  ] as const
  const adamw = stepCoefficients(ensembleWith({ kind: 'adamw' }, rates), 0)
  expect([...adamw.learningRates]).toEqual([0.001, 0.5, 0.1])
  expect([...adamw.decayFactors]).toEqual([1 - 0.001 * 0.01, 1, 1 - 0.1 * 2])
  for (const kind of ['adam', 'sgd'] as const) {
    expect([...stepCoefficients(ensembleWith({ kind }, rates), 0).decayFactors]).toEqual([1, 1, 1])
  }
})

test('the bias corrections are 1/(1 − β₁ᵗ) and 1/√(1 − β₂ᵗ) with t counted from 1, and 1 for sgd', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.9999, noNaN: true }),
      fc.double({ min: 0, max: 0.9999, noNaN: true }),
      fc.integer({ min: 0, max: 100_000 }),
      (beta1, beta2, step) => {
        const { firstCorrection, secondCorrection } = stepCoefficients(ensembleWith({ beta1, beta2 }, [[1, 0]]), step)
        expect(firstCorrection * (1 - beta1 ** (step + 1))).toBeCloseTo(1, 9)
        expect(secondCorrection * Math.sqrt(1 - beta2 ** (step + 1))).toBeCloseTo(1, 9)
        expect(stepCoefficients(ensembleWith({ kind: 'sgd', beta1, beta2 }, [[1, 0]]), step)).toMatchObject({
          firstCorrection: 1,
          secondCorrection: 1,
        })
      },
    ),
    { seed: 1, numRuns: 500 },
  )
  const first = stepCoefficients(ensembleWith({}, [[1, 0]]), 0)
  expect(first.firstCorrection).toBeCloseTo(10, 12)
  expect(first.secondCorrection).toBeCloseTo(1 / Math.sqrt(0.001), 10)
})

test('a constant schedule is 1 for ever, after a linear warm-up that ends at 1', () => {
  expect(factors({ kind: 'constant', warmUpSteps: 0, totalSteps: 2 }, 4)).toEqual([1, 1, 1, 1])
  expect(factors({ kind: 'constant', warmUpSteps: 4, totalSteps: 2 }, 6)).toEqual([0.25, 0.5, 0.75, 1, 1, 1])
})

test('a linear schedule falls from 1 by equal amounts and is 0 after its last step', () => {
  expect(factors({ kind: 'linear', warmUpSteps: 0, totalSteps: 4 }, 6)).toEqual([1, 0.75, 0.5, 0.25, 0, 0])
  expect(factors({ kind: 'linear', warmUpSteps: 3, totalSteps: 10 }, 11)).toEqual(
    [1 / 3, 2 / 3, 1, 1, 6 / 7, 5 / 7, 4 / 7, 3 / 7, 2 / 7, 1 / 7, 0].map((value) => expect.closeTo(value, 15)),
  )
})

test("a cosine schedule is the notebook's cos(π/2 · step/(steps − 1)), exactly 0 at its last step and after", () => {
  const found = factors({ kind: 'cosine', warmUpSteps: 0, totalSteps: 10 }, 12)
  for (let step = 0; step < 9; step++) expect(found[step]).toBeCloseTo(Math.cos((0.5 * Math.PI * step) / 9), 15)
  expect(found.slice(9)).toEqual([0, 0, 0])
  expect(factors({ kind: 'cosine', warmUpSteps: 2, totalSteps: 4 }, 4)).toEqual([0.5, 1, 1, 0])
  expect(factors({ kind: 'cosine', warmUpSteps: 0, totalSteps: 1 }, 2)).toEqual([1, 0])
})
