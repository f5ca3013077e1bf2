/** The settings of an experiment as data, and the words about them, which are derived: so a list cannot disagree with a plan. Loads nothing. */

/** `quick`: seconds, judged in CI. `paper`: the paper's own sizes. */
export type PresetName = 'quick' | 'paper'

/** Where a result was published. */
export interface Publication {
  readonly title: string
  /** As a text cites them, for example `Elhage et al.` */
  readonly authors: string
  readonly year: number
  /** An `https:` address. */
  readonly address: string
}

const toyModels: Publication = {
  title: 'Toy Models of Superposition',
  authors: 'Elhage et al.',
  year: 2022,
  address: 'https://transformer-circuits.pub/2022/toy_model/index.html',
}

/** What an experiment repeats: "Toy Models of Superposition", unless it says otherwise. */
export function publicationOf({ publication = toyModels }: Pick<CatalogEntry, 'publication'>): Publication {
  return publication
}

/** What a list says of an experiment, without loading it. */
export interface CatalogEntry {
  /** As on the command line, for example `intro`. */
  readonly id: string
  readonly title: string
  /** Section of the paper, for example `§2 Introduction`; of a later publication, its authors and year. */
  readonly section: string
  /** What it repeats. Default: "Toy Models of Superposition". */
  readonly publication?: Publication
  /** The presets that it has, with a line on each. `quick` always exists and is the default. */
  readonly presets: Readonly<Partial<Record<PresetName, string>>>
}

/** Who an experiment is, and its presets. */
export interface ExperimentSettings<Settings> extends CatalogEntry {
  /** What the presets set. */
  readonly settings: Readonly<Partial<Record<PresetName, Settings>>> & { readonly quick: Settings }
}

/** What `defineSettings` takes. */
export interface SettingsDescription<Settings> extends Omit<CatalogEntry, 'presets'> {
  readonly presets: Readonly<Partial<Record<PresetName, Settings>>> & { readonly quick: Settings }
  /** The line on a preset, made of its settings. */
  readonly summary: (settings: Settings) => string
}

/** Settings with the line that lists print for each preset, derived from the preset itself. */
export function defineSettings<Settings>({
  presets: settings,
  summary,
  ...entry
}: SettingsDescription<Settings>): ExperimentSettings<Settings> {
  const lines = Object.entries(settings).map(([name, of]) => [name, summary(of as Settings)])
  return { ...entry, presets: Object.fromEntries(lines), settings }
}
