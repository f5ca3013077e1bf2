import { type Experiment, type ExperimentResult, type PresetName, runExperiment } from '@digon/experiments'
import type { Backend } from '@digon/model'
import { loadTrainedEnsemble, type Run, type RunFolder, saveTrainedEnsemble } from '@digon/runs'
import type { Terminal } from '../terminal.js'
import { showProgress } from './show-progress.js'

export interface RunSavedOptions {
  readonly preset: PresetName
  readonly seed: number
  readonly backend: Backend
  /** Where its ensembles are, inside the run: `intro`, or `seeds/12/intro` for another seed than the run's. */
  readonly folder: string
  /** Whether progress names the seed. */
  readonly severalSeeds: boolean
  /** A finished run's folder gives what it has and takes nothing. */
  readonly source: Run | RunFolder
  readonly terminal: Terminal
  /** An ensemble is on disk now. */
  readonly onSaved: () => void
}

/**
 * Runs an experiment from one seed: what the run has saved of it is not trained again, what is trained is saved at once,
 * and run.json learns how long each ensemble took, and the analysis.
 *
 * @throws what training and the disk throw, or the signal's reason.
 */
export async function runSaved<Numbers>(
  experiment: Experiment<Numbers>,
  options: RunSavedOptions,
): Promise<ExperimentResult<Numbers>> {
  const { preset, seed, backend, folder, source, terminal } = options
  const run = 'keep' in source ? source : undefined
  const started = performance.now()
  let training = 0
  const trained = new Map()
  for (const task of experiment.plan(preset, seed).tasks) {
    const loaded = await loadTrainedEnsemble(source, folder, task)
    if (loaded.found === 'saved') trained.set(task.name, loaded.trained)
    else if (loaded.found !== 'absent') terminal.error(`${loaded.reason}; training it again`)
  }
  const progress = showProgress(experiment.id, terminal, options.severalSeeds ? seed : undefined)
  let began = performance.now()
  // One after the other, so that run.json only ever grows.
  let saving = Promise.resolve()
  const result = await runExperiment(experiment, {
    preset,
    seed,
    backend,
    trained,
    signal: terminal.signal,
    onEvent: (event) => {
      progress.show(event)
      if (event.type === 'ensemble-start') began = performance.now()
      if (event.type !== 'ensemble-end' || event.reused || run === undefined) return
      const seconds = (performance.now() - began) / 1000
      training += seconds
      saving = saving.then(async () => {
        await saveTrainedEnsemble(run, folder, event.trained)
        options.onSaved()
        await run.addSeconds(`${folder}/${event.ensemble}`, seconds)
      })
      // Failures are taken up below; until then they must not count as unhandled.
      saving.catch(() => undefined)
    },
  }).finally(() => progress.stop())
  await saving
  await run?.addSeconds(folder, (performance.now() - started) / 1000 - training)
  return result
}
