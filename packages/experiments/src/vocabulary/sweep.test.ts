import { toRows } from '@digon/matrix'
import type { TrainedEnsemble, TrainingTask } from '@digon/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { featuresOf, joinSweeps, logarithmicSteps, type Sweep, sweep, type Trained, trainedUnder } from './sweep.js'

const model = { featureCount: 3, hiddenSize: 2 }
const seedAt = (probability: number) => Math.round(1000 * probability)
const sweepOf = (name: string, conditions: readonly number[], restarts: number | ((p: number) => number) = 2) =>
  sweep({
    name,
    model,
    batchSize: 8,
    conditions,
    member: (probability) => ({ data: { probability } }),
    seed: seedAt,
    restarts,
    steps: 10,
    evaluationSamples: 100,
  })

/** An ensemble in which all numbers of a member are its index, with the losses given. */
function ended(task: TrainingTask, losses: readonly number[], diverged: readonly number[] = []): TrainedEnsemble {
  const ofMembers = (shape: readonly number[]) => ({
    shape: [losses.length, ...shape],
    values: Float64Array.from(losses.flatMap((_, k) => new Array(shape.reduce((a, b) => a * b)).fill(k))),
  })
  const parameters = { weights: ofMembers([3, 2]), bias: ofMembers([3]) }
  return {
    task,
    parameters,
    recorded: [{ step: 4, parameters }],
    history: task.lossSteps.map((step) => ({ step, losses: Float64Array.from(losses, (loss) => loss * step) })),
    evaluation: { losses: Float64Array.from(losses), errors: ofMembers([3]).values },
    diverged: diverged.map((member) => ({ member, step: 7 })),
  }
}

const endings = (planned: Sweep<number>) =>
  planned.tasks.map((task) =>
    ended(
      task,
      task.ensemble.members.map((_, k) => k + 1),
    ),
  )

test('members stand in the order of the conditions, restarts side by side', () => {
  const { tasks, groups } = sweepOf('sweep', [0.5, 0.1], (probability) => (probability < 0.2 ? 3 : 2))
  const { members } = tasks[0]!.ensemble
  expect(members.map(({ data }) => 'probability' in data && data.probability)).toEqual([0.5, 0.5, 0.1, 0.1, 0.1])
  expect(groups).toEqual([
    { condition: 0.5, task: 0, members: [0, 1] },
    { condition: 0.1, task: 0, members: [2, 3, 4] },
  ])
})

test('seeds of a condition follow from its own seed alone', () => {
  const seedsOf = (conditions: readonly number[]) =>
    sweepOf('sweep', conditions).tasks[0]!.ensemble.members.map(({ seed }) => seed)
  const [first, second, third, fourth] = seedsOf([0.5, 0.1])
  expect(new Set([first, second, third, fourth]).size).toBe(4)
  expect(seedsOf([0.1, 0.5])).toEqual([third, fourth, first, second])
})

test('a task has its name, a quarter cosine over its steps and logarithmic loss steps unless it says otherwise', () => {
  const [task] = sweepOf('sweep', [1]).tasks
  expect(task).toMatchObject({ name: 'sweep', steps: 10, record: [], evaluationSamples: 100 })
  expect(task!.lossSteps).toEqual(logarithmicSteps(10))
  expect(task!.ensemble.optimizer).toMatchObject({ kind: 'adamw', schedule: { kind: 'cosine', totalSteps: 10 } })
  const other = sweep({
    name: 'other',
    model,
    shared: { data: { probability: 1 } },
    optimizer: { schedule: { kind: 'constant' } },
    conditions: ['only'],
    seed: () => 1,
    restarts: 1,
    steps: 10,
    evaluationSamples: 100,
    lossSteps: [3],
    record: [5],
  }).tasks[0]!
  expect(other).toMatchObject({ lossSteps: [3], record: [5] })
  expect(other.ensemble.optimizer).toMatchObject({ schedule: { kind: 'constant' } })
})

