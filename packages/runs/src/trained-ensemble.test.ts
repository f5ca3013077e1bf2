import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runExperiment } from '@digon/experiments'
import { canonicalJson, parseStrictJson, readHistory } from '@digon/formats'
import type { TrainedEnsemble, TrainingTask } from '@digon/model'
import { defineEnsemble, reference } from '@digon/model'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CreatedRun, createRun, type RunRequest } from './create-run.js'
import { openRun } from './open-run.js'
import type { Run } from './run.js'
import { loadTrainedEnsemble, saveTrainedEnsemble } from './trained-ensemble.js'

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
    history: plan.lossSteps.map((step) => ({ step, losses: new Float64Array([1 / 3 / step, Number.NaN]) })),
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
  folder = await mkdtemp(join(tmpdir(), 'digon-trained-'))
})
afterEach(() => rm(folder, { recursive: true }))

const request: RunRequest = { spec: { kind: 'reproduce' }, seed: 1, backend: 'wasm', precision: 'float32' }

async function created(name = 'run', change: Partial<RunRequest> = {}): Promise<CreatedRun> {
  return createRun(join(folder, name), { ...request, ...change }, { packageVersions: {} })
}

function open(result: CreatedRun): Run {
  if (result.found === 'finished') throw new Error('the run is finished')
  return result.run
}

test('what was saved is loaded bit for bit, while the run is written and when it is finished', async () => {
  const run = open(await created())
  const trained = trainedBy(task)
  await saveTrainedEnsemble(run, 'intro', trained)
  expect(await loadTrainedEnsemble(run, 'intro', task)).toEqual({ found: 'saved', trained })
  const { files } = await run.finish()
  expect(Object.keys(files)).toEqual([
    'intro/dense/evaluation.safetensors',
    'intro/dense/history.parquet',
    'intro/dense/recorded/0.safetensors',
    'intro/dense/recorded/5.safetensors',
    'intro/dense/trained.json',
    'intro/dense/weights.safetensors',
  ])
  expect(await loadTrainedEnsemble(await openRun(run.directory), 'intro', task)).toEqual({ found: 'saved', trained })
})

test('the learning rates of the history are those of each stage', async () => {
  const run = open(await created())
  const stages = [{ fromStep: 4, set: { members: [{ learningRate: 0.25 }, {}] } }]
  await saveTrainedEnsemble(run, 'intro', trainedBy({ ...task, stages }))
  const entries = await readHistory(await run.read('intro/dense/history.parquet'), 'history.parquet')
  expect(entries.map(({ step, learningRates }) => [step, ...learningRates])).toEqual([
    [1, 1e-3, 1e-3],
    [4, 0.25, 1e-3],
    [8, 0.25, 1e-3],
  ])
})

test('an evaluation without gradients has none when loaded', async () => {
  const run = open(await created())
  const { gradients: _, ...evaluation } = trainedBy(task).evaluation
  await saveTrainedEnsemble(run, 'intro', { ...trainedBy(task), evaluation })
  const loaded = await loadTrainedEnsemble(run, 'intro', task)
  expect(loaded).toMatchObject({ found: 'saved', trained: { evaluation } })
  if (loaded.found === 'saved') expect('gradients' in loaded.trained.evaluation).toBe(false)
})

test('an interrupted run goes on with the ensembles that it had saved, and lists their files again', async () => {
  const first = open(await created())
  await saveTrainedEnsemble(first, 'intro', trainedBy(task))
  await first.stop({ keep: true })
  const second = open(await created())
  expect((await loadTrainedEnsemble(second, 'intro', task)).found).toBe('saved')
  expect(await loadTrainedEnsemble(second, 'intro', { ...task, name: 'sparse' })).toMatchObject({ found: 'absent' })
  const { files } = await second.finish()
  expect(Object.keys(files)).toHaveLength(6)
})

