/** Whether features gather on the dimensionalities of regular shapes (paper §6), as numbers. Naming shapes is `nameShapes`. */

/** A dimensionality that features may gather on. */
export interface DimensionalityLevel {
  /** For example `3/4`. */
  readonly name: string
  /** From 0 to 1. */
  readonly value: number
}

export interface DimensionalityCluster extends DimensionalityLevel {
  /** How many features are nearer to this level than to any other, and within the tolerance. */
  readonly count: number
}

/** How features gather on the levels. */
export interface DimensionalityClusters {
  /** In the order of the levels. */
  readonly clusters: readonly DimensionalityCluster[]
  /** Share of features within the tolerance of some level, from 0 to 1; 1 when there are no features. */
  readonly share: number
}

/** Options of `dimensionalityClusters`. */
export interface ClusterOptions {
  /** Default: 1, 3/4, 2/3, 1/2, 2/5, 3/8, 1/3. */
  readonly levels?: readonly DimensionalityLevel[]
  /** Largest distance that counts, ≥ 0, itself included. Default 0.02. */
  readonly tolerance?: number
}

/** Dedicated, tetrahedron, triangle, digon, pentagon, square antiprism, hexagon. */
const regularLevels: readonly DimensionalityLevel[] = [
  { name: '1', value: 1 },
  { name: '3/4', value: 3 / 4 },
  { name: '2/3', value: 2 / 3 },
  { name: '1/2', value: 1 / 2 },
  { name: '2/5', value: 2 / 5 },
  { name: '3/8', value: 3 / 8 },
  { name: '1/3', value: 1 / 3 },
]

/**
 * Counts features by the level they are nearest to; where windows overlap (2/5 and 3/8) a feature counts once.
 *
 * @param dimensionalities D_i of the features that matter, usually the represented ones.
 * @throws {RangeError} when a dimensionality is not finite, there is no level, or the tolerance is negative or not a number.
 */
export function dimensionalityClusters(
  dimensionalities: ArrayLike<number>,
  options: ClusterOptions = {},
): DimensionalityClusters {
  const { levels = regularLevels, tolerance = 0.02 } = options
  if (!(tolerance >= 0)) throw new RangeError(`invalid tolerance: ${tolerance}; expected a number ≥ 0`)
  if (levels.length === 0) throw new RangeError('invalid levels: none; expected at least one')
  const counts = levels.map(() => 0)
  for (const [i, value] of Array.from(dimensionalities).entries()) {
    if (!Number.isFinite(value)) {
      throw new RangeError(`invalid dimensionalities[${i}]: ${value}; expected a finite number`)
    }
    const distances = levels.map((level) => Math.abs(level.value - value))
    const nearest = distances.indexOf(Math.min(...distances))
    if (distances[nearest]! <= tolerance) counts[nearest]!++
  }
  const inside = counts.reduce((sum, count) => sum + count, 0)
  return {
    clusters: levels.map((level, i) => ({ ...level, count: counts[i]! })),
    share: dimensionalities.length === 0 ? 1 : inside / dimensionalities.length,
  }
}
