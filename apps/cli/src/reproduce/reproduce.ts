import { join, resolve } from 'node:path'
import {
  type Experiment,
  experiments,
  findExperiment,
  type PresetName,
  runExperiment,
  UnknownPresetError,
} from '@digon/experiments'
import { checkBackendName } from '../backends.js'
import { exitCode } from '../exit-code.js'
import { packageVersions } from '../package-versions.js'
import { ofExperiment } from '../plot/figures-of-run.js'
import type { ExperimentFacts } from '../report/report-facts.js'
import type { Terminal } from '../terminal.js'
import { chooseForAll, precisionOf } from './choose-for-all.js'
import { claimTable } from './claim-table.js'
import { showProgress } from './show-progress.js'
import { reportPath, writeResults } from './write-results.js'

export interface ReproduceOptions {
  readonly preset: PresetName
  readonly backend: string
  readonly seed: number
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
  const { preset, seed } = options
  checkBackendName(options.backend)
  const chosen = chooseExperiments(ids, preset)
  const planned = chosen.map((experiment) => experiment.plan(preset, seed))
  const backend = await chooseForAll(options.backend, planned.flat(), terminal)
  const directory = resolve(options.out ?? join('runs', `${ids.join('+')}-${preset}-seed${seed}-${backend.name}`))

  const { createRun, loadTrainedEnsemble, saveTrainedEnsemble } = await import('@digon/runs')
  const created = await createRun(
    directory,
    {
      spec: { kind: 'reproduce', experiments: chosen.map(({ id }) => id), preset },
      seed,
      backend: backend.name,
      precision: precisionOf(backend),
    },
    { packageVersions: packageVersions(), createParents: true },
  )
  const source = created.found === 'finished' ? created.folder : created.run
  if (created.found === 'finished')
    terminal.error(`${directory} holds this very run, finished: judging it again from its files`)
  if (created.found === 'interrupted')
    terminal.error(`${directory} holds this run, interrupted: going on with what it has`)

  const startedAt = performance.now()
  const results: (ExperimentFacts & { readonly seconds: number })[] = []
  let savedSomething = created.found === 'interrupted'
  try {
    for (const [index, experiment] of chosen.entries()) {
      const began = performance.now()
      const trained = new Map()
      for (const plan of planned[index]!) {
        const loaded = await loadTrainedEnsemble(source, experiment.id, plan)
        if (loaded.found === 'saved') trained.set(plan.name, loaded.trained)
        else if (loaded.found !== 'absent') terminal.error(`${loaded.reason}; training it again`)
      }
      const progress = showProgress(experiment.id, terminal)
      const unsaved: Promise<void>[] = []
      const result = await runExperiment(experiment, {
        preset,
        seed,
        backend,
        trained,
        signal: terminal.signal,
        onEvent: (event) => {
          progress.show(event)
          if (event.type !== 'ensemble-end' || event.reused || created.found === 'finished') return
          const saving = saveTrainedEnsemble(created.run, experiment.id, event.trained).then(() => {
            savedSomething = true
          })
          // Failures are taken up below; until then they must not count as unhandled.
          saving.catch(() => undefined)
          unsaved.push(saving)
        },
      }).finally(() => progress.stop())
      await Promise.all(unsaved)
      const { renderSvg } = await import('@digon/plot/svg')
      const figures = []
      for (const figure of result.figures) {
        figures.push({ figure: ofExperiment(figure, experiment.id), svg: await renderSvg(figure) })
      }
      results.push({
        experiment,
        seconds: secondsSince(began),
        claims: result.claims,
        numbers: result.numbers,
        planned: planned[index]!,
        figures,
        diverged: result.trained.flatMap(({ planned: plan, diverged }) =>
          diverged.map(({ member, step }) => ({ ensemble: plan.name, member, step })),
        ),
      })
    }
    if (created.found !== 'finished') {
      await writeResults(created.run, {
        command: `digon reproduce ${ids.join(' ')} --preset ${preset} --seed ${seed} --backend ${backend.name}`,
        seed,
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

/** @throws {UnknownExperimentError} or {UnknownPresetError}; nothing has happened yet. */
function chooseExperiments(ids: readonly string[], preset: PresetName): readonly Experiment[] {
  const chosen = ids.includes('all')
    ? experiments.filter((experiment) => experiment.presets[preset] !== undefined)
    : [...new Set(ids)].map(findExperiment)
  for (const experiment of chosen) {
    if (experiment.presets[preset] === undefined) throw new UnknownPresetError(experiment, preset)
  }
  return chosen
}

function printResults(
  results: readonly (ExperimentFacts & { readonly seconds: number })[],
  run: { seed: number; preset: string; backend: string; directory: string; seconds: number; json?: true },
  terminal: Terminal,
): number {
  const claims = results.flatMap((result) => result.claims)
  const holds = claims.filter((claim) => claim.holds).length
  const fails = claims.length - holds
  if (run.json) {
    const { seed, preset, backend, seconds, directory } = run
    const documents = results.map(({ experiment, seconds, claims, figures }) => ({
      id: experiment.id,
      seconds,
      claims: claims.map(({ id, statement, source, expected, measured, tolerance, holds }) => {
        return { id, statement, source, expected, measured, tolerance, holds }
      }),
      figures: figures.flatMap(({ figure }) => figurePaths(directory, figure.name)),
    }))
    terminal.out(JSON.stringify({ seed, preset, backend, seconds, experiments: documents, holds, fails }))
  } else {
    for (const { experiment, claims } of results) terminal.out(`${experiment.title}\n\n${claimTable(claims)}\n`)
    terminal.out(fails === 0 ? `All ${holds} claims hold.` : `${holds} claims hold, ${fails} do not.`)
    terminal.out(`Report: ${join(run.directory, reportPath)}`)
  }
  return fails === 0 ? exitCode.done : exitCode.fails
}

function figurePaths(directory: string, name: string): string[] {
  return ['svg', 'png', 'vl.json'].map((ending) => join(directory, 'figures', `${name}.${ending}`))
}

function secondsSince(began: number): number {
  return Math.round(performance.now() - began) / 1000
}
