import fc from 'fast-check'
import { expect, test } from 'vitest'
import { engines } from '../trainer/settings.js'
import { formatAddress, parseAddress } from './address.js'

const defaults = { settings: { seed: 1, probability: 0.1 }, engine: 'automatic', notes: [] }

test('an address without a query gives the defaults', () => {
  expect(parseAddress('')).toEqual(defaults)
  expect(parseAddress('?utm_source=elsewhere')).toEqual(defaults)
})

test('an address names the seed, the probability and the engine', () => {
  expect(parseAddress('?seed=42&probability=0.05&engine=tfjs-wasm')).toEqual({
    settings: { seed: 42, probability: 0.05 },
    engine: 'tfjs-wasm',
    notes: [],
  })
  expect(parseAddress('seed=0&probability=1e-2').settings).toEqual({ seed: 0, probability: 0.01 })
})

test('what is written is read again, whatever it is', () => {
  const probabilities = fc.double({ min: 0.01, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.maxSafeNat(), probabilities, fc.constantFrom(...engines), (seed, probability, engine) => {
      const address = { settings: { seed, probability }, engine }
      expect(parseAddress(formatAddress(address))).toEqual({ ...address, notes: [] })
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('the engine is left out where it is chosen automatically', () => {
  expect(formatAddress({ settings: { seed: 7, probability: 0.2 }, engine: 'automatic' })).toBe(
    '?seed=7&probability=0.2',
  )
})

for (const [name, texts] of Object.entries({
  seed: ['', 'abc', '-1', '1.5', '9007199254740992', '1e3', '0x10', ' 1', 'NaN'],
  probability: ['', '0', '0.009', '1.0001', '-0.1', 'NaN', 'Infinity', '0,1', '0x1', '1e-12'],
  engine: ['', 'gpu', 'WASM', 'tfjs-cpu', '__proto__'],
})) {
  test(`a ${name} that makes no sense falls back to the default, and a note says so`, () => {
    for (const text of texts) {
      const { notes, ...address } = parseAddress(`?${new URLSearchParams({ [name]: text })}`)
      expect({ ...address, notes: [] }).toEqual(defaults)
      expect(notes).toHaveLength(1)
      expect(notes[0]).toContain(`${name} “${text}”`)
    }
  })
}

test('a note says what would be right and what is used instead', () => {
  expect(parseAddress('?probability=2&engine=gpu').notes).toEqual([
    'The address asks for probability “2”, which is not a number from 0.01 to 1; 0.1 is used.',
    'The address asks for engine “gpu”, which is not one of automatic, wasm, webgpu, tfjs-wasm; automatic is used.',
  ])
})

test('a note quotes only the beginning of a long text', () => {
  expect(parseAddress(`?seed=${'9'.repeat(1000)}`).notes[0]!.length).toBeLessThan(200)
})
