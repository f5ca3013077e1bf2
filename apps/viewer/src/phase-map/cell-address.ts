/** The address of the laboratory that trains the very models of a cell and looks at the one that the map shows. */
import { formatAddress } from '../experiment/address.js'
import type { MapFrame } from './map-frame.js'
import { cellSettings, type MapSize, mapTraining } from './map-plan.js'
import { shownCell } from './map-state.js'

/** @param cell index into `mapCells`: the models of the cell that stands for it. @returns the query, question mark included. */
export function cellAddress(size: MapSize, seed: number, cell: number, frame: MapFrame | undefined): string {
  const shown = frame && shownCell(frame, cell)
  return formatAddress({
    settings: cellSettings(size, shown ?? cell, seed),
    changes: [],
    engine: 'automatic',
    step: mapTraining(size).steps,
    restart: shown === undefined ? 0 : frame!.best[shown]!,
  })
}
