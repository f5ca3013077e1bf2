import { join, resolve } from 'node:path'
import {
  claimsOverSeeds,
  type Experiment,
  experimentIds,
  loadExperiment,
  type PresetName,
  UnknownPresetError,
} from '@digon/experiments'
import type { Backend } from '@digon/model'
import type { CreatedRun } from '@digon/runs'
import { checkBackendName } from '../backends.js'
import { UsageError } from '../exit-code.js'
import { packageVersions } from '../package-versions.js'
import { ofExperiment } from '../plot/figures-of-run.js'
import type { ExperimentFacts } from '../report/report-facts.js'
import type { Terminal } from '../terminal.js'
import { chooseForAll } from './choose-for-all.js'
import { printResults } from './print-results.js'
import { writeResults } from './write-results.js'

export interface ReproduceOptions {
  readonly preset: PresetName
  readonly backend: string
  readonly seed: number
  /** How many seeds, `seed` and those after it; an integer ≥ 1. */
  readonly seeds: number
  readonly out?: string
  readonly json?: true
}

/**
 * `digon reproduce`: checks everything that was asked, trains what is not trained yet, judges, writes, prints.
 * A run that was interrupted goes on with what it had finished; one that is finished is judged again from its files.
 *
 * @returns the exit code.
 */
export async function reproduce(
  ids: readonly string[],
  options: ReproduceOptions,
  terminal: Terminal,
): Promise<number> {
  const { preset, seed, seeds } = options
  checkBackendName(options.backend)
  const chosen = await chooseExperiments(ids, preset)
  if (seed > Number.MAX_SAFE_INTEGER - (seeds - 1)) {
    throw new UsageError(`invalid --seeds: ${seeds} from ${seed} on pass 2^53 − 1; choose a smaller --seed`)
  }
  const tasks = chosen.flatMap((experiment) => experiment.plan(preset, seed).tasks)
  const backend = await chooseForAll(options.backend, tasks, terminal)
  const name = `${ids.join('+')}-${preset}-seed${seed}${seeds > 1 ? `-to-${seed + seeds - 1}` : ''}-${backend.name}`
  const directory = resolve(options.out ?? join('runs', name))

  const { createRun } = await import('@digon/runs')
  const created = await createRun(
    directory,
    {
      spec: { kind: 'reproduce', experiments: chosen.map(({ id }) => id), preset, ...(seeds > 1 && { seeds }) },
      seed,
      backend: backend.name,
      precision: backend.arithmetic,
    },
    { packageVersions: packageVersions(), createParents: true },
  )
  if (created.found === 'finished')
    terminal.error(`${directory} holds this very run, finished: judging it again from its files`)
  if (created.found === 'interrupted')
    terminal.error(`${directory} holds this run, interrupted: going on with what it has`)

  const startedAt = performance.now()
  const results: JudgedExperiment[] = []
  let savedSomething = created.found === 'interrupted'
  const onSaved = () => {
    savedSomething = true
  }
  try {
    for (const experiment of chosen) {
      results.push(await judge(experiment, { ...options, backend, created, terminal, onSaved }))
    }
    if (created.found !== 'finished') {
      const several = seeds > 1 ? ` --seeds ${seeds}` : ''
      await writeResults(created.run, {
        command: `digon reproduce ${ids.join(' ')} --preset ${preset} --seed ${seed}${several} --backend ${backend.name}`,
        seed,
        seeds,
        preset,
        backend: backend.name,
        versions: Object.entries(packageVersions()).map(([name, version]) => `${name} ${version}`),
        experiments: results,
      })
      await created.run.finish()
    }
  } catch (failure) {
    if (created.found !== 'finished') await created.run.stop({ keep: savedSomething })
    throw failure
  }
  return printResults(
    results,
    { ...options, backend: backend.name, directory, seconds: secondsSince(startedAt) },
    terminal,
  )
}

type JudgedExperiment = ExperimentFacts & { readonly seconds: number }

interface JudgeOptions extends Pick<ReproduceOptions, 'preset' | 'seed' | 'seeds'> {
  readonly backend: Backend
  readonly created: CreatedRun
  readonly terminal: Terminal
  readonly onSaved: () => void
}

/** An experiment from the first seed, with figures; and its claims from the seeds after that. */
async function judge(experiment: Experiment, options: JudgeOptions): Promise<JudgedExperiment> {
  const { preset, seed, seeds, created } = options
  const { runSaved } = await import('./run-saved.js')
  const { renderSvg } = await import('@digon/plot/svg')
  const source = created.found === 'finished' ? created.folder : created.run
  const began = performance.now()
  const shared = { ...options, source, severalSeeds: seeds > 1 }
  const result = await runSaved(experiment, { ...shared, folder: experiment.id })
  const figures = []
  for (const figure of result.figures) {
    figures.push({ figure: ofExperiment(figure, experiment.id), svg: await renderSvg(figure) })
  }
  const bySeed = [{ seed, claims: result.claims }]
  for (let other = seed + 1; other < seed + seeds; other++) {
    const { claims } = await runSaved(experiment, {
      ...shared,
      seed: other,
      folder: `seeds/${other}/${experiment.id}`,
    })
    bySeed.push({ seed: other, claims })
  }
  return {
    experiment,
    seconds: secondsSince(began),
    claims: result.claims,
    ...(seeds > 1 && { overSeeds: claimsOverSeeds(bySeed) }),
    numbers: result.numbers,
    planned: experiment.plan(preset, seed).tasks,
    figures,
    diverged: result.trained.flatMap(({ task, diverged }) =>
      diverged.map(({ member, step }) => ({ ensemble: task.name, member, step })),
    ),
  }
}

/** @throws {UnknownExperimentError} or {UnknownPresetError}; nothing has happened yet. */
async function chooseExperiments(ids: readonly string[], preset: PresetName): Promise<readonly Experiment[]> {
  const loaded = await Promise.all([...new Set(ids.includes('all') ? experimentIds : ids)].map(loadExperiment))
  const chosen = ids.includes('all') ? loaded.filter(({ presets }) => presets[preset] !== undefined) : loaded
  for (const experiment of chosen) {
    if (experiment.presets[preset] === undefined) throw new UnknownPresetError(experiment, preset)
  }
  return chosen
}

function secondsSince(began: number): number {
  return Math.round(performance.now() - began) / 1000
}
