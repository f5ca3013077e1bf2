/** What pictures of the plane of two hidden dimensions share: one scale for both axes, spines through the origin, a unit circle. */
import type { Matrix } from '@digon/matrix'
import type { Layer } from './layer.js'
import { guide } from './palette.js'

/** The encoding of the fields `hidden1` and `hidden2`. */
export interface PlanePosition {
  x: PlaneChannel<'hidden1'>
  y: PlaneChannel<'hidden2'>
}

interface PlaneChannel<Field> {
  field: Field
  type: 'quantitative'
  scale: { domain: [number, number]; nice: false; zero: false }
  axis: {
    title: string
    values: number[]
    domain: false
    ticks: false
    gridOpacity: { condition: { test: string; value: number }; value: number }
  }
}

/** How far both axes reach from the origin: 1.5, or the next half beyond the largest coordinate. */
export function planeReach(weights: Iterable<Matrix>): number {
  let longest = 0
  for (const { values } of weights) {
    for (const coordinate of values) longest = Math.max(longest, Math.abs(coordinate))
  }
  return Math.max(1.5, Math.ceil(2 * longest) / 2)
}

/** Both axes from −reach to reach. */
export function planePosition(reach: number): PlanePosition {
  const channel = <Field extends string>(field: Field, title: string): PlaneChannel<Field> => ({
    field,
    type: 'quantitative',
    scale: { domain: [-reach, reach], nice: false, zero: false },
    axis: {
      title,
      values: [-1, 0, 1],
      domain: false,
      ticks: false,
      gridOpacity: { condition: { test: 'datum.value === 0', value: 1 }, value: 0 },
    },
  })
  return { x: channel('hidden1', 'hidden dimension 1'), y: channel('hidden2', 'hidden dimension 2') }
}

/** A circle of radius 1, the norm of a learned feature, in a square panel of that size in pixels. */
export function unitCircle(panelSize: number, reach: number): Layer {
  return {
    data: { values: [{ hidden1: 0, hidden2: 0 }] },
    mark: { type: 'point', shape: 'circle', filled: false, stroke: guide, size: (panelSize / reach) ** 2 },
    encoding: planePosition(reach),
  }
}
