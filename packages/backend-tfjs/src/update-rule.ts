/**
 * One optimizer step of all members in tensor operations: adamw, adam and sgd as in PyTorch, with the coefficients that
 * @digon/model computes for every engine (so not the optimizers of tfjs, which have their own).
 */
import type { Ensemble, StepCoefficients } from '@digon/model'
import { add, div, mul, sqrt, square, sub, type Tensor, where } from '@tensorflow/tfjs-core'
import { trainableEntries } from './frozen-features.js'
import type { NamedTensors } from './graph.js'
import { freeAll, perMember } from './parameter-tensors.js'

/** What training carries from step to step. */
export type TrainingState = {
  readonly parameters: NamedTensors
  /** First moments, or momentum buffers; no names for sgd without momentum. */
  readonly firstMoments: NamedTensors
  /** Second moments; no names for sgd. */
  readonly secondMoments: NamedTensors
}

export interface UpdateRule {
  /** The state after one step, in tensors of its own. Call it inside a `tidy` that returns the result. */
  apply(state: TrainingState, gradients: NamedTensors, coefficients: StepCoefficients): TrainingState
  /** Frees the constants that the rule holds. */
  free(): void
}

/** A parameter with its moments, and after one step of the optimizer. */
interface Entry {
  readonly parameter: Tensor
  readonly first?: Tensor | undefined
  readonly second?: Tensor | undefined
}
type Optimize = (entry: Entry, gradient: Tensor, coefficients: StepCoefficients) => Entry

/** The update rule of this ensemble. */
export function updateRule(ensemble: Ensemble): UpdateRule {
  const optimize = ensemble.optimizer.kind === 'sgd' ? descent(ensemble) : adaptive(ensemble)
  const trainable = trainableEntries(ensemble)
  return {
    apply: (state, gradients, coefficients) => {
      const updated: Record<string, Entry> = {}
      for (const [name, parameter] of Object.entries(state.parameters)) {
        const old: Entry = { parameter, first: state.firstMoments[name], second: state.secondMoments[name] }
        const entry = optimize(old, gradients[name]!, coefficients)
        const mask = trainable[name]
        updated[name] = mask ? chosenEntry(mask, entry, old) : entry
      }
      return {
        parameters: column(updated, ({ parameter }) => parameter),
        firstMoments: column(updated, ({ first }) => first),
        secondMoments: column(updated, ({ second }) => second),
      }
    },
    free: () => freeAll(trainable),
  }
}

/** θ ← θ·decayFactor − rate·correction₁·m / (√v·correction₂ + ε), with m ← β₁m + (1−β₁)g and v ← β₂v + (1−β₂)g². */
function adaptive(ensemble: Ensemble): Optimize {
  const { kind, beta1, beta2, epsilon } = ensemble.optimizer
  return ({ parameter, first, second }, lossGradient, coefficients) => {
    const { firstCorrection, secondCorrection, learningRates, decayFactors } = coefficients
    // adamw decays the parameters themselves, adam through the gradient.
    const decayed = kind === 'adamw' ? mul(parameter, perMember(decayFactors, parameter.rank)) : parameter
    const gradient = kind === 'adamw' ? lossGradient : withDecay(ensemble, lossGradient, parameter)
    const nextFirst = add(mul(first!, beta1), mul(gradient, 1 - beta1))
    const nextSecond = add(mul(second!, beta2), mul(square(gradient), 1 - beta2))
    const rates = learningRates.map((rate) => rate * firstCorrection)
    const size = add(mul(sqrt(nextSecond), secondCorrection), epsilon)
    const step = div(mul(nextFirst, perMember(rates, parameter.rank)), size)
    return { parameter: sub(decayed, step), first: nextFirst, second: nextSecond }
  }
}

/** θ ← θ − rate·b, with b ← momentum·b + g where there is momentum, else b = g. */
function descent(ensemble: Ensemble): Optimize {
  const { momentum } = ensemble.optimizer
  return ({ parameter, first }, lossGradient, { learningRates }) => {
    const gradient = withDecay(ensemble, lossGradient, parameter)
    const direction = first ? add(mul(first, momentum), gradient) : gradient
    const step = mul(direction, perMember(learningRates, parameter.rank))
    return { parameter: sub(parameter, step), first: first && direction }
  }
}

function withDecay({ members }: Ensemble, gradient: Tensor, parameter: Tensor): Tensor {
  const rates = members.map((member) => member.weightDecay)
  if (rates.every((rate) => rate === 0)) return gradient
  return add(gradient, mul(parameter, perMember(rates, parameter.rank)))
}

function chosenEntry(mask: Tensor, updated: Entry, old: Entry): Entry {
  return {
    parameter: where(mask, updated.parameter, old.parameter),
    first: updated.first && where(mask, updated.first, old.first!),
    second: updated.second && where(mask, updated.second, old.second!),
  }
}

/** One of the three tensors of every entry that has it. */
function column(entries: Readonly<Record<string, Entry>>, pick: (entry: Entry) => Tensor | undefined): NamedTensors {
  const named: Record<string, Tensor> = {}
  for (const [name, entry] of Object.entries(entries)) {
    const tensor = pick(entry)
    if (tensor) named[name] = tensor
  }
  return named
}