test('joined sweeps keep their order, and their conditions find their own tasks', () => {
  const joined = joinSweeps([sweepOf('a', [1, 0.5]), joinSweeps([sweepOf('b', [0.3]), sweepOf('c', [0.1], 1)])])
  expect(joined.tasks.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  const trained = trainedUnder(joined, endings(joined))
  expect(trained.map(({ condition, task, planned }) => [condition, task.name, planned])).toEqual([
    [1, 'a', 2],
    [0.5, 'a', 2],
    [0.3, 'b', 2],
    [0.1, 'c', 1],
  ])
  expect(joinSweeps([])).toEqual({ tasks: [], groups: [] })
})

test('a trained member has its own numbers', () => {
  const planned = sweepOf('sweep', [0.5, 0.1])
  const { members } = trainedUnder(planned, endings(planned))[1]!
  const [, member] = members
  expect(members.length).toBe(2)
  expect(member!.member).toEqual(planned.tasks[0]!.ensemble.members[3])
  expect(toRows(member!.weights)).toEqual([
    [3, 3],
    [3, 3],
    [3, 3],
  ])
  expect([...member!.bias]).toEqual([3, 3, 3])
  expect(member!.loss).toBe(4)
  expect([...member!.errors]).toEqual([3, 3, 3])
  expect(member!.history).toEqual(planned.tasks[0]!.lossSteps.map((step) => 4 * step))
  expect(member!.recorded.map(({ step }) => step)).toEqual([4])
  expect([...member!.recorded[0]!.parameters.bias!.values]).toEqual([3, 3, 3])
  expect(featuresOf(member!)).toEqual({ probability: 0.1, importance: [1, 1, 1] })
})

test('a model without output bias has biases of 0', () => {
  const planned = sweepOf('sweep', [0.5], 1)
  const [trained] = endings(planned)
  const { weights } = trained!.parameters
  const [without] = trainedUnder(planned, [{ ...trained!, parameters: { weights: weights! } }])
  expect([...without!.members[0]!.bias]).toEqual([0, 0, 0])
})

test('diverged members and losses that are not finite are left out, and the groups of the others stay', () => {
  const planned = sweepOf('sweep', [0.5, 0.1, 0.01])
  const trained = ended(planned.tasks[0]!, [1, 2, Number.NaN, 3, 4, Number.POSITIVE_INFINITY], [1])
  const found = trainedUnder(planned, [trained])
  expect(found.map(({ condition, planned: count }) => [condition, count])).toEqual([
    [0.5, 2],
    [0.1, 2],
    [0.01, 2],
  ])
  expect(found.map(({ members }) => members.map(({ weights }) => weights.values[0]))).toEqual([[0], [3], [4]])
})

test('groups are a partition of the members, whatever the conditions and restarts', () => {
  const counts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 })
  const property = fc.property(fc.array(counts, { minLength: 1, maxLength: 3 }), (sweeps) => {
    const joined = joinSweeps(
      sweeps.map((of, k) =>
        sweepOf(
          `task-${k}`,
          of.map((count) => count / 8),
          (p) => 8 * p,
        ),
      ),
    )
    for (const [index, { ensemble }] of joined.tasks.entries()) {
      const members = joined.groups.filter(({ task }) => task === index).flatMap((group) => group.members)
      expect(members).toEqual([...ensemble.members.keys()])
    }
  })
  fc.assert(property, { numRuns: 20 })
})

test('theory is told of independent features only', () => {
  const [task] = sweepOf('sweep', [1]).tasks
  const member = { ...task!.ensemble.members[0]!, data: { kind: 'exactly', activeCount: 1 } as const }
  expect(() => featuresOf({ member })).toThrow('invalid data: exactly; expected independent features')
})

test('steps of a loss curve ascend from 1 to the last step trained, each less than twice as far as the one before', () => {
  const steps = logarithmicSteps(3000)
  expect([steps[0], steps.at(-1)]).toEqual([1, 2999])
  for (const [k, step] of steps.entries()) if (k > 0) expect(step).toBeGreaterThan(steps[k - 1]!)
  for (const [k, step] of steps.entries()) if (k > 1) expect(step / steps[k - 1]!).toBeLessThan(2)
  expect(logarithmicSteps(0)).toEqual([])
  expect(logarithmicSteps(1)).toEqual([])
  expect(logarithmicSteps(2)).toEqual([1])
})

test('with stages, a trained member is that of the end of training', () => {
  const stages = [{ fromStep: 5, set: { members: { data: { probability: 0.01 } } } }]
  const planned = sweepOf('sweep', [0.1], 1)
  const task = { ...planned.tasks[0]!, stages }
  const [{ members }] = trainedUnder({ ...planned, tasks: [task] }, [ended(task, [1])]) as [Trained<number>]
  expect(members[0]!.member.data).toMatchObject({ probability: 0.01 })
})
