/** From ids on the command line to experiments, for every command that takes them. */
import { checkPreset, type Experiment, experimentIds, loadExperiment, type PresetName } from '@digon/experiments'

/**
 * The experiments that ids name, each once; `all` is every one that has the preset.
 *
 * @throws {UnknownExperimentError} or {UnknownPresetError}; nothing has happened yet.
 */
export async function chooseExperiments(ids: readonly string[], preset: PresetName): Promise<readonly Experiment[]> {
  const loaded = await Promise.all([...new Set(ids.includes('all') ? experimentIds : ids)].map(loadExperiment))
  const chosen = ids.includes('all') ? loaded.filter(({ presets }) => presets[preset] !== undefined) : loaded
  for (const experiment of chosen) checkPreset(experiment, preset)
  return chosen
}
