/** How far a latent has turned from its own feature toward another one. */
import { dot, ShapeError } from '@digon/matrix'

/**
 * atan2(⟨D, ŵ⟩, ⟨D, v̂⟩) in degrees, from −180 to 180, of a latent's direction D, its own feature v and another one w at a right
 * angle to it. 0: none of the other; positive: it is mixed in, as it is under hedging between correlated features (Chanin et al.,
 * 2025); negative: subtracted. NaN for a direction that has no part in either.
 *
 * @param direction D, `[input]`, finite.
 * @param own v, `[input]`, finite, not 0.
 * @param other w, `[input]`, finite, not 0.
 * @throws {ShapeError} when lengths differ, or own or other is 0.
 */
export function hedgingAngleInDegrees(
  direction: ArrayLike<number>,
  own: ArrayLike<number>,
  other: ArrayLike<number>,
): number {
  const along = (feature: ArrayLike<number>, name: string): number => {
    const length = Math.sqrt(dot(feature, feature))
    if (length === 0) throw new ShapeError(name, 'a zero vector', 'a direction')
    return dot(direction, feature) / length
  }
  const [x, y] = [along(own, 'own'), along(other, 'other')]
  return x === 0 && y === 0 ? Number.NaN : (Math.atan2(y, x) * 180) / Math.PI
}
