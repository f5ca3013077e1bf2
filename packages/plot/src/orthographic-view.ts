/** Looking at three dimensions from a direction, without perspective: what is near is as large as what is far. */
import type { Matrix } from '@digon/matrix'
import { InvalidFigureError } from './invalid-figure-error.js'

/** Where the reader stands. Azimuth 0 looks along the second axis, with the first to the right and the third upwards. */
export interface View {
  /** Above the picture, for example `from above`. */
  readonly label: string
  /** Turned around the third axis, in degrees; positive turns the reader anticlockwise as seen from above. */
  readonly azimuthInDegrees: number
  /** Height above the plane of the first two axes, in degrees, from −90 to 90. */
  readonly elevationInDegrees: number
}

/** A point as seen: right and up in the picture, and nearness to the reader, all in the units of the points. */
export interface SeenPoint {
  readonly right: number
  readonly up: number
  /** > 0: nearer to the reader than the origin. */
  readonly near: number
}

/** Obliquely, from the side, and from above. */
export const defaultViews: readonly View[] = [
  { label: 'obliquely', azimuthInDegrees: 25, elevationInDegrees: 25 },
  { label: 'from the side', azimuthInDegrees: 0, elevationInDegrees: 0 },
  { label: 'from above', azimuthInDegrees: 0, elevationInDegrees: 90 },
]

/** @throws {InvalidFigureError} when an angle is not finite or the elevation is beyond ±90. */
export function checkView({ azimuthInDegrees, elevationInDegrees }: View, field: string): void {
  if (!Number.isFinite(azimuthInDegrees)) {
    throw new InvalidFigureError(`${field}.azimuthInDegrees`, String(azimuthInDegrees), 'a finite number')
  }
  if (!(elevationInDegrees >= -90 && elevationInDegrees <= 90)) {
    throw new InvalidFigureError(`${field}.elevationInDegrees`, String(elevationInDegrees), 'a number from -90 to 90')
  }
}

/** Every row of points `[point, 3]` as seen. */
export function seen(points: Matrix, { azimuthInDegrees, elevationInDegrees }: View): SeenPoint[] {
  const [azimuth, elevation] = [azimuthInDegrees, elevationInDegrees].map((degrees) => (degrees * Math.PI) / 180)
  const [cosA, sinA] = [Math.cos(azimuth!), Math.sin(azimuth!)]
  const [cosE, sinE] = [Math.cos(elevation!), Math.sin(elevation!)]
  return Array.from({ length: points.rows }, (_, i) => {
    const [x, y, z] = [points.values[3 * i]!, points.values[3 * i + 1]!, points.values[3 * i + 2]!]
    // The reader stands at (sin a cos e, −cos a cos e, sin e), far away.
    const back = -sinA * x + cosA * y
    return {
      right: withoutRounding(cosA * x + sinA * y),
      up: withoutRounding(cosE * z + sinE * back),
      near: withoutRounding(sinE * z - cosE * back),
    }
  })
}

/** Points beside the origin are neither before nor behind it, whatever the last bits of a cosine say. */
const withoutRounding = (value: number): number => Number(value.toFixed(9)) + 0
