import { fromDense } from '@digon/data'
import { describe, expect, test } from 'vitest'
import { defineEnsemble } from './define-ensemble.js'
import { reference } from './reference.js'
import { testBackend } from './testing/index.js'

testBackend(reference(), { describe, test, deterministic: true, exactMembers: true, tolerance: 1e-12 })

const third = 1 / 3
const given = {
  kind: 'given',
  parameters: {
    weights: { shape: [2, 1], values: [third, -third] },
    bias: { shape: [2], values: [0.1, 0] },
  },
} as const

test('given parameters and snapshots are taken as they are, in float64', async () => {
  const ensemble = defineEnsemble({
    model: { featureCount: 2, hiddenSize: 1 },
    members: { seed: 1, data: { probability: 0.5 }, initialization: given },
  })
  const session = await reference().open(ensemble)
  expect([...(await session.parameters()).weights!.values]).toEqual([third, -third])
  const snapshot = await session.snapshot()
  snapshot.parameters.weights!.values[0] = 2 / 3
  const resumed = await reference().open(ensemble, { snapshot })
  expect([...(await resumed.parameters()).weights!.values]).toEqual([2 / 3, -third])
})

test('one step of adamw is the formula worked out by hand', async () => {
  const ensemble = defineEnsemble({
    model: { featureCount: 1, hiddenSize: 1 },
    batchSize: 1,
    members: {
      seed: 1,
      data: { kind: 'batches', batches: [fromDense([0.5], 1, 1)] },
      learningRate: 0.1,
      weightDecay: 0.2,
      initialization: {
        kind: 'given',
        parameters: { weights: { shape: [1, 1], values: [0.8] }, bias: { shape: [1], values: [0.25] } },
      },
    },
  })
  const session = await reference().open(ensemble)
  const { losses } = await session.advance(1)
  // Output 0.64·0.5 + 0.25 = 0.57, error −0.07; the first step of Adam has the size rate·g/(|g| + ε).
  expect(losses[0]).toBeCloseTo(0.07 ** 2, 15)
  const slope = 2 * 0.07
  const [weightGradient, biasGradient] = [slope * 2 * 0.8 * 0.5, slope]
  const { weights, bias } = await session.parameters()
  const after = (value: number, gradient: number) => value * 0.98 - (0.1 * gradient) / (gradient + 1e-8)
  expect(weights!.values[0]).toBeCloseTo(after(0.8, weightGradient), 14)
  expect(bias!.values[0]).toBeCloseTo(after(0.25, biasGradient), 14)
  const { firstMoments, secondMoments } = await session.snapshot()
  expect(firstMoments.bias!.values[0]).toBeCloseTo(0.1 * biasGradient, 15)
  expect(secondMoments.bias!.values[0]).toBeCloseTo(0.001 * biasGradient ** 2, 15)
})

test('rows, columns and biases of frozen features and their moments stay, under every optimizer', async () => {
  for (const optimizer of [{ kind: 'adamw' }, { kind: 'adam' }, { kind: 'sgd', momentum: 0.9 }] as const) {
    const ensemble = defineEnsemble({
      model: { featureCount: 3, hiddenSize: 2, outputActivation: 'identity', tied: false, hiddenBias: true },
      optimizer,
      batchSize: 32,
      members: { seed: 5, data: { probability: 0.8 }, frozenFeatures: [1], learningRate: 0.1, weightDecay: 0.3 },
    })
    const session = await reference().open(ensemble)
    const before = await session.snapshot()
    await session.advance(4)
    const after = await session.snapshot()
    const kept = (name: string): readonly number[] => {
      const [start, end] = [before, after].map(({ parameters }) => parameters[name]!.values)
      return [...start!.keys()].filter((k) => start![k] === end![k])
    }
    expect({ weights: kept('weights'), outputWeights: kept('outputWeights') }).toEqual({
      weights: [2, 3],
      outputWeights: [1, 4],
    })
    expect({ bias: kept('bias'), hiddenBias: kept('hiddenBias') }).toEqual({ bias: [1], hiddenBias: [] })
    const zeros = [...after.firstMoments.weights!.values.keys()].filter(
      (k) => after.firstMoments.weights!.values[k] === 0,
    )
    expect(zeros).toEqual([2, 3])
    // The gradient itself is not masked.
    const batch = fromDense([0.5, 0.25, 1], 1, 3)
    const { gradients } = await session.evaluate([batch], { gradients: true })
    expect(gradients!.bias!.values[1]).not.toBe(0)
  }
})

test('a custom model is refused before any work, with its name and the way out', () => {
  const ensemble = defineEnsemble({
    model: { kind: 'custom', name: 'deep', featureCount: 2, parameters: { matrix: [2, 2] } },
    members: { seed: 1, data: { probability: 0.5 }, initialization: { kind: 'normal', deviation: 1 } },
  })
  expect(reference().supports(ensemble)).toEqual({
    supported: false,
    reason: 'custom model deep: this engine knows autoencoders only; custom models run on tfjs backends',
  })
})

test('arguments that make no sense are named with what would be right', async () => {
  const ensemble = defineEnsemble({
    model: { featureCount: 2, hiddenSize: 1 },
    members: { seed: 1, data: { probability: 0.5 } },
  })
  const session = await reference().open(ensemble)
  await expect(session.advance(0.5)).rejects.toThrow('invalid steps: 0.5; expected an integer ≥ 1')
  await expect(session.evaluate([])).rejects.toThrow('invalid batches: 0; expected 1, one per member')
  await expect(session.evaluate([fromDense([1, 2, 3], 1, 3)])).rejects.toThrow(
    'invalid batches[0]: 1 samples of 3 features; expected at least 1 of 2',
  )
  await session.dispose()
  await expect(session.parameters()).rejects.toThrow('parameters called on a disposed session')
})
