import type { CatalogEntry } from './catalog.js'

/** An experiment was asked for a preset that it does not have. */
export class UnknownPresetError extends Error {
  override readonly name = 'UnknownPresetError'
  readonly category = 'input'
  /** Id of the experiment. */
  readonly experiment: string
  /** The presets that it has. */
  readonly known: readonly string[]

  constructor(
    experiment: CatalogEntry,
    readonly preset: string,
  ) {
    const known = Object.keys(experiment.presets)
    super(`unknown preset: ${preset}; ${experiment.id} has ${known.join(', ')}`)
    this.experiment = experiment.id
    this.known = known
  }
}
