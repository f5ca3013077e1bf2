/** Draws the law `latent`: one word chooses the state, then one word for each feature. */
import type { LatentLaw } from './law.js'
import type { LawDrawer } from './law-drawer.js'
import { stateWeights } from './law-probabilities.js'

/** @param law checked. */
export function latentDrawer(law: LatentLaw): LawDrawer {
  let sum = 0
  const stateThresholds = stateWeights(law).map((weight) => {
    sum += weight
    return Math.round(Math.min(1, sum) * 2 ** 32)
  })
  const last = stateThresholds.length - 1
  const featureThresholds = law.probability.map((row) => row.map((probability) => Math.round(probability * 2 ** 32)))
  return (words, activate) => {
    const word = words.next()
    const found = stateThresholds.findIndex((threshold) => word < threshold)
    const thresholds = featureThresholds[found < 0 ? last : found]!
    for (let feature = 0; feature < thresholds.length; feature++) {
      if (words.next() < thresholds[feature]!) activate(feature, words.next())
    }
  }
}
