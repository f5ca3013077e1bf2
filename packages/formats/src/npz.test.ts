import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type TensorValues, tensorBytes } from './file-tensor.js'
import { InvalidFileError } from './invalid-file.js'
import { writeNpy } from './npy.js'
import { readNpz, writeNpz } from './npz.js'

const npy = (values: TensorValues, shape: readonly number[] = [values.length]): Uint8Array =>
  writeNpy({ shape, values })

/** An array of one 64-bit integer. */
const npyOfInteger = (integer: bigint): Uint8Array => {
  const bytes = npy(new Float64Array(new BigInt64Array([integer]).buffer))
  return Uint8Array.from(String.fromCharCode(...bytes).replace('<f8', '<i8'), (character) => character.charCodeAt(0))
}

test('what was written is read back, bit for bit, empty arrays and NaN payloads included', () => {
  const array = fc
    .tuple(fc.array(fc.nat(4), { maxLength: 4 }), fc.constantFrom(Float64Array, Float32Array, Uint32Array, Int8Array))
    .chain(([shape, Type]) => {
      const length = shape.reduce((product, axis) => product * axis, 1) * Type.BYTES_PER_ELEMENT
      return fc
        .uint8Array({ minLength: length, maxLength: length })
        .map((bytes) => ({ shape, values: new Type(bytes.slice().buffer) }))
    })
  const names = fc.string({ unit: fc.constantFrom(...'abWé_0.'), minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(fc.dictionary(names, array, { maxKeys: 4 }), (arrays) => {
      const read = readNpz(writeNpz(arrays), 'x.npz')
      expect(Object.keys(read).sort()).toEqual(Object.keys(arrays).sort())
      for (const [name, { shape, values }] of Object.entries(arrays)) {
        expect(read[name]!.shape).toEqual(shape)
        expect(tensorBytes(read[name]!.values)).toEqual(tensorBytes(values))
      }
    }),
    { seed: 1, numRuns: 200 },
  )
})

describe('the bytes of an archive', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test('do not depend on the order of names, nor on when and in which time zone it is written', () => {
    const one = { shape: [1], values: new Float32Array([1]) }
    const two = { shape: [1], values: new Float32Array([2]) }
    const written = ['UTC', 'Asia/Kolkata', 'Pacific/Auckland'].map((name, index) => {
      vi.stubEnv('TZ', name)
      return writeNpz(index % 2 === 0 ? { one, two } : { two, one })
    })
    expect(written[1]).toEqual(written[0])
    expect(written[2]).toEqual(written[0])
  })
})

test('an archive of numpy 2.4 is read: compressed, Fortran order, int64 scalar, float16, empty', () => {
  // numpy.savez_compressed(b, W=numpy.array([[1, 2], [3, 4.5]], '<f4').T, n=numpy.array(7, '<i8'),
  //   h=numpy.array([.5, -2], '<f2'), e=numpy.zeros((0, 3)))
  const numpy =
    'UEsDBC0AAAAIAAAAIQAUTdbO//////////8FABQAVy5ucHkBABAAkAAAAAAAAABSAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Ce' +
    'll9UUpSYF59flJIKEg8pKk0FChdnJBakArkaRjoKRpo6CrUK5AMuBoYGewYGBgcgAuIJDgBQSwMELQAAAAgAAAAhACO48Gz//////////wUAFABu' +
    'Lm5weQEAEACIAAAAAAAAAEYAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkamjoK' +
    'tQoUAS52BggAAFBLAwQtAAAACAAAACEAAb0PCP//////////BQAUAGgubnB5AQAQAIQAAAAAAAAASAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRu' +
    'paBuk2akrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuBguGAwBQSwMELQAAAAgAAAAhAFj7YPj//////////wUAFABl' +
    'Lm5weQEAEACAAAAAAAAAAEYAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNmoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaBjoK' +
    'xpo6CrUKZAMuAFBLAQItAy0AAAAIAAAAIQAUTdbOUgAAAJAAAAAFAAAAAAAAAAAAAACAAQAAAABXLm5weVBLAQItAy0AAAAIAAAAIQAjuPBsRgAA' +
    'AIgAAAAFAAAAAAAAAAAAAACAAYkAAABuLm5weVBLAQItAy0AAAAIAAAAIQABvQ8ISAAAAIQAAAAFAAAAAAAAAAAAAACAAQYBAABoLm5weVBLAQIt' +
    'Ay0AAAAIAAAAIQBY+2D4RgAAAIAAAAAFAAAAAAAAAAAAAACAAYUBAABlLm5weVBLBQYAAAAABAAEAMwAAAACAgAAAAA='
  const bytes = Uint8Array.from(atob(numpy), (character) => character.charCodeAt(0))
  expect(readNpz(bytes, 'numpy.npz')).toEqual({
    W: { shape: [2, 2], values: new Float32Array([1, 3, 2, 4.5]) },
    n: { shape: [], values: new Float64Array([7]) },
    h: { shape: [2], values: new Float32Array([0.5, -2]) },
    e: { shape: [0, 3], values: new Float64Array(0) },
  })
})

