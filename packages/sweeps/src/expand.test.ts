import type { SweepPlan } from '@digon/formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellAt, expandPlan, taskOfCells } from './expand.js'
import { planFrom, smallPlan } from './plan.test-support.js'

test('cells are numbered with the first axis slowest and restarts fastest, and every cell is in one task', () => {
  const sweep = expandPlan(smallPlan)
  expect(sweep.cellCount).toBe(24)
  expect(cellAt(smallPlan, 0)).toMatchObject({ restart: 0, coordinates: { hidden: 1, rate: 0.001 } })
  expect(cellAt(smallPlan, 4)).toMatchObject({ restart: 1, coordinates: { hidden: 1, rate: 0.00464158883361 } })
  expect(cellAt(smallPlan, 23)).toMatchObject({ restart: 2, coordinates: { hidden: 2, rate: 0.1 } })
  expect(sweep.tasks.flatMap(({ cells }) => [...cells]).sort((a, b) => a - b)).toEqual([...Array(24).keys()])
})

test('cells of one shape are one ensemble, with the settings of each cell and a seed of its own', () => {
  const [narrow, wide] = expandPlan(smallPlan).tasks
  const task = taskOfCells(smallPlan, wide!.cells, 'wide')
  expect(narrow!.cells.length).toBe(12)
  expect(task.ensemble.model).toMatchObject({ featureCount: 3, hiddenSize: 2 })
  expect(task.ensemble.members.map(({ learningRate }) => learningRate).slice(2, 4)).toEqual([0.001, 0.00464158883361])
  expect(task).toMatchObject({ steps: 12, lossSteps: [11], evaluationSamples: 40 })
  const seeds = [...Array(24).keys()].map((cell) => cellAt(smallPlan, cell).seed)
  expect(new Set(seeds).size).toBe(24)
})

test.each<[kept: Partial<SweepPlan>, steps: readonly number[]]>([
  [{}, [11]],
  [{ lossEvery: 5 }, [0, 5, 10, 11]],
  [{ lossSteps: [1, 7] }, [1, 7, 11]],
  [{ lossSteps: [0, 11, 500] }, [0, 11]],
])('losses of %j are kept at the steps %j', (kept, steps) => {
  expect(taskOfCells({ ...smallPlan, ...kept }, [0], 'a').lossSteps).toEqual(steps)
})

test('a model keeps its seed when axes are refined, reordered or joined by others of one value', () => {
  const axis = (name: string, values: readonly number[]) => ({
    coordinates: [{ name, fields: [`member.${name}`], values }],
  })
  const withAxes = (axes: SweepPlan['axes']): SweepPlan => ({ ...smallPlan, axes, restarts: 1 })
  const coarse = withAxes([axis('a', [1, 3]), axis('b', [5])])
  const fine = withAxes([axis('b', [4, 5]), axis('a', [1, 2, 3])])
  expect(cellAt(coarse, 1).coordinates).toEqual({ a: 3, b: 5 })
  expect(cellAt(fine, 5).coordinates).toEqual({ a: 3, b: 5 })
  expect(cellAt(fine, 5).seed).toBe(cellAt(coarse, 1).seed)
})

test('any grid: tasks hold each cell once, in order within a shape, all of one shape', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(lengths, fc.nat(3), fc.integer({ min: 1, max: 4 }), (counts, shaping, restarts) => {
      const axes = counts.map((count, axis) => {
        const fields = [axis === shaping ? 'model.hiddenSize' : `member.importance.${axis}`]
        return { coordinates: [{ name: `a${axis}`, fields, values: Array.from({ length: count }, (_, i) => i + 1) }] }
      })
      const base = {
        model: { featureCount: 4, hiddenSize: 1 },
        member: { importance: [1, 1, 1, 1], data: { probability: 1 } },
        steps: 1,
      }
      const plan: SweepPlan = { ...smallPlan, base, axes, restarts }
      const { tasks, cellCount } = expandPlan(plan)
      expect(tasks.flatMap(({ cells }) => [...cells]).sort((a, b) => a - b)).toEqual([...Array(cellCount).keys()])
      for (const { cells } of tasks) {
        const sizes = cells.map((cell) => taskOfCells(plan, [cell], 'one').ensemble.model)
        expect(new Set(sizes.map((model) => JSON.stringify(model))).size).toBe(1)
        expect([...cells].sort((a, b) => a - b)).toEqual(cells)
      }
    }),
    { seed: 20261128, numRuns: 25 },
  )
})

test('how cells are packed is frozen: sweeps that were begun are cut the same way when they are resumed', () => {
  const packed = (text: string) => {
    const { tasks } = expandPlan(planFrom(`seed: 1\n${text}`))
    return [tasks.length, tasks[0]!.cells.length, tasks.at(-1)!.cells.length, tasks.at(-1)!.folder]
  }
  const grid = (count: number) => `axes:\n  p: { field: member.data.probability, from: 0.01, to: 1, count: ${count} }`
  const tiny = 'model: { featureCount: 2, hiddenSize: 1 }\nbatchSize: 512\nsteps: 1000'
  expect(packed(`${tiny}\n${grid(1000)}\nrestarts: 100`)).toEqual([391, 256, 160, 'tasks/00390'])
  expect(packed(`${tiny}\n${grid(30)}\nrestarts: 150`)).toEqual([18, 250, 250, 'tasks/00017'])
  expect(packed(`model: { featureCount: 400, hiddenSize: 30 }\nsteps: 10000\n${grid(9)}`)).toEqual([
    9,
    1,
    1,
    'tasks/00008',
  ])
})

test('a plan of 100,000 cells expands within a second and 100 MB, and names any cell at once', () => {
  const plan = planFrom(`
model: { featureCount: 2, hiddenSize: 1 }
member: { importance: [1, 1] }
axes:
  extra: { field: member.importance.1, from: 0.1, to: 10, count: 100, scale: log }
  density: { field: member.data.probability, from: 0.01, to: 1, count: 100, scale: log }
restarts: 10
seed: 1
batchSize: 512
steps: 1000
`)
  const before = process.memoryUsage().heapUsed
  const begun = process.cpuUsage()
  const sweep = expandPlan(plan)
  const { user, system } = process.cpuUsage(begun)
  expect(sweep.cellCount).toBe(100_000)
  expect((user + system) / 1e6).toBeLessThan(1)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6)
  expect(cellAt(plan, 99_999).coordinates).toEqual({ extra: 10, density: 1 })
})
