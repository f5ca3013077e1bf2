/** The stages that a model of two sets of three goes through, told from its weights. */
import { type Matrix, toRows } from '@digon/matrix'
import { nameShapes, productName } from '@digon/metrics'
import { setGeometry } from '../vocabulary/sets.js'
import { mean } from '../vocabulary/statistics.js'
import { setSize } from './settings.js'

/**
 * The paper's A to D: `origin`, near it; `lines`, each set collapsed onto a line of its own; `triangles`, each set spread into a
 * regular triangle and still sharing no antipodes; `octahedron`. `one-line` has both sets collapsed onto one line, `spread` sets that
 * are open but no regular triangles. What is none of them is `between`.
 */
export type StageName = 'origin' | 'one-line' | 'lines' | 'spread' | 'triangles' | 'octahedron' | 'between'

export interface Stage {
  readonly name: StageName
  readonly meanNorm: number
  /** Mean cosine of two features of one set. */
  readonly within: number
  /** The largest, over sets, of the difference between two cosines in one set: 0 for regular triangles. */
  readonly irregularity: number
  /** Cosine of the centers of the sets; 0 where one of them has no length. */
  readonly centers: number
  /** The largest, over features, of the smallest cosine with a feature of the other set: −1 when all have antipodes. */
  readonly antipodes: number
}

const nearOrigin = 0.25
/** Mean cosine inside a set above which it is collapsed, and below which it is spread into a triangle. */
const collapsed = 0.95
const spread = 0.8
/** Cosine of centers below which the sets have moved apart. */
const apart = 0.3
/** A triangle is regular when its cosines differ by no more. */
const regular = 0.15

/** @param weights `[feature, 3]`, sets one after the other. */
export function stageOf(weights: Matrix): Stage {
  const { norms, within, opposite } = setGeometry(weights, setSize)
  const measures = {
    meanNorm: mean(norms),
    within: mean(within),
    irregularity: Math.max(range(within.slice(0, setSize)), range(within.slice(setSize))),
    centers: cosineOfCenters(weights),
    antipodes: Math.max(...opposite),
  }
  return { name: nameOf(measures, weights), ...measures }
}

function nameOf(measures: Omit<Stage, 'name'>, weights: Matrix): StageName {
  const { meanNorm, within, irregularity, centers, antipodes } = measures
  if (meanNorm < nearOrigin) return 'origin'
  if (within > collapsed) return centers < apart ? 'lines' : 'one-line'
  if (antipodes < -0.95 && productName(nameShapes(weights)) === 'octahedron') return 'octahedron'
  if (within >= spread || centers >= apart) return 'between'
  return irregularity <= regular ? 'triangles' : 'spread'
}

function range(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values)
}

function cosineOfCenters(weights: Matrix): number {
  const rows = toRows(weights)
  const center = (set: readonly number[][]) => set.reduce((sum, row) => sum.map((value, k) => value + row[k]!))
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, k) => sum + value * y[k]!, 0)
  const [a, b] = [center(rows.slice(0, setSize)), center(rows.slice(setSize))]
  const lengths = Math.sqrt(dot(a, a) * dot(b, b))
  return lengths === 0 ? 0 : dot(a, b) / lengths
}
