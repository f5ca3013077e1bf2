import { defineEnsemble } from '@digon/model'
import { describe, expect, test } from 'vitest'
import { divergedLines } from './diverged-lines.js'
import { memberTable } from './member-table.js'

const { model } = defineEnsemble({
  model: { featureCount: 2, hiddenSize: 1 },
  members: { seed: 0, data: { probability: 1 } },
})

/** Members whose weights are (w, 0) with w = 1, 2, 3, …, so that ‖W‖² is w². */
function parameters(count: number) {
  const values = Float64Array.from({ length: 2 * count }, (_, k) => (k % 2 === 0 ? 1 + k / 2 : 0))
  return { weights: { shape: [count, 2, 1], values } }
}

test('few members have a row each', () => {
  expect(memberTable(model, parameters(2), [0.5, Number.NaN]).split('\n').slice(2)).toEqual([
    '     0                     0.5            1     1',
    '     1                       –            1     4',
  ])
})

test('a thousand members are three rows, with the range of what was measured of them', () => {
  const losses = Array.from({ length: 1000 }, (_, member) => (member === 7 ? Number.NaN : 2000 - member))
  expect(memberTable(model, parameters(1000), losses).split('\n')).toEqual([
    '1000 members            minimum  median  maximum  no number',
    '──────────────────────  ───────  ──────  ───────  ─────────',
    'loss of the last batch     1001    1500     2000          1',
    'represented                   1       1        1',
    '‖W‖²                          1  250000  1000000',
  ])
})

test('members without a number are not left out of the middle, as the others would look better', () => {
  const losses = Array.from({ length: 1000 }, (_, member) => (member < 600 ? Number.NaN : member))
  const [, , line] = memberTable(model, parameters(1000), losses).split('\n')
  expect(line!.trim().split(/ {2,}/)).toEqual(['loss of the last batch', '600', '–', '999', '600'])
})

describe('members that diverged', () => {
  const diverged = (count: number) => Array.from({ length: count }, (_, member) => ({ member, step: 10 * member }))
  test('are a line each, of many the first ones and how many more', () => {
    expect(divergedLines(diverged(0), 'x')).toEqual([])
    expect(divergedLines(diverged(2), 'frozen there')).toEqual([
      'member 0 diverged at step 0: frozen there',
      'member 1 diverged at step 10: frozen there',
    ])
    expect(divergedLines(diverged(1000), 'x')).toHaveLength(17)
    expect(divergedLines(diverged(1000), 'x').at(-1)).toBe('and 984 more diverged; task.json in the run lists all')
  })
})
