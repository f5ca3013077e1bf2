import { expect, test } from 'vitest'
import { experimentCatalog } from './catalog.js'
import { experimentIds, loadExperiment } from './load-experiment.js'
import { UnknownExperimentError } from './unknown-experiment-error.js'

const experiments = await Promise.all(experimentIds.map(loadExperiment))

test('every line of the catalog loads the experiment that it names', () => {
  expect(experiments.map(({ id }) => id)).toEqual(experimentIds)
  expect(experiments.map(({ presets }) => presets)).toEqual(experimentCatalog.map(({ presets }) => presets))
  for (const id of experimentIds) expect(id).toMatch(/^[a-z0-9-]+$/)
})

test('the line on a preset has the steps and the samples of the tasks that the preset trains', () => {
  for (const { id, presets, plan } of experiments) {
    for (const [preset, line] of Object.entries(presets)) {
      for (const { steps } of plan(preset as 'quick' | 'paper', 1).tasks.slice(0, 1)) {
        expect(line, `${id} ${preset}`).toMatch(new RegExp(`\\b${steps}\\b`))
      }
    }
  }
})

test('texts say what the paper does and what we do', () => {
  for (const { id, paper, method, plan } of experiments) {
    expect(paper.length).toBeGreaterThan(200)
    expect(method.length).toBeGreaterThan(200)
    if (plan('quick', 1).tasks.length > 0) expect(method, id).toMatch(/restarts/)
  }
})

test('an experiment is found by its id', async () => {
  expect((await loadExperiment('demonstration')).section).toBe('§3 Demonstrating superposition')
})

test.each([
  { id: 'into', message: 'unknown experiment: into; did you mean intro?' },
  { id: 'Demonstrations', message: 'unknown experiment: Demonstrations; did you mean demonstration?' },
  {
    id: 'xyzzy',
    message: `unknown experiment: xyzzy; expected one of ${experimentCatalog.map((e) => e.id).join(', ')}`,
  },
])('$id is not known, and the nearest id is suggested', async ({ id, message }) => {
  await expect(loadExperiment(id)).rejects.toThrow(message)
  await expect(loadExperiment(id)).rejects.toThrow(UnknownExperimentError)
})
