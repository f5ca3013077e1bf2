import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scheduledTask } from '@digon/formats'
import { defineEnsemble, reference, type TrainedEnsemble, type TrainingTask } from '@digon/model'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quickFileSystem } from './disk.test-support.js'
import { filesBelow } from './folder-content.js'
import { type TrainRunOptions, trainRun } from './train-run.js'

/** What a run says of its members belongs to the run: whoever asks, and however often, is told the same. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-verdict-'))
})
afterAll(() => rm(folder, { recursive: true }))

const options: TrainRunOptions = {
  ...{ backend: reference(), packageVersions: {}, fileSystem: quickFileSystem },
  ...{ leaseSeconds: 0.05, checkpointSeconds: 0 },
}

/** Members of which some diverge: plain gradient descent at rates up to a thousand. */
const tasks: fc.Arbitrary<TrainingTask> = fc
  .record({
    rates: fc.array(fc.constantFrom(0.01, 10, 1000), { minLength: 1, maxLength: 3 }),
    steps: fc.integer({ min: 1, max: 30 }),
    seed: fc.nat(1000),
  })
  .map(({ rates, steps, seed }) => {
    const ensemble = defineEnsemble({
      model: { featureCount: 3, hiddenSize: 2 },
      optimizer: { kind: 'sgd' },
      batchSize: 4,
      members: rates.map((learningRate, index) => ({ seed: seed + index, learningRate, data: { probability: 1 } })),
    })
    return scheduledTask(ensemble, { steps })
  })

const said = ({ trained }: { readonly trained: TrainedEnsemble }) => {
  const { diverged, history } = trained
  return { diverged, history: history.map(({ step, losses }) => [step, ...losses]) }
}

test('members that diverged, the steps at which they did, and finite losses are the same at every repeat, after a loss of any file, after a stop at any step and in a copy', async () => {
  let run = 0
  let divergedRuns = 0
  await fc.assert(
    fc.asyncProperty(tasks, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (task, share) => {
      const path = join(folder, `run-${run++}`)
      const first = said(await trainRun(path, task, options))
      if (first.diverged.length > 0) divergedRuns++
      for (const [, ...losses] of first.history) {
        for (const loss of losses) expect(Number.isFinite(loss)).toBe(true)
      }
      expect(first.history.at(-1)![0]).toBe(task.steps - 1)
      expect(said(await trainRun(path, task, options))).toEqual(first)

      const files = await filesBelow(path)
      await rm(join(path, files[Math.floor(share * files.length)]!))
      expect(said(await trainRun(path, task, options))).toEqual(first)

      await cp(path, `${path}-copied`, { recursive: true })
      expect(said(await trainRun(`${path}-copied`, task, options))).toEqual(first)

      const stopped = new AbortController()
      const stopAt = Math.ceil(share * task.steps)
      const stopping = trainRun(`${path}-stopped`, task, {
        ...options,
        signal: stopped.signal,
        onEvent: (event) => event.type === 'progress' && event.step >= stopAt && stopped.abort(new Error('stopped')),
      })
      await stopping.catch((error: unknown) => expect(error).toMatchObject({ message: 'stopped' }))
      expect(said(await trainRun(`${path}-stopped`, task, options))).toEqual(first)
    }),
    { numRuns: 25 },
  )
  expect(divergedRuns).toBeGreaterThan(5)
})
