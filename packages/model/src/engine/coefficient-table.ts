/** The coefficients of many steps in one float32 table, for engines that make many steps at once. */
import type { Ensemble } from '../ensemble.js'
import { stepCoefficients } from '../step-coefficients.js'

/** Numbers of one step and member in a coefficient table. */
export const coefficientLength = 4

export interface CoefficientTableOptions {
  /** Indices of the members in the ensemble, in the order of the table. */
  readonly members: readonly number[]
  /** Counted from 0. */
  readonly firstStep: number
  /** An integer ≥ 1. */
  readonly steps: number
  /** Which axis is outermost. */
  readonly leading: 'member' | 'step'
}

/**
 * `[member, step, 4]` or `[step, member, 4]`: step size, decay factor, second correction, unused. The step size is the learning
 * rate, for adam and adamw times the first correction. Computed in float64 by `stepCoefficients`, rounded once.
 */
export function coefficientTable(
  ensemble: Ensemble,
  { members: indices, firstStep, steps, leading }: CoefficientTableOptions,
): Float32Array<ArrayBuffer> {
  const members = indices.map((index) => ensemble.members[index]!)
  const own: Ensemble = { ...ensemble, members }
  const table = new Float32Array(members.length * steps * coefficientLength)
  for (let step = 0; step < steps; step++) {
    const { learningRates, decayFactors, firstCorrection, secondCorrection } = stepCoefficients(own, firstStep + step)
    for (let member = 0; member < members.length; member++) {
      const row = leading === 'member' ? member * steps + step : step * members.length + member
      const offset = row * coefficientLength
      table[offset] = learningRates[member]! * firstCorrection
      table[offset + 1] = decayFactors[member]!
      table[offset + 2] = secondCorrection
    }
  }
  return table
}
