/** What pictures of the plane of two hidden dimensions share: one scale for both axes, spines through the origin, a circle. */
import type { Matrix } from '@digon/matrix'
import type { Layer } from './layer.js'
import { guide } from './palette.js'
import { labelExpression, linearTicks, roundEnds, tickLabels } from './ticks.js'

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
    labelExpr: string
    domain: false
    ticks: false
    gridOpacity: { condition: { test: string; value: number }; value: number }
  }
}

/**
 * How far both axes reach from the origin: 1.5, or the next half (for long vectors the next round number) beyond the largest
 * coordinate of weights `[feature, 2]`, which must be finite.
 */
export function planeReach(weights: Iterable<Matrix>): number {
  let longest = 0
  for (const { values } of weights) {
    for (const coordinate of values) longest = Math.max(longest, Math.abs(coordinate))
  }
  if (longest <= 5) return Math.max(1.5, Math.ceil(2 * longest) / 2)
  return roundEnds(-longest, longest)[1]
}

/** Few, as panels are small: −1, 0 and 1 as long as that fits; 0 and the ends where labels are long. */
function planeTicks(reach: number): number[] {
  if (reach < 2) return [-1, 0, 1]
  const ticks = linearTicks(-reach, reach, 5)
  return reach < 20 ? ticks : [ticks[0]!, 0, ticks.at(-1)!]
}

/**
 * Radius of the circle that shows the scale: 1, the norm of a learned feature, as long as it can be seen; else the longest tick.
 */
export function circleRadius(reach: number): number {
  return reach <= 8 ? 1 : Math.max(...planeTicks(reach))
}

/** What the circle means, for the subtitle. */
export function circleInWords(reach: number): string {
  return `circle: length ${tickLabels([circleRadius(reach)])[0]!}`
}

/** Both axes from −reach to reach. */
export function planePosition(reach: number): PlanePosition {
  const ticks = planeTicks(reach)
  const channel = <Field extends string>(field: Field, title: string): PlaneChannel<Field> => ({
    field,
    type: 'quantitative',
    scale: { domain: [-reach, reach], nice: false, zero: false },
    axis: {
      title,
      values: ticks,
      labelExpr: labelExpression(ticks),
      domain: false,
      ticks: false,
      gridOpacity: { condition: { test: 'datum.value === 0', value: 1 }, value: 0 },
    },
  })
  return { x: channel('hidden1', 'hidden dimension 1'), y: channel('hidden2', 'hidden dimension 2') }
}

/** A circle of that radius in a square panel of that size in pixels. */
export function scaleCircle(panelSize: number, reach: number): Layer {
  return {
    data: { values: [{ hidden1: 0, hidden2: 0 }] },
    mark: {
      type: 'point',
      shape: 'circle',
      filled: false,
      stroke: guide,
      size: ((panelSize * circleRadius(reach)) / reach) ** 2,
    },
    encoding: planePosition(reach),
  }
}