test('Fortran order of three axes is read as row-major', () => {
  // Numbers 0 … 23 laid down with the first axis fastest: entry (i, j, k) is i + 2j + 6k.
  const written = npy(
    Float64Array.from({ length: 24 }, (_, k) => k),
    [2, 3, 4],
  )
  const fortran = String.fromCharCode(...written).replace("'fortran_order': False", "'fortran_order': True ")
  const bytes = Uint8Array.from(fortran, (character) => character.charCodeAt(0))
  const { values, shape } = readNpz(zipSync({ 'a.npy': bytes }), 'x').a!
  expect(shape).toEqual([2, 3, 4])
  for (let i = 0; i < 2; i++) {
    for (let j = 0; j < 3; j++) for (let k = 0; k < 4; k++) expect(values[i * 12 + j * 4 + k]).toBe(i + 2 * j + 6 * k)
  }
})

/** The archive with the unpacked size of its only entry changed in the central directory. */
function declaring(archive: Uint8Array, size: number): Uint8Array {
  const bytes = archive.slice()
  const view = new DataView(bytes.buffer)
  const directory = view.getUint32(bytes.length - 6, true)
  view.setUint32(directory + 24, size, true)
  return bytes
}

describe('a lying archive is refused with the file, the field and the reason', () => {
  const whole = writeNpz({ a: { shape: [2], values: new Float32Array([1, 2]) } })
  const zeros = zipSync({ 'a.npy': npy(new Float64Array(1e5)) }, { level: 9 })
  const other = (content: Uint8Array): Uint8Array => zipSync({ 'a.npy': content }, { level: 0 })
  const text = (from: string, to: string): Uint8Array => {
    const array = String.fromCharCode(...npy(new Float32Array([1, 2])))
    return other(Uint8Array.from(array.replace(from, to), (character) => character.charCodeAt(0)))
  }
  const cases: readonly [what: string, bytes: Uint8Array, field: string, reason: RegExp][] = [
    ['is empty', new Uint8Array(0), 'archive', /^not a complete zip archive/],
    ['is cut off', whole.subarray(0, whole.length - 30), 'archive', /^not a complete zip archive/],
    ['holds another kind of file', zipSync({ 'a.txt': strToU8('x') }), 'entry "a.txt"', /ends in .npy/],
    [
      'declares 4 GB',
      declaring(zeros, 0xfffffffe),
      'archive',
      /^unpacks to 4294967294 bytes or more; expected at most/,
    ],
    ['declares less than it unpacks to', declaring(zeros, 100), 'array "a".header', /^118 bytes; expected at most/],
    [
      'declares more than it unpacks to',
      declaring(zeros, 900_000),
      'entry "a.npy"',
      /^unpacks to \d+ bytes; it declares 900000/,
    ],
    ['holds no array', other(strToU8('hello, world')), 'array "a"', /^not a readable .npy array/],
    ['holds an empty entry', other(new Uint8Array(0)), 'array "a"', /^not a readable/],
    ['has an array cut off', other(npy(new Float64Array(4)).slice(0, -8)), 'array "a"', /^3 numbers; expected 4/],
    [
      'has an array that goes on',
      other(new Uint8Array([...npy(new Float64Array(4)), ...new Uint8Array(8)])),
      'array "a"',
      /^5 numbers; expected 4/,
    ],
    ['has a shape of words', text('(2,)', '(x,)'), 'array "a".shape', /^\(x,\); expected integers/],
    ['has a negative shape', text('(2,)', '(-2)'), 'array "a".shape', /^\(-2\); expected integers/],
    ['has text for numbers', text('<f4', '<U1'), 'array "a".dtype', /^U1; expected numbers/],
    ['has complex numbers', text('<f4', '<c8'), 'array "a".dtype', /^c8; expected numbers: f2, f4, f8/],
    ['has an integer of 2⁵³', other(npyOfInteger(2n ** 53n)), 'array "a"', /^value 0 is 9007199254740992/],
  ]
  test.each(cases)('that %s', (_, bytes, field, reason) => {
    try {
      readNpz(bytes, 'bad.npz')
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidFileError)
      const { file, field: found, reason: why } = error as InvalidFileError
      expect({ file, field: found }).toEqual({ file: 'bad.npz', field })
      expect(why).toMatch(reason)
    }
  })

  test('that has one name twice', () => {
    const twice = zipSync({ 'a.npy': npy(new Float32Array(1)), 'b.npy': npy(new Float32Array(1)) }, { level: 0 })
    for (let at = 0; at < twice.length - 5; at++) {
      if (new TextDecoder().decode(twice.subarray(at, at + 5)) === 'b.npy') twice[at] = 'a'.charCodeAt(0)
    }
    expect(() => readNpz(twice, 'bad.npz')).toThrow('entry "a.npy": appears twice')
  })

  test('that exceeds a limit of the caller', () => {
    expect(() => readNpz(whole, 'x', { maximumBytes: 10 })).toThrow('expected at most 10')
    expect(() => readNpz(whole, 'x', { maximumArrays: 0 })).toThrow('more than 0 entries')
  })
})

test('names of object methods are names like any other', () => {
  const values = new Float32Array([1])
  const read = readNpz(writeNpz(Object.fromEntries([['__proto__', { shape: [1], values }]])), 'x')
  expect(Object.keys(read)).toEqual(['__proto__'])
})
