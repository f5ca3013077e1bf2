/**
 * One test for the claims of all experiments: each holds on the experiment's ideal, fails on every control that it names, and names
 * at least one. An ideal stands in the experiment's `ideal.test-support.ts`; without one the quick preset is trained.
 */

import { existsSync, readFileSync } from 'node:fs'
import { type Backend, reference, trainTask } from '@digon/model'
import { makeFigures } from '@digon/plot'
import { describe, expect, test } from 'vitest'
import { faultyTools } from './audit/fault.js'
import { faults } from './audit/faults.js'
import { experimentCatalog } from './catalog.js'
import { boundOf, boundsLog, replayed } from './vocabulary/bounds.test-support.js'
import { type Control, type Sweeps, type TrainedSweeps, untrainedWeights } from './vocabulary/controls.js'
import { type ClaimRow, type DefinedExperiment, measured, trainedSweeps } from './vocabulary/define-experiment.js'
import { type Ideal, idealSweeps } from './vocabulary/ideal.test-support.js'

const untrainedFault = faults.find(({ name }) => name === 'untrained')!
const faultNames = faults.map(({ name }) => name)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const loaded = await Promise.all(experimentCatalog.map(({ load }) => load()))

describe.each(loaded.filter((experiment) => 'description' in experiment) as DefinedExperiment[])(
  '$id',
  (experiment) => {
    const { description } = experiment
    const { controls, claims, settings } = description
    const quick = settings.settings.quick
    const means = experiment.simulationOf(1)
    const known = new Map<string, Promise<unknown>>()

    /** Numbers under a control, or ideal ones; each is made once. */
    const numbersOn = (name: string): Promise<unknown> => {
      if (!known.has(name)) known.set(name, numbersOf(name))
      return known.get(name)!
    }
    const numbersOf = async (name: string): Promise<unknown> => {
      const { sweeps, settings: shorter = quick } = await idealOf(experiment)
      const numbersFrom = (trained: TrainedSweeps<Sweeps>, tools = means.tools) =>
        measured(description, shorter, trained, { ...means, tools })
      if (name === untrainedWeights) {
        return numbersFrom(await untrained(experiment), faultyTools(untrainedFault, means.tools))
      }
      if (name === 'ideal') return numbersFrom(sweeps)
      const control: Control<TrainedSweeps<Sweeps>, unknown> = controls[name]!
      if ('numbers' in control) return control.numbers(await numbersOn('ideal'))
      if ('trained' in control) return numbersFrom(control.trained(sweeps))
      return description.measure(sweeps, shorter, control.simulate(sweeps, shorter, means.tools, means.seedOf))
    }
    const rowsOn = async (name: string): Promise<readonly ClaimRow[]> => claims(await numbersOn(name))

    test('every claim holds on the ideal', { timeout: 300_000 }, async () => {
      const rows = await rowsOn('ideal')
      expect(rows.length).toBeGreaterThan(0)
      expect(rows.filter(({ holds, departs }) => !holds.holds && !departs)).toEqual([])
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    })

    test('the README says how many claims there are', async () => {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${experiment.id}\` `))
      expect(row).toContain(`; ${(await rowsOn('ideal')).length} claims `)
    })

    test('every claim names controls and fails on each of them', { timeout: 300_000 }, async () => {
      const passing: string[] = []
      for (const { id, failsOn } of await rowsOn('ideal')) {
        if (failsOn.length === 0) passing.push(`${id} names no control`)
        for (const name of failsOn) {
          const row = (await rowsOn(name)).find((candidate) => candidate.id === id)
          if (row?.holds.holds) passing.push(`${id} holds on: ${name}`)
        }
      }
      expect(passing).toEqual([])
    })

    test('every control is named by a claim', async () => {
      const named = new Set((await rowsOn('ideal')).flatMap(({ failsOn }) => failsOn))
      expect(Object.keys(controls).filter((name) => !named.has(name))).toEqual([])
    })

    test('every bound and what it is measured on are as bounds.json states, or have an entry there that says why they changed', async () => {
      const { bounds, measures, problems } = replayed(boundsLog(experiment.id))
      expect(problems).toEqual([])
      const rows = await rowsOn('ideal')
      expect(Object.fromEntries(rows.map((row) => [row.id, boundOf(row)]))).toEqual(Object.fromEntries(bounds))
      expect(Object.fromEntries(rows.map((row) => [row.id, row.measures]))).toEqual(Object.fromEntries(measures))
    })

    test('a claim that trained models decide names two near misses; a departure is one from the paper, and explained', async () => {
      for (const { id, kind, nearMisses = [], departs, explanation } of await rowsOn('ideal')) {
        expect(
          nearMisses.filter((name) => !faultNames.includes(name)),
          id,
        ).toEqual([])
        expect(new Set(nearMisses).size, id).toBe(nearMisses.length)
        if (kind === 'self-check') expect(nearMisses, id).toEqual([])
        else if (!departs) expect(nearMisses.length, id).toBeGreaterThanOrEqual(2)
        if (!departs) continue
        expect(kind, id).toBe('paper')
        expect(explanation?.length ?? 0, id).toBeGreaterThan(20)
      }
    })

    test('claims say a sentence, name their number and their source', async () => {
      for (const { id, says, measures, source } of await rowsOn('ideal')) {
        expect(says, id).toMatch(/^[^:]+.*\.$/)
        expect(measures, id).toMatch(/^\S.*[^.:]$/)
        expect(source.length, id).toBeGreaterThan(3)
      }
    })

    test('numbers are JSON, and figures need nothing else', async () => {
      const numbers = await numbersOn('ideal')
      const copy = JSON.parse(JSON.stringify(numbers))
      expect(copy).toEqual(numbers)
      const { figures, undrawn } = makeFigures(experiment.figures(copy))
      expect(undrawn).toEqual([])
      expect(figures.length).toBeGreaterThan(0)
      expect(new Set(figures.map(({ name }) => name)).size).toBe(figures.length)
      expect(figures).toEqual(makeFigures(experiment.figures(numbers)).figures)
    })

    test('every figure says in the picture, not in its description alone, which of the models it shows', async () => {
      const { figures } = makeFigures(experiment.figures(await numbersOn('ideal')))
      const unsaid = figures.filter(({ specification }) => !whichModels.test(wordsIn(specification).join('\n')))
      expect(unsaid.map(({ name }) => name)).toEqual([])
    })
  },
)

