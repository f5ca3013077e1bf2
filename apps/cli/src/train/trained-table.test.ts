import fc from 'fast-check'
import { expect, test } from 'vitest'
import { trainedTable } from './trained-table.js'

const member = (represented: number) => ({
  represented,
  frobeniusSquared: represented / 2,
  dimensionsPerFeature: 1,
  features: [],
  shapes: [],
})

test('up to forty members have a row each, one that cannot be measured with its loss', () => {
  const lines = trainedTable([0.5, 0.25], [member(5), { problem: 'weights[0, 0]: NaN' }]).split('\n')
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['member', 'loss of the last batch', 'represented', '‖W‖²'],
    expect.any(Array),
    ['0', '0.5', '5', '2.5'],
    ['1', '0.25', '–', '–'],
  ])
  expect(trainedTable(Array(40).fill(1), undefined).split('\n')).toHaveLength(42)
})

test('of more members the lowest, the median and the highest are shown, in as few lines however many they are', () => {
  const anyLosses = fc.array(fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.constant(Number.NaN)), {
    minLength: 41,
    maxLength: 1000,
  })
  fc.assert(
    fc.property(anyLosses, (losses) => {
      const lines = trainedTable(
        losses,
        losses.map((_, i) => member(i)),
      ).split('\n')
      expect(lines).toHaveLength(6)
      expect(lines[0]).toContain(`over ${losses.length.toLocaleString('en')} members`)
      const [, least, , most, wild] = lines[2]!.trim().split(/ {2,}/)
      const finite = losses.filter(Number.isFinite)
      if (finite.length > 0) {
        expect(Number(least)).toBeCloseTo(Math.min(...finite), 3)
        expect(Number(most)).toBeCloseTo(Math.max(...finite), 3)
      }
      const count = losses.length - finite.length
      expect(wild).toBe(count === 0 ? '–' : count.toLocaleString('en'))
      expect(lines[3]!.trim().split(/ {2,}/).slice(1, 4)).toEqual(
        [0, (losses.length - 1) / 2, losses.length - 1].map(String),
      )
    }),
    { seed: 2, numRuns: 50 },
  )
})
