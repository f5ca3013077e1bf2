import type { Parameters, Snapshot } from '@digon/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidFileError } from './invalid-file.js'
import { readSnapshot, writeSnapshot } from './snapshot-file.js'
import { writeSafetensors } from './write-safetensors.js'

const parameters: fc.Arbitrary<Parameters> = fc.dictionary(
  fc.string({ maxLength: 6 }),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => {
    const values = new Float32Array(bytes.slice(0, bytes.length - (bytes.length % 4)).buffer)
    return { shape: [values.length], values }
  }),
  { maxKeys: 3 },
)

const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  step: fc.nat(),
  parameters,
  firstMoments: parameters,
  secondMoments: parameters,
  diverged: fc.array(fc.record({ member: fc.nat(9), step: fc.nat(99) }), { maxLength: 3 }),
})

test('a snapshot is read back bit for bit, dots in names included', () => {
  fc.assert(
    fc.property(snapshot, (written) => {
      const read = readSnapshot(writeSnapshot(written), 'x')
      expect({ step: read.step, diverged: read.diverged }).toEqual({ step: written.step, diverged: written.diverged })
      for (const group of ['parameters', 'firstMoments', 'secondMoments'] as const) {
        expect(Object.keys(read[group]).sort()).toEqual(Object.keys(written[group]).sort())
        for (const [name, { shape, values }] of Object.entries(written[group])) {
          expect(read[group][name]!.shape).toEqual(shape)
          expect(new Uint32Array(read[group][name]!.values.buffer)).toEqual(new Uint32Array(values.buffer))
        }
      }
    }),
    { seed: 1, numRuns: 200 },
  )
})

describe('what is no checkpoint is refused', () => {
  const one = { shape: [1], values: new Float32Array(1) }
  const whole = { digon: 'snapshot', step: '3', diverged: '[]' }
  const cases: readonly [what: string, tensors: Parameters, metadata: Record<string, string>, message: string][] = [
    ['a weights file', { W: one }, { digon: 'weights' }, '__metadata__.digon: weights; expected snapshot'],
    ['a foreign file', { W: one }, {}, '__metadata__.digon: missing; expected snapshot'],
    ['a tensor of no group', { W: one }, whole, 'tensor "W": expected parameters.*, firstMoments.*, secondMoments.*'],
    ['a step that is no count', {}, { ...whole, step: '-1' }, '__metadata__.step: -1; expected an integer ≥ 0'],
    ['a step beyond exact integers', {}, { ...whole, step: '9'.repeat(30) }, '__metadata__.step: 999'],
    ['no step', {}, { digon: 'snapshot', diverged: '[]' }, '__metadata__.step: missing'],
    ['divergences that are no list', {}, { ...whole, diverged: '{}' }, '__metadata__.diverged: {}; expected a list'],
    ['divergences without a member', {}, { ...whole, diverged: '[{"step":1}]' }, 'expected a list of {member, step}'],
    ['divergences that nest', {}, { ...whole, diverged: '['.repeat(1e5) }, 'nested deeper than 2'],
  ]
  test.each(cases)('%s', (_, tensors, metadata, message) => {
    const read = (): unknown => readSnapshot(writeSafetensors(tensors, metadata), 'c.safetensors')
    expect(read).toThrow(InvalidFileError)
    expect(read).toThrow(message)
  })
})
