import { reference } from '@digon/model'
import { expect, test } from 'vitest'
import { experimentCatalog } from '../catalog.js'
import { auditExperiment } from './audit-experiment.js'
import { type AuditedSweeps, faultTouches, faultyTask } from './fault.js'
import { faults } from './faults.js'
import { judgedNumber, tinyExperiment } from './tiny-experiment.test-support.js'

/** What the tiny experiment is judged on: without a fault, then under every published one. */
const judged: AuditedSweeps[] = []
const drawn: (readonly number[])[] = []
const tiny = tinyExperiment({
  loss: (trained, numbers) => judgedNumber(judged.push(trained) + drawn.push(numbers), true),
})
const plan = tiny.plan('quick', 3)
const found = await auditExperiment(tiny, { seed: 3, backend: reference() })

const sweepsUnder = (name: string): AuditedSweeps => judged[1 + faults.findIndex((fault) => fault.name === name)]!
const firstOf = (trained: AuditedSweeps, sweep = 'sets') => trained[sweep]![0]!.members[0]!

test('there are at least 14 faults of different names, each with a sentence', () => {
  const names = faults.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(14)
  expect(names).toContain('untrained')
  expect(names).toContain('tenth of training')
  for (const { name, description } of faults) expect(description, name).toMatch(/^[A-Z].*\.$/)
})

test('every fault touches the tiny experiment and changes what it is judged on, each in another way', () => {
  expect(found.touchedBy).toEqual(faults.map(({ name }) => name))
  const seen = judged.map((trained, k) => JSON.stringify([trained, drawn[k]]))
  expect(seen).toHaveLength(faults.length + 1)
  const same = faults.filter((_, k) => seen.indexOf(seen[k + 1]!) !== k + 1)
  expect(same.map(({ name }) => name)).toEqual([])
})

test('analysis believes the planned conditions, members and tasks under every fault', () => {
  for (const trained of judged) {
    for (const [name, { tasks, groups }] of Object.entries(plan.sweeps)) {
      const conditions = trained[name]!
      expect(conditions.map(({ condition }) => condition)).toEqual(groups.map(({ condition }) => condition))
      for (const [k, { members, task, planned }] of conditions.entries()) {
        expect([task, planned]).toEqual([tasks[0], groups[k]!.members.length])
        const specs = groups[k]!.members.map((member) => tasks[0]!.ensemble.members[member])
        expect(members.map(({ member }) => member)).toEqual(specs)
      }
    }
  }
})

test('faults in the plan keep names and conditions, and change a task or give back the very same one', () => {
  for (const fault of faults) {
    for (const task of plan.tasks) {
      const changed = faultyTask(fault, task)
      if (changed === task) continue
      expect(changed.name).toBe(task.name)
      const seeds = ({ ensemble }: typeof task) => ensemble.members.map(({ seed }) => seed)
      expect(seeds(changed)).toEqual(seeds(task))
    }
  }
})

