/** Records as WGSL lays them out. The layout that a device really has is seen by every test that trains on one. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bindingTable, reads, uniform, writes } from './bindings.js'
import { type Fields, type FieldType, struct } from './struct.js'

const anyFields: fc.Arbitrary<Fields> = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.constantFrom<FieldType>('u32', 'f32', 'vec2<u32>'),
  { minKeys: 1, maxKeys: 12 },
)

/** Offset of every field and length of the record by the rules of WGSL: 8 bytes for a pair of words, 4 for others. */
function byTheRules(fields: Fields): { offsets: number[]; length: number } {
  let bytes = 0
  const offsets = Object.values(fields).map((type) => {
    const size = type === 'vec2<u32>' ? 8 : 4
    while (bytes % size !== 0) bytes++
    bytes += size
    return (bytes - size) / 4
  })
  while (Object.values(fields).includes('vec2<u32>') && bytes % 8 !== 0) bytes++
  return { offsets, length: bytes / 4 }
}

test('fields stand where WGSL puts them', () => {
  fc.assert(
    fc.property(anyFields, (fields) => {
      const { length, offsets } = struct('Some', fields)
      const rules = byTheRules(fields)
      expect(length).toBe(rules.length)
      expect([...offsets.matchAll(/= (\d+)u;/g)].map(([, offset]) => Number(offset))).toEqual(rules.offsets)
    }),
  )
})

test('what was written is read again, and stands at its offset', () => {
  const record = struct('Some', { first: 'f32', pair: 'vec2<u32>', last: 'u32' })
  const values = [
    { first: 1.5, pair: [2, 3] as const, last: 4 },
    { first: -0, pair: [2 ** 32 - 1, 0] as const, last: 2 ** 32 - 1 },
  ]
  const words = record.write(values)
  expect(record.length).toBe(6)
  expect([...words.subarray(0, 6)]).toEqual([0x3fc00000, 0, 2, 3, 4, 0])
  expect(record.read(words.buffer)).toEqual(values)
})

test('a type can be declared otherwise for one shader, in the same place', () => {
  const record = struct('Progress', { step: 'u32', broken: 'u32' })
  expect(record.declaration({ broken: 'atomic<u32>' })).toBe(
    '\nstruct Progress {\n  step: u32,\n  broken: atomic<u32>,\n}\n',
  )
})

test('bindings are declared in the order in which buffers are given', () => {
  const table = bindingTable({ uniforms: uniform('Uniforms'), rows: reads('f32'), sums: writes('f32') })
  expect(table.names).toEqual(['uniforms', 'rows', 'sums'])
  expect(table.kinds).toEqual(['uniform', 'read', 'write'])
  expect(table.declarations).toBe(`
@group(0) @binding(0) var<uniform> uniforms: Uniforms;
@group(0) @binding(1) var<storage, read> rows: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;
`)
})
