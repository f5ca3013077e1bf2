import { matrix } from '@digon/matrix'
import { describe, expect, test } from 'vitest'
import type { DictionaryModel, DictionaryParameters } from './dictionary.js'
import { differentiate } from './differentiate.js'
import { newParameters, parameterSizes } from './parameter-sizes.js'
import { models, nameOf, randomInputs, randomParameters, rules } from './random-models.test-support.js'
import { referenceGradients } from './reference-gradients.js'
import { createStepBuffers } from './step-buffers.js'

const samples = 12

describe.each(models.map((model) => [nameOf(model), model] as const))('%s', (_, model) => {
  const parameters = randomParameters(model, 3)
  const inputs = randomInputs(samples, model.inputSize, 5)

  test('the reference gradients are the central differences of the loss', () => {
    const { gradients } = referenceGradients(model, parameters, inputs)
    // The gates' reconstruction has constants in it, and thresholds get a derivative that the loss has not.
    for (const [name, size] of parameterSizes(model)) {
      if (name === 'logThreshold') continue
      for (let k = 0; k < size; k++) {
        const [up, down] = [1, -1].map((sign) => lossWith(model, parameters, name, k, sign * 1e-6, inputs))
        const difference = (up! - down!) / 2e-6
        expect(Math.abs(gradients[name]![k]! - difference), `${name}[${k}]`).toBeLessThan(1e-6)
      }
    }
  })

  test('the float32 gradients are the reference gradients', () => {
    const buffers = createStepBuffers(model, parameters)
    const room = { read: new Float32Array(samples * model.latentCount), counts: new Uint32Array(2 ** 16) }
    const { loss } = differentiate(model, buffers, Float32Array.from(inputs.values), room)
    const expected = referenceGradients(model, parameters, inputs)
    expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-5 * expected.loss)
    for (const [name, size] of parameterSizes(model)) {
      const scale = Math.max(...Array.from(expected.gradients[name]!, Math.abs))
      expect(scale, name).toBeGreaterThan(0)
      for (let k = 0; k < size; k++) {
        const off = Math.abs(buffers.gradients[name]![k]! - expected.gradients[name]![k]!)
        expect(off / scale, `${name}[${k}]`).toBeLessThan(1e-5)
      }
    }
  })
})

/** The loss with one number moved; for gated, D and b_dec stay in the gates' reconstruction as they are. */
function lossWith(
  model: DictionaryModel,
  parameters: DictionaryParameters,
  name: keyof DictionaryParameters,
  index: number,
  by: number,
  inputs: ReturnType<typeof randomInputs>,
): number {
  const moved = newParameters(model, Float64Array, parameters)
  moved[name]![index]! += by
  const { loss } = referenceGradients(model, moved, inputs)
  if (model.rule.kind !== 'gated') return loss
  const { inputSize, latentCount, tied } = model
  const encoder = tied ? moved.decoder : moved.encoder!
  let correction = 0
  for (let s = 0; s < inputs.rows; s++) {
    const x = inputs.values.subarray(s * inputSize, (s + 1) * inputSize)
    const gates = Float64Array.from({ length: latentCount }, (_, j) => {
      let z = moved.encoderBias[j]!
      for (let i = 0; i < inputSize; i++) z += encoder[j * inputSize + i]! * (x[i]! - moved.decoderBias[i]!)
      return Math.max(0, z)
    })
    for (const [{ decoder, decoderBias }, sign] of [
      [moved, -1],
      [parameters, 1],
    ] as const) {
      for (let i = 0; i < inputSize; i++) {
        let error = decoderBias[i]! - x[i]!
        for (let j = 0; j < latentCount; j++) error += gates[j]! * decoder[j * inputSize + i]!
        correction += (sign * error ** 2) / inputs.rows
      }
    }
  }
  return loss + correction
}

test('thresholds learn by a rectangle: one latent, one sample, in closed form', () => {
  const rule = { kind: 'jump-relu', sparsity: 0.2, bandwidth: 0.1, startThreshold: 0.5 } as const
  const model = {
    ...{ inputSize: 1, latentCount: 1, rule, tied: false, unitDecoder: false },
    prefixes: [{ latents: 1, weight: 1 }],
  }
  const at = (x: number) => {
    const parameters = {
      ...{ encoder: Float64Array.of(1), encoderBias: Float64Array.of(0), decoder: Float64Array.of(2) },
      ...{ decoderBias: Float64Array.of(0), logThreshold: Float64Array.of(Math.log(0.5)) },
    }
    return referenceGradients(model, parameters, matrix(1, 1, Float64Array.of(x))).gradients.logThreshold![0]!
  }
  // Active, x̂ = 2 · .52: ∂c = 2 (x̂ − x) 2; inactive, x̂ = 0.
  expect(at(0.52)).toBeCloseTo((-0.5 / 0.1) * (0.5 * 2 * (1.04 - 0.52) * 2 + 0.2), 10)
  expect(at(0.48)).toBeCloseTo((-0.5 / 0.1) * (0.5 * 2 * (0 - 0.48) * 2 + 0.2), 10)
  expect(at(0.56)).toBe(0)
})

test('every kind of rule is among the models', () => {
  expect(new Set(models.map(({ rule }) => rule.kind)).size).toBe(rules.length)
})