test('results are changed as their faults say, at the end and at every recorded step', () => {
  const none = firstOf(judged[0]!)
  const larger = firstOf(sweepsUnder('weights 5 % too large'))
  for (const [k, value] of none.weights.values.entries()) {
    expect(larger.weights.values[k]).toBeCloseTo(1.05 * value, 12)
    expect(larger.parameters.weights!.values[k]).toBe(larger.weights.values[k])
  }
  const recorded = (of: typeof none) => of.recorded[0]!.parameters.weights!.values[0]!
  expect(recorded(larger)).toBeCloseTo(1.05 * recorded(none), 12)

  const biasless = firstOf(sweepsUnder('biases lost'))
  expect([...biasless.bias, ...biasless.parameters.bias!.values].every((value) => value === 0)).toBe(true)
  expect(none.bias.some((value) => value !== 0)).toBe(true)

  const dearer = firstOf(sweepsUnder('losses 10 % too high'))
  expect(dearer.loss).toBeCloseTo(1.1 * none.loss, 12)
  expect(dearer.errors[2]).toBeCloseTo(1.1 * none.errors[2]!, 12)

  expect(firstOf(sweepsUnder('losses of the last batch')).loss).toBe(none.history[1])
  const shifted = firstOf(sweepsUnder('features shifted')).weights.values
  expect([...shifted.slice(0, 6)]).toEqual([...none.weights.values.slice(2)])
  expect([...shifted.slice(6)]).toEqual([...none.weights.values.slice(0, 2)])

  const mixed = sweepsUnder('members mixed up').sets!
  expect(mixed[0]!.members[1]!.weights).toEqual(judged[0]!.sets![1]!.members[1]!.weights)
  expect(mixed[1]!.members[1]!.loss).toBe(judged[0]!.sets![0]!.members[1]!.loss)
  const repeated = sweepsUnder('one restart repeated').sets!
  expect(repeated[1]!.members.map(({ loss }) => loss)).toEqual(new Array(2).fill(judged[0]!.sets![1]!.members[0]!.loss))
})

test('noise on weights has the deviation that its fault says, and comes from no clock', () => {
  const { trained: addNoise } = faults.find(({ name }) => name === 'noise on weights')!
  const valuesOf = (trained: AuditedSweeps) =>
    Object.values(trained).flatMap((sweep) =>
      sweep.flatMap(({ members }) => members.flatMap(({ weights }) => [...weights.values])),
    )
  const noisy = valuesOf(sweepsUnder('noise on weights'))
  const noise = valuesOf(judged[0]!).map((value, k) => noisy[k]! - value)
  const deviation = Math.sqrt(noise.reduce((sum, value) => sum + value ** 2, 0) / noise.length)
  // 56 draws: four standard errors are 38 %.
  expect(noise).toHaveLength(56)
  expect(Math.abs(deviation / 0.05 - 1)).toBeLessThan(0.38)
  expect(valuesOf(addNoise!(judged[0]!))).toEqual(noisy)
})

const drawnUnder = (name: string) => drawn[1 + faults.findIndex((fault) => fault.name === name)]!

test('random numbers are changed as their faults say, and the same ones are drawn under all others', () => {
  const under = (name: string) => drawnUnder(name).slice(0, 4)
  const [first, second, third, fourth] = drawn[0] as [number, number, number, number]
  expect(under('normal numbers 5 % too wide')).toEqual([first, second, 1.05 * third, 1.05 * fourth])
  expect(under('normal numbers 5 % too narrow')).toEqual([first, second, 0.95 * third, 0.95 * fourth])
  const twice = under('random numbers used twice')
  expect(twice.slice(0, 2)).toEqual([first, first])
  expect(twice[2]).toBe(twice[3])
  const [coarse] = under('random numbers of 8 bits') as [number]
  expect((256 * coarse) % 1).toBe(0.5)
  expect(Math.abs(coarse - first)).toBeLessThanOrEqual(1 / 512)
  expect(under('untrained')).toEqual(drawn[0]!.slice(0, 4))
})

test('dictionaries are changed as their faults say, and the same ones are trained under all others', () => {
  const [decoder, biases] = [drawn[0]!.slice(4, 8), drawn[0]!.slice(8)]
  for (const name of ['untrained', 'tenth of training', 'dependence of features lost']) {
    expect(drawnUnder(name).slice(4, 8), name).not.toEqual(decoder)
  }
  expect(drawnUnder('untrained').slice(8)).toEqual([0, 0])
  expect(biases.every((bias) => bias !== 0)).toBe(true)
  expect(drawnUnder('encoder biases lost').slice(4)).toEqual([...decoder, 0, 0])
  expect(drawnUnder('biases lost')).toEqual(drawn[0])
})

