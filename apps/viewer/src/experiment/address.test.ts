import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatAddress, parseAddress } from './address.js'
import type { Change } from './change.js'
import { changeMoment, firstMoment } from './course.js'
import { isRead, lawFields } from './feature-law.js'
import { defaultSettings, type LawKind, type Settings, type ValueSetting } from './settings.js'
import { settingFields } from './settings-fields.js'

const start = { settings: defaultSettings, changes: [], engine: 'automatic', step: 0 } as const

const settings: fc.Arbitrary<Settings> = fc
  .record({
    featureCount: fc.integer({ min: 3, max: 12 }),
    hiddenSize: fc.integer({ min: 1, max: 4 }),
    hiddenActivation: fc.constantFrom('identity', 'relu'),
    outputActivation: fc.constantFrom('relu', 'identity', 'gelu'),
    tied: fc.boolean(),
    outputBias: fc.boolean(),
    hiddenBias: fc.boolean(),
    target: fc.constantFrom('identity', 'absolute'),
    probability: fc.double({ min: 0.001, max: 1, noNaN: true }),
    law: fc.constantFrom<LawKind[]>('independent', 'exactly', 'hierarchy', 'copula', 'latent'),
    probabilities: fc.constantFrom('p', { exponent: 1.5, activePerSample: 0.25 } as const),
    activeCount: fc.integer({ min: 0, max: 3 }),
    groups: fc.constantFrom([], [{ kind: 'together', features: [0, 2] }] as const),
    parents: fc.constantFrom('binary'),
    exclusive: fc.constantFrom([], [[1, 2]]),
    correlation: fc.double({ min: 0, max: 1, noNaN: true }),
    states: fc.constantFrom('halves'),
    weights: fc.constantFrom('equal', [1, 0.25]),
    values: fc.constantFrom<ValueSetting[]>(
      'unit',
      'signed',
      'sign',
      0.5,
      { kind: 'range', least: -0.25, greatest: 1 },
      { kind: 'clipped-normal', mean: 0, deviation: 0.3 },
    ),
    importance: fc.record({ base: fc.double({ min: 0.1, max: 1, noNaN: true }) }),
    optimizer: fc.constantFrom('adamw', 'adam', 'sgd'),
    momentum: fc.constantFrom(0, 0.9),
    hiddenL1: fc.constantFrom(0, 0.01),
    learningRate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    weightDecay: fc.option(fc.constant(0.02), { nil: undefined }),
    schedule: fc.constantFrom('constant', { kind: 'cosine', steps: 500 } as const),
    batchSize: fc.integer({ min: 1, max: 512 }),
    initialization: fc.constantFrom({ kind: 'normal', deviation: 0.05 } as const, defaultSettings.initialization),
    restarts: fc.integer({ min: 1, max: 5 }),
    seed: fc.maxSafeNat(),
  })
  .map((all) => {
    const isZipf = all.probabilities !== 'p'
    // Zipf's law gives every feature its own probability: groups and hierarchies need other ones.
    const probabilities = all.law === 'hierarchy' ? 'p' : all.probabilities
    const read = { ...all, probabilities, groups: isZipf ? [] : all.groups } as Settings
    const unread = Object.values(lawFields)
      .flat()
      .filter((name) => !isRead(name, [read.law]))
    return { ...read, ...Object.fromEntries(unread.map((name) => [name, defaultSettings[name]])) }
  })

test('an address opens the very settings that it was made of', () => {
  fc.assert(
    fc.property(settings, (wanted) => {
      const parsed = parseAddress(formatAddress({ ...start, settings: wanted }))
      expect(parsed.notes).toEqual([])
      expect(parsed.settings).toEqual(wanted)
    }),
    { numRuns: 200 },
  )
})

