import { expect, test } from 'vitest'
import { writeSafetensors } from './write-safetensors.js'

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

test('a file is the header length, the header padded to a multiple of 8, and the numbers, byte for byte', () => {
  const bytes = writeSafetensors({
    b: { shape: [2], values: new Float32Array([1, -2]) },
    a: { shape: [], values: new Float64Array([0.5]) },
  })
  const header =
    '{"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}'
  const padding = ' '.repeat((8 - (header.length % 8)) % 8)
  expect((header + padding).length % 8).toBe(0)
  expect(bytes[0]).toBe(header.length + padding.length)
  expect([...bytes.subarray(1, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0])
  expect(text(bytes.subarray(8, 8 + bytes[0]!))).toBe(header + padding)
  // IEEE 754, little-endian: 0.5 in float64, then 1 and -2 in float32.
  expect([...bytes.subarray(8 + bytes[0]!)]).toEqual([0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0])
})

test("the bytes are those of the format's own library", () => {
  // safetensors 0.8.0 for Python: safetensors.numpy.save({'b': array([1, -2], '<f4'), 'a': array(.5),
  //   'c': arange(3, dtype='<u1'), 'd': arange(2, dtype='<i4')})
  const library =
    '\xd8\0\0\0\0\0\0\0{"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],' +
    '"data_offsets":[8,16]},"d":{"dtype":"I32","shape":[2],"data_offsets":[16,24]},"c":{"dtype":"U8","shape":[3],' +
    '"data_offsets":[24,27]}}\0\0\0\0\0\0\xe0?\0\0\x80?\0\0\0\xc0\0\0\0\0\x01\0\0\0\0\x01\x02'
  const bytes = writeSafetensors({
    b: { shape: [2], values: new Float32Array([1, -2]) },
    a: { shape: [], values: new Float64Array([0.5]) },
    c: { shape: [3], values: new Uint8Array([0, 1, 2]) },
    d: { shape: [2], values: new Int32Array([0, 1]) },
  })
  expect(bytes).toEqual(Uint8Array.from(library, (character) => character.charCodeAt(0)))
})

test('the order in which tensors and metadata are named does not change the bytes', () => {
  const one = { shape: [1], values: new Float32Array([1]) }
  const two = { shape: [1], values: new Float32Array([2]) }
  const forward = writeSafetensors({ one, two, '10': one, '9': two }, { x: '1', y: '2' })
  const backward = writeSafetensors({ '9': two, two, '10': one, one }, { y: '2', x: '1' })
  expect(forward).toEqual(backward)
  expect(text(forward)).toMatch(/"__metadata__":\{"x":"1","y":"2"\},"10":.*"9":.*"one":.*"two":/)
})

test('wider number types come first, so every tensor is aligned to its own width', () => {
  const bytes = writeSafetensors({
    a: { shape: [3], values: new Uint8Array(3) },
    b: { shape: [1], values: new Int16Array(1) },
    c: { shape: [1], values: new Uint32Array(1) },
    d: { shape: [1], values: new Float64Array(1) },
  })
  const offsets = [...text(bytes).matchAll(/"(\w)":\{"dtype":"(\w+)".*?\[(\d+),/g)].map(([, name, type, at]) => [
    name,
    type,
    Number(at),
  ])
  expect(offsets).toEqual([
    ['d', 'F64', 0],
    ['c', 'U32', 8],
    ['b', 'I16', 12],
    ['a', 'U8', 14],
  ])
})

test('numbers that do not fill their shape are refused, and so is the reserved name', () => {
  const values = new Float32Array(5)
  expect(() => writeSafetensors({ W: { shape: [2, 3], values } })).toThrow('invalid W: 5 numbers; expected 6')
  expect(() => writeSafetensors({ W: { shape: [-5], values } })).toThrow('invalid W.shape: [-5]; expected integers ≥ 0')
  expect(() => writeSafetensors({ __metadata__: { shape: [5], values } })).toThrow('invalid tensor name: __metadata__')
})
