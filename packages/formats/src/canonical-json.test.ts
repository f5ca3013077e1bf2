import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.js'

test('keys ascend by code unit at every level, numbers keep their shortest form', () => {
  const value = { b: [1e21, 0.1, -0, 1e-7], '10': null, '9': true, a: { é: 1, Z: 'x"\n' } }
  expect(canonicalJson(value)).toBe('{"10":null,"9":true,"a":{"Z":"x\\"\\n","é":1},"b":[1e+21,0.1,0,1e-7]}')
})

test('the text is JSON of the same value, whatever the order of its keys, also when indented', () => {
  const json = fc.jsonValue()
  fc.assert(
    fc.property(json, (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as unknown
      expect(JSON.parse(canonicalJson(value))).toEqual(plain)
      expect(JSON.parse(canonicalJson(value, 2))).toEqual(plain)
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))
    }),
    { seed: 1, numRuns: 300 },
  )
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, reversed(inner)])
      .reverse(),
  )
}

test('indented text reads as JSON.stringify writes it', () => {
  const value = { a: [1, { b: [] }], c: {} }
  expect(canonicalJson(value, 2)).toBe(JSON.stringify(value, null, 2))
})

test('entries that are undefined are left out, what JSON would change is refused with its path', () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}')
  expect(() => canonicalJson({ a: [0, { b: Number.NaN }] })).toThrow('invalid a[1].b: NaN; expected JSON')
  expect(() => canonicalJson({ a: new Float32Array(2) })).toThrow('invalid a: Float32Array; expected JSON')
  expect(() => canonicalJson([undefined])).toThrow('invalid [0]: undefined; expected JSON')
  expect(() => canonicalJson(1n)).toThrow('invalid value: bigint; expected JSON')
  expect(() => canonicalJson(new Date(0))).toThrow('invalid value: Date; expected JSON')
})