test('the list of live changes comes back as it was, numbers to the last digit', () => {
  const changes: readonly Change[] = [
    { fromStep: 0, kind: 'place', restart: 1, feature: 2, vector: [0.1234, -0.5] },
    { fromStep: 300, kind: 'set', settings: { probability: 0.03 } },
    { fromStep: 300, kind: 'pin', feature: 4 },
    { fromStep: 410, kind: 'set', settings: { importance: [1, 1, 0.5, 0.5, 2e-7] } },
    { fromStep: 500, kind: 'nudge' },
    { fromStep: 600, kind: 'clone', feature: 0 },
    { fromStep: 700, kind: 'delete', feature: 5 },
    { fromStep: 800, kind: 'set', settings: { weightDecay: undefined } },
    { fromStep: 900, kind: 'unpin', feature: 4 },
  ]
  const address = formatAddress({ ...start, changes, step: 1000 })
  expect(parseAddress(address)).toEqual({ ...start, changes, step: 1000, notes: [] })
  const last = changes.reduce(changeMoment, firstMoment(defaultSettings))
  expect(last.settings.featureCount).toBe(5)
  expect(last.pinned).toEqual([])
})

test('settings that are the default are left out', () => {
  expect(formatAddress(start)).toBe('?v=3')
  expect(formatAddress({ ...start, settings: { ...defaultSettings, probability: 0.03 } })).toBe('?v=3&p=0.03')
})

test('lists of a law come back as they were: parents, siblings, a matrix, states, probabilities', () => {
  const queries = [
    '?v=3&law=hierarchy&probabilities=0.5+0.2+0.1+0.3+0.1&parents=0+1+1+0+4&exclusive=2+3',
    '?v=3&n=2&m=1&law=copula&probabilities=0.5+0.2&correlation=1+-0.5%3B+-0.5+1',
    '?v=3&n=3&law=latent&states=0.5+0.25+0%3B+0+0+0.75&weights=2+1',
    '?v=3&law=independent&probabilities=zipf+1+0.5&values=range+0.5+1',
  ]
  for (const query of queries) {
    const { notes, ...opened } = parseAddress(query)
    expect(notes, query).toEqual([])
    expect(parseAddress(formatAddress(opened)), query).toEqual({ ...opened, notes: [] })
  }
})

