import { reference, trainTask } from '@digon/model'
import { reluLoss } from '@digon/theory'
import { expect, test } from 'vitest'
import { atMost } from './expectations.js'
import { checkedLosses, onBothSamples, secondLosses } from './second-evaluation.js'
import { featuresOf, sweep, trainedUnder } from './sweep.js'

const trainedWith = async (shared: object, model: object = {}) => {
  const planned = sweep({
    name: 'a',
    model: { featureCount: 4, hiddenSize: 2, ...model },
    batchSize: 8,
    shared: { data: { probability: 0.3 }, importance: [1, 0.5, 0.25, 2], ...shared },
    conditions: [0],
    seed: () => 7,
    restarts: 3,
    steps: 20,
    evaluationSamples: 20_000,
  })
  return trainedUnder(planned, [await trainTask(planned.tasks[0]!, reference())])[0]!
}

test('losses are the exact ones, within their standard errors', async () => {
  const { members, task } = await trainedWith({})
  for (const [k, { loss, standardError }] of secondLosses(members, task.ensemble, 20_000).entries()) {
    const exact = reluLoss(members[k]!, featuresOf(members[k]!))
    expect(Math.abs(loss - exact)).toBeLessThan(4 * standardError)
    expect(standardError / exact).toBeLessThan(0.03)
  }
})

test.each([
  ['signed values and untied weights', { data: { probability: 0.02, values: { kind: 'signed' } } }, { tied: false }],
  ['a penalty on hidden units', { hiddenL1: 0.2 }, {}],
  ['a ReLU on hidden units', {}, { hiddenActivation: 'relu' }],
])('losses on fresh samples are the same with %s', async (_, shared, model) => {
  const { members, task } = await trainedWith(shared, model)
  for (const [k, { loss, standardError }] of secondLosses(members, task.ensemble, 20_000).entries()) {
    const first = members[k]!
    expect(Math.abs(loss - first.loss)).toBeLessThan(4 * Math.hypot(standardError, first.lossStandardError))
    expect(standardError / first.lossStandardError).toBeGreaterThan(0.8)
    expect(standardError / first.lossStandardError).toBeLessThan(1.25)
  }
})

test('common samples tell models apart better than samples of their own', async () => {
  const { members, task } = await trainedWith({})
  const near = {
    ...members[0]!,
    parameters: {
      ...members[0]!.parameters,
      bias: { shape: [4], values: Float64Array.from(members[0]!.bias).map((b) => b + 0.01) },
    },
  }
  const [first, second] = secondLosses([members[0]!, near as never], task.ensemble, 10_000)
  expect(first).toMatchObject({ excess: 0, excessError: 0 })
  expect(second!.excess).toBeCloseTo(second!.loss - first!.loss, 12)
  expect(second!.excessError).toBeLessThan(second!.standardError / 5)
})

test('restarts are checked on samples of their own, the same ones every time', async () => {
  const trained = await trainedWith({})
  const same = {
    ...trained,
    members: trained.members.map((member) => ({ ...trained.members[0]!, member: member.member })),
  }
  const losses = checkedLosses(same, 2000).map(({ exactLoss }) => exactLoss)
  expect(new Set(losses).size).toBe(3)
  expect(checkedLosses(same, 2000).map(({ exactLoss }) => exactLoss)).toEqual(losses)
  expect(checkedLosses(trained, 2000)[0]).toMatchObject({ loss: trained.members[0]!.loss, exactLoss: losses[0] })
})

test('a loss must meet its expectation on both sets of samples, and these must agree', () => {
  const judge = (loss: number, again: number) =>
    onBothSamples(atMost(1.5), { loss, standardError: 0.03 }, { loss: again, standardError: 0.04 }, 2).holds
  expect([judge(2, 2.1), judge(2, 2.26), judge(3.1, 2.9), judge(2.9, 3.1)]).toEqual([true, false, false, false])
  expect(judge(2, Number.NaN)).toBe(false)
})
