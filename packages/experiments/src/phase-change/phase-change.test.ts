/** What the ideal's claims do not check: cells and their means. */
import { expect, test } from 'vitest'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import { ideal } from './ideal.test-support.js'
import { phaseChange } from './phase-change.js'
import { phaseChangeSettings } from './settings.js'

test('cells stand in rows of one probability, and the worst restart is left out of the mean', {
  timeout: 120_000,
}, () => {
  const numbers = phaseChange.description.measure(idealSweeps(phaseChange, ideal), phaseChangeSettings.settings.quick)
  const [one, two] = numbers.diagrams
  expect(one!.cells.length).toBe(81)
  expect(one!.cells.slice(0, 9).map(({ relativeImportance }) => relativeImportance)).toEqual(one!.relativeImportances)
  expect(two!.cells.filter(({ optimum }) => optimum !== null).length).toBe(25)
  // Four restarts of the best norm and five of the six of norm 0.
  const { mean, restarts } = one!.cells[8]!
  expect(mean.norm).toBeCloseTo((4 * restarts.all[0]!.norm) / 9, 6)
  expect(restarts.all[0]!.norm).toBeGreaterThan(0.9)
  expect(restarts.all.length).toBe(10)
})

test.each([
  { preset: 'quick', members: 810 },
  { preset: 'paper', members: 2890 },
] as const)(
  'a grid of preset $preset has ten models in a cell, each from a seed of its own',
  ({ preset, members: count }) => {
    const { members } = phaseChange.plan(preset, 3).tasks[0]!.ensemble
    expect(new Set(members.map(({ seed }) => seed)).size).toBe(count)
    const cells = new Set(members.map(({ data, importance }) => JSON.stringify([data, importance])))
    expect(members.length).toBe(count)
    expect(members.length / cells.size).toBe(10)
  },
)