describe.each(loaded)('the plan of $id', (experiment) => {
  const presets = Object.keys(experiment.presets) as ('quick' | 'paper')[]

  test.each(presets)('preset %s is pure, its names are those of files, and all seeds follow from one', (preset) => {
    const { tasks } = experiment.plan(preset, 7)
    expect(experiment.plan(preset, 7).tasks).toEqual(tasks)
    expect(new Set(tasks.map(({ name }) => name)).size).toBe(tasks.length)
    for (const { name } of tasks) expect(name).toMatch(/^[a-z0-9-]+$/)
    const seedsOf = (seed: number) =>
      experiment.plan(preset, seed).tasks.flatMap(({ ensemble }) => ensemble.members.map((member) => member.seed))
    const seeds = new Set(seedsOf(7))
    expect(seeds.size).toBe(seedsOf(7).length)
    expect(seedsOf(8).filter((seed) => seeds.has(seed))).toEqual([])
  })
})

/** Words that say which models are shown: some restart, a statistic over restarts, or no trained model at all. */
const whichModels = /\b(best|medians?|worst|restarts?|exact|theory)\b/

/** Every string that can stand in a picture; the description stands beside it. */
function wordsIn(specification: unknown): string[] {
  if (typeof specification === 'string') return [specification]
  if (typeof specification !== 'object' || specification === null) return []
  return Object.entries(specification).flatMap(([key, value]) => (key === 'description' ? [] : wordsIn(value)))
}

/** Trained sweeps, and the settings of a shorter simulation where that of the preset takes long. */
async function idealOf(experiment: DefinedExperiment): Promise<{ sweeps: TrainedSweeps<Sweeps>; settings?: unknown }> {
  const file = new URL(`./${experiment.id}/ideal.test-support.ts`, import.meta.url)
  if (!existsSync(file)) return { sweeps: await trainedOn(experiment, reference()) }
  const { ideal, settings } = (await import(/* @vite-ignore */ file.href)) as {
    ideal: Ideal<Sweeps>
    settings?: unknown
  }
  return { sweeps: idealSweeps(experiment, ideal), settings }
}

async function untrained(experiment: DefinedExperiment): Promise<TrainedSweeps<Sweeps>> {
  return trainedOn(experiment, reference(), { steps: 0, evaluationSamples: 500 })
}

async function trainedOn(
  experiment: DefinedExperiment,
  backend: Backend,
  change: { readonly steps?: number; readonly evaluationSamples?: number } = {},
): Promise<TrainedSweeps<Sweeps>> {
  const { tasks, sweeps } = experiment.plan('quick', 1)
  const trained = []
  for (const task of tasks) {
    const changed = { ...task, ...change, ...(change.steps === 0 && { lossSteps: [], record: [] }) }
    trained.push({ ...(await trainTask(changed, backend)), task })
  }
  return trainedSweeps(sweeps, trained)
}
