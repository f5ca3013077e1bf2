/** From ids on the command line to experiments, for every command that takes them. */
import { checkPreset, type Experiment, experimentIds, loadExperiment, type PresetName } from '@digon/experiments'
import { UsageError } from '../exit-code.js'
import { isModuleName } from '../module-name.js'
import { loadOutsideExperiment } from './load-outside-experiment.js'

/**
 * The experiments that ids or modules (`./experiment.mjs`) name, each once; `all` is every one of ours that has the preset.
 *
 * @throws {UsageError} for a module that is no experiment; {UnknownExperimentError} or {UnknownPresetError}; nothing has happened yet.
 */
export async function chooseExperiments(ids: readonly string[], preset: PresetName): Promise<readonly Experiment[]> {
  const isAll = ids.includes('all')
  const modules = [...new Set(ids)].filter(isModuleName)
  const named = isAll ? experimentIds : [...new Set(ids)].filter((id) => !isModuleName(id))
  const ours = await Promise.all(named.map(loadExperiment))
  const chosen = isAll ? ours.filter(({ presets }) => presets[preset] !== undefined) : [...ours]
  for (const name of modules) {
    const experiment = await loadOutsideExperiment(name, experimentIds)
    if (chosen.some(({ id }) => id === experiment.id)) {
      throw new UsageError(`invalid ${name}: another named experiment has the same id, ${experiment.id}`)
    }
    chosen.push(experiment)
  }
  for (const experiment of chosen) checkPreset(experiment, preset)
  return chosen
}
