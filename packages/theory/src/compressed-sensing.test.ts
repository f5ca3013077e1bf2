import { expect, test } from 'vitest'
import { compressedSensingScale } from './compressed-sensing.js'

test('the scale is n p ln(1/p), nothing at both ends', () => {
  expect(compressedSensingScale(100, 0.1)).toBeCloseTo(10 * Math.log(10), 12)
  expect(compressedSensingScale(400, 0.1) / compressedSensingScale(100, 0.1)).toBeCloseTo(4, 12)
  expect([compressedSensingScale(100, 1), compressedSensingScale(100, 0)]).toEqual([0, 0])
  expect(() => compressedSensingScale(0, 0.1)).toThrow('invalid featureCount: 0')
  expect(() => compressedSensingScale(1, -0.1)).toThrow('invalid probability: -0.1')
})
