/**
 * The numbers of one step that depend on the step and the rates only. They are computed here once, in float64 and from
 * + − × ÷ alone, and every engine takes them from here (rounding to its own precision), so that all engines agree.
 */
import type { Ensemble, Schedule } from './ensemble.js'
import { cosineOfTurns, integerPower } from './portable-functions.js'

/** The numbers of one step that all engines must share, bit for bit. */
export interface StepCoefficients {
  /** `[member]`: the member's learning rate times the schedule's factor. */
  readonly learningRates: Float64Array
  /** `[member]`: what adamw multiplies the parameters by, 1 − learning rate × weight decay; 1 for adam and sgd. */
  readonly decayFactors: Float64Array
  /** 1 / (1 − beta1^(step + 1)); 1 for sgd. */
  readonly firstCorrection: number
  /** 1 / √(1 − beta2^(step + 1)); 1 for sgd. */
  readonly secondCorrection: number
}

/**
 * Coefficients of one step, counted from 0. Source: PyTorch's AdamW, Adam and SGD; schedules as on `Schedule`. With gradient g:
 *
 * - adam, adamw: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← decayFactor·w − learningRate·firstCorrection·m / (secondCorrection·√v + ε).
 *   adam adds weightDecay·w to g before that.
 * - sgd: g ← g + weightDecay·w; m ← momentum·m + g, w ← w − learningRate·m. Moments begin at 0.
 */
export function stepCoefficients(ensemble: Ensemble, step: number): StepCoefficients {
  const { members, optimizer } = ensemble
  const { kind, beta1, beta2, schedule } = optimizer
  const factor = scheduleFactor(schedule, step)
  const learningRates = new Float64Array(members.length)
  const decayFactors = new Float64Array(members.length)
  for (let index = 0; index < members.length; index++) {
    const { learningRate, weightDecay } = members[index]!
    const rate = learningRate * factor
    learningRates[index] = rate
    decayFactors[index] = kind === 'adamw' ? 1 - rate * weightDecay : 1
  }
  return {
    learningRates,
    decayFactors,
    firstCorrection: kind === 'sgd' ? 1 : 1 / (1 - integerPower(beta1, step + 1)),
    secondCorrection: kind === 'sgd' ? 1 : 1 / Math.sqrt(1 - integerPower(beta2, step + 1)),
  }
}

/** The factor on every member's learning rate at a step, from 0 to 1, both included. */
export function scheduleFactor(schedule: Schedule, step: number): number {
  const { kind, warmUpSteps, totalSteps } = schedule
  if (step < warmUpSteps) return (step + 1) / warmUpSteps
  if (kind === 'constant') return 1
  const done = step - warmUpSteps
  const span = totalSteps - warmUpSteps
  if (done >= span) return 0
  if (kind === 'linear') return 1 - done / span
  // cos(π/2 · u/(U − 1)); a quarter turn is π/2. A single step has no way to go down: it keeps the full rate.
  return span === 1 ? 1 : cosineOfTurns(done / (span - 1) / 4)
}
