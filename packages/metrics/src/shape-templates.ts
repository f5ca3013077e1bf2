/** The shapes that factors are compared with: those that no cut into orthogonal parts makes smaller. */
import { dot, type Matrix, row } from '@digon/matrix'
import { polygon, simplex, squareAntiprism } from './polytopes.js'

export interface ShapeTemplate {
  readonly name: string
  readonly dimensions: number
  /** Cosines between one corner and all others, ascending. All corners see the same: the shapes are vertex-transitive. */
  readonly cosines: readonly number[]
}

/** All shapes with that many corners, ≥ 1. A square is none of them: it falls apart into two digons. */
export function templatesOf(corners: number): ShapeTemplate[] {
  if (corners === 1) return [{ name: 'dedicated', dimensions: 1, cosines: [] }]
  const found = [template(simplexNames.get(corners - 1) ?? `${corners - 1}-simplex`, simplex(corners - 1))]
  if (corners >= 5) found.push(template(polygonNames.get(corners) ?? `${corners}-gon`, polygon(corners)))
  if (corners === 8) found.push(template('square antiprism', squareAntiprism()))
  return found
}

const simplexNames = new Map([
  [1, 'digon'],
  [2, 'triangle'],
  [3, 'tetrahedron'],
])
const polygonNames = new Map([
  [5, 'pentagon'],
  [6, 'hexagon'],
  [7, 'heptagon'],
  [8, 'octagon'],
])

function template(name: string, corners: Matrix): ShapeTemplate {
  const first = row(corners, 0)
  const cosines = Array.from({ length: corners.rows - 1 }, (_, i) => dot(first, row(corners, i + 1)))
  return { name, dimensions: corners.columns, cosines: cosines.sort((a, b) => a - b) }
}
