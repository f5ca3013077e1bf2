import { expect, test } from 'vitest'
import { highWord, philox } from './philox.js'

/** The vectors of Random123's kat_vectors file for philox4x32, 10 rounds. */
const published = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0],
    block: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    block: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    block: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
]

test.each(published)('philox gives the published block of counter $counter', ({ counter, key, block }) => {
  expect([...philox(counter, key)]).toEqual(block)
  expect([...philox(Uint32Array.from(counter), Uint32Array.from(key))]).toEqual(block)
})

test('the high word of a product is that of exact integers, at the edges of words and halves too', () => {
  const edges = [
    0, 1, 2, 0xffff, 0x10000, 0x10001, 0x7fffffff, 0x80000000, 0x80000001, 0xfffeffff, 0xfffffffe, 0xffffffff,
  ]
  const words = [...edges, 0xd2511f53, 0xcd9e8d57, 123_456_789, 3_000_000_019]
  for (const a of words) {
    for (const b of words) expect(highWord(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n))
  }
})
