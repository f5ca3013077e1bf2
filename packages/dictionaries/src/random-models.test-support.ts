/** Small dictionaries of every kind with random numbers, for tests. */
import { type Matrix, matrix } from '@digon/matrix'
import { normalValues } from '@digon/model/engine'
import type { DictionaryModel, DictionaryParameters, LatentRule } from './dictionary.js'
import { parameterSizes } from './parameter-sizes.js'

export const rules: readonly LatentRule[] = [
  { kind: 'l1', sparsity: 0.1 },
  { kind: 'top-k', activeCount: 2 },
  { kind: 'batch-top-k', activeCount: 1.7 },
  { kind: 'jump-relu', sparsity: 0.2, bandwidth: 0.4, startThreshold: 0.3 },
  { kind: 'gated', sparsity: 0.1 },
]

/** Every rule, tied and not, with free and with unit decoders, with one prefix and with three. */
export const models: readonly DictionaryModel[] = rules.flatMap((rule) =>
  [false, true].flatMap((tied) =>
    [false, true].map((unitDecoder) => ({
      inputSize: 5,
      latentCount: 7,
      rule,
      tied,
      unitDecoder,
      prefixes:
        tied === unitDecoder
          ? [{ latents: 7, weight: 1 }]
          : [
              { latents: 2, weight: 0.5 },
              { latents: 3, weight: 0 },
              { latents: 7, weight: 2 },
            ],
    })),
  ),
)

export function nameOf({ rule, tied, unitDecoder, prefixes }: DictionaryModel): string {
  return [
    rule.kind,
    tied ? 'tied' : 'untied',
    unitDecoder ? 'unit decoder' : 'free decoder',
    prefixes.length > 1 ? 'matryoshka' : 'one prefix',
  ].join(', ')
}

/** Numbers that float32 holds, so that both precisions start from the same. */
export function randomParameters(model: DictionaryModel, seed: number): DictionaryParameters {
  const entries = parameterSizes(model).map(([name, size], index) => {
    const offset = name === 'logThreshold' ? -1.2 : 0
    return [name, normalValues(seed * 100 + index, size).map((value) => Math.fround(0.4 * value + offset))] as const
  })
  const parameters = Object.fromEntries(entries) as unknown as { decoder: Float64Array }
  if (model.unitDecoder) {
    for (let j = 0; j < model.latentCount; j++) {
      const row = parameters.decoder.subarray(j * model.inputSize, (j + 1) * model.inputSize)
      const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0))
      for (let i = 0; i < row.length; i++) row[i] = Math.fround(row[i]! / length)
    }
  }
  return parameters as unknown as DictionaryParameters
}

export function randomInputs(samples: number, inputSize: number, seed: number): Matrix {
  return matrix(samples, inputSize, normalValues(seed, samples * inputSize).map(Math.fround))
}
