import { expect, test } from 'vitest'
import { sha256 } from './sha256.js'

test('the published vectors of FIPS 180-2 hold, for text and for bytes within a larger buffer', async () => {
  expect(await sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(await sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  const bytes = new TextEncoder().encode('xabcx').subarray(1, 4)
  expect(await sha256(bytes)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
