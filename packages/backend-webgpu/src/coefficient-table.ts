/** The numbers of many steps in one table, as the shaders read them: computed in float64 by @digon/model, rounded once. */
import { type Ensemble, stepCoefficients } from '@digon/model'

/** Numbers of one step and member; the last one is not used. */
export const coefficientLength = 4

/**
 * `[step, own member, 4]`: step size, decay factor, second correction, unused. The step size is the learning rate, for adam
 * and adamw times the first correction.
 *
 * @param first the first own member's place in the ensemble.
 */
export function coefficientTables(
  ensemble: Ensemble,
  ranges: readonly { readonly first: number; readonly count: number }[],
  firstStep: number,
  steps: number,
): Float32Array<ArrayBuffer>[] {
  const tables = ranges.map(({ count }) => new Float32Array(steps * count * coefficientLength))
  for (let step = 0; step < steps; step++) {
    const coefficients = stepCoefficients(ensemble, firstStep + step)
    const { learningRates, decayFactors, firstCorrection, secondCorrection } = coefficients
    for (const [range, { first, count }] of ranges.entries()) {
      const table = tables[range]!
      for (let own = 0; own < count; own++) {
        const place = (step * count + own) * coefficientLength
        table[place] = learningRates[first + own]! * firstCorrection
        table[place + 1] = decayFactors[first + own]!
        table[place + 2] = secondCorrection
      }
    }
  }
  return tables
}
