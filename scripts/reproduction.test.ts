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
  kind: 'paper',
  nearMisses: ['untrained', 'biases lost'],
  control: 'noise',
  verdict: holds ? '✓ yes' : '✗ no',
  margin: holds ? '99 % of the tolerance' : '',
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
  publication: {
    title: 'Toy Models of Superposition',
    address: 'https://transformer-circuits.pub/2022/toy_model/index.html',
  },
  section: '§6',
  paper: 'First.\n\nD* and W_i.',
  method: 'Ours.',
  preset: 'paper',
  trains: '3 restarts',
  verdicts: `Claims: some of ${claims.length}.`,
  record,
  settings: [{ name: 'wide', rows: [['data', 'p = 0.1']] }],
  figures: [
    {
      file: `${id}-ladder.png`,
      title: 'The ladder',
      description: 'Steps *up*. Of p = .1 too. Here is more.',
      png: new Uint8Array(),
    },
    { file: `${id}-losses.png`, title: 'Losses', description: 'They fall.', png: new Uint8Array() },
  ],
  claims,
  parts: [
    { name: 'wide', seconds: 61.25 },
    { name: 'analysis and figures', seconds: 1.5 },
  ],
})
const first = experiment('one', [claim('one/holds', true), claim('one/fails', false, 'A pentagon is nearly as good.')])
const second = experiment('two', [claim('two/holds', true)])

test('a page has first what a reader wants: the paper, our figure, the verdicts, how to do it again', () => {
  const page = experimentPage(first)
  const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)
  expect(headings).toEqual([
    'What the paper says',
    'Our figure',
    'Verdicts',
    'Reproduce it',
    'What we did',
    'More figures',
    'Settings and times',
  ])
  expect(page).toContain(
    '[Toy Models of Superposition](https://transformer-circuits.pub/2022/toy_model/index.html), §6',
  )
  expect(page).toContain('This page shows the preset paper: 3 restarts.')
  expect(page).toContain('Claims: some of 2.')
})

test('the page of an experiment has its claims, its figures, its seconds, and why a claim does not hold', () => {
  const page = experimentPage(first)
  expect(page).toContain(
    '| **✗ no** | D\\* is &lt;half> \\| of one/fails. | D\\*, median | 0.5 | 0.25 |  | paper §6 | untrained; biases lost; noise |',
  )
  expect(page).toContain('| ✓ yes | ')
  expect(page).toContain('| 99 % of the tolerance |')
  expect(page).toContain('![The ladder](figures/one-ladder.png)')
  expect(page).toContain('D\\* and W\\_i.')
  expect(page).toContain('**one/fails**: A pentagon is nearly as good.')
  expect(page).toContain('| **total** | 62.8 |')
  expect(page).toContain('digon 0.0.0, node 20.20.2')
  expect(page).toContain('| date | 2026-11-28 |')
})

test('a caption has two sentences; the others are folded away', () => {
  const page = experimentPage(first)
  expect(page).toContain('**The ladder.** Steps \\*up\\*. Of p = .1 too.\n')
  expect(page).toMatch(/<details><summary>Numbers of this figure<\/summary>\n\nHere is more\.\n\n<\/details>/)
  expect(page).toContain('**Losses.** They fall.\n')
})

test('kinds of claims stand apart, and several seeds say how often each held', () => {
  const mixed = {
    ...first,
    claims: [first.claims[0]!, { ...first.claims[1]!, kind: 'self-check', nearMisses: [] }],
    overSeeds: [{ id: 'one/holds', heldIn: 2, bySeed: [{}, {}, {}] }],
  }
  const page = experimentPage(mixed)
  expect(page).toMatch(/### What the paper says[^#]*one\/holds[^#]*### Self-checks[^#]*one\/fails/)
  expect(page).not.toContain('What theory says')
  expect(page).toContain('| 2 of 3 | paper §6 |')
})

test('the index counts claims by kind, names departures apart, and sums seconds', () => {
  const departing = experiment('three', [{ ...claim('three/departs', false), departs: true }] as never)
  const page = indexPage([first, second, departing], { hasRobustness: false, verdicts: '2 of 4 hold.' })
  expect(page).toContain('the verdict on every claim. 2 of 4 hold.')
  expect(page).toContain('| [About one](one.md) | §6 | 1 of 2 |  |  |  | `fails` | 63 | 2026-11-28 |')
  expect(page).toContain('| [About three](three.md) | §6 | 0 of 1 |  |  | `departs` |  | 63 | 2026-11-28 |')
  expect(page).toContain('| **all** |  | 2 of 4 |  |  |  |  | 188 |  |')
  expect(page).not.toContain('robustness.md')
  expect(indexPage([first], { hasRobustness: true, verdicts: '' })).toContain('(robustness.md)')
})

test('robustness lists what does not hold with every seed, where and by how much', () => {
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
    intervalOf: ({ count, of }: { count: number; of: number }) => [count / of / 2, 1],
  })
  expect(page).toContain('2 of 2 verdicts are stable, which means that at most 1 of 2 seeds disagrees.')
  expect(page).toContain('digon reproduce one --preset quick --seed 3 --seeds 2')
  expect(page).toContain('| `one` | 2 | 1 | 1 | 1 | 0 | 63 |')
  expect(page).toContain('| `one/fails` | 1 of 2 | 25 to 100 % | 0.5 | seed 3: 0.25 | A pentagon is nearly as good. |')
  expect(page).not.toContain('`one/holds`')
})
