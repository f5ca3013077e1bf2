/** Where models start that should stay exact digons. */
import { defineEnsemble, initialParameters, type Parameters } from '@digon/model'
import { polytopeOptimum } from '@digon/theory'
import { fromDigons } from './settings.js'

/** Exact digons of the first 2m features, one on each axis, the others at 0 with their mean as bias; noise on every weight. */
export function nearDigons(probability: number, seed: number): Parameters {
  const { featureCount, hiddenSize, deviation } = fromDigons
  const { radius, bias } = polytopeOptimum('digon', probability)
  const noise = initialParameters(
    defineEnsemble({
      model: { featureCount, hiddenSize },
      batchSize: 1,
      members: [{ seed, data: { probability }, initialization: { kind: 'normal', deviation } }],
    }),
  )
  const values = Float64Array.from(noise.weights!.values, (value, k) => {
    const [feature, axis] = [Math.floor(k / hiddenSize), k % hiddenSize]
    const corner = Math.floor(feature / 2) === axis ? radius * (feature % 2 === 0 ? 1 : -1) : 0
    return Math.fround(corner + value)
  })
  const biases = Float64Array.from({ length: featureCount }, (_, i) => (i < 2 * hiddenSize ? bias : probability / 2))
  return {
    weights: { shape: [featureCount, hiddenSize], values },
    bias: { shape: [featureCount], values: biases.map(Math.fround) },
  }
}
