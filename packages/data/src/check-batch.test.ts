import { expect, test } from 'vitest'
import type { SparseBatch } from './batch.js'
import { checkBatch } from './check-batch.js'
import { InvalidBatchError } from './invalid-batch-error.js'
import { sampleBatch } from './sampler.js'

const whole: SparseBatch = {
  sampleCount: 3,
  featureCount: 4,
  offsets: Uint32Array.of(0, 2, 2, 3),
  features: Uint32Array.of(0, 3, 1),
  values: Float32Array.of(1, 0, -2),
}

test('a whole batch is given back, drawn ones among them', () => {
  expect(checkBatch(whole)).toBe(whole)
  const drawn = sampleBatch(
    { kind: 'independent', probability: 0.3 },
    { featureCount: 9, seed: 4, step: 0, sampleCount: 50 },
  )
  expect(checkBatch(drawn)).toBe(drawn)
})

const faults: readonly [string, Partial<Record<keyof SparseBatch, unknown>>][] = [
  ['invalid sampleCount: -1; expected an integer from 0 to 4294967295', { sampleCount: -1 }],
  ['invalid featureCount: 1.5; expected an integer from 0 to 4294967295', { featureCount: 1.5 }],
  ['invalid sampleCount: NaN; expected an integer from 0 to 4294967295', { sampleCount: Number.NaN }],
  ['invalid offsets: object; expected a Uint32Array', { offsets: [0, 2, 2, 3] }],
  ['invalid features: object; expected a Uint32Array', { features: Int32Array.of(0, 3, 1) }],
  ['invalid values: undefined; expected a Float32Array', { values: undefined }],
  ['invalid offsets: 3 numbers; expected 4, one per sample and the end', { offsets: Uint32Array.of(0, 2, 3) }],
  ['invalid values: 2 numbers; expected 3, as many as features', { values: Float32Array.of(1, 2) }],
  ['invalid offsets[0]: 1; expected 0', { offsets: Uint32Array.of(1, 2, 2, 3) }],
  [
    'invalid offsets[2]: 1; expected from 2, the offset before it, to 3, the number of entries',
    { offsets: Uint32Array.of(0, 2, 1, 3) },
  ],
  [
    'invalid offsets[1]: 4; expected from 0, the offset before it, to 3, the number of entries',
    { offsets: Uint32Array.of(0, 4, 2, 3) },
  ],
  ['invalid offsets[3]: 2; expected 3, the number of entries', { offsets: Uint32Array.of(0, 2, 2, 2) }],
  ['invalid features[1]: 4; expected below featureCount, 4', { features: Uint32Array.of(0, 4, 1) }],
  ['invalid features[1]: 3; expected above 3, ascending within sample 0', { features: Uint32Array.of(3, 3, 1) }],
  ['invalid features[1]: 0; expected above 2, ascending within sample 0', { features: Uint32Array.of(2, 0, 1) }],
  ['invalid values[2]: NaN; expected a finite number', { values: Float32Array.of(1, 2, Number.NaN) }],
  [
    'invalid values[0]: Infinity; expected a finite number',
    { values: Float32Array.of(Number.POSITIVE_INFINITY, 2, 3) },
  ],
]

test.each(faults)('%s', (message, change) => {
  const check = () => checkBatch({ ...whole, ...change } as SparseBatch)
  expect(check).toThrow(InvalidBatchError)
  expect(check).toThrow(expect.objectContaining({ message }))
})
