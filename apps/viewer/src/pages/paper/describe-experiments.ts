/** What the pages on experiments say, made from the experiments themselves: a new experiment gets its page by being listed. */
import { experimentIds, loadExperiment } from '@digon/experiments'

/** One experiment for its page. Plain JSON. */
export interface DescribedExperiment {
  readonly id: string
  readonly title: string
  /** Section of the paper. */
  readonly section: string
  /** What the quick preset trains, in words. */
  readonly summary: string
  /** What the paper says and does; a blank line parts paragraphs. */
  readonly paper: string
  /** What is done here. */
  readonly method: string
  /** Recorded figures of the paper preset. */
  readonly figures: readonly RecordedFigure[]
}

export interface RecordedFigure {
  readonly name: string
  /** From the root of the site. */
  readonly path: string
}

/** @param pictures addresses of recorded figures from the root of the site, by the names of their files. */
export async function describeExperiments(pictures: ReadonlyMap<string, string>): Promise<DescribedExperiment[]> {
  return Promise.all(
    experimentIds.map(async (id) => {
      const { title, section, presets, paper, method } = await loadExperiment(id)
      const figures = Array.from(pictures)
        .filter(([file]) => file.startsWith(`${id}-`))
        .map(([file, path]) => ({ name: file.slice(id.length + 1).replace(/\.png$/, ''), path }))
      return { id, title, section, summary: presets.quick ?? '', paper, method, figures }
    }),
  )
}
