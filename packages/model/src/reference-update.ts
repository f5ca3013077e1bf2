/**
 * One optimizer step of one member, in float64: adamw, adam and sgd as in PyTorch. It returns new numbers and never
 * changes those it is given, so that a step which turns out not finite can be thrown away whole.
 */
import type { AutoencoderEnsemble } from './engine/autoencoder-ensemble.js'
import { frozenEntries } from './engine/frozen-entries.js'
import { type MemberParameters, mapParameters } from './reference-gradient.js'
import type { StepCoefficients } from './step-coefficients.js'

/** What one member carries from step to step. */
export interface MemberState {
  readonly parameters: MemberParameters
  /** First moments, or momentum buffers (sgd). */
  readonly firstMoments: MemberParameters
  /** Second moments; for sgd they stay 0. */
  readonly secondMoments: MemberParameters
}

/** The member's state after one step, at the coefficients of that step (`stepCoefficients`). */
export function updateMember(
  ensemble: AutoencoderEnsemble,
  memberIndex: number,
  coefficients: StepCoefficients,
  state: MemberState,
  gradients: MemberParameters,
): MemberState {
  const { kind, beta1, beta2, epsilon, momentum } = ensemble.optimizer
  const member = ensemble.members[memberIndex]!
  const rate = coefficients.learningRates[memberIndex]!
  const decayFactor = coefficients.decayFactors[memberIndex]!
  const coupledDecay = kind === 'adamw' ? 0 : member.weightDecay
  const next: MemberState = {
    parameters: mapParameters(state.parameters, (values) => values.slice()),
    firstMoments: mapParameters(state.firstMoments, (values) => values.slice()),
    secondMoments: mapParameters(state.secondMoments, (values) => values.slice()),
  }

  for (const name of Object.keys(gradients) as (keyof MemberParameters)[]) {
    const parameters = next.parameters[name]!
    const first = next.firstMoments[name]!
    const second = next.secondMoments[name]!
    const frozen = frozenEntries(ensemble.model, name, member.frozenFeatures)
    for (let k = 0; k < parameters.length; k++) {
      if (frozen.has(k)) continue
      const gradient = gradients[name]![k]! + coupledDecay * parameters[k]!
      if (kind === 'sgd') {
        first[k] = momentum * first[k]! + gradient
        parameters[k] = parameters[k]! - rate * first[k]!
      } else {
        first[k] = beta1 * first[k]! + (1 - beta1) * gradient
        second[k] = beta2 * second[k]! + (1 - beta2) * gradient * gradient
        const step = first[k]! * coefficients.firstCorrection
        const size = Math.sqrt(second[k]!) * coefficients.secondCorrection + epsilon
        parameters[k] = parameters[k]! * decayFactor - (rate * step) / size
      }
    }
  }
  return next
}

/** Whether every number of every tensor is finite. */
export function allFinite(parameters: MemberParameters): boolean {
  return Object.values(parameters).every((values: Float64Array) => values.every(Number.isFinite))
}