test('an experiment with loaded ensembles trains nothing and comes to the same numbers', async () => {
  const experiment = {
    id: 'small',
    title: '',
    section: '',
    paper: '',
    method: '',
    presets: { quick: '' },
    plan: () => ({ preset: 'quick' as const, seed: 1, sweeps: {}, tasks: [task] }),
    measure: (_: unknown, [trained]: readonly TrainedEnsemble[]) => [
      ...trained!.evaluation.losses,
      ...trained!.parameters.bias!.values,
    ],
    figures: () => [],
    claims: () => [],
  }
  const run = open(await created())
  const whole = await runExperiment(experiment, { seed: 1, backend: reference() })
  await saveTrainedEnsemble(run, 'small', whole.trained[0]!)
  const loaded = await loadTrainedEnsemble(run, 'small', task)
  if (loaded.found !== 'saved') throw new Error(loaded.reason)
  const backend = { ...reference(), open: () => Promise.reject(new Error('was opened')) }
  const again = await runExperiment(experiment, { seed: 1, backend, trained: new Map([['dense', loaded.trained]]) })
  expect(again.numbers).toEqual(whole.numbers)
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
    const run = open(await created())
    await saveTrainedEnsemble(run, 'intro', trainedBy(task))
    expect((await loadTrainedEnsemble(run, 'intro', { ...task, ...change })).found).toBe('different')
  })

  test('another backend or precision', async () => {
    const run = open(await created())
    await saveTrainedEnsemble(run, 'intro', trainedBy(task))
    for (const change of [{ backend: 'reference' }, { precision: 'float64' }]) {
      const other = { ...run, record: { ...run.record, ...change } }
      expect((await loadTrainedEnsemble(other, 'intro', task)).found).toBe('different')
    }
  })
})

describe('what is damaged since is not used, and said to be damaged', () => {
  const cases = ['evaluation.safetensors', 'history.parquet', 'recorded/5.safetensors', 'weights.safetensors']
  test.each(cases)('%s changed in one bit, cut off, or missing', async (name) => {
    const run = open(await created())
    await saveTrainedEnsemble(run, 'intro', trainedBy(task))
    const path = join(run.directory, 'intro/dense', name)
    const bytes = await readFile(path)
    const changed = bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte))
    for (const damage of [() => writeFile(path, changed), () => writeFile(path, bytes.subarray(1)), () => rm(path)]) {
      await damage()
      const loaded = await loadTrainedEnsemble(run, 'intro', task)
      expect(loaded.found).toBe('damaged')
      if (loaded.found !== 'saved') expect(loaded.reason).toContain(`intro/dense/${name}: invalid`)
    }
  })

  test('trained.json of another schema, with a path out of the folder, or no JSON', async () => {
    const run = open(await created())
    await saveTrainedEnsemble(run, 'intro', trainedBy(task))
    const path = join(run.directory, 'intro/dense/trained.json')
    const text = await readFile(path, 'utf8')
    const summary = parseStrictJson(text, { file: '', field: '', maximumDepth: 4 }) as { files: Record<string, string> }
    const changes = [
      text.slice(0, -10),
      canonicalJson({ ...summary, schemaVersion: 2 }),
      canonicalJson({ ...summary, files: { ...summary.files, '../../../x': 'ab' } }),
    ]
    for (const change of changes) {
      await writeFile(path, change)
      expect((await loadTrainedEnsemble(run, 'intro', task)).found).toBe('damaged')
    }
  })

  test('of a finished run, by the run’s own hashes', async () => {
    const run = open(await created())
    await saveTrainedEnsemble(run, 'intro', trainedBy(task))
    await run.finish()
    const path = join(run.directory, 'intro/dense/trained.json')
    await writeFile(path, `${await readFile(path, 'utf8')} `)
    const loaded = await loadTrainedEnsemble(await openRun(run.directory), 'intro', task)
    expect(loaded).toMatchObject({ found: 'damaged', reason: expect.stringContaining(`${path} is damaged: size`) })
  })
})
