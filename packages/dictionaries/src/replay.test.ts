import { readFileSync } from 'node:fs'
import { matrix } from '@digon/matrix'
import { expect, test } from 'vitest'
import type { DictionaryModel, DictionaryParameters } from './dictionary.js'
import { openDictionary } from './session.js'

interface Recorded {
  readonly learningRate: number
  readonly batches: readonly (readonly number[])[]
  readonly cases: readonly {
    readonly name: string
    readonly model: DictionaryModel
    readonly initial: Readonly<Record<string, readonly number[]>>
    readonly losses: readonly number[]
    readonly final: Readonly<Record<string, readonly number[]>>
  }[]
}

const recorded = JSON.parse(
  readFileSync(new URL('../fixtures/pytorch-replay.json', import.meta.url), 'utf8'),
) as Recorded

test.each(recorded.cases)('ten steps of PyTorch are replayed: $name', ({ model, initial, losses, final }) => {
  const session = openDictionary(
    {
      seed: 0,
      inputs: {
        features: { kind: 'independent', probability: 1 },
        directions: matrix(1, model.inputSize, new Float64Array(model.inputSize)),
        activation: 'identity',
      },
      model,
      optimizer: {
        ...{ learningRate: recorded.learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        schedule: { kind: 'constant', warmUpSteps: 0, totalSteps: 1 },
      },
      batchSize: recorded.batches[0]!.length / model.inputSize,
      steps: recorded.batches.length,
    },
    initial as unknown as DictionaryParameters,
  )
  for (const [step, batch] of recorded.batches.entries()) {
    const { loss } = session.advanceOn(Float32Array.from(batch))
    expect(Math.abs(loss / losses[step]! - 1), `step ${step}`).toBeLessThan(1e-5)
  }
  const parameters = session.parameters() as unknown as Readonly<Record<string, Float32Array>>
  expect(Object.keys(parameters).sort()).toEqual(Object.keys(final).sort())
  for (const [name, expected] of Object.entries(final)) {
    const off = Math.max(...expected.map((value, k) => Math.abs(value - parameters[name]![k]!)))
    const moved = Math.max(...expected.map((value, k) => Math.abs(value - initial[name]![k]!)))
    // The bound stands well below what ten updates of .01 move.
    expect(moved, name).toBeGreaterThan(0.02)
    expect(off, name).toBeLessThan(1e-5)
  }
})

test('every kind of rule was recorded, and a Matryoshka dictionary', () => {
  expect(new Set(recorded.cases.map(({ model }) => model.rule.kind)).size).toBe(5)
  expect(recorded.cases.some(({ model }) => model.prefixes.length > 1)).toBe(true)
})