test('an experiment that trains nothing is touched by faults of its tools alone, and judged without training', async () => {
  const andGates = await experimentCatalog.find(({ id }) => id === 'and-gates')!.load()
  const touching = faults.filter((fault) => faultTouches(fault, andGates.plan('quick', 1)))
  expect(touching.map(({ name }) => name)).toEqual(
    faults.filter(({ tools }) => tools?.streamOf).map(({ name }) => name),
  )
})

test('plans are changed as their faults say', () => {
  const changed = (name: string, index = 0) =>
    faultyTask(faults.find((fault) => fault.name === name)!, {
      ...plan.tasks[index]!,
      stages: [{ fromStep: 10, set: { members: { data: { probability: 0.1 } } } }],
    })
  const first = (name: string, index = 0) => changed(name, index).ensemble.members[0]!

  expect(first('density 25 % too high').data).toMatchObject({ probability: 0.25 })
  expect(changed('density 25 % too high').stages).toMatchObject([
    { set: { members: { data: { probability: 0.125 } } } },
  ])
  expect(first('wrong value law').data).toMatchObject({ values: { kind: 'signed' } })
  expect(first('wrong value law', 1).data).toMatchObject({ values: { kind: 'unit' } })
  expect(first('sets ignored').data).toEqual({ kind: 'independent', probability: [0.2, 0.2, 0.2, 0.2] })
  const { importance } = first('importance ignored')
  expect(new Set(importance).size).toBe(1)
  expect(importance[3]).toBeCloseTo((1 + 0.8 + 0.64 + 0.512) / 4, 12)
  expect(first('importance ignored', 1).importance).toBe(plan.tasks[1]!.ensemble.members[0]!.importance)
  expect(first('gradient of the first feature lost').frozenFeatures).toEqual([0])
  expect(first('hidden penalty ignored').hiddenL1).toBe(0)
  expect([first('weight decay times ten').weightDecay, first('learning rate times ten').learningRate]).toEqual([
    0.1, 0.1,
  ])
  expect(changed('output activation swapped').ensemble.model).toMatchObject({ outputActivation: 'identity' })
  expect(changed('hidden activation lost', 1).ensemble.model).toMatchObject({ hiddenActivation: 'identity' })
  expect(changed('target without absolute value', 1).ensemble.target).toBe('identity')

  expect(changed('tenth of training')).toMatchObject({
    steps: 2,
    lossSteps: [0],
    record: [2],
    stages: [{ fromStep: 1 }],
  })
  const untrained = changed('untrained')
  expect(untrained).toMatchObject({ steps: 0, lossSteps: [], record: [0], stages: [] })
  // Evaluated under the last stage, as what it stands in for.
  expect(untrained.ensemble.members[0]!.data).toMatchObject({ probability: 0.1 })
})

test('every fault touches at least one experiment of the paper, and those alone that have what it breaks', async () => {
  const plans = await Promise.all(experimentCatalog.map(async ({ load }) => (await load()).plan('quick', 1)))
  const touched = (name: string) => {
    const fault = faults.find((each) => each.name === name)!
    return experimentCatalog.filter((_, k) => faultTouches(fault, plans[k]!)).map(({ id }) => id)
  }
  for (const { name } of faults) expect(touched(name), name).not.toEqual([])
  const training = experimentCatalog.filter((_, k) => plans[k]!.tasks.length > 0).map(({ id }) => id)
  expect(touched('untrained')).toEqual(training)
  expect(touched('weights 5 % too small')).toEqual(training)
  expect(touched('random numbers used twice')).toEqual(['and-gates'])
  expect(touched('dependence of features lost')).toEqual(['sae-recovery'])
  expect(touched('hidden penalty ignored')).toEqual(['sparsity-penalty'])
  expect(touched('target without absolute value')).toEqual(['absolute-value', 'asymmetric-motif'])
  expect(touched('sets ignored')).toEqual(['correlated', 'collapse', 'geometric-transformations'])
  expect(touched('members mixed up')).not.toContain('energy-levels')
})
