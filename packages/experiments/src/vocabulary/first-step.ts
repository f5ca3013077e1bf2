/**
 * Rates of training, read off its first step: AdamW moves each weight by the learning rate, whatever the gradient, after decay has
 * shrunk it. Where training ends shows rates that are a little wrong hardly at all; this shows them exactly. For sweeps that record
 * step 1 and change no rate on the way. Decay is read off its share of the step, decay · w₀: with a decay of 0.01 and initial weights
 * far below 0.001, rounding to float32 and Adam's epsilon are as large, so that such sweeps show their learning rate alone.
 */
import { initialParameters, memberParameters } from '@digon/model'
import type { ClaimRow } from './define-experiment.js'
import { near } from './expectations.js'
import { median } from './statistics.js'
import type { Trained } from './sweep.js'

/** In units of what was planned. Plain JSON. */
export interface FirstStep {
  readonly learningRate: number
  /** Absent where none is planned. */
  readonly weightDecay?: number
}

/**
 * Medians over the weights of all members: those of the most important features, whose gradients are far above Adam's epsilon.
 *
 * @returns null where nothing was recorded at step 1.
 */
export function firstStepOf({ task, members }: Pick<Trained<unknown>, 'task' | 'members'>): FirstStep | null {
  const [rates, decays]: [number[], number[]] = [[], []]
  for (const { member, recorded } of members) {
    const after = recorded.find(({ step }) => step === 1)?.parameters.weights?.values
    if (after === undefined) return null
    const { learningRate, weightDecay, importance } = member
    const most = Math.max(...importance)
    const before = memberParameters(initialParameters({ ...task.ensemble, members: [member] }), 0).weights!.values
    const hiddenSize = before.length / importance.length
    for (let k = 0; k < before.length; k++) {
      if (importance[Math.floor(k / hiddenSize)] !== most) continue
      // w₁ = w₀ (1 − rate · decay) ∓ rate
      const moved = (before[k]! - after[k]!) / learningRate
      rates.push(Math.abs(moved))
      if (weightDecay > 0) decays.push(((Math.abs(moved) - 1) * Math.sign(moved)) / before[k]! / weightDecay)
    }
  }
  return { learningRate: median(rates), ...(decays.length > 0 && { weightDecay: median(decays) }) }
}

/** The claim that training has the planned rates. It fails on `learning rate times ten` and `weight decay times ten`. */
export function firstStep(found: FirstStep | null): ClaimRow<never> {
  return {
    id: 'first-step',
    kind: 'self-check',
    says: 'The first step of training moves weights by the learning rate and shrinks them by weight decay, as planned.',
    measures:
      'learning rate and weight decay, computed from the first step / those planned; medians over the weights of the most important features, the worse of the two',
    source: 'AdamW: w₁ = w₀ (1 − rate · decay) ∓ rate',
    holds: near(1, '5 %')(Object.values(found ?? { learningRate: Number.NaN })),
    failsOn: ['untrained weights'],
  }
}
