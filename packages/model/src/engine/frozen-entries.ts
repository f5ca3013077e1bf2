/** Which numbers of a member's parameters training must not change. */
import type { AutoencoderModel } from '../ensemble.js'

/**
 * Offsets in a member's flat tensor that belong to frozen features: rows of `weights`, columns of `outputWeights`, entries of
 * `bias`; none in `hiddenBias`. Their moments are not updated either.
 *
 * @param name of the tensor, as in `parameterShapes`.
 */
export function frozenEntries(
  { featureCount, hiddenSize }: AutoencoderModel,
  name: string,
  frozenFeatures: readonly number[],
): ReadonlySet<number> {
  const offsets = new Set<number>()
  for (const feature of frozenFeatures) {
    if (name === 'bias') offsets.add(feature)
    for (let hidden = 0; hidden < hiddenSize; hidden++) {
      if (name === 'weights') offsets.add(feature * hiddenSize + hidden)
      if (name === 'outputWeights') offsets.add(hidden * featureCount + feature)
    }
  }
  return offsets
}
