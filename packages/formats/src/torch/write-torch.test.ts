import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTorch } from './read-torch.js'
import { writeTorch } from './write-torch.js'

test('what was written is read back, bit for bit, and equal tensors give equal bytes', () => {
  const tensor = fc
    .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }), fc.constantFrom(Float64Array, Float32Array))
    .chain(([shape, Type]) => {
      const length = shape.reduce((product, axis) => product * axis, 1) * Type.BYTES_PER_ELEMENT
      const bytes = fc.uint8Array({ minLength: length, maxLength: length })
      return bytes.map((own) => ({ shape, values: new Type(own.slice().buffer) }))
    })
  const names = fc.string({ unit: fc.constantFrom(...'abWé_0.'), minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(fc.dictionary(names, tensor, { maxKeys: 4 }), (tensors) => {
      const bytes = writeTorch(tensors)
      expect(readTorch(bytes, 'x.pt')).toEqual(tensors)
      expect(writeTorch(tensors)).toEqual(bytes)
    }),
    { seed: 14, numRuns: 200 },
  )
})
