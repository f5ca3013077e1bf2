import { expect, test } from 'vitest'
import { experimentPage, indexPage, robustnessPage } from './reproduction/pages.mjs'

/** The pages under docs/reproduction, from facts written down here. */

const record = {
  backend: 'wasm',
  arithmetic: 'float32',
  streamVersion: 1,
  seed: 3,
  finishedAt: '2026-11-28T01:26:59.581Z',
  machine: 'a processor, 2 cores',
  packageVersions: { digon: '0.0.0', node: '20.20.2' },
}
const claim = (id: string, holds: boolean, explanation?: string) => ({
  id,
  holds,
  statement: `D* is <half> | of ${id}.`,
  measures: 'D*, median',
  expected: 0.5,
  measured: holds ? 0.500001 : 0.25,
  tolerance: 'none',
  source: 'paper §6',
  ...(explanation && { explanation }),
})
const experiment = (id: string, claims: ReturnType<typeof claim>[]) => ({
  id,
  title: `About ${id}`,
  section: '§6',
  paper: 'First.\n\nD* and W_i.',
  method: 'Ours.',
  preset: 'paper',
  record,
  settings: [{ name: 'wide', rows: [['data', 'p = 0.1']] }],
  figures: [{ file: `${id}-ladder.png`, title: 'The ladder', description: 'Steps *up*.', png: new Uint8Array() }],
  claims,
  parts: [
    { name: 'wide', seconds: 61.25 },
    { name: 'analysis and figures', seconds: 1.5 },
  ],
})
const first = experiment('one', [claim('one/holds', true), claim('one/fails', false, 'A pentagon is nearly as good.')])
const second = experiment('two', [claim('two/holds', true)])

test('the page of an experiment has its claims, its figures, its seconds, and why a claim does not hold', () => {
  const page = experimentPage(first)
  expect(page).toContain('1 of 2 claims hold')
  expect(page).toContain('| **no** | D\\* is &lt;half> \\| of one/fails. | D\\*, median | 0.5 | 0.25 |')
  expect(page).toContain('![The ladder](figures/one-ladder.png)')
  expect(page).toContain('Steps \\*up\\*.')
  expect(page).toContain('D\\* and W\\_i.')
  expect(page).toContain('**one/fails**: A pentagon is nearly as good.')
  expect(page).toContain('| **total** | 62.8 |')
  expect(page).toContain('digon 0.0.0, node 20.20.2')
  expect(page).toContain('| date | 2026-11-28 |')
})

test('the index counts claims and seconds of each and of all', () => {
  const page = indexPage([first, second], false)
  expect(page).toContain('2 of 3 claims hold (66.7 %)')
  expect(page).toContain('| [About one](one.md) | §6 | 1 of 2 | `fails` | 63 | 2026-11-28 |')
  expect(page).toContain('| **all** |  | 2 of 3 |  | 126 |  |')
  expect(page).not.toContain('robustness.md')
  expect(indexPage([first], true)).toContain('(robustness.md)')
})

test('robustness lists what does not hold from every seed, where and by how much', () => {
  const overSeeds = first.claims.map(({ id }, place) => ({
    id,
    heldIn: 2 - place,
    bySeed: [
      { seed: 3, holds: place === 0, measured: place === 0 ? 0.5 : 0.25 },
      { seed: 4, holds: true, measured: 0.5 },
    ],
  }))
  const page = robustnessPage({
    experiments: [{ ...first, overSeeds }],
    asked: 'one',
    record,
    preset: 'quick',
    seeds: 2,
  })
  expect(page).toContain('of 2 claims 1 hold from all 2 of them, 2 (100.0 %) from at least 1')
  expect(page).toContain('digon reproduce one --preset quick --seed 3 --seeds 2')
  expect(page).toContain('| `one` | 2 | 1 | 1 | 0 | 63 |')
  expect(page).toContain('| `one/fails` | 1 of 2 | 0.5 | seed 3: 0.25 | A pentagon is nearly as good. |')
  expect(page).not.toContain('`one/holds`')
})
