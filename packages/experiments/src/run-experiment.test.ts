import {
  type Backend,
  defineEnsemble,
  memberParameters,
  memberWeights,
  reference,
  type TrainedEnsemble,
  type TrainingTask,
} from '@digon/model'
import { linearOptimum, reluLoss } from '@digon/theory'
import { expect, test } from 'vitest'
import type { Experiment } from './experiment.js'
import type { RunEvent } from './run-events.js'
import { runExperiment } from './run-experiment.js'
import { UnknownPresetError } from './unknown-preset-error.js'

const importance = [1, 0.9, 0.81, 0.729, 0.6561]

/** Two short ensembles of the introduction's models: dense, and sparse. */
const short: Experiment<readonly number[]> = {
  id: 'short',
  title: 'Short',
  section: '§0',
  presets: { quick: 'two ensembles' },
  paper: '',
  method: '',
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: [task('dense', 1, seed), task('sparse', 0.05, seed)] }),
  measure: (_, trained) => trained.map(({ evaluation }) => Math.min(...evaluation.losses)),
  figures: () => [],
  claims: ([dense]) => [
    {
      id: 'short/dense',
      kind: 'mathematics',
      nearMisses: [],
      statement: 'The loss is small.',
      measures: 'loss',
      source: 'none',
      expected: 'below 1',
      measured: dense!,
      tolerance: 'none',
      holds: dense! < 1,
      control: 'none',
    },
  ],
}

function task(name: string, probability: number, seed: number): TrainingTask {
  const ensemble = defineEnsemble({
    model: { featureCount: 5, hiddenSize: 2 },
    batchSize: 128,
    shared: { data: { probability }, importance, learningRate: 0.03 },
    members: { count: 3, seed },
  })
  return { name, ensemble, steps: 300, lossSteps: [0, 1, 150, 299], record: [0, 100], evaluationSamples: 20_000 }
}

test('training lowers the loss to what mathematics says, and is judged on fresh samples', async () => {
  const { trained, numbers, claims } = await runExperiment(short, { seed: 1, backend: reference() })
  const [dense, sparse] = trained as readonly [TrainedEnsemble, TrainedEnsemble]
  const optimum = linearOptimum({ probability: 1, importance }, 2).loss
  expect(Math.abs(numbers[0]! / optimum - 1)).toBeLessThan(0.02)
  // Half of what the best linear model loses: only superposition gets there.
  expect(numbers[1]!).toBeLessThan(0.5 * linearOptimum({ probability: 0.05, importance }, 2).loss)
  for (const [ensemble, probability] of [[dense, 1] as const, [sparse, 0.05] as const]) {
    expect(ensemble.history.map(({ step }) => step)).toEqual([0, 1, 150, 299])
    for (const member of [0, 1, 2]) {
      expect(ensemble.history[3]!.losses[member]).toBeLessThan(ensemble.history[0]!.losses[member]!)
      const model = {
        weights: memberWeights(ensemble.parameters, member),
        bias: memberParameters(ensemble.parameters, member).bias!.values,
      }
      const exact = reluLoss(model, { probability, importance })
      expect(Math.abs(ensemble.evaluation.losses[member]! / exact - 1)).toBeLessThan(0.1)
    }
    expect(ensemble.recorded.map(({ step }) => step)).toEqual([0, 100])
    expect(ensemble.diverged).toEqual([])
  }
  expect(claims.map(({ holds }) => holds)).toEqual([true])
})

test('the same seed gives the same result, another seed another one', async () => {
  const run = async (seed: number) => (await runExperiment(short, { seed, backend: reference() })).numbers
  expect(await run(5)).toEqual(await run(5))
  expect(await run(6)).not.toEqual(await run(5))
})

test('events tell each ensemble from start to end, with steps and samples that reach their ends', async () => {
  const events: RunEvent[] = []
  await runExperiment(short, { seed: 1, backend: reference(), onEvent: (event) => events.push(event) })
  const kinds = events.map(({ type }) => type).filter((type, k, all) => type !== all[k - 1])
  const each = ['ensemble-start', 'ensemble-progress', 'ensemble-evaluation', 'ensemble-end']
  expect(kinds).toEqual([...each, ...each])
  expect(events[0]).toEqual({
    type: 'ensemble-start',
    ensemble: 'dense',
    index: 0,
    count: 2,
    memberCount: 3,
    steps: 300,
    backend: 'reference',
  })
  expect(events.findLast((event) => event.type === 'ensemble-progress')).toMatchObject({ step: 300, steps: 300 })
  expect(events.findLast((event) => event.type === 'ensemble-evaluation')).toMatchObject({ samples: 20_000 })
})

test('ensembles that are handed in are not trained again', async () => {
  const first = await runExperiment(short, { seed: 2, backend: reference() })
  const asked: string[] = []
  const backend = (wanted: TrainingTask): Backend => {
    asked.push(wanted.name)
    return reference()
  }
  const trained = new Map([['dense', first.trained[0]!]])
  const reused: boolean[] = []
  const second = await runExperiment(short, {
    seed: 2,
    backend,
    trained,
    onEvent: (event) => event.type === 'ensemble-end' && reused.push(event.reused),
  })
  expect(asked).toEqual(['sparse'])
  expect(reused).toEqual([true, false])
  expect(second.numbers).toEqual(first.numbers)
})

test('an abort while training or evaluating rejects with the signal’s reason and disposes the session', async () => {
  for (const when of ['ensemble-progress', 'ensemble-evaluation'] as const) {
    let open = 0
    const counted: Backend = {
      ...reference(),
      async open(ensemble, options) {
        const session = await reference().open(ensemble, options)
        const dispose = session.dispose.bind(session)
        session.dispose = () => {
          open--
          return dispose()
        }
        open++
        return session
      },
    }
    const controller = new AbortController()
    const reason = new Error('enough')
    const run = runExperiment(short, {
      seed: 1,
      backend: counted,
      signal: controller.signal,
      onEvent: ({ type }) => type === when && controller.abort(reason),
    })
    await expect(run).rejects.toBe(reason)
    expect(open).toBe(0)
  }
})

test('an unknown preset or a wrong seed is refused before any work', async () => {
  const backend = (): Backend => expect.fail('no backend is needed')
  const run = (options: object) => runExperiment(short, { seed: 1, backend, ...options })
  await expect(run({ preset: 'paper' })).rejects.toThrow('unknown preset: paper; short has quick')
  await expect(run({ preset: 'constructor' })).rejects.toThrow(UnknownPresetError)
  await expect(run({ seed: -1 })).rejects.toThrow('invalid seed: -1')
  await expect(run({ seed: 2 ** 53 })).rejects.toThrow('invalid seed')
})
