/** Panels: small pictures side by side, one per model, each named by the probability it was trained at. */
import { InvalidFigureError } from './invalid-figure-error.js'

/** What stands above a panel. */
export interface PanelLabel {
  /** P(feature is active) that the model was trained at, from 0 to 1; shown with the sparsity, as the paper quotes it. */
  readonly probability?: number
  /** More words, for example `linear model`. */
  readonly note?: string
  /** Further lines below, for example conditions in which panels differ. Default none. */
  readonly lines?: readonly string[]
}

/**
 * For example `p = 0.1 (S = 0.9)`, or with a note `linear model, p = 1 (S = 0)`. Three significant digits of
 * the smaller of p and S, so that neither reads as 0 or 1 unless it is.
 *
 * @throws {InvalidFigureError} when the probability is not a number from 0 to 1.
 */
export function panelTitle({ probability, note }: PanelLabel, field = 'panel'): string {
  if (probability === undefined) return note ?? ''
  if (!(probability >= 0 && probability <= 1)) {
    throw new InvalidFigureError(`${field}.probability`, String(probability), 'a number from 0 to 1')
  }
  const decimals = Math.min(20, Math.max(decimalsOf(probability), decimalsOf(1 - probability)))
  const shown = Number(probability.toFixed(decimals))
  const sparsity = Number((1 - probability).toFixed(decimals))
  return `${note === undefined ? '' : `${note}, `}p = ${shown} (S = ${sparsity})`
}

/** Decimals that show three significant digits of a number from 0 to 1. */
function decimalsOf(value: number): number {
  return value === 0 ? 0 : 2 - Math.floor(Math.log10(Number(value.toPrecision(3))))
}

/** How panels are laid out: the part of a specification that all figures with panels share. */
export interface PanelGrid {
  facet: { field: 'panel'; type: 'ordinal'; header: { title: null; labelExpr: string } }
  columns: number
  resolve: { axis: { x: 'shared' | 'independent' } }
}

/**
 * Facets by the field `panel`, the number of the panel, in rows of at most `columns`. Titles come from a list, so that two
 * panels may have the same one.
 *
 * @throws {InvalidFigureError} when there is no panel, or `columns` is not an integer ≥ 1.
 */
export function panelGrid(panels: readonly PanelLabel[], columns: number): PanelGrid {
  if (panels.length === 0) throw new InvalidFigureError('panels', 'none', 'at least one')
  if (!Number.isInteger(columns) || columns < 1) {
    throw new InvalidFigureError('columns', String(columns), 'an integer ≥ 1')
  }
  const titles = panels.map((panel, i) => {
    const title = panelTitle(panel, `panels[${i}]`)
    return panel.lines === undefined ? title : [title, ...panel.lines]
  })
  const inRow = Math.min(columns, panels.length)
  return {
    facet: {
      field: 'panel',
      type: 'ordinal',
      header: { title: null, labelExpr: `${JSON.stringify(titles)}[datum.value]` },
    },
    columns: inRow,
    // Shared axes stand below the last row, also where that row has no panel.
    resolve: { axis: { x: panels.length % inRow === 0 ? 'shared' : 'independent' } },
  }
}
