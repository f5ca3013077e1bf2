import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OutOfRangeError } from './out-of-range.js'
import { anySeed } from './random-laws.test-support.js'
import { checkSeed, deriveSeed } from './seed.js'
import { slowPhilox } from './slow-stream.test-support.js'

/** The section "Derived seeds" of STREAM.md on exact integers. */
function slowDeriveSeed(seed: number, path: readonly (string | number)[]): number {
  const wordSize = 2n ** 32n
  let derived = BigInt(seed)
  for (const part of path) {
    const blocks: [bigint, bigint, bigint][] = []
    if (typeof part === 'number') blocks.push([BigInt(part) % wordSize, BigInt(part) / wordSize, 0n])
    else {
      const units = [...Array(part.length + 3).keys()].map((place) => BigInt(part.charCodeAt(place) || 0))
      blocks.push([BigInt(part.length), 0n, 1n])
      for (let g = 0; 4 * g < part.length; g++) {
        const [a, b, c, d] = units.slice(4 * g, 4 * g + 4) as [bigint, bigint, bigint, bigint]
        blocks.push([a + b * 65536n, c + d * 65536n, BigInt(2 + g)])
      }
    }
    let key = [derived % wordSize, derived / wordSize]
    for (const block of blocks) key = slowPhilox([...block, 3n], key).slice(0, 2)
    derived = key[0]! + wordSize * (key[1]! % 2n ** 21n)
  }
  return Number(derived)
}

test('derived seeds are those of the specification', () => {
  const anyCodeUnits = fc.array(fc.nat({ max: 0xffff })).map((units) => String.fromCharCode(...units))
  const part = fc.oneof(anySeed, fc.string(), anyCodeUnits)
  fc.assert(
    fc.property(anySeed, fc.array(part, { maxLength: 4 }), (seed, path) => {
      const derived = deriveSeed(seed, path)
      expect(derived).toBe(slowDeriveSeed(seed, path))
      expect(checkSeed(derived)).toBe(derived)
    }),
    { seed: 6, numRuns: 100 },
  )
})

test('derived seeds stay what they are', () => {
  expect(deriveSeed(0, [])).toBe(0)
  expect(deriveSeed(0, ['member', 0])).toBe(7422340978974975)
  expect(deriveSeed(0, ['member', 1])).toBe(5665029678373160)
  expect(deriveSeed(2 ** 53 - 1, ['überlagerung', 2 ** 53 - 1, ''])).toBe(942200641860298)
})

test('paths that look alike give different seeds', () => {
  const paths = [
    ['a', 'b'],
    ['ab'],
    ['a'],
    ['b', 'a'],
    ['a', ''],
    ['', 'a'],
    ['a\0'],
    ['a\0\0\0'],
    ['a\0\0\0\0'],
    [''],
    ['', ''],
    [1],
    ['1'],
    [1, 0],
    [0, 1],
    [0],
    [0, 0],
    [2 ** 32],
    [1, 1],
    [11],
    ['11'],
    ['1', '1'],
  ]
  for (const seed of [0, 1, 2 ** 32, 2 ** 53 - 1]) {
    expect(new Set(paths.map((path) => deriveSeed(seed, path))).size).toBe(paths.length)
  }
})

test('a hundred thousand derived seeds do not collide and fill the whole range', () => {
  const seeds = new Set<number>()
  let upperHalf = 0
  for (let seed = 0; seed < 100; seed++) {
    for (let member = 0; member < 1000; member++) {
      const derived = deriveSeed(seed, ['member', member])
      seeds.add(derived)
      if (derived >= 2 ** 52) upperHalf++
    }
  }
  expect(seeds.size).toBe(100_000)
  expect(Math.abs(upperHalf - 50_000)).toBeLessThan(5 * Math.sqrt(25_000))
})

test('paths compose', () => {
  expect(deriveSeed(deriveSeed(5, ['a', 1]), ['b'])).toBe(deriveSeed(5, ['a', 1, 'b']))
})

test('seeds outside [0, 2⁵³) and parts that are neither names nor indices are refused', () => {
  for (const seed of [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => deriveSeed(seed, [])).toThrow(OutOfRangeError)
    expect(() => deriveSeed(seed, [])).toThrow(`invalid seed: ${seed}; expected an integer from 0 to 9007199254740991`)
    expect(() => deriveSeed(1, ['a', seed])).toThrow(
      `invalid path[1]: ${seed}; expected an integer from 0 to 9007199254740991`,
    )
  }
  expect(() => deriveSeed(1, [undefined as unknown as string])).toThrow(
    'invalid path[0]: undefined; expected a string or an integer from 0 to 9007199254740991',
  )
})
