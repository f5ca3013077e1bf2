import { wasm } from '@digon/backend-wasm'
import { type Experiment, runExperiment } from '@digon/experiments'
import { expect, test } from 'vitest'
import { type JudgedStage, runStages, type StageProgress } from './run-stages.js'

// An experiment from outside, small enough for a test.
const { default: pairs }: { default: Experiment } = await import(
  '../../../../../../examples/experiment/antipodal-pairs.mjs' as string
)

test('each stage is judged for itself, and the last has the numbers of the command line', async () => {
  const stages: JudgedStage[] = []
  const progress: StageProgress[] = []
  const backend = wasm({ threads: 1 })
  await runStages(pairs, 3, backend, {
    onProgress: (each) => progress.push(each),
    onJudged: (stage) => void stages.push(stage),
  })
  expect(stages.map(({ stage }) => stage)).toEqual(['untrained', 'tenth of training', 'trained'])
  const [untrained, , trained] = stages.map((stage) => Number(stage.claims[0]!.measured))
  expect(trained! - untrained!).toBeGreaterThan(0.1)
  expect(stages.map(({ figures }) => figures.length)).toEqual([1, 1, 1])
  const { claims, figures } = await runExperiment(pairs, { seed: 3, backend })
  expect(stages.at(-1)!.claims).toEqual(claims)
  expect(stages.at(-1)!.figures).toEqual(figures)

  for (const [stage, steps] of [
    ['untrained', 0],
    ['tenth of training', 150],
    ['trained', 1500],
  ] as const) {
    const own = progress.filter((each) => each.stage === stage)
    expect(own[0]).toMatchObject({ step: 0, steps, members: 16 })
    expect(own.every(({ step }, k) => k === 0 || step >= own[k - 1]!.step)).toBe(true)
    if (steps > 0) expect(own.at(-1)!.step).toBe(steps)
  }
}, 60_000)

test('models of which nothing can be measured have no claims; trained ones must be measurable', async () => {
  const stages: string[] = []
  const stubborn: Experiment = {
    ...pairs,
    measure: () => {
      throw new Error('no loss is finite')
    },
  }
  const run = runStages(stubborn, 0, wasm({ threads: 1 }), {
    onProgress: () => {},
    onJudged: ({ stage, claims }) => void stages.push(`${stage}: ${claims.length}`),
  })
  await expect(run).rejects.toThrow('no loss is finite')
  expect(stages).toEqual(['untrained: 0', 'tenth of training: 0'])
}, 60_000)
