/** One task with stages: it is trained through them, and judged as the last one that it reached. */
import { expect, test } from 'vitest'
import { defineEnsemble } from './define-ensemble.js'
import { evaluateSamples } from './evaluation.js'
import { reference } from './reference.js'
import type { Stage } from './stage.js'
import { ensembleAt } from './stages.js'
import { train } from './train.js'
import { trainTask } from './train-task.js'
import type { TrainingTask } from './training-task.js'

const task: TrainingTask = {
  name: 'annealed',
  ensemble: defineEnsemble({
    model: { featureCount: 5, hiddenSize: 2 },
    batchSize: 32,
    shared: { data: { probability: 0.9 }, learningRate: 0.03 },
    members: { count: 2, seed: 4 },
  }),
  stages: [
    { fromStep: 20, set: { members: { data: { probability: 0.05 } } } },
    { fromStep: 90, set: { members: { data: { probability: 0.5 } } } },
  ],
  steps: 60,
  lossSteps: [19, 20, 59],
  record: [20],
  evaluationSamples: 500,
}

test('stages are trained through, and the evaluation draws from the law of the last one that was reached', async () => {
  const { evaluation, parameters, history, recorded } = await trainTask(task, reference())
  expect(history.map(({ step }) => step)).toEqual([19, 20, 59])
  expect(recorded.map(({ step }) => step)).toEqual([20])
  const { ensemble, stages, steps, evaluationSamples } = task
  for await (const event of train(reference(), ensemble, { steps, stages: stages! })) {
    if (event.type !== 'run-end') continue
    expect(parameters).toEqual(event.parameters)
    const sparse = ensembleAt(task, 59)
    expect(sparse.members[0]!.data).toEqual({ kind: 'independent', probability: 0.05 })
    const session = await reference().open(sparse, { snapshot: event.snapshot })
    expect(evaluation).toEqual(await evaluateSamples(session, sparse, { sampleCount: evaluationSamples }))
    await session.dispose()
  }
})

test('a task whose stages change nothing gives the result of one without', async () => {
  const { stages: _, ...plain } = task
  const same: readonly Stage[] = [{ fromStep: 20, set: {} }]
  const { task: __, ...expected } = await trainTask(plain, reference())
  expect(await trainTask({ ...plain, stages: same }, reference())).toMatchObject(expected)
})