test('a law that does not fit is refused by the name of the field that is wrong', () => {
  const refused = (query: string) => parseAddress(`?v=3&${query}`).notes
  expect(refused('law=hierarchy&parents=2+3+1+0+0')[0]).toMatch(/fit together \(Parents: .*is a circle\); the defaults/)
  expect(refused('law=hierarchy&parents=0+1')[0]).toMatch(/\(Parents: .*5 of them/)
  expect(refused('law=copula&correlation=-0.9')[0]).toMatch(
    /\(Correlation: -0.9 does not fit; expected a number from -0.25/,
  )
  expect(refused('law=latent&states=0.5+0.5')[0]).toMatch(/\(States: /)
  expect(refused('law=hierarchy&exclusive=2+4')[0]).toMatch(/\(Exclusive siblings: /)
  expect(refused('probabilities=zipf+1+9')[0]).toMatch(/\(Probabilities: /)
  expect(refused('law=copula&correlation=2')[0]).toContain(
    'asks for correlation “2”, which is not a number from -1 to 1',
  )
  expect(refused('active=2')).toEqual(['The address says active, which the law independent does not read.'])
})

test('an address of version 2 opens the same settings and changes: its active features are the law exactly', () => {
  const opened = parseAddress('?v=2&active=2&step=900&changes=100:active=3~200:active=~300:p=0.5')
  expect(opened.notes).toEqual([])
  expect(opened.settings).toEqual({ ...defaultSettings, law: 'exactly', activeCount: 2 })
  expect(opened.changes.map(({ fromStep, ...change }) => [fromStep, change])).toEqual([
    [100, { kind: 'set', settings: { activeCount: 3 } }],
    [100, { kind: 'set', settings: { law: 'exactly' } }],
    [200, { kind: 'set', settings: { law: 'independent' } }],
    [300, { kind: 'set', settings: { probability: 0.5 } }],
  ])
  expect(parseAddress('?v=2&active=').settings).toEqual(defaultSettings)
})

test('a bad link says what was wrong, and what is taken instead', () => {
  expect(parseAddress('?v=2&n=-3').notes).toEqual([
    'The address asks for n “-3”, which is not a whole number from 1 to 200; 5 is used.',
  ])
  expect(parseAddress('?v=4').notes[0]).toContain('version “4”')
  expect(parseAddress('?v=2&importance=1+1').notes[0]).toContain('do not fit together')
  const { notes, changes } = parseAddress('?v=2&step=900&changes=100:p=0.5~200:pin=9~300:nudge')
  expect(changes).toHaveLength(1)
  expect(notes[0]).toContain('Change 2 of the address, “200:pin=9”, cannot be made: there is no feature 9; there are 5')
  expect(notes[0]).toContain('the 1 after it are left out too')
  expect(parseAddress('?v=2&step=900&changes=300:nudge~200:nudge').notes[0]).toContain('changes are in order of steps')
})

test('an address of version 1 opens the same settings, and says what differs', () => {
  const { notes, ...opened } = parseAddress('?seed=42&probability=0.05&engine=tfjs-wasm')
  expect(opened).toEqual({
    ...start,
    settings: { ...defaultSettings, seed: 42, probability: 0.05 },
    engine: 'tfjs-wasm',
  })
  expect(notes).toEqual([expect.stringContaining('This is an address of version 1. The same settings open')])
  expect(parseAddress('?seed=1&probability=2').notes[1]).toContain('The address asks for p “2”')
})

test('a name that nothing reads, and one that stands twice, are said; what others add to links is not', () => {
  expect(parseAddress('?v=2&batchs=3&odd=1&p=0.5&p=0.7&utm_source=a&fbclid=b').notes).toEqual([
    'The address names “batchs”, which the laboratory does not know. Did you mean batch?',
    'The address names “odd”, which the laboratory does not know.',
    'The address says p 2 times; the first counts.',
  ])
})

test('names of features come back; those that cannot be used are said', () => {
  const { notes, ...opened } = parseAddress('?v=3&names=cat,,red+fox')
  expect([notes, opened.names]).toEqual([[], ['cat', '', 'red fox']])
  expect(parseAddress(formatAddress(opened)).names).toEqual(['cat', '', 'red fox'])
  expect(parseAddress(`?v=3&names=${'x'.repeat(30)}`).notes[0]).toContain('which is not names separated by commas')
})

test('the restart that is looked at is one of those that are trained', () => {
  expect(parseAddress('?v=2&restarts=3&restart=3')).toMatchObject({ restart: 2, notes: [] })
  expect(parseAddress('?v=2&restarts=3&restart=4').notes[0]).toContain(
    'which is not a whole number from 1 to 3; 1 is used',
  )
})

test('changes after the step that the address goes to are left out', () => {
  expect(parseAddress('?v=2&step=250&changes=100:p=0.5~300:nudge').changes).toHaveLength(1)
})

test('500 broken addresses never throw, and open an experiment that can be trained', () => {
  const names = [...Object.values(settingFields).map(({ name }) => name), 'v', 'step', 'changes', 'engine', 'odd']
  const junk = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom('', 'NaN', '1e999', '-0', '<script>alert(1)</script>', '0.9^i', '99999999999999999999', 'yes', '%'),
    fc.string({ maxLength: 12 }).map((text) => `100:p=${text}~200:place=1 1 ${text}~x`),
  )
  const addresses = fc.array(fc.tuple(fc.constantFrom(...names), junk), { maxLength: 12 })
  fc.assert(
    fc.property(addresses, (pairs) => {
      const parsed = parseAddress(`?${new URLSearchParams(pairs as [string, string][])}`)
      const last = parsed.changes.reduce(changeMoment, firstMoment(parsed.settings))
      expect(last.ensemble.members.length).toBe(parsed.settings.restarts)
      expect(parseAddress(formatAddress(parsed)).notes).toEqual([])
    }),
    { numRuns: 500 },
  )
})
