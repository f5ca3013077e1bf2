import { expect, test } from 'vitest'
import { probabilityOf } from '../trained.test-support.js'
import { planDemonstration } from './plan.js'

test.each(['quick', 'paper'] as const)(
  'the plan of preset %s is pure, and all of its seeds follow from one',
  (preset) => {
    const plan = planDemonstration(preset, 7)
    expect(planDemonstration(preset, 7)).toEqual(plan)
    const seedsOf = (seed: number) =>
      planDemonstration(preset, seed).flatMap(({ ensemble }) => ensemble.members.map((member) => member.seed))
    expect(new Set(seedsOf(7)).size).toBe(seedsOf(7).length)
    expect(seedsOf(8).filter((seed) => seedsOf(7).includes(seed))).toEqual([])
    expect(new Set(plan.map(({ name }) => name)).size).toBe(plan.length)
    for (const { name } of plan) expect(name).toMatch(/^[a-z0-9-]+$/)
  },
)

test('quick: 20 features of importance 0.7ⁱ in 5 dimensions, 8 restarts of every model', () => {
  const plan = planDemonstration('quick', 1)
  for (const { ensemble } of plan) {
    expect(ensemble.model).toMatchObject({ featureCount: 20, hiddenSize: 5, tied: true, outputBias: true })
    expect(ensemble.members.length).toBe(8)
    for (const [i, value] of ensemble.members[0]!.importance.entries()) expect(value).toBeCloseTo(0.7 ** i, 14)
  }
  const probabilities = (activation: string) =>
    plan
      .filter(({ ensemble }) => 'outputActivation' in ensemble.model && ensemble.model.outputActivation === activation)
      .map((task) => probabilityOf(task, 0))
  expect(probabilities('identity')).toEqual([1, 0.1, 0.01])
  expect(probabilities('relu')).toEqual([1, 0.3, 0.1, 0.01])
})

test('paper: seven probabilities of linear and of ReLU models, and 80 features of importance 0.9ⁱ in 20 dimensions', () => {
  const plan = planDemonstration('paper', 1)
  expect(plan.length).toBe(28)
  const large = plan.filter(({ ensemble }) => ensemble.model.featureCount === 80)
  expect(large.length).toBe(14)
  expect(large.slice(0, 7).map((task) => probabilityOf(task, 0))).toEqual([1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001])
  for (const { ensemble } of large) {
    expect(ensemble.model).toMatchObject({ hiddenSize: 20 })
    expect(ensemble.members[0]!.importance[10]).toBeCloseTo(0.9 ** 10, 14)
  }
})

test('the rarer the features, the more samples measure the loss', () => {
  const bySamples = planDemonstration('quick', 1).map((task) => [task.name, task.evaluationSamples])
  expect(bySamples).toContainEqual(['small-linear-0-01', 640_000])
  expect(bySamples).toContainEqual(['small-linear-1', 50_000])
})
