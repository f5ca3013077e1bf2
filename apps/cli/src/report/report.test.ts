import { defineEnsemble } from '@digon/model'
import { expect, test } from 'vitest'
import { renderReport } from './report.js'
import type { ExperimentFacts, ReportFacts } from './report-facts.js'
import { describeSettings } from './settings.js'

const ensemble = defineEnsemble({
  model: { featureCount: 5, hiddenSize: 2 },
  optimizer: { schedule: { kind: 'cosine', totalSteps: 3000 } },
  batchSize: 256,
  shared: { importance: { base: 0.9 }, learningRate: 0.03 },
  members: [
    { count: 3, seed: 1, data: { probability: 0.1 } },
    { seed: 9, data: { kind: 'exactly', activeCount: 2 } },
  ],
})

const experiment: ExperimentFacts = {
  experiment: {
    id: 'intro',
    title: 'Five & two',
    section: '§2',
    presets: { quick: '3 restarts' },
    paper: 'First.\n\nSecond <b>bold</b>.',
    method: 'Ours.',
  },
  claims: [
    {
      id: 'intro/pentagon',
      kind: 'paper',
      nearMisses: [],
      statement: 'All five form a pentagon.',
      measures: 'loss',
      source: '§2',
      expected: 'pentagon',
      measured: 'pentagon',
      tolerance: '8°',
      holds: true,
      control: 'untrained',
    },
    {
      id: 'intro/loss',
      kind: 'mathematics',
      nearMisses: [],
      statement: 'Loss.',
      measures: 'loss',
      source: '§2',
      expected: 0.0042852,
      measured: 0.1,
      tolerance: '1 %',
      holds: false,
      control: 'a square',
      explanation: 'Too few corners.',
    },
  ],
  numbers: {},
  planned: [{ name: 'panels', ensemble, steps: 3000, lossSteps: [], record: [], evaluationSamples: 1000 }],
  undrawn: [],
  figures: [
    {
      figure: {
        name: 'intro-vectors',
        title: 'Vectors',
        description: 'Arms "in" a plane. Short. Numbers: 1, 2.',
        specification: {},
      },
      svg: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    },
  ],
  diverged: [{ ensemble: 'panels', member: 2, step: 40 }],
}
const facts: ReportFacts = {
  command: 'digon reproduce intro',
  seed: 7,
  seeds: 1,
  preset: 'quick',
  backend: 'wasm',
  arithmetic: 'float32',
  versions: ['digon 0.1.0'],
  experiments: [experiment, { ...experiment, experiment: { ...experiment.experiment, id: 'second' } }],
}
const report = renderReport(facts)

test('what the paper says, our picture and the verdicts come before how it was made', () => {
  const order = ['What the paper says', 'Our figure', 'Verdicts', 'What we did', 'Settings of panels']
  const places = order.map((heading) => report.indexOf(heading))
  expect(places.every((place) => place > 0)).toBe(true)
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(report).toContain('This report shows the preset quick: 3 restarts.')
  expect(report).toContain('<a href="https://transformer-circuits.pub/2022/toy_model/index.html">')
  expect(report).toContain(
    'Arms &quot;in&quot; a plane. Short.<details><summary>Numbers of this figure</summary><p>Numbers: 1, 2.</p>',
  )
})

test('says how many claims hold, and marks the one that does not in words', () => {
  expect(report).toContain(
    'Claims that hold: 2 of 2 from the paper, 0 of 2 from theory. 2 verdicts are not as declared.',
  )
  expect(report.match(/✗ no/g)?.length).toBe(2)
  expect(report).toContain('0.0042852')
  expect(report).toContain('panels, member 2, step 40')
})

test('beside a claim that does not hold, and only there, stands what is known of it; the top leads there', () => {
  expect(report.match(/<strong>Why it fails:<\/strong> Too few corners\./g)?.length).toBe(2)
  expect(report.match(/href="#intro\/loss"/g)?.length).toBe(2)
  expect(report.match(/id="intro\/loss"/g)?.length).toBe(2)
  const held = experiment.claims.map((claim) => ({ ...claim, holds: true }))
  expect(renderReport({ ...facts, experiments: [{ ...experiment, claims: held }] })).not.toMatch(
    /Why it fails|Claims that do not hold:/,
  )
})

