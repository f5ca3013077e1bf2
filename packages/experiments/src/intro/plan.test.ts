import { initialParameters, memberWeights } from '@digon/model'
import { expect, test } from 'vitest'
import { probabilityOf } from '../trained.test-support.js'
import { planIntro } from './plan.js'

test.each(['quick', 'paper'] as const)(
  'the plan of preset %s is pure, and all of its seeds follow from one',
  (preset) => {
    const plan = planIntro(preset, 7)
    expect(planIntro(preset, 7)).toEqual(plan)
    const seedsOf = (seed: number) =>
      planIntro(preset, seed).flatMap(({ ensemble }) => ensemble.members.map((m) => m.seed))
    expect(new Set(seedsOf(7)).size).toBe(seedsOf(7).length)
    expect(seedsOf(8).filter((seed) => seedsOf(7).includes(seed))).toEqual([])
    for (const { name } of plan) expect(name).toMatch(/^[a-z0-9-]+$/)
  },
)

test('every probability has at least 8 restarts: the paper’s three panels and the notebook’s others', () => {
  const [panels, strip] = planIntro('quick', 1)
  const restarts = (task: typeof panels) => {
    const counts = new Map<number, number>()
    for (const member of task!.ensemble.members.keys()) {
      const probability = probabilityOf(task!, member)
      counts.set(probability, (counts.get(probability) ?? 0) + 1)
    }
    return [...counts]
  }
  expect(restarts(panels)).toEqual([1, 0.2, 0.1].map((p) => [p, 16]))
  expect(restarts(strip)).toEqual([0.717, 0.514, 0.368, 0.264, 0.189, 0.136, 0.0973, 0.0697, 0.05].map((p) => [p, 8]))
})

test('five features of importance 0.9ⁱ in two dimensions', () => {
  for (const { ensemble } of planIntro('paper', 1)) {
    expect(ensemble.model).toMatchObject({ featureCount: 5, hiddenSize: 2, outputActivation: 'relu', tied: true })
    for (const { importance } of ensemble.members) {
      for (const [i, value] of importance.entries()) expect(value).toBeCloseTo(0.9 ** i, 15)
    }
  }
})

test('preset paper is the official notebook: constant 0.001, 10,000 steps of 1,024 samples', () => {
  for (const { ensemble, steps } of planIntro('paper', 1)) {
    expect(steps).toBe(10_000)
    expect(ensemble.batchSize).toBe(1024)
    expect(ensemble.optimizer).toMatchObject({ kind: 'adamw', schedule: { kind: 'constant' } })
    for (const member of ensemble.members) expect([member.learningRate, member.weightDecay]).toEqual([0.001, 0.01])
  }
})

test('initial weights have the notebook’s deviation 0.258', () => {
  const [panels] = planIntro('quick', 3)
  const parameters = initialParameters(panels!.ensemble)
  const values = panels!.ensemble.members.flatMap((_, member) => [...memberWeights(parameters, member).values])
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  // 480 values: the deviation is known to 3 %.
  expect(Math.abs(deviation / 0.258 - 1)).toBeLessThan(0.1)
})
