/** The cells of a phase map as a picture, one path for each shade; drawn alike in the static page and while training. */
import { phaseColor } from '@digon/plot'
import type { JSX } from 'preact'
import type { MapFrame } from './map-frame.js'
import { cellsPerSide } from './map-plan.js'
import { shownCell } from './map-state.js'

/** Shades of either number. */
const shadeCount = 10

/** In a nested `svg` with one unit a cell. Cells without a model stay empty. */
export function MapCells({ frame }: { frame: Pick<MapFrame, 'norm' | 'superposition'> }): JSX.Element {
  return (
    <g shape-rendering="crispEdges">
      {shadesOf(frame).map(({ norm, superposition, path }) => (
        <path
          key={`${norm} ${superposition}`}
          d={path}
          fill={phaseColor(1, superposition / shadeCount)}
          fill-opacity={norm / shadeCount}
        />
      ))}
    </g>
  )
}

interface Shade {
  /** In tenths: how opaque the color lies over the ground. */
  readonly norm: number
  /** In tenths, from blue to red. */
  readonly superposition: number
  readonly path: string
}

function shadesOf(frame: Pick<MapFrame, 'norm' | 'superposition'>): readonly Shade[] {
  const paths = new Map<number, string>()
  for (let row = 0; row < cellsPerSide; row++) {
    for (let column = 0; column < cellsPerSide; ) {
      const shade = shadeAt(frame, row * cellsPerSide + column)
      const start = column++
      while (column < cellsPerSide && shadeAt(frame, row * cellsPerSide + column) === shade) column++
      if (shade >= shadeCount + 1) {
        paths.set(shade, `${paths.get(shade) ?? ''}M${start} ${row}h${column - start}v1h${start - column}z`)
      }
    }
  }
  return Array.from(paths, ([shade, path]) => ({
    norm: Math.floor(shade / (shadeCount + 1)),
    superposition: shade % (shadeCount + 1),
    path,
  }))
}

/** Both numbers in one; 0 for a cell that is not drawn. */
function shadeAt(frame: Pick<MapFrame, 'norm' | 'superposition'>, cell: number): number {
  const shown = shownCell(frame, cell)
  if (shown === undefined) return 0
  const norm = tenths(frame.norm[shown]!)
  return norm === 0 ? 0 : norm * (shadeCount + 1) + tenths(frame.superposition[shown]!)
}

function tenths(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * shadeCount)
}
