import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type CatalogEntry, experimentCatalog } from './catalog.js'
import { experimentIds, loadExperiment } from './load-experiment.js'
import { UnknownExperimentError } from './unknown-experiment-error.js'

const experiments = await Promise.all(experimentIds.map(loadExperiment))

test('the catalog lists the experiments there are, in the same order and words', () => {
  const inWords = ({ id, title, section, presets }: CatalogEntry) => ({
    id,
    title,
    section,
    presets,
  })
  expect(experiments.map(inWords)).toEqual(experimentCatalog.map(inWords))
  for (const { id, presets } of experimentCatalog) {
    expect(id).toMatch(/^[a-z0-9-]+$/)
    expect(presets.quick).toBeDefined()
  }
})

test('the catalog loads nothing', () => {
  expect(readFileSync(new URL('catalog.ts', import.meta.url), 'utf8')).not.toMatch(/\bimport\b/)
})

test('every experiment plans each of its presets with ensembles of its own name', () => {
  for (const experiment of experiments) {
    for (const preset of Object.keys(experiment.presets) as ('quick' | 'paper')[]) {
      const names = experiment.plan(preset, 1).tasks.map(({ name }) => name)
      expect(names.length).toBeGreaterThan(0)
      expect(new Set(names).size).toBe(names.length)
    }
  }
})

test('texts say what the paper does and what we do', () => {
  for (const { paper, method } of experiments) {
    expect(paper.length).toBeGreaterThan(200)
    expect(method).toMatch(/restarts/)
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
