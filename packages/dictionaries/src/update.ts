/** Adam on a dictionary's parameters, in float32, with rows of the decoder kept at length 1 where the model says so. */
import { integerPower, scheduleFactor } from '@digon/model/engine'
import type { DictionaryModel, DictionaryOptimizer } from './dictionary.js'
import type { StepBuffers } from './step-buffers.js'

/**
 * Update number `step`, counted from 0, from `buffers.gradients`. PyTorch's Adam without weight decay: with the corrections of
 * both moments, p −= rate · m / (√v + ε).
 */
export function update(
  model: DictionaryModel,
  optimizer: DictionaryOptimizer,
  buffers: StepBuffers,
  step: number,
): void {
  const { learningRate, beta1, beta2, epsilon, schedule } = optimizer
  const { parameters, gradients, firstMoments, secondMoments } = buffers
  const rate = (learningRate * scheduleFactor(schedule, step)) / (1 - integerPower(beta1, step + 1))
  const rootCorrection = 1 / Math.sqrt(1 - integerPower(beta2, step + 1))
  if (model.unitDecoder)
    everyRow(model, (at) => removeParallel(gradients.decoder, parameters.decoder, at, model.inputSize))
  for (const [name, values] of Object.entries(parameters) as [keyof typeof parameters, Float32Array][]) {
    const [gradient, first, second] = [gradients[name]!, firstMoments[name]!, secondMoments[name]!]
    for (let k = 0; k < values.length; k++) {
      const slope = gradient[k]!
      const m = beta1 * first[k]! + (1 - beta1) * slope
      const v = beta2 * second[k]! + (1 - beta2) * slope * slope
      first[k] = m
      second[k] = v
      values[k]! -= (rate * m) / (Math.sqrt(v) * rootCorrection + epsilon)
    }
  }
  if (model.unitDecoder) everyRow(model, (at) => scaleToOne(parameters.decoder, at, model.inputSize))
}

function everyRow({ latentCount, inputSize }: DictionaryModel, change: (at: number) => void): void {
  for (let j = 0; j < latentCount; j++) change(j * inputSize)
}

/** Takes from the gradient what is parallel to the direction, which has length 1. */
function removeParallel(gradient: Float32Array, direction: Float32Array, at: number, size: number): void {
  let along = 0
  for (let i = at; i < at + size; i++) along += gradient[i]! * direction[i]!
  for (let i = at; i < at + size; i++) gradient[i]! -= along * direction[i]!
}

function scaleToOne(direction: Float32Array, at: number, size: number): void {
  let square = 0
  for (let i = at; i < at + size; i++) square += direction[i]! ** 2
  if (square === 0) return
  const factor = 1 / Math.sqrt(square)
  for (let i = at; i < at + size; i++) direction[i]! *= factor
}
