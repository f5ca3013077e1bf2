/** Which features to name along an axis. */

/** About five of `featureCount` features, at round numbers from 0 on. */
export function featureTicks(featureCount: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => featureCount / size <= 5) ?? featureCount
  return Array.from({ length: Math.ceil(featureCount / step) }, (_, i) => i * step)
}
