/** A phase map in words: one cell, and the whole. */
import { type ExtraState, extraState, theoryState } from './extra-feature.js'
import type { MapFrame } from './map-frame.js'
import { cellsPerSide, mapCells } from './map-plan.js'
import { shownCell } from './map-state.js'

export interface MapSummary {
  /** Cells in each state. */
  readonly counts: Readonly<Record<ExtraState, number>>
  /** Cells of which the state is the one that is best in theory. */
  readonly asInTheory: number
  /** Cells that are trained. */
  readonly trained: number
}

export function summarizeMap({ size, norm, superposition }: MapFrame): MapSummary {
  const counts: Record<ExtraState, number> = { 'not represented': 0, 'in superposition': 0, dedicated: 0 }
  let asInTheory = 0
  let trained = 0
  for (const [index, { relativeImportance, probability }] of mapCells.entries()) {
    if (Number.isNaN(norm[index]!)) continue
    trained++
    const state = extraState({ norm: norm[index]!, superposition: superposition[index]! })
    counts[state]++
    if (state === theoryState(size, relativeImportance, probability)) asInTheory++
  }
  return { counts, asInTheory, trained }
}

/** For example `Of 576 cells, 98 …`. */
export function describeMap(frame: MapFrame): string {
  const { counts, asInTheory, trained } = summarizeMap(frame)
  const share = (count: number) => `${Math.round((100 * count) / Math.max(trained, 1))} %`
  return `Of ${trained} trained cells, ${share(counts['not represented'])} ignore the extra feature, ${share(counts['in superposition'])} hold it in superposition, ${share(counts.dedicated)} give it a dimension of its own. Theory says the same of ${share(asInTheory)}.`
}

/** What a cell shows, in a few words. */
export function describeCell(frame: MapFrame, cell: number): string {
  const shown = shownCell(frame, cell)
  const { relativeImportance, probability } = mapCells[shown ?? cell]!
  const place = `importance ${relativeImportance}, p = ${probability}`
  if (shown === undefined) return `${place}: not trained yet`
  const extra = { norm: frame.norm[shown]!, superposition: frame.superposition[shown]! }
  const theory = theoryState(frame.size, relativeImportance, probability)
  const state = extraState(extra)
  return `${place}: ${state}${state === theory ? ', as in theory' : `; theory: ${theory}`} (length ${extra.norm.toFixed(2)})`
}

/** The cell beside this one in the direction of an arrow key, or that of Home and End; undefined for other keys. */
export function cellAfterKey(cell: number, key: string): number | undefined {
  const row = Math.floor(cell / cellsPerSide)
  const column = cell % cellsPerSide
  const last = cellsPerSide - 1
  const to = (nextRow: number, nextColumn: number) =>
    Math.min(last, Math.max(0, nextRow)) * cellsPerSide + Math.min(last, Math.max(0, nextColumn))
  switch (key) {
    case 'ArrowLeft':
      return to(row, column - 1)
    case 'ArrowRight':
      return to(row, column + 1)
    case 'ArrowUp':
      return to(row - 1, column)
    case 'ArrowDown':
      return to(row + 1, column)
    case 'Home':
      return to(row, 0)
    case 'End':
      return to(row, last)
    case 'PageUp':
      return to(0, column)
    case 'PageDown':
      return to(last, column)
    default:
      return undefined
  }
}
