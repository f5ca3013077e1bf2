/** A path through all stages: near the origin, on lines, as triangles above each other, as an octahedron. */
import { type Matrix, matrixFromRows, toRows } from '@digon/matrix'
import { groupedReluLoss, groupedReluOptimum } from '@digon/theory'
import type { Ideal } from '../vocabulary/ideal.test-support.js'
import { geometricTransformations } from './geometric-transformations.js'
import { octahedron, twoSets } from './measure.js'
import { setSize } from './settings.js'

const third = Math.sqrt(1 / 3)

const { model: best } = groupedReluOptimum(octahedron, twoSets)

/** The features of a set share one direction. */
export const lines = ofSets(
  () => [third, 0, 0],
  () => [0, third, 0],
)

/** Triangles above each other, without antipodes. */
export const prism = ofSets(
  (angle) => corner(angle, 1),
  (angle) => corner(angle, -1),
)

export function scaled({ rows, columns, values }: Matrix, by: number): Matrix {
  return { rows, columns, values: values.map((value) => by * value) }
}

const { record } = geometricTransformations.plan('quick', 1).tasks[0]!
const recordedIn = (restart: number) =>
  record.map((step) => {
    const { rows, columns, values } = matched(weightsAt(step), restart)
    return {
      step,
      parameters: {
        weights: { shape: [rows, columns], values },
        bias: { shape: [rows], values: new Float64Array(rows) },
      },
    }
  })

export const ideal: Ideal<ReturnType<typeof geometricTransformations.description.plan>> = {
  twoSets: (_, __, restart) => ({
    weights: matched(best.weights, restart),
    bias: best.bias,
    loss: groupedReluLoss(best, twoSets),
    recorded: recordedIn(restart),
  }),
}

/** The features of the second set in another order for each of three restarts. */
function matched(weights: Matrix, restart: number): Matrix {
  const rows = toRows(weights)
  const turned = rows.slice(setSize).map((_, k) => rows[setSize + ((k + restart) % setSize)]!)
  return matrixFromRows([...rows.slice(0, setSize), ...turned])
}

function weightsAt(step: number): Matrix {
  if (step <= 10) return scaled(prism, 0.05)
  if (step <= 150) return lines
  return step <= 600 ? scaled(prism, 0.9) : best.weights
}

function ofSets(...sets: readonly ((angle: number) => number[])[]): Matrix {
  return matrixFromRows(sets.flatMap((rowAt) => [0, 1, 2].map((k) => rowAt((2 * Math.PI * k) / setSize))))
}

function corner(angle: number, up: number): number[] {
  return [Math.sqrt(2) * third * Math.cos(angle), Math.sqrt(2) * third * Math.sin(angle), up * third]
}
