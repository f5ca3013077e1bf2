import { expect, test } from 'vitest'
import { claimsOverSeeds } from './claims-over-seeds.js'
import { atLeast } from './vocabulary/expectations.js'

const claim = (id: string, measured: number) => ({
  kind: 'mathematics' as const,
  nearMisses: [],
  ...{ id, statement: '', measures: '', source: '', control: '' },
  ...atLeast(1)(measured),
})

test('counts the seeds from which each claim holds, and keeps what each seed measured', () => {
  const runs = [
    { seed: 3, claims: [claim('a/x', 2), claim('a/y', 0.5)] },
    { seed: 4, claims: [claim('a/y', 1.5), claim('a/x', 3)] },
    { seed: 5, claims: [claim('a/x', Number.NaN), claim('a/y', 0)] },
  ]
  expect(claimsOverSeeds(runs)).toEqual([
    {
      id: 'a/x',
      heldIn: 2,
      bySeed: [
        { seed: 3, holds: true, measured: 2 },
        { seed: 4, holds: true, measured: 3 },
        { seed: 5, holds: false, measured: 'NaN' },
      ],
    },
    {
      id: 'a/y',
      heldIn: 1,
      bySeed: [
        { seed: 3, holds: false, measured: 0.5 },
        { seed: 4, holds: true, measured: 1.5 },
        { seed: 5, holds: false, measured: 0 },
      ],
    },
  ])
})

test('a claim that one seed does not have does not hold there', () => {
  const [x] = claimsOverSeeds([
    { seed: 0, claims: [claim('a/x', 2)] },
    { seed: 1, claims: [] },
  ])
  expect(x).toMatchObject({ heldIn: 1, bySeed: [{ holds: true }, { holds: false, measured: 'not measured' }] })
})
