/** Where the arms of a feature plane end, at a scale that holds all of them, and the circle that says which scale it is. */
import { circleRadius, planeReach, tickLabels } from '@digon/plot'

export interface Arms {
  /** `[feature]`, x to the right and y downwards, both from −1.5 to 1.5, and the length of the arm in these units. */
  readonly ends: readonly { readonly x: number; readonly y: number; readonly length: number }[]
  /** Its radius in these units, and the length in weights that it stands for. */
  readonly circle: { readonly radius: number; readonly label: string }
}

/** Half the width of the picture. */
const edge = 1.5

/** @param weights `[feature, 2]`, row-major, finite. */
export function armsOf(weights: readonly number[]): Arms {
  const reach = planeReach([{ rows: weights.length / 2, columns: 2, values: Float64Array.from(weights) }])
  const scale = edge / reach
  const radius = circleRadius(reach)
  return {
    ends: Array.from({ length: weights.length / 2 }, (_, feature) => {
      const [x, y] = [weights[2 * feature]! * scale, -weights[2 * feature + 1]! * scale + 0]
      return { x, y, length: Math.hypot(x, y) }
    }),
    circle: { radius: radius * scale, label: tickLabels([radius])[0]! },
  }
}
