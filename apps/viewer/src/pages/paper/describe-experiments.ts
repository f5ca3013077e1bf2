/** What the pages on experiments say, made from the experiments themselves: a new experiment gets its page by being listed. */
import { experimentIds, loadExperiment, type Publication, publicationOf } from '@digon/experiments'
import type { RecordedResult, RecordedResults } from './recorded-results.js'

/** One experiment for its page. Plain JSON. */
export interface DescribedExperiment {
  readonly id: string
  readonly title: string
  /** Section of the paper. */
  readonly section: string
  /** What it repeats. */
  readonly publication: Publication
  /** What each preset trains, in words. */
  readonly presets: Readonly<Partial<Record<string, string>>>
  /** What the paper says and does; a blank line parts paragraphs. */
  readonly paper: string
  /** What is done here. */
  readonly method: string
  /** Recorded pictures, of the recorded run. */
  readonly pictures: readonly RecordedPicture[]
  /** Undefined where no run has been recorded yet. */
  readonly recorded?: RecordedResult
}

export interface RecordedPicture {
  /** As the figure's. */
  readonly name: string
  readonly title: string
  /** What can be seen, in words. */
  readonly description: string
  /** That it was recorded with; undefined where no recorded run tells of it. */
  readonly preset: string | undefined
  /** From the root of the site. */
  readonly path: string
  /** In pixels. */
  readonly width: number
  readonly height: number
}

/** What was recorded, as the site has it. */
export interface Recorded {
  readonly results: RecordedResults
  /** By the names of the files, `<experiment>-<figure>.png`. */
  readonly pictures: ReadonlyMap<string, Pick<RecordedPicture, 'path' | 'width' | 'height'>>
}

export async function describeExperiments({ results, pictures }: Recorded): Promise<DescribedExperiment[]> {
  return Promise.all(
    experimentIds.map(async (id) => {
      const experiment = await loadExperiment(id)
      const { title, section, presets, paper, method } = experiment
      const recorded = results[id]
      const described = {
        ...{ id, title, section, publication: publicationOf(experiment), presets, paper, method },
        pictures: picturesOf(id, pictures, recorded),
      }
      return recorded === undefined ? described : { ...described, recorded }
    }),
  )
}

/** In the order of the figures, then those that no recorded run tells of. */
function picturesOf(id: string, pictures: Recorded['pictures'], recorded?: RecordedResult): RecordedPicture[] {
  const figures = recorded?.figures ?? []
  const place = (name: string): number => {
    const index = figures.findIndex((figure) => figure.name === name)
    return index === -1 ? figures.length : index
  }
  return Array.from(pictures)
    .filter(([file]) => file.startsWith(`${id}-`))
    .map(([file, picture]) => {
      const name = file.slice(id.length + 1).replace(/\.png$/, '')
      const words = figures.find((figure) => figure.name === name)
      const title = words?.title ?? name.replaceAll('-', ' ')
      const preset = words && recorded?.preset
      return { name, title, description: words?.description ?? title, preset, ...picture }
    })
    .sort((a, b) => place(a.name) - place(b.name))
}
