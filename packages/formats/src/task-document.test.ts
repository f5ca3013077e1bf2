import { fromDense } from '@digon/data'
import { defineEnsemble, type TrainingTask } from '@digon/model'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.js'
import { decodeTask, encodeTask, taskId, taskSchema } from './task-document.js'

const ensemble = defineEnsemble({
  model: { featureCount: 2, hiddenSize: 1 },
  batchSize: 2,
  members: [
    { seed: 1, data: { probability: 0.5 } },
    { seed: 2, data: { kind: 'batches', batches: [fromDense([1, 0, 0, 0.5], 2, 2)] } },
  ],
})
const task: TrainingTask = {
  name: 'dense',
  ensemble,
  steps: 9,
  lossSteps: [0, 3, 6, 8],
  record: [0, 5],
  checkpoints: [5],
  evaluationSamples: 10,
  evaluationSeed: 3,
  stages: [{ fromStep: 4, set: { members: { learningRate: 0.1 } } }],
}
const engine = { backend: 'wasm', arithmetic: 'float32', streamVersion: 1 }

test('a task survives the way through JSON and its files, but for its name', async () => {
  const { document, files } = await encodeTask(task)
  const parsed = taskSchema.parse(JSON.parse(canonicalJson(document)))
  expect(await decodeTask(parsed, 'other', 'run.json', async (name) => files.get(name)!)).toEqual({
    ...task,
    name: 'other',
  })
})

test('the id does not depend on the name, nor on whether having no checkpoints or stages is said', async () => {
  const id = await taskId(task, engine)
  expect(id).toMatch(/^[0-9a-f]{64}$/)
  expect(await taskId({ ...task, name: 'other' }, engine)).toBe(id)
  const { checkpoints: _, ...without } = task
  expect(await taskId(without, engine)).toBe(await taskId({ ...task, checkpoints: [] }, engine))
  const { stages: __, ...unstaged } = task
  expect(await taskId(unstaged, engine)).toBe(await taskId({ ...task, stages: [] }, engine))
})

test.each<[what: string, change: Partial<TrainingTask>]>([
  ['steps', { steps: 10 }],
  ['kept losses', { lossSteps: [0, 8] }],
  ['recorded steps', { record: [0, 6] }],
  ['checkpoints', { checkpoints: [6] }],
  ['evaluation', { evaluationSamples: 11 }],
  ['evaluation seed', { evaluationSeed: 7 }],
  ['stages', { stages: [{ fromStep: 5, set: { members: { learningRate: 0.1 } } }] }],
  ['seed', { ensemble: { ...ensemble, members: ensemble.members.map((member) => ({ ...member, seed: 5 })) } }],
  ['batch size', { ensemble: { ...ensemble, batchSize: 3 } }],
])('the id changes with the %s', async (_, change) => {
  expect(await taskId({ ...task, ...change }, engine)).not.toBe(await taskId(task, engine))
})

test.each([{ backend: 'reference' }, { arithmetic: 'float64' }, { streamVersion: 2 }])(
  'the id changes with %j',
  async (change) => {
    expect(await taskId(task, { ...engine, ...change })).not.toBe(await taskId(task, engine))
  },
)

test('a document whose stages do not fit the ensemble is refused', async () => {
  const { document, files } = await encodeTask({ ...task, stages: [{ fromStep: 4, set: { batchSize: 3 } }] })
  const decoding = decodeTask(document, 'dense', 'run.json', async (name) => files.get(name)!)
  await expect(decoding).rejects.toThrow(
    'invalid stages[0].set.batchSize: 3; expected 2, as member 1 has fixed batches',
  )
})
