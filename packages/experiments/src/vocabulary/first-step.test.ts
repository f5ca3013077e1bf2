import { reference, trainTask } from '@digon/model'
import { expect, test } from 'vitest'
import { firstStep, firstStepOf } from './first-step.js'
import { sweep, trainedUnder } from './sweep.js'

const plan = (rates: object, record: readonly number[] = [1]) =>
  sweep({
    name: 'rates',
    model: { featureCount: 6, hiddenSize: 3 },
    batchSize: 64,
    shared: { data: { probability: 0.5 }, ...rates },
    conditions: [0],
    seed: () => 3,
    restarts: 2,
    steps: 3,
    lossSteps: [],
    record,
    evaluationSamples: 100,
  })
const planned = { learningRate: 0.01, weightDecay: 0.02 }

/** Trained with some rates, judged by those that were planned. */
async function found(rates: object, record?: readonly number[]) {
  const trained = await trainTask(plan(rates, record).tasks[0]!, reference())
  return firstStepOf(trainedUnder(plan(planned, record), [{ ...trained, task: plan(planned, record).tasks[0]! }])[0]!)
}

test('rates as planned are read off the first step within a percent', async () => {
  const { learningRate, weightDecay } = (await found(planned))!
  expect(learningRate).toBeCloseTo(1, 2)
  expect(weightDecay).toBeCloseTo(1, 2)
  expect(firstStep({ learningRate, weightDecay: weightDecay! }).holds.holds).toBe(true)
})

test.each([
  ['learningRate', 10],
  ['learningRate', 0.9],
  ['weightDecay', 10],
  ['weightDecay', 0.9],
] as const)('a wrong %s is noticed, at %d times the planned one', async (rate, factor) => {
  const step = (await found({ ...planned, [rate]: factor * planned[rate] }))!
  if (rate === 'learningRate') expect(step.learningRate).toBeCloseTo(factor, 1)
  else expect(step.weightDecay).toBeCloseTo(factor, 1)
  expect(firstStep(step).holds.holds).toBe(false)
})

test('where nothing was recorded the claim fails', async () => {
  expect(await found(planned, [])).toBeNull()
  expect(firstStep(null).holds.holds).toBe(false)
})
