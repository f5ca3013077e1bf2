import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatAddress, parseAddress } from './address.js'
import type { Change } from './change.js'
import { changeMoment, firstMoment } from './course.js'
import { defaultSettings, type Settings } from './settings.js'
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
    activeCount: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    groups: fc.constantFrom([], [{ kind: 'together', features: [0, 2] }] as const),
    values: fc.oneof(fc.constantFrom('unit', 'signed'), fc.constant(0.5)),
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
  .map((all) => ({ ...all, groups: all.activeCount === undefined ? all.groups : [] }) as Settings)

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
  expect(formatAddress(start)).toBe('?v=2')
  expect(formatAddress({ ...start, settings: { ...defaultSettings, probability: 0.03 } })).toBe('?v=2&p=0.03')
})

test('a bad link says what was wrong, and what is taken instead', () => {
  expect(parseAddress('?v=2&n=-3').notes).toEqual([
    'The address asks for n “-3”, which is not a whole number from 1 to 200; 5 is used.',
  ])
  expect(parseAddress('?v=3').notes[0]).toContain('version “3”')
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
