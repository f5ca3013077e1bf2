import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatMapAddress, parseMapAddress } from './map-address.js'

test('an address opens the map that it was made of, and without one the first map opens', () => {
  fc.assert(
    fc.property(fc.constantFrom(1 as const, 2 as const), fc.maxSafeNat(), (size, seed) => {
      expect(parseMapAddress(formatMapAddress({ size, seed }))).toEqual({ size, seed, notes: [] })
    }),
    { numRuns: 100 },
  )
  expect(parseMapAddress('')).toEqual({ size: 1, seed: 1, notes: [] })
})

test('a name that the map does not know is said', () => {
  expect(parseMapAddress('?m=2&sead=3&hide=cell&embed').notes).toEqual([
    'The address names “sead”, which the phase map does not know. Did you mean seed?',
  ])
})

test('a bad address says what was wrong, and what is taken instead', () => {
  expect(parseMapAddress('?m=3&seed=<b>')).toEqual({
    size: 1,
    seed: 1,
    notes: [
      'The address asks for m “3”, which is not 1 or 2; 1 is used.',
      'The address asks for seed “<b>”, which is not a whole number from 0 to 9007199254740991; 1 is used.',
    ],
  })
})
