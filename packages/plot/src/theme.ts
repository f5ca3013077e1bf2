/** What all figures share: fonts, sizes, the frame around a specification. Colors are in palette.ts. */
import type { Config } from 'vega-lite'
import type { Figure, FigureSpecification } from './figure.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import { background, guide, ink } from './palette.js'

/** DejaVu Sans has every sign that the figures use; Verdana has nearly the same widths where it is missing. */
export const fontFamily = 'DejaVu Sans, Verdana, sans-serif'

/** What every figure says in words. */
export interface FigureText extends Pick<Figure, 'name' | 'title' | 'description'> {
  /** What else stands below the title, for example which models are shown and which are left out. Default: nothing. */
  readonly note?: string
}

/** Sizes in pixels; chosen so that a figure can be read at half its size. */
const config: Config = {
  background,
  font: fontFamily,
  padding: 14,
  // The description is one sentence for the whole picture; labels on thousands of marks would drown it.
  aria: false,
  title: {
    anchor: 'start',
    color: ink,
    fontSize: 19,
    fontWeight: 'bold',
    offset: 14,
    subtitleColor: ink,
    subtitleFontSize: 14,
    subtitlePadding: 6,
  },
  axis: {
    domainColor: ink,
    gridColor: guide,
    labelColor: ink,
    labelFlush: false,
    labelFontSize: 14,
    labelLimit: 0,
    labelPadding: 4,
    tickColor: ink,
    titleColor: ink,
    titleFontSize: 15,
    titleFontWeight: 'normal',
    titlePadding: 8,
  },
  header: { labelColor: ink, labelFontSize: 15, labelLimit: 0, labelPadding: 6 },
  legend: {
    gradientLength: 200,
    labelColor: ink,
    labelFontSize: 14,
    labelLimit: 0,
    symbolStrokeWidth: 3,
    titleColor: ink,
    titleFontSize: 15,
    titleFontWeight: 'normal',
    titleLimit: 0,
    titlePadding: 8,
  },
  view: { stroke: null },
}

/**
 * A figure in the shared theme. The specification is complete: it looks the same in any other Vega-Lite viewer.
 *
 * @param lines below the title, the note last: how to read the figure, and what is not drawn as it is. Nothing is left out without a
 *   word. Empty and undefined ones are no line.
 * @throws {InvalidFigureError} when the name is not lower case, digits and hyphens, or title or description is empty.
 */
export function themedFigure(
  text: FigureText,
  lines: readonly (string | undefined)[],
  specification: FigureSpecification,
): Figure {
  const { name, title, description, note } = text
  const said = [...lines, note].filter((line): line is string => line !== undefined && line !== '')
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    throw new InvalidFigureError('name', `'${name}'`, 'lower case letters, digits and single hyphens')
  }
  if (title.trim() === '') throw new InvalidFigureError('title', 'nothing', 'one line of text')
  if (description.trim() === '') throw new InvalidFigureError('description', 'nothing', 'what can be seen, in words')
  return {
    name,
    title,
    description,
    specification: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      description,
      title: said.length === 0 ? title : { text: title, subtitle: said.length === 1 ? said[0]! : said },
      config,
      ...specification,
    },
  }
}
