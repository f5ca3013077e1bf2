/**
 * From hidden space to the screen: the vectors themselves for up to three dimensions, else their three principal axes; then a turn.
 * Says how much of the vectors the picture leaves out.
 */
import type { Matrix } from '@digon/matrix'

/** A way to look: three rows of numbers, orthonormal, from three coordinates to right, up and towards the eye. */
export type Turn = readonly (readonly [number, number, number])[]

export const frontTurn: Turn = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]

export interface Projection {
  /** `[feature]`: right, up and depth (towards the eye), in units of the weights. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly depth: number }[]
  /** Three at most, orthonormal, `[axis][hidden]`: coordinates of a picture that is not turned. */
  readonly axes: readonly (readonly number[])[]
  /** Share of Σ‖W_i‖² that no turn of this picture can show, from 0 to 1; 0 for up to three dimensions. */
  readonly leftOut: number
}

/** @param before axes of the picture before this one, so that the picture does not jump from step to step. */
export function project(weights: Matrix, turn: Turn, before?: Projection['axes']): Projection {
  const axes = weights.columns <= 3 ? unitAxes(weights.columns) : principalAxes(weights, before)
  let total = 0
  let shown = 0
  const points = Array.from({ length: weights.rows }, (_, feature) => {
    const vector = weights.values.subarray(feature * weights.columns, (feature + 1) * weights.columns)
    const at = axes.map((axis) => dot(axis, vector))
    for (const value of vector) total += value * value
    for (const value of at) shown += value * value
    const [x, y, depth] = turn.map((row) => row[0] * (at[0] ?? 0) + row[1] * (at[1] ?? 0) + row[2] * (at[2] ?? 0))
    return { x: x!, y: y!, depth: depth! }
  })
  return { points, axes, leftOut: total === 0 ? 0 : Math.max(0, 1 - shown / total) }
}

/** The step in hidden space that moves a point by so much on the screen, and not in depth. */
export function unproject(right: number, up: number, turn: Turn, axes: Projection['axes']): readonly number[] {
  const along = [0, 1, 2].map((axis) => turn[0]![axis]! * right + turn[1]![axis]! * up)
  return Array.from({ length: axes[0]!.length }, (_, hidden) =>
    axes.reduce((sum, axis, index) => sum + axis[hidden]! * along[index]!, 0),
  )
}

/** The turn followed by one around the upright and one around the level axis of the screen, in radians. */
export function turnedBy(turn: Turn, around: number, over: number): Turn {
  const [c, s, d, t] = [Math.cos(around), Math.sin(around), Math.cos(over), Math.sin(over)]
  const [right, up, eye] = turn as [Turn[number], Turn[number], Turn[number]]
  const mixed = (a: Turn[number], b: Turn[number], p: number, q: number): [number, number, number] => [
    p * a[0] + q * b[0],
    p * a[1] + q * b[1],
    p * a[2] + q * b[2],
  ]
  const [newRight, forward] = [mixed(right, eye, c, s), mixed(right, eye, -s, c)]
  return [newRight, mixed(up, forward, d, -t), mixed(up, forward, t, d)]
}

function unitAxes(count: number): number[][] {
  return Array.from({ length: count }, (_, axis) => Array.from({ length: count }, (_, k) => (k === axis ? 1 : 0)))
}

/** Rounds of the power iteration; the start is nearly right from the second picture on. */
const rounds = 12

function principalAxes(weights: Matrix, before: Projection['axes'] | undefined): number[][] {
  const start = before?.[0]?.length === weights.columns ? before : unitAxes(weights.columns).slice(0, 3)
  let axes = start.map((axis) => [...axis])
  for (let round = 0; round < rounds; round++) {
    axes = orthonormal(
      axes.map((axis) => timesGram(weights, axis)),
      start,
    )
  }
  return axes
}

/** Wᵀ (W axis). */
function timesGram({ rows, columns, values }: Matrix, axis: readonly number[]): number[] {
  const result = new Array<number>(columns).fill(0)
  for (let i = 0; i < rows; i++) {
    const vector = values.subarray(i * columns, (i + 1) * columns)
    const along = dot(axis, vector)
    for (let k = 0; k < columns; k++) result[k]! += along * vector[k]!
  }
  return result
}

/** Gram and Schmidt's; a vector that vanishes is replaced by the axis it started from. */
function orthonormal(vectors: readonly (readonly number[])[], start: readonly (readonly number[])[]): number[][] {
  const made: number[][] = []
  for (const [index, vector] of vectors.entries()) {
    const rest = without(vector, made)
    const [kept, length] = [rest, Math.hypot(...rest)]
    const other = length > 1e-9 ? kept : without(start[index]!, made)
    const size = Math.hypot(...other) || 1
    made.push(other.map((value) => value / size))
  }
  return made
}

function without(vector: readonly number[], others: readonly (readonly number[])[]): number[] {
  return others.reduce<number[]>(
    (rest, other) => {
      const along = dot(other, rest)
      return rest.map((value, k) => value - along * other[k]!)
    },
    [...vector],
  )
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!
  return sum
}
