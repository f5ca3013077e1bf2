/** The numbers of many steps in one table, as the kernels read them: computed in float64 by @digon/model, rounded once. */
import { type Ensemble, stepCoefficients } from '@digon/model'
import { coefficientsLength } from './member-group.js'

/**
 * `[own member, step, 4]`: step size, decay factor, second correction, unused. The step size is the learning rate, for adam and
 * adamw times the first correction.
 *
 * @param indices places of the members in the ensemble.
 */
export function coefficientTable(
  ensemble: Ensemble,
  indices: readonly number[],
  firstStep: number,
  steps: number,
): Float32Array<ArrayBuffer> {
  const members = indices.map((member) => ensemble.members[member]!)
  const own = { ...ensemble, members }
  const table = new Float32Array(members.length * steps * coefficientsLength)
  for (let step = 0; step < steps; step++) {
    const { learningRates, decayFactors, firstCorrection, secondCorrection } = stepCoefficients(own, firstStep + step)
    for (let member = 0; member < members.length; member++) {
      const place = (member * steps + step) * coefficientsLength
      table[place] = learningRates[member]! * firstCorrection
      table[place + 1] = decayFactors[member]!
      table[place + 2] = secondCorrection
    }
  }
  return table
}