test('declared departures stand apart from claims that do not hold', () => {
  const departing = { ...experiment.claims[0]!, id: 'intro/apart', holds: false, departs: true as const }
  const page = renderReport({ ...facts, experiments: [{ ...experiment, claims: [...experiment.claims, departing] }] })
  const [failing, apart] = page.split('Declared departures from the paper:')
  expect(failing).toContain('<a href="#intro/loss">')
  expect(failing).not.toContain('<a href="#intro/apart">')
  expect(apart).toContain('<a href="#intro/apart">')
  expect(page).toContain('≠ departs')
  expect(report).not.toContain('Declared departures')
})

test('from several seeds it says of each claim in how many it held, and where it did not', () => {
  const bySeed = (...verdicts: boolean[]) =>
    verdicts.map((holds, k) => ({ seed: 7 + k, holds, measured: holds ? 'pentagon' : 'square' }))
  const overSeeds = [
    { id: 'intro/pentagon', heldIn: 2, bySeed: bySeed(true, false, true) },
    { id: 'intro/loss', heldIn: 0, bySeed: bySeed(false, false, false) },
  ]
  const several = renderReport({ ...facts, seeds: 3, experiments: [{ ...experiment, overSeeds }] })
  expect(several).toContain('Of 2 claims, 0 hold with all 3 seeds, 1 with all but one, 1 with fewer.')
  expect(several).toContain('<dd>7 to 9</dd>')
  expect(several).toContain('<td>2 of 3</td>')
  expect(several).toContain('Does not hold with seed 8: square.')
  expect(several).toContain('Does not hold with seed 7: square; seed 8: square; seed 9: square.')
  expect(report).not.toContain('seeds</th>')
})

test('is one file that loads nothing: no script, figures inlined, links lead inside the page or to the paper', () => {
  expect(report).not.toMatch(/<script|@import|url\(/)
  expect(report).not.toMatch(/(?:src|href)="(?!data:|#|https:\/\/transformer-circuits\.pub\/)/)
  expect(report).toContain("default-src 'none'")
  const svg = /src="data:image\/svg\+xml;base64,([^"]+)"/.exec(report)![1]!
  expect(Buffer.from(svg, 'base64').toString()).toBe('<svg xmlns="http://www.w3.org/2000/svg"/>')
})

test('shows text as text: nothing that an experiment says becomes markup', () => {
  expect(report).toContain('Second &lt;b>bold&lt;/b>.')
  expect(report).toContain('Five &amp; two')
  expect(report).toContain('alt="Arms &quot;in&quot; a plane. Short. Numbers: 1, 2."')
})

test('is the same for the same facts', () => {
  expect(renderReport(facts)).toBe(report)
})

test('settings name what all members share and what differs', () => {
  const settings = Object.fromEntries(describeSettings(ensemble))
  expect(settings.model).toBe('5 features in 2 dimensions, tied, hidden identity, output relu with bias')
  expect(settings.data).toBe('p = 0.1; exactly 2 active, unit values')
  expect(settings.importance).toBe('1 to 0.6561')
  expect(settings.optimizer).toBe('adamw, learning rate 0.03, weight decay 0.01')
  expect(settings.schedule).toBe('cosine, 3000 steps')
  expect(settings['initial weights']).toBe('Xavier normal, fans 5 and 2')
  expect(settings.seeds).toMatch(/^\d+, \d+, \d+, 9$/)
})

test('settings name every kind of group, and no order of importances that is not there', () => {
  const settingsOf = (importance: readonly number[], kinds: readonly ('together' | 'exclusive')[]) => {
    const groups = kinds.map((kind, i) => ({ kind, features: [2 * i, 2 * i + 1] }))
    const data = { probability: 0.2, groups }
    return Object.fromEntries(
      describeSettings(
        defineEnsemble({ model: { featureCount: 4, hiddenSize: 2 }, members: [{ seed: 1, data, importance }] }),
      ),
    )
  }
  expect(settingsOf([1, 0.5, 0.2, 0.1], ['together', 'exclusive'])).toMatchObject({
    importance: '1 to 0.1',
    data: 'p = 0.2, 2 groups (together and exclusive)',
  })
  expect(settingsOf([1, 0.01, 0.5, 1], ['exclusive', 'exclusive'])).toMatchObject({
    importance: 'between 0.01 and 1, in no order',
    data: 'p = 0.2, 2 groups (exclusive)',
  })
  expect(settingsOf([0.1, 0.2, 0.2, 1], ['exclusive'])).toMatchObject({ importance: '0.1 to 1' })
})
