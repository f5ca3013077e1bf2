import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FileTensor, tensorBytes } from './file-tensor.js'
import { InvalidFileError } from './invalid-file.js'
import { readSafetensors } from './read-safetensors.js'
import { writeSafetensors } from './write-safetensors.js'

const valueTypes = [
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
] as const

/** Any shape, any number type, any bits. */
const tensor: fc.Arbitrary<FileTensor> = fc
  .tuple(fc.array(fc.nat(4), { maxLength: 4 }), fc.constantFrom(...valueTypes))
  .chain(([shape, Type]) => {
    const length = shape.reduce((product, axis) => product * axis, 1) * Type.BYTES_PER_ELEMENT
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => ({ shape, values: new Type(bytes.slice().buffer) }))
  })

test('what was written is read back, bit for bit, whatever the names, shapes, types and NaN payloads', () => {
  const names = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((name) => name !== '__metadata__')
  fc.assert(
    fc.property(
      fc.dictionary(names, tensor, { maxKeys: 5 }),
      fc.dictionary(names, fc.string({ unit: 'grapheme' }), { maxKeys: 3 }),
      (tensors, metadata) => {
        const read = readSafetensors(writeSafetensors(tensors, metadata), 'x.safetensors')
        expect({ ...read.metadata }).toEqual({ ...metadata })
        expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(tensors).sort())
        for (const [name, { shape, values }] of Object.entries(tensors)) {
          expect(read.tensors[name]!.shape).toEqual(shape)
          expect(read.tensors[name]!.values.constructor).toBe(values.constructor)
          expect(tensorBytes(read.tensors[name]!.values)).toEqual(tensorBytes(values))
        }
      },
    ),
    { seed: 1, numRuns: 300 },
  )
})

test('a file put together in Python with struct and json is read: F32, F16, BF16, I64', () => {
  // python3: struct.pack("<Q", len(h)) + h + struct.pack("<4f", 1.5, -2, .25, 3) + struct.pack("<2e", -.5, 2**-14)
  //   + struct.pack("<q", -7) + struct.pack("<2H", 0x3F80, 0xC0A0)
  const python =
    'EAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCJ9LCJXIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsxLDIsMl0sImRhdGFfb2Zmc2V0' +
    'cyI6WzAsMTZdfSwiYl9maW5hbCI6eyJkdHlwZSI6IkYxNiIsInNoYXBlIjpbMSwyXSwiZGF0YV9vZmZzZXRzIjpbMTYsMjBdfSwic3RlcHMiOnsiZHR5' +
    'cGUiOiJJNjQiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6WzIwLDI4XX0sImhhbGYiOnsiZHR5cGUiOiJCRjE2Iiwic2hhcGUiOlsyXSwiZGF0YV9v' +
    'ZmZzZXRzIjpbMjgsMzJdfX0gIAAAwD8AAADAAACAPgAAQEAAuAAE+f////////+AP6DA'
  const bytes = Uint8Array.from(atob(python), (character) => character.charCodeAt(0))
  expect(readSafetensors(bytes, 'python.safetensors')).toEqual({
    metadata: { format: 'pt' },
    tensors: {
      W: { shape: [1, 2, 2], values: new Float32Array([1.5, -2, 0.25, 3]) },
      b_final: { shape: [1, 2], values: new Float32Array([-0.5, 2 ** -14]) },
      steps: { shape: [], values: new Float64Array([-7]) },
      half: { shape: [2], values: new Float32Array([1, -5]) },
    },
  })
})

test('a file inside a larger buffer, at an odd place, is read', () => {
  const written = writeSafetensors({ a: { shape: [2], values: new Float64Array([1, 2]) } })
  const larger = new Uint8Array(written.length + 9)
  larger.set(written, 3)
  const view = larger.subarray(3, 3 + written.length)
  expect(readSafetensors(view, 'x').tensors.a!.values).toEqual(new Float64Array([1, 2]))
})

