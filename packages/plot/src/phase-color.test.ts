import { expect, test } from 'vitest'
import { phaseColors } from './palette.js'
import { phaseColor } from './phase-color.js'

test('the corners of the key are light, light, blue and red, and beyond 1 nothing changes', () => {
  expect(phaseColor(0, 0)).toBe(phaseColors.absent.toLowerCase())
  expect(phaseColor(0, 1)).toBe(phaseColors.absent.toLowerCase())
  expect(phaseColor(1, 0)).toBe(phaseColors.dedicated.toLowerCase())
  expect(phaseColor(1, 1)).toBe(phaseColors.superposed.toLowerCase())
  expect(phaseColor(1.3, 7)).toBe(phaseColor(1, 1))
})

test('between the corners colors are mixed in tenths', () => {
  const half = (a: string, b: string, c: number) =>
    Math.round((Number.parseInt(a.slice(c, c + 2), 16) + Number.parseInt(b.slice(c, c + 2), 16)) / 2)
  const between = phaseColor(1, 0.5)
  for (const c of [1, 3, 5]) {
    expect(Number.parseInt(between.slice(c, c + 2), 16)).toBe(half(phaseColors.dedicated, phaseColors.superposed, c))
  }
  expect(phaseColor(0.52, 0.97)).toBe(phaseColor(0.5, 1))
  expect(phaseColor(0.56, 1)).not.toBe(phaseColor(0.5, 1))
})
