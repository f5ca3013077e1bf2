/** Addresses that nobody would write, opened in the laboratory: something is always on show, it is said what was wrong, and nothing of it runs. */
import fc from 'fast-check'
import { render } from 'preact'
import { expect, test } from 'vitest'
import { formatAddress, parseAddress } from '../experiment/address.js'
import { settingFields } from '../experiment/settings-fields.js'
import { pageView } from '../site/page-view.js'
import { connectTraining } from '../training/start-worker.js'
import { hideable, Lab } from './lab.js'
import { createLabStore, type LabStore } from './store.js'
import '../site/site.css'

/** `DIGON_FUZZED_ADDRESSES=5000` opens so many. */
const addressCount = Number(import.meta.env.DIGON_FUZZED_ADDRESSES || 500)

const attack = '<img src=x onerror="globalThis.attacked=1"><script>globalThis.attacked=1</script>'
const texts = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 30 }) },
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.integer({ min: -5, max: 300 }).map(String),
  fc.double().map(String),
  fc.constantFrom(
    '',
    'NaN',
    '1e999',
    '-0',
    '%',
    '0.9^i',
    '99999999999999999999',
    'yes',
    'no',
    'sgd',
    'gelu',
    'absolute',
  ),
  fc.constantFrom(
    attack,
    'javascript:globalThis.attacked=1',
    '__proto__',
    'constructor',
    '\u202e\u0000',
    'x'.repeat(3000),
  ),
)
const changes = fc
  .array(
    fc.tuple(
      fc.nat(60),
      fc.oneof(
        fc.constantFrom(
          'nudge',
          'pin=1',
          'unpin=2',
          'clone=1',
          'delete=1',
          'place=1 1 0.5 0.5',
          'p=0.5',
          'batch=7',
          'law=latent',
          'law=copula',
          'correlation=1',
          'law=exactly',
          'active=9',
          'rate=50',
        ),
        fc
          .tuple(fc.constantFrom('p', 'place', 'pin', 'groups', 'importance', 'odd'), texts)
          .map((pair) => pair.join('=')),
      ),
    ),
    { maxLength: 5 },
  )
  .map((list) => list.map(([step, action]) => `${step}:${action}`).join('~'))
const names = [
  ...Object.values(settingFields).map(({ name }) => name),
  'v',
  'engine',
  'restart',
  'names',
  'hide',
  'embed',
  'title',
  attack,
]
const pair = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...names), texts) },
  fc.tuple(fc.constant('changes'), changes),
  fc.tuple(fc.constant('step'), fc.oneof(fc.nat(60).map(String), texts)),
  // Sizes that a page has to bear, at the edge of what is allowed.
  fc.constantFrom(
    ['n', '60'],
    ['n', '1'],
    ['m', '100'],
    ['restarts', '32'],
    ['rate', '100'],
    ['importance', '0'],
    ['tied', 'no'],
    ['law', 'hierarchy'],
    ['law', 'copula'],
    ['law', 'latent'],
    ['correlation', '-0.25'],
    ['parents', '2 3 1 0 0'],
    ['states', '0 0 0 0 0; 1 1 1 1 1'],
    ['probabilities', 'zipf 3 0.2'],
    ['values', 'normal 0 100'],
  ),
)
const addresses = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.array(pair, { maxLength: 8 }).map((pairs) => `?${new URLSearchParams(pairs as [string, string][])}`),
  },
  fc.string({ maxLength: 60 }).map((text) => `?${text}`),
)

/** A far step is on its way there for minutes: the first frames are enough. */
function firstFrame({ frame }: LabStore): Promise<void> {
  return new Promise((resolve) => {
    const end = frame.subscribe((value) => {
      if (value === undefined) return
      resolve()
      queueMicrotask(() => end())
    })
  })
}

test(`${addressCount} fuzzed addresses: never a blank page, never a script of theirs, always a message on what was wrong`, async () => {
  const { remote, close } = connectTraining()
  const container = document.createElement('main')
  document.body.append(container)
  const flawed = { count: 0 }
  for (const search of fc.sample(addresses, { seed: 7, numRuns: addressCount })) {
    const address = parseAddress(search)
    const view = pageView(search, hideable)
    const store = createLabStore(remote, {
      address: { ...address, notes: [...address.notes, ...view.notes] },
      redrawInMilliseconds: () => 0,
      now: () => performance.now(),
    })
    render(<Lab store={store} hidden={view.hidden} />, container)
    const started = store.start()
    await Promise.race([started, firstFrame(store)])
    await store.pause()
    await started
    const shown = container.textContent!
    expect(container.querySelector('h1')!.textContent, search).toMatch(/^\d+ features in \d+ dimensions?$/)
    expect(container.querySelector('.lab-plane svg') ?? container.querySelector('[role=alert]'), search).not.toBeNull()
    for (const note of store.notes.slice(0, 8)) expect(shown, search).toContain(note)
    if (store.problem.value !== undefined) expect(shown, search).toContain(store.problem.value)
    expect(container.querySelector('img, script, iframe, object, a[href^="javascript"]'), search).toBeNull()
    if (store.notes.length > 0) flawed.count++
    // What is on show has an address of its own, without anything to say against it.
    expect(parseAddress(formatAddress(store.experiment.value)).notes, search).toEqual([])
    render(null, container)
  }
  expect((globalThis as { attacked?: unknown }).attacked).toBeUndefined()
  expect(flawed.count).toBeGreaterThan(addressCount / 2)
  container.remove()
  close()
}, 1_800_000)