/** A file with this header and so many bytes of data; the header's length may lie. */
function lying(header: string | Uint8Array, dataLength: number, headerLength?: bigint): Uint8Array {
  const encoded = typeof header === 'string' ? new TextEncoder().encode(header) : header
  const bytes = new Uint8Array(8 + encoded.length + dataLength)
  new DataView(bytes.buffer).setBigUint64(0, headerLength ?? BigInt(encoded.length), true)
  bytes.set(encoded, 8)
  return bytes
}

const entry = (dtype: string, shape: string, begin: number | string, end: number | string): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`
const a = entry('F32', '[2]', 0, 8)

describe('a lying file is refused with the file, the field and the reason', () => {
  const cases: readonly [what: string, bytes: Uint8Array, field: string, reason: RegExp][] = [
    ['is empty', new Uint8Array(0), 'length', /^0 bytes; expected at least 8/],
    ['ends inside the header length', new Uint8Array(7), 'length', /^7 bytes/],
    ['claims a header of 10¹⁸ bytes', lying('{}', 0, 10n ** 18n), 'header length', /^1000000000000000000 bytes; .* 2$/],
    ['claims a header of 2⁶⁴ − 1 bytes', lying('{}', 0, 2n ** 64n - 1n), 'header length', /^18446744073709551615/],
    ['is cut off in the header', lying(`{"a":${a}}`, 8).subarray(0, 40), 'header length', /expected at most 32/],
    ['is cut off in the data', lying(`{"a":${a}}`, 7), 'tensor "a".data_offsets', /^ends at 8; expected at most 7/],
    ['goes on after the data', lying(`{"a":${a}}`, 9), 'length', /^9 bytes of data; the header accounts for 8/],
    ['is not UTF-8', lying(new Uint8Array([0x7b, 0xff, 0x7d]), 0), 'header', /^not UTF-8/],
    ['is not JSON', lying('{"a":', 0), 'header', /^not JSON/],
    ['is a list', lying('[]', 0), 'header', /^\[\]; expected an object/],
    ['nests a million deep', lying('['.repeat(1e6), 0), 'header', /^nested deeper than 3 at character 4/],
    ['nests in a shape', lying('{"a":{"shape":[[1]]}}', 0), 'header', /^nested deeper than 3 at character 16/],
    ['names a tensor twice', lying(`{"a":${a},"a":${a}}`, 8), 'header', /^key "a" appears twice/],
    [
      'names a tensor twice in two spellings',
      lying(`{"a":${a},"\\u0061":${a}}`, 8),
      'header',
      /^key "a" appears twice/,
    ],
    ['has an unknown dtype', lying(`{"a":${entry('F8', '[8]', 0, 8)}}`, 8), 'tensor "a".dtype', /^"F8"; expected F64/],
    ['has no dtype', lying('{"a":{"shape":[0],"data_offsets":[0,0]}}', 0), 'tensor "a".dtype', /^missing/],
    [
      'has a dtype that is an object method',
      lying(`{"a":${entry('constructor', '[8]', 0, 8)}}`, 8),
      'tensor "a".dtype',
      /./,
    ],
    [
      'has a negative axis',
      lying(`{"a":${entry('F32', '[-2]', 0, 8)}}`, 8),
      'tensor "a".shape',
      /^\[-2\]; expected integers/,
    ],
    ['has a broken axis', lying(`{"a":${entry('F32', '[1.5]', 0, 8)}}`, 8), 'tensor "a".shape', /^\[1.5\]/],
    ['has a text axis', lying(`{"a":${entry('F32', '["2"]', 0, 8)}}`, 8), 'tensor "a".shape', /^\["2"\]/],
    [
      'has a shape that overflows',
      lying(`{"a":${entry('F32', '[4294967296,4294967296]', 0, 0)}}`, 0),
      'tensor "a".shape',
      /./,
    ],
    ['has a shape that is no list', lying(`{"a":${entry('F32', '2', 0, 8)}}`, 8), 'tensor "a".shape', /^2; expected/],
    [
      'has one offset',
      lying('{"a":{"dtype":"F32","shape":[2],"data_offsets":[8]}}', 8),
      'tensor "a".data_offsets',
      /^\[8\]/,
    ],
    ['has a negative offset', lying(`{"a":${entry('F32', '[2]', -8, 0)}}`, 8), 'tensor "a".data_offsets', /^\[-8,0\]/],
    ['has offsets that go back', lying(`{"a":${entry('F32', '[2]', 8, 0)}}`, 8), 'tensor "a".data_offsets', /^\[8,0\]/],
    [
      'has offsets beyond exact integers',
      lying(`{"a":${entry('F32', '[2]', 0, '1e300')}}`, 8),
      'tensor "a".data_offsets',
      /./,
    ],
    [
      'has fewer bytes than its shape',
      lying(`{"a":${entry('F32', '[3]', 0, 8)}}`, 8),
      'tensor "a".data_offsets',
      /^8 bytes; expected 3 × 4/,
    ],
    [
      'has tensors that overlap',
      lying(`{"a":${a},"b":${entry('F32', '[2]', 4, 12)}}`, 12),
      'tensor "b".data_offsets',
      /^begins at 4 and overlaps/,
    ],
    [
      'leaves a gap between tensors',
      lying(`{"a":${a},"b":${entry('F32', '[1]', 12, 16)}}`, 16),
      'tensor "b".data_offsets',
      /^begins at 12 and leaves a gap; expected 8/,
    ],
    [
      'leaves a gap before the first tensor',
      lying(`{"a":${entry('F32', '[1]', 4, 8)}}`, 8),
      'tensor "a".data_offsets',
      /^begins at 4/,
    ],
    [
      'ends far out of range',
      lying(`{"a":${entry('U8', '[1000000000000]', 0, 1e12)}}`, 8),
      'tensor "a".data_offsets',
      /^ends at 1000000000000; expected at most 8/,
    ],
    [
      'has a field of its own',
      lying('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}', 8),
      'tensor "a".x',
      /^unknown key/,
    ],
    ['has a number for a tensor', lying('{"a":1}', 0), 'tensor "a"', /^1; expected an object/],
    ['has metadata that is a list', lying('{"__metadata__":[]}', 0), '__metadata__', /^\[\]; expected an object/],
    ['has metadata of numbers', lying('{"__metadata__":{"step":1}}', 0), '__metadata__.step', /^1; expected a string/],
    [
      'has a boolean of 2',
      lying(`{"a":${entry('BOOL', '[1]', 0, 1)}}@`.replace('@', ''), 1).map((byte, i, all) =>
        i === all.length - 1 ? 2 : byte,
      ),
      'tensor "a"',
      /^value 0 is 2/,
    ],
    [
      'has an integer of 2⁶⁴ − 1',
      lying(`{"a":${entry('U64', '[1]', 0, 8)}}`, 8).map((byte, i, all) => (i >= all.length - 8 ? 255 : byte)),
      'tensor "a"',
      /^value 0 is 18446744073709551615/,
    ],
  ]
  test.each(cases)('that %s', (_, bytes, field, reason) => {
    const read = (): unknown => readSafetensors(bytes, 'folder/bad.safetensors')
    expect(read).toThrow(InvalidFileError)
    try {
      read()
    } catch (error) {
      const { file, field: found, reason: why, message } = error as InvalidFileError
      expect({ file, field: found }).toEqual({ file: 'folder/bad.safetensors', field })
      expect(why).toMatch(reason)
      expect(message).toBe(`folder/bad.safetensors: invalid ${field}: ${why}`)
    }
  })
})

test('bytes changed at random give an error of the format or a readable file, never another failure', () => {
  const whole = writeSafetensors({ W: { shape: [2, 3], values: new Float32Array(6) } }, { digon: 'weights' })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.nat(whole.length),
      (changes, length) => {
        const bytes = whole.slice()
        for (const [at, byte] of changes) bytes[at] = byte
        try {
          readSafetensors(bytes.subarray(0, length), 'x')
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidFileError)
        }
      },
    ),
    { seed: 2, numRuns: 500 },
  )
})
