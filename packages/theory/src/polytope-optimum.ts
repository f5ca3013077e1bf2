/**
 * Polytopes of equally important features (paper §6): how much of a feature's loss each saves per hidden dimension, against the
 * probability. Which polytope saves most decides what many competing features do. All corners of these are alike, so one norm,
 * one bias and (for the antiprism) one height are all that is optimized.
 */
import { matrixFromRows } from '@digon/matrix'
import { featureVariance } from './feature-moments.js'
import { minimize } from './minimize.js'
import { reluFeatureLosses } from './relu-loss.js'
import type { TiedModel } from './tied-model.js'

/** The shapes that `polytopeOptimum` knows. */
export type PolytopeName = 'digon' | 'triangle' | 'tetrahedron' | 'pentagon' | 'hexagon' | 'square antiprism'

/** The best size of a shape, and what it brings. */
export interface PolytopeOptimum {
  /** Corners. */
  readonly featureCount: number
  readonly hiddenSize: number
  readonly model: TiedModel
  /** Norm of every feature. */
  readonly radius: number
  /** Output bias of every feature. */
  readonly bias: number
  /** Loss averaged over the polytope's features, of importance 1. */
  readonly loss: number
  /**
   * What the polytope saves against leaving its features out, per dimension, in units of V(p): 1 for a feature with a dimension
   * of its own. Limits at p = 0: digon 2, triangle 3/2, tetrahedron 4/3.
   */
  readonly gainPerDimension: number
}

interface Polytope {
  /** Corners at distance 1. `height` is the cosine of the polar angle, for the antiprism. */
  readonly corners: (height: number) => readonly (readonly number[])[]
  /** Where the descent starts: radius, bias and, if it is free, the height. */
  readonly start: readonly number[]
}

const polytopes: Readonly<Record<PolytopeName, Polytope>> = {
  digon: { corners: () => [[1], [-1]], start: [1, 0] },
  triangle: { corners: () => ring(3, 1, 0), start: [1, 0] },
  tetrahedron: {
    corners: () => [[0, 0, 1], ...ring(3, Math.sqrt(8) / 3, 0).map((corner) => [...corner, -1 / 3])],
    start: [1, 0],
  },
  pentagon: { corners: () => ring(5, 1, 0), start: [1.1, -0.2] },
  hexagon: { corners: () => ring(6, 1, 0), start: [1.2, -0.4] },
  'square antiprism': {
    corners: (height) => {
      const radius = Math.sqrt(Math.max(0, 1 - height * height))
      return [0, 1].flatMap((side) =>
        ring(4, radius, side / 8).map((corner) => [...corner, side === 0 ? height : -height]),
      )
    },
    start: [1.1, -0.2, 0.57],
  },
}

/**
 * The local optimum that descent reaches from the polytope. Beyond p of about .7 all of them end near the principal
 * components, where features are told apart no more.
 *
 * @param probability from 0 to 1, 0 excluded.
 * @throws {RangeError} when it is not.
 */
export function polytopeOptimum(name: PolytopeName, probability: number): PolytopeOptimum {
  const variance = featureVariance(probability)
  if (probability === 0) throw new RangeError('invalid probability: 0; expected a number from 0 to 1, 0 excluded')
  const { corners, start } = polytopes[name]
  const modelAt = ([radius, bias, height]: ArrayLike<number> & Iterable<number>): TiedModel => {
    const rows = corners(height ?? 0).map((corner) => corner.map((coordinate) => radius! * coordinate))
    return { weights: matrixFromRows(rows), bias: rows.map(() => bias!) }
  }
  const featureCount = corners(0).length
  // Corners are alike: the loss of the first output is that of all.
  const features = { probability, importance: [featureCount, ...new Array<number>(featureCount - 1).fill(0)] }
  const { point, value } = minimize((candidate) => reluFeatureLosses(modelAt(candidate), features)[0]!, start)
  const model = modelAt(point)
  const hiddenSize = model.weights.columns
  return {
    featureCount,
    hiddenSize,
    model,
    radius: Math.abs(point[0]!),
    bias: point[1]!,
    loss: value,
    gainPerDimension: (featureCount * (variance - value)) / (hiddenSize * variance),
  }
}

/** k directions in the plane at equal angles; the first one `turns` turns from the axis. */
function ring(count: number, radius: number, turns: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, k) => {
    const angle = 2 * Math.PI * (k / count + turns)
    return [radius * Math.cos(angle), radius * Math.sin(angle)]
  })
}
