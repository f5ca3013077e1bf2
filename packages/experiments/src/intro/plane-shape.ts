/** What features look like in the plane: the shapes of the introduction's figure, by the angles between long vectors. */
import type { Matrix } from '@digon/matrix'
import { featureNorms, representedFeatures } from '@digon/metrics'

export type PlaneShapeName =
  | 'nothing'
  | 'single'
  | 'digon'
  | 'right angle'
  | 'triangle'
  | 'digon and single'
  | 'square'
  | 'pentagon'
  | 'irregular'

export interface PlaneShape {
  readonly name: PlaneShapeName
  /** Features with a norm above 0.5, ascending. */
  readonly features: readonly number[]
  /** The longest of the other features' vectors; 0 when there is no other. */
  readonly largestRest: number
  /** Largest difference of an angle between neighbors from that of the shape, in degrees; 0 where there are no two. */
  readonly angleError: number
}

/** Gaps between neighboring directions, in degrees, in rising order. */
const shapes: readonly { readonly name: PlaneShapeName; readonly gaps: readonly number[] }[] = [
  { name: 'digon', gaps: [180, 180] },
  { name: 'right angle', gaps: [90, 270] },
  { name: 'triangle', gaps: [120, 120, 120] },
  { name: 'digon and single', gaps: [90, 90, 180] },
  { name: 'square', gaps: [90, 90, 90, 90] },
  { name: 'pentagon', gaps: [72, 72, 72, 72, 72] },
]

/** By how much each gap may differ from the shape's, in degrees. */
const angleTolerance = 8

/** The shape of weights `[feature, 2]`. */
export function planeShape(weights: Matrix): PlaneShape {
  const features = representedFeatures(weights)
  const largestRest = featureNorms(weights).reduce(
    (largest, norm, feature) => (features.includes(feature) ? largest : Math.max(largest, norm)),
    0,
  )
  if (features.length < 2)
    return { name: features.length === 0 ? 'nothing' : 'single', features, largestRest, angleError: 0 }
  const found = gapsBetween(weights, features)
  const errors = shapes
    .filter(({ gaps }) => gaps.length === found.length)
    .map(({ name, gaps }) => ({ name, angleError: Math.max(...gaps.map((gap, k) => Math.abs(gap - found[k]!))) }))
    .sort((a, b) => a.angleError - b.angleError)
  const nearest = errors[0]
  if (nearest === undefined || nearest.angleError > angleTolerance) {
    return { name: 'irregular', features, largestRest, angleError: nearest?.angleError ?? 180 }
  }
  return { ...nearest, features, largestRest }
}

function gapsBetween({ values }: Matrix, features: readonly number[]): number[] {
  const angles = features
    .map((feature) => (Math.atan2(values[2 * feature + 1]!, values[2 * feature]!) * 180) / Math.PI)
    .sort((a, b) => a - b)
  return angles
    .map((angle, k) => (k === 0 ? angle + 360 - angles.at(-1)! : angle - angles[k - 1]!))
    .sort((a, b) => a - b)
}
