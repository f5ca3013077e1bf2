/**
 * A phase map: what becomes of an extra feature at each importance and density, with the boundaries of theory over it. Read with the
 * pointer or with the arrow keys; a click or Enter opens the models of a cell.
 */
import { useSignal } from '@preact/signals'
import type { JSX, TargetedKeyboardEvent, TargetedMouseEvent, TargetedPointerEvent } from 'preact'
import { MapCells } from './map-picture.js'
import { cellsPerSide } from './map-plan.js'
import type { MapState } from './map-state.js'
import { cellAfterKey, describeCell, describeMap } from './map-text.js'
import './phase-map.css'
import { theoryLines } from './theory-lines.js'

export interface PhaseMapProps {
  readonly map: MapState
  /** Opens the models of a cell. */
  readonly onOpen: (cell: number) => void
}

const percent = (cells: number) => `${((100 * cells) / cellsPerSide).toFixed(2)}%`

export function PhaseMap({ map, onOpen }: PhaseMapProps): JSX.Element {
  /** Only what the keys do is said aloud: neither training nor a moving pointer chatters. */
  const spoken = useSignal('')
  const frame = map.frame.value
  const cursor = map.cursor.value
  const cellUnder = (event: TargetedPointerEvent<HTMLElement> | TargetedMouseEvent<HTMLElement>): number => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    const place = (distance: number, size: number) =>
      Math.min(cellsPerSide - 1, Math.max(0, Math.floor((distance / size) * cellsPerSide)))
    return place(event.clientY - top, height) * cellsPerSide + place(event.clientX - left, width)
  }
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const from = map.cursor.value ?? middleCell
    const next = map.cursor.value === undefined && event.key.startsWith('Arrow') ? from : cellAfterKey(from, event.key)
    if (event.key === 'Enter' && map.cursor.value !== undefined) onOpen(map.cursor.value)
    else if (next !== undefined && frame !== undefined) {
      map.cursor.value = next
      spoken.value = describeCell(frame, next)
    } else return
    event.preventDefault()
  }
  return (
    <div class="phase-map">
      <div class="phase-map-density" aria-hidden="true">
        <span>1</span>
        <span>
          density p<span class="phase-map-more"> (how often features are active)</span>
        </span>
        <span>0.01</span>
      </div>
      <div
        class="phase-map-field"
        role="application"
        aria-roledescription="phase map"
        aria-label={`Phase map. ${frame === undefined ? 'Nothing is trained yet.' : describeMap(frame)} Arrow keys move from cell to cell, Enter opens the models of a cell.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move over the map, as the role says
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => {
          map.cursor.value = cellUnder(event)
        }}
        onPointerLeave={() => {
          map.cursor.value = undefined
        }}
        onClick={(event) => onOpen(cellUnder(event))}
      >
        <svg width="100%" height="100%" aria-hidden="true">
          <rect class="phase-map-ground" width="100%" height="100%" />
          <svg
            viewBox={`0 0 ${cellsPerSide} ${cellsPerSide}`}
            width="100%"
            height="100%"
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            {frame !== undefined && <MapCells frame={frame} />}
            <TheoryLines map={map} />
            {cursor !== undefined &&
              ['phase-map-cursor-rim', 'phase-map-cursor'].map((name) => (
                <rect
                  key={name}
                  class={name}
                  x={cursor % cellsPerSide}
                  y={Math.floor(cursor / cellsPerSide)}
                  width="1"
                  height="1"
                />
              ))}
          </svg>
          <TheoryNames map={map} />
        </svg>
      </div>
      <div class="phase-map-importance" aria-hidden="true">
        <span>0.1</span>
        <span>
          importance<span class="phase-map-more"> of the extra feature</span>
        </span>
        <span>10</span>
      </div>
      <p class="visually-hidden" role="status">
        {spoken}
      </p>
    </div>
  )
}

const middleCell = (cellsPerSide / 2) * cellsPerSide + cellsPerSide / 2

function TheoryLines({ map }: { map: MapState }): JSX.Element {
  const { lines, triplePoint } = theoryLines(map.size.value)
  const path = (points: (typeof lines)[number]) =>
    points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(2)} ${y.toFixed(2)}`).join('')
  return (
    <>
      {lines.map((points) => (
        <g key={points.length}>
          <path class="phase-map-line-rim" d={path(points)} />
          <path class="phase-map-line" d={path(points)} />
        </g>
      ))}
      <circle class="phase-map-point" cx={triplePoint.x} cy={triplePoint.y} r="0.28" />
    </>
  )
}

function TheoryNames({ map }: { map: MapState }): JSX.Element {
  return (
    <>
      {theoryLines(map.size.value).regions.map(({ x, y, label }) => (
        <text key={label} class="phase-map-name" x={percent(x)} y={percent(y)} dy="0.35em">
          {label}
        </text>
      ))}
    </>
  )
}
