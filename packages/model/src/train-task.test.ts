import { expect, test } from 'vitest'
import { defineEnsemble } from './define-ensemble.js'
import { evaluateSamples } from './evaluation.js'
import { reference } from './reference.js'
import { type TaskEvent, type TaskProgress, type TrainTaskOptions, trainTask } from './train-task.js'
import type { TrainedEnsemble, TrainingTask } from './training-task.js'

const ensemble = defineEnsemble({
  model: { featureCount: 4, hiddenSize: 2 },
  batchSize: 8,
  shared: { data: { probability: 0.5 }, learningRate: 0.05 },
  members: { count: 2, seed: 1 },
})
const task: TrainingTask = {
  name: 'small',
  ensemble,
  steps: 450,
  lossSteps: [0, 150, 449],
  record: [0, 200, 450],
  checkpoints: [120],
  evaluationSamples: 1500,
}

test('a checkpoint is reported where one is due, and a task that resumes from any ends with the same numbers', async () => {
  const starts: TaskProgress[] = []
  const history: TrainedEnsemble['history'][number][] = []
  const recorded: TrainedEnsemble['recorded'][number][] = []
  const onEvent = (event: TaskEvent): void => {
    if (event.type === 'losses') history.push(event)
    if (event.type === 'parameters') recorded.push(event)
    if (event.type === 'checkpoint') {
      const { step, snapshot } = event
      const before = recorded.filter((entry) => entry.step < step)
      starts.push({ snapshot, history: [...history], recorded: before })
    }
  }
  const whole = await trainTask(task, reference(), { checkpointDue: () => true, onEvent })
  const steps = starts.map(({ snapshot }) => snapshot.step)
  expect(steps).toEqual([1, 101, 120, 151, 200, 300, 400, 450])
  expect(whole.history.map(({ step }) => step)).toEqual([0, 150, 449])
  for (const from of starts) {
    const events: TaskEvent[] = []
    const options: TrainTaskOptions = { from, onEvent: (event) => void events.push(event) }
    const again = await trainTask(task, reference(), options)
    expect(events[0]).toMatchObject({ type: 'run-start', step: from.snapshot.step })
    const plain = ({ history, recorded, ...rest }: TrainedEnsemble) => ({
      ...rest,
      history: history.map(({ step, losses }) => ({ step, losses })),
      recorded: recorded.map(({ step, parameters }) => ({ step, parameters })),
    })
    expect(plain(again)).toEqual(plain(whole))
  }
})

test('without evaluation samples no session is opened for them, and the evaluation is NaN throughout', async () => {
  let opened = 0
  const backend = {
    ...reference(),
    open: (...given: Parameters<ReturnType<typeof reference>['open']>) => {
      opened++
      return reference().open(...given)
    },
  }
  const { evaluation } = await trainTask(
    { ...task, steps: 3, lossSteps: [], record: [], checkpoints: [], evaluationSamples: 0 },
    backend,
  )
  expect(opened).toBe(1)
  expect(evaluation).toEqual({
    losses: new Float64Array(2).fill(Number.NaN),
    standardErrors: new Float64Array(2).fill(Number.NaN),
    errors: new Float64Array(8).fill(Number.NaN),
  })
})

test('with an evaluation seed all members are evaluated on one stream, without it each on its own', async () => {
  const untrained = { ...task, steps: 0, lossSteps: [], record: [], checkpoints: [], evaluationSamples: 64 }
  const session = await reference().open(ensemble)
  const expected = (seed: number | undefined) => evaluateSamples(session, ensemble, { sampleCount: 64, seed })
  const found = async (seeds: object) => (await trainTask({ ...untrained, ...seeds }, reference())).evaluation.losses
  expect(await found({ evaluationSeed: 9 })).toEqual((await expected(9)).losses)
  expect(await found({})).toEqual((await expected(undefined)).losses)
  expect(await found({})).not.toEqual((await expected(9)).losses)
  await session.dispose()
})

test('training waits for what receives an event, and ends with its error', async () => {
  const order: string[] = []
  const error = new Error('the disk is full')
  const onEvent = async ({ type }: TaskEvent): Promise<void> => {
    order.push(`${type} begins`)
    await new Promise((resolve) => setTimeout(resolve, 1))
    order.push(`${type} ends`)
    if (type === 'checkpoint') throw error
  }
  await expect(trainTask({ ...task, lossSteps: [], record: [] }, reference(), { onEvent })).rejects.toBe(error)
  const types = ['run-start', 'progress', 'progress', 'checkpoint']
  expect(order).toEqual(types.flatMap((type) => [`${type} begins`, `${type} ends`]))
})

test("an evaluation tells how many samples are done, and an abort ends it with the signal's reason", async () => {
  const short = { ...task, steps: 2, lossSteps: [], record: [], checkpoints: [], evaluationSamples: 2500 }
  const evaluated = async (signal?: AbortSignal, onSamples = (_: number) => {}): Promise<number[]> => {
    const told: number[] = []
    const onEvent = (event: TaskEvent): void => {
      if (event.type !== 'evaluation') return
      expect(event.evaluationSamples).toBe(2500)
      told.push(event.samples)
      onSamples(event.samples)
    }
    await trainTask(short, reference(), { onEvent, signal })
    return told
  }
  expect(await evaluated()).toEqual([1024, 2048, 2500])
  const controller = new AbortController()
  const reason = new Error('enough')
  await expect(evaluated(controller.signal, () => controller.abort(reason))).rejects.toBe(reason)
})
