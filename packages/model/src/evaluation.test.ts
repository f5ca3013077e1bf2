import { fromDense, sampleBatch } from '@digon/data'
import { expect, test } from 'vitest'
import { createBatchSource } from './batch-source.js'
import { defineEnsemble } from './define-ensemble.js'
import type { EnsembleDescription } from './ensemble-description.js'
import { evaluateSamples, evaluationBatches } from './evaluation.js'
import { reference } from './reference.js'

const law = { kind: 'independent', probability: 0.4 } as const
const description: EnsembleDescription = {
  model: { featureCount: 3, hiddenSize: 1, outputActivation: 'identity' },
  batchSize: 8,
  shared: {
    data: law,
    importance: [1, 2, 0],
    // No weights and the best bias: the loss is V(p) · Σ importance / features, V(p) = p/3 − p²/4 (paper §3).
    initialization: {
      kind: 'given',
      parameters: {
        weights: { shape: [3, 1], values: [0, 0, 0] },
        bias: { shape: [3], values: [0.2, 0.2, 0.2] },
      },
    },
  },
  members: [{ seed: 1 }, { seed: 2 }],
}
const ensemble = defineEnsemble(description)

test('pages hold as many samples as asked, and more samples begin with the same ones', () => {
  const few = [...evaluationBatches(ensemble, { sampleCount: 2048 })]
  const many = [...evaluationBatches(ensemble, { sampleCount: 2500 })]
  expect(few.map(([batch]) => batch!.sampleCount)).toEqual([1024, 1024])
  expect(many.map(([batch]) => batch!.sampleCount)).toEqual([1024, 1024, 452])
  expect(many.slice(0, 2)).toEqual(few)
})

test('samples are fresh: neither the training batches nor those of another member, unless one seed is given', () => {
  const [[first, second]] = [...evaluationBatches(ensemble, { sampleCount: 8 })] as [[object, object]]
  const train = createBatchSource(ensemble)
  expect(first).not.toEqual(train(0, 0))
  expect(first).not.toEqual(second)
  const [[same, asSame]] = [...evaluationBatches(ensemble, { sampleCount: 8, seed: 9 })] as [[object, object]]
  expect(same).toEqual(asSame)
  expect(same).not.toEqual(sampleBatch(law, { featureCount: 3, seed: 9, step: 0, sampleCount: 8 }))
})

test('the loss on many samples is the closed form within its standard error, and the errors are without importance', async () => {
  const session = await reference().open(ensemble)
  const sampleCount = 40_000
  const { losses, errors } = await evaluateSamples(session, ensemble, { sampleCount })
  await session.dispose()
  const variance = 0.4 / 3 - 0.4 ** 2 / 4
  // E(x − p/2)⁴ − V² bounds the spread of one squared error: below 0.04 for p = 0.4.
  const standardError = Math.sqrt(0.04 / sampleCount)
  for (const loss of losses) expect(Math.abs(loss - variance)).toBeLessThan(4 * standardError * Math.sqrt(5 / 9))
  for (const error of errors) expect(Math.abs(error - variance)).toBeLessThan(4 * standardError)
  expect(losses[0]).toBeCloseTo((errors[0]! + 2 * errors[1]!) / 3, 12)
  expect(losses[0]).not.toBe(losses[1])
})

test('a page with fewer samples counts for less', async () => {
  const session = await reference().open(ensemble)
  const pages = [...evaluationBatches(ensemble, { sampleCount: 1025 })]
  const parts = await Promise.all(pages.map((batches) => session.evaluate(batches)))
  const { losses } = await evaluateSamples(session, ensemble, { sampleCount: 1025 })
  await session.dispose()
  expect(losses[0]).toBeCloseTo((1024 * parts[0]!.losses[0]! + parts[1]!.losses[0]!) / 1025, 14)
})

test('a member with fixed batches is evaluated on them in turn', () => {
  const batches = [fromDense([1, 0, 0], 1, 3), fromDense([0, 1, 0], 1, 3)]
  const fixed = defineEnsemble({
    ...description,
    batchSize: 1,
    members: { seed: 1, data: { kind: 'batches', batches } },
  })
  const pages = [...evaluationBatches(fixed, { sampleCount: 3000 })]
  expect(pages).toEqual([[batches[0]], [batches[1]], [batches[0]]])
})

test('a count of samples that is none is refused', () => {
  for (const sampleCount of [0, -1, 1.5, Number.NaN]) {
    expect(() => evaluationBatches(ensemble, { sampleCount }).next()).toThrow(
      `invalid sampleCount: ${sampleCount}; expected an integer ≥ 1`,
    )
  }
})

test('the standard error is the deviation of losses from one seed to another', async () => {
  const members = Array.from({ length: 100 }, (_, seed) => ({ seed }))
  const many = defineEnsemble({ ...description, members })
  const session = await reference().open(many)
  const { losses, standardErrors } = await evaluateSamples(session, many, { sampleCount: 10_240 })
  await session.dispose()
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / 100
  const deviation = Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / 99)
  const meanError = standardErrors!.reduce((sum, error) => sum + error, 0) / 100
  // The deviation of 100 numbers is known to 7 %; errors from 10 pages are 3 % too small on average.
  expect(Math.abs(meanError / deviation - 1)).toBeLessThan(0.24)
})

test('one page, or batches that are not random, tell no standard error', async () => {
  const batches = [fromDense([1, 0, 0], 1, 3), fromDense([0, 1, 0], 1, 3)]
  const fixed = defineEnsemble({
    ...description,
    batchSize: 1,
    members: { seed: 1, data: { kind: 'batches', batches } },
  })
  for (const [judged, sampleCount] of [
    [ensemble, 1024],
    [fixed, 4096],
  ] as const) {
    const session = await reference().open(judged)
    const { standardErrors } = await evaluateSamples(session, judged, { sampleCount })
    await session.dispose()
    expect(standardErrors!.every(Number.isNaN)).toBe(true)
  }
})
