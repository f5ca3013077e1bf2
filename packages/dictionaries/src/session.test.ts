import { expect, test } from 'vitest'
import { defineDictionaries } from './define-dictionaries.js'
import type { RuleDescription } from './description.js'
import { orthonormalDirections, randomDirections } from './known-directions.js'
import { scoreDictionary } from './score-dictionary.js'
import { openDictionary } from './session.js'
import { trainedDictionary } from './trained-dictionary.js'

const description = (rule: RuleDescription, steps = 1200) => ({
  inputs: {
    features: { probability: 0.15, values: { kind: 'constant', value: 1 } },
    directions: { kind: 'orthonormal', featureCount: 6, inputSize: 8 },
  } as const,
  model: { latentCount: 6, rule },
  optimizer: { learningRate: 0.01 },
  batchSize: 128,
  members: { seed: 3 },
  steps,
})

/** The true directions of the description, and others beside them. */
const nearTruth = () => {
  const truth = orthonormalDirections(6, 8, 0)
  const others = randomDirections(6, 8, 1).values
  return { ...truth, values: truth.values.map((value, k) => value + 0.5 * others[k]!) }
}

test.each([
  { kind: 'l1', sparsity: 0.1 },
  { kind: 'top-k', activeCount: 2 },
  { kind: 'batch-top-k', activeCount: 0.9 },
  { kind: 'jump-relu', sparsity: 0.1, startThreshold: 0.3, bandwidth: 0.2 },
  { kind: 'gated', sparsity: 0.3 },
] as const)('$kind finds features at right angles from a start near by, and fires with them', (rule) => {
  const [training] = defineDictionaries({
    ...description(rule, 400),
    members: { seed: 3, start: { decoder: nearTruth() } },
  })
  const session = openDictionary(training!)
  const score = () =>
    scoreDictionary(trainedDictionary(training!, session.parameters()), training!.inputs, { seed: 5, samples: 2048 })
  const before = score()
  session.advance(training!.steps)
  const after = score()
  expect(before.meanMatchedCosine).toBeLessThan(0.93)
  // Two active latents in every sample cannot be right where .9 features are active on average.
  const isForced = rule.kind === 'top-k'
  expect(after.meanMatchedCosine).toBeGreaterThan(isForced ? 0.95 : 0.97)
  expect(after.recovered).toBeGreaterThanOrEqual(isForced ? 4 : 6)
  expect(after.uniqueness).toBe(1)
  expect(after.explainedVariance).toBeGreaterThan(0.9)
  expect(Math.abs(after.activeFeatures - 0.9)).toBeLessThan(0.1)
  expect(after.meanF1).toBeGreaterThan(isForced ? 0.5 : 0.95)
})

test('the same description gives the same bits, in one go or in several', () => {
  const [training] = defineDictionaries(description({ kind: 'l1', sparsity: 0.05 }, 20))
  const [once, often] = [openDictionary(training!), openDictionary(training!)]
  const last = once.advance(20)
  for (let k = 0; k < 4; k++) often.advance(4)
  expect(often.advance(4)).toEqual(last)
  expect(often.step).toBe(20)
  expect(often.parameters()).toEqual(once.parameters())
})

test('members differ in their seeds, and a member trains alone as among others', () => {
  const several = { ...description({ kind: 'l1', sparsity: 0.05 }, 5), members: { count: 3, seed: 9 } }
  const trainings = defineDictionaries(several)
  expect(new Set(trainings.map(({ seed }) => seed)).size).toBe(3)
  const [alone] = defineDictionaries({ ...several, members: { seed: trainings[2]!.seed } })
  const parametersOf = (training: (typeof trainings)[number]) => {
    const session = openDictionary(training)
    session.advance(5)
    return session.parameters()
  }
  expect(parametersOf(alone!)).toEqual(parametersOf(trainings[2]!))
  expect(parametersOf(trainings[0]!)).not.toEqual(parametersOf(trainings[2]!))
})

test('a decoder kept at length 1 stays there, a given start is where training starts', () => {
  const start = { decoder: { rows: 6, columns: 8, values: Float64Array.from({ length: 48 }, (_, k) => 1 + (k % 5)) } }
  const [training] = defineDictionaries({
    ...description({ kind: 'l1', sparsity: 0.05 }, 3),
    members: { seed: 1, start },
  })
  const session = openDictionary(training!)
  const norms = () =>
    Array.from({ length: 6 }, (_, j) => Math.hypot(...session.parameters().decoder.subarray(8 * j, 8 * j + 8)))
  const before = session.parameters().decoder
  expect(before[1]! / before[0]!).toBeCloseTo(2, 6)
  session.advance(3)
  expect(session.parameters().decoder).not.toEqual(before)
  for (const norm of norms()) expect(norm).toBeCloseTo(1, 6)
})

test('where the loss is not finite, training stops with the parameters before', () => {
  const [training] = defineDictionaries({
    ...description({ kind: 'l1', sparsity: 0 }),
    model: { latentCount: 6, rule: { kind: 'l1', sparsity: 0 }, unitDecoder: false },
    optimizer: { learningRate: 1e20 },
  })
  const session = openDictionary(training!)
  expect(Number.isFinite(session.advance(50).loss)).toBe(false)
  expect(session.step).toBeLessThan(50)
  expect([...session.parameters().decoder].every(Number.isFinite)).toBe(true)
})
