/** The cell that is looked at: its vectors, what they came to, and the way to its models; before any is looked at, the whole map in words. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { MapFrame } from '../../phase-map/map-frame.js'
import { cellImportance, mapCells } from '../../phase-map/map-plan.js'
import { type MapState, shownCell } from '../../phase-map/map-state.js'
import { describeCell, describeMap } from '../../phase-map/map-text.js'
import { Plane } from '../../pictures/plane.js'
import { frontTurn, project } from '../../pictures/projection.js'

export interface CellViewProps {
  readonly map: MapState
  readonly linkOf: (cell: number) => string
}

export function CellView({ map, linkOf }: CellViewProps): JSX.Element {
  const last = useSignal<number | undefined>(undefined)
  if (map.cursor.value !== undefined) last.value = map.cursor.value
  const frame = map.frame.value
  const cell = map.cursor.value ?? last.value
  return (
    <section class="map-cell" aria-label="Cell">
      {frame === undefined ? (
        <p class="quiet">The engine is loading…</p>
      ) : (
        <p class="map-summary">{frame.done < 1 ? `Training: ${Math.round(100 * frame.done)} %` : describeMap(frame)}</p>
      )}
      {frame !== undefined && cell !== undefined ? (
        <>
          <Vectors frame={frame} cell={cell} />
          <p>
            {describeCell(frame, cell)} · <a href={linkOf(cell)}>open it</a>
          </p>
        </>
      ) : (
        <p class="quiet">Point at a cell, or move to the map and use the arrow keys, to see its vectors.</p>
      )}
    </section>
  )
}

function Vectors({ frame, cell }: { frame: MapFrame; cell: number }): JSX.Element | null {
  const shown = shownCell(frame, cell)
  if (shown === undefined) return null
  const { size, weights } = frame
  const length = (size + 1) * size
  const values = weights.subarray(shown * length, (shown + 1) * length)
  return (
    <Plane
      points={project({ rows: size + 1, columns: size, values }, frontTurn).points}
      importances={cellImportance(size, mapCells[shown]!)}
      label={`Vectors of the cell: ${describeCell(frame, cell)}`}
    />
  )
}
