import { expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'

async function rows(args: readonly string[]): Promise<Record<string, number | string>[]> {
  const { code, out, error } = await digon(['theory', ...args, '--json'])
  expect(code, error).toBe(0)
  return JSON.parse(out)
}

test('polygons: the published optimum of each k-gon to four digits', async () => {
  const found = await rows(['polygons', '--up-to', '6'])
  const expected = [
    [3, 1, 0, 0, 0],
    [4, 1, 0, 0, 0],
    [5, 1.1705, -0.2823, 0.23738, 0.015826],
    [6, 1.3205, -0.6181, 0.86746, 0.048192],
  ]
  for (const [index, numbers] of expected.entries()) {
    const row = Object.values(found[index]!)
    for (const [column, number] of numbers.entries()) expect(row[column]).toBeCloseTo(number, 4)
  }
})

test('phase: two features of equal importance meet their boundary at 4/7', async () => {
  const below = await rows(['phase', '--importance', '1', '--probability', '0.57'])
  const above = await rows(['phase', '--importance', '1', '--probability', '0.575'])
  expect(below[0]!.state).toBe('extra in a digon')
  expect(above[0]!.state).not.toBe('extra in a digon')
  const { out } = await digon(['theory', 'phase', '--importance', '0.1', '--probability', '0.1'])
  expect(out).toContain('best below p = 0.16')
})

test("phase: McGrath's solution without bias at S = .1, r = .8", async () => {
  const found = await rows(['phase', '--importance', '0.8', '--probability', '0.9'])
  // The paper sums over the two features, our losses are means.
  expect(2 * Number(found.at(-1)!.loss)).toBeCloseTo(0.08749, 4)
})

test('polytopes: the pentagon at p = .05, and digons that save nearly two', async () => {
  const found = await rows(['polytopes', '--probability', '0.05'])
  const pentagon = found.find(({ shape }) => shape === 'pentagon')!
  expect(Math.abs(Number(pentagon.norm) - 1.134)).toBeLessThan(0.001)
  expect(pentagon.bias).toBeCloseTo(-0.246, 3)
  expect(found.find(({ shape }) => shape === 'digon')!.gainPerDimension).toBeCloseTo(1.948, 2)
})

test('linear: V(p) times the importance of what does not fit', async () => {
  const [row] = await rows(['linear', '--features', '20', '--hidden', '5', '--base', '0.7', '--probability', '1'])
  expect(row!.lossSummedOverFeatures).toBeCloseTo(0.55757 / 12, 6)
})

test.each([
  ['linear', '--features', '0', '--hidden', '1', '--probability', '1'],
  ['linear', '--features', '2', '--hidden', '1', '--probability', '1.2'],
  ['phase', '--importance', 'NaN', '--probability', '0.5'],
  ['phase', '--importance', '1', '--probability', '0.5', '--hidden', '3'],
  ['polytopes', '--probability', '0'],
  ['polygons', '--up-to', '2'],
])('%s %s %s %s … is refused with 2', async (...args) => {
  const { code, out, error } = await digon(['theory', ...args])
  expect([code, out]).toEqual([2, ''])
  expect(error).not.toMatch(/\n\s+at /)
})
