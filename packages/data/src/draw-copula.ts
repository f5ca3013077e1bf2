/** Draws the law `copula`: a word for each feature becomes a normal number, the factor of the matrix correlates them. */
import { correlationFactor, correlationMatrix } from './correlation-factor.js'
import type { CopulaLaw } from './law.js'
import type { LawDrawer } from './law-drawer.js'
import { copulaThresholds } from './law-probabilities.js'
import { normalQuantile } from './normal-distribution.js'

/** @param law checked. */
export function copulaDrawer(law: CopulaLaw, featureCount: number): LawDrawer {
  const factor = correlationFactor(correlationMatrix(law.correlation, featureCount))!
  const thresholds = copulaThresholds(law, featureCount)
  const normals = new Float64Array(featureCount)
  const active = new Uint32Array(featureCount)
  return (words, activate) => {
    for (let feature = 0; feature < featureCount; feature++)
      normals[feature] = normalQuantile((words.next() + 0.5) / 2 ** 32)
    let count = 0
    for (let feature = 0; feature < featureCount; feature++) {
      const row = factor[feature]!
      let correlated = 0
      for (let k = 0; k <= feature; k++) correlated += row[k]! * normals[k]!
      if (correlated > thresholds[feature]!) active[count++] = feature
    }
    for (let index = 0; index < count; index++) activate(active[index]!, words.next())
  }
}
