import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  canonicalJson,
  parseStrictJson,
  readHistory,
  sha256,
  taskId,
  writeTaskRecord,
  writeWeights,
} from '@digon/formats'
import { defineEnsemble, noEvaluation, type TrainedEnsemble, type TrainingTask } from '@digon/model'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeTrained, loadTask, recordedName } from './task-files.js'

const ensemble = defineEnsemble({
  model: { featureCount: 3, hiddenSize: 2 },
  batchSize: 4,
  shared: { data: { probability: 0.5 } },
  members: { count: 2, seed: 1 },
})
const task: TrainingTask = {
  name: 'dense',
  ensemble,
  steps: 9,
  lossSteps: [1, 4, 8],
  record: [0, 5],
  evaluationSamples: 10,
}

/** As a backend gives it: float64 here, float32 elsewhere, NaN and all. */
function trainedBy(plan: TrainingTask): TrainedEnsemble {
  const weights = (start: number) => ({
    weights: { shape: [2, 3, 2], values: Float32Array.from({ length: 12 }, (_, k) => start + k / 3) },
    bias: { shape: [2, 3], values: new Float64Array([0.1, -0, Number.NaN, 1e-300, 2, 3]) },
  })
  return {
    task: plan,
    parameters: weights(1),
    recorded: plan.record.map((step) => ({ step, parameters: weights(step) })),
    history: plan.lossSteps.map((step) => ({
      step,
      losses: new Float64Array([Math.fround(1 / 3 / step), Number.NaN]),
    })),
    evaluation: {
      losses: new Float64Array([0.1, Number.NaN]),
      errors: Float64Array.from({ length: 6 }, (_, k) => k / 7),
      gradients: weights(9),
    },
    diverged: [{ member: 1, step: 3 }],
  }
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-task-'))
})
afterEach(() => rm(folder, { recursive: true }))

const engine = { backend: 'wasm', arithmetic: 'float32', streamVersion: 1 }
const load = async (loaded: TrainingTask = task, by = engine) =>
  loadTask(folder, 'intro/dense', loaded, await taskId(loaded, by))

/** Writes a trained ensemble and the record of its task into the folder. */
async function save(trained: TrainedEnsemble): Promise<void> {
  const contents = encodeTrained(trained)
  for (const { step, parameters } of trained.recorded) {
    contents[recordedName(step)] = writeWeights(parameters, trained.task.ensemble.model)
  }
  const files: Record<string, { bytes: number; sha256: string }> = {}
  for (const [name, bytes] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, 'intro/dense', name)), { recursive: true })
    await writeFile(join(folder, 'intro/dense', name), bytes)
    files[name] = { bytes: bytes.length, sha256: await sha256(bytes) }
  }
  const record = { schemaVersion: 2, id: await taskId(trained.task, engine), status: 'finished', seconds: 1 } as const
  const text = writeTaskRecord({
    ...record,
    worker: '',
    trainedBy: [],
    backendChanges: [],
    diverged: trained.diverged,
    files,
  })
  await writeFile(join(folder, 'intro/dense/task.json'), text)
}

test('what was saved is loaded bit for bit', async () => {
  expect(await load()).toMatchObject({ status: 'unfinished' })
  const trained = trainedBy(task)
  await save(trained)
  expect(await load()).toEqual({ status: 'finished', trained })
})

test('an evaluation without gradients has none when loaded, one that was not asked for is NaN throughout', async () => {
  const { gradients: _, ...evaluation } = trainedBy(task).evaluation
  await save({ ...trainedBy(task), evaluation })
  const loaded = await load()
  expect(loaded).toMatchObject({ status: 'finished', trained: { evaluation } })
  if (loaded.status === 'finished') expect('gradients' in loaded.trained.evaluation).toBe(false)
  const without = { ...task, evaluationSamples: 0 }
  expect(Object.keys(encodeTrained(trainedBy(without)))).toEqual(['weights.safetensors', 'history.parquet'])
  await save(trainedBy(without))
  expect(await load(without)).toMatchObject({ trained: { evaluation: noEvaluation(without) } })
})

test('the learning rates of the history are those of each stage', async () => {
  const stages = [{ fromStep: 4, set: { members: [{ learningRate: 0.25 }, {}] } }]
  const bytes = encodeTrained(trainedBy({ ...task, stages }))['history.parquet']!
  const entries = await readHistory(bytes, 'history.parquet')
  expect(entries.map(({ step, learningRates }) => [step, ...learningRates])).toEqual([
    [1, 1e-3, 1e-3],
    [4, 0.25, 1e-3],
    [8, 0.25, 1e-3],
  ])
})

describe('what was saved for something else is not used', () => {
  const changes: readonly [what: string, change: Partial<TrainingTask>][] = [
    ['more steps', { steps: 10 }],
    ['other kept losses', { lossSteps: [1, 4] }],
    ['other recorded steps', { record: [0, 6] }],
    ['another evaluation', { evaluationSamples: 11 }],
    ['stages', { stages: [{ fromStep: 3, set: { members: { learningRate: 0.1 } } }] }],
    [
      'another seed',
      { ensemble: { ...ensemble, members: ensemble.members.map((member) => ({ ...member, seed: 5 })) } },
    ],
  ]
  test.each(changes)('%s', async (_, change) => {
    await save(trainedBy(task))
    expect((await load({ ...task, ...change })).status).toBe('different')
  })

  test('another backend, arithmetic or stream', async () => {
    await save(trainedBy(task))
    for (const change of [{ backend: 'reference' }, { arithmetic: 'float64' }, { streamVersion: 2 }]) {
      expect((await load(task, { ...engine, ...change })).status).toBe('different')
    }
  })
})

describe('what is damaged since is not used, and said to be damaged', () => {
  const cases = ['evaluation.safetensors', 'history.parquet', 'recorded/5.safetensors', 'weights.safetensors']
  test.each(cases)('%s changed in one bit, cut off, or missing', async (name) => {
    await save(trainedBy(task))
    const path = join(folder, 'intro/dense', name)
    const bytes = await readFile(path)
    const changed = bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte))
    for (const damage of [() => writeFile(path, changed), () => writeFile(path, bytes.subarray(1)), () => rm(path)]) {
      await damage()
      const loaded = await load()
      expect(loaded.status).toBe('damaged')
      if (loaded.status !== 'finished') expect(loaded.reason).toContain(`${name}: invalid`)
    }
  })

  test('task.json of another schema, with a path out of the folder, or no JSON', async () => {
    await save(trainedBy(task))
    const path = join(folder, 'intro/dense/task.json')
    const text = await readFile(path, 'utf8')
    const summary = parseStrictJson(text, { file: '', field: '', maximumDepth: 4 }) as { files: Record<string, string> }
    const changes = [
      text.slice(0, -10),
      canonicalJson({ ...summary, schemaVersion: 3 }),
      canonicalJson({ ...summary, files: { ...summary.files, '../../../x': 'ab' } }),
    ]
    for (const change of changes) {
      await writeFile(path, change)
      expect((await load()).status).toBe('damaged')
    }
  })
})
