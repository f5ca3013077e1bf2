/** The whole site as it stands in its HTML, before any script runs. */
import { experimentIds, loadExperiment, publicationOf } from '@digon/experiments'
import { expect, test } from 'vitest'
import type { RecordedResult } from '../pages/paper/recorded-results.js'
import { prerenderSite } from './prerender.js'

const claim = {
  id: 'intro/a',
  statement: 'Five <b>features</b> & a "pentagon".',
  kind: 'paper',
  measures: 'shape',
  source: 'paper §2',
  control: 'untrained weights',
  expected: 5,
  measured: 4.5,
  tolerance: 1,
  holds: false,
  margin: -0.5,
  marginIn: 'tolerance',
  nearMisses: ['importance ignored'],
  explanation: 'It is known why.',
} as const
const recorded: RecordedResult = {
  preset: 'quick',
  seed: 7,
  backend: 'wasm',
  date: '2026-11-29',
  seconds: 3,
  claims: [claim],
  figures: [{ name: 'losses', title: 'Losses of all', description: 'They fall.' }],
}
const pages = await prerenderSite({
  results: { intro: recorded },
  pictures: new Map([['intro-losses.png', { path: 'figures/intro-losses-12345678.png', width: 300, height: 200 }]]),
})
const contentOf = (path: string): string => pages.find((page) => page.path === path)!.content

test('every experiment has its page, with what the paper says, by being in the catalog', async () => {
  expect(pages.map(({ path }) => path)).toEqual([
    '',
    'lab/',
    'map/',
    'paper/',
    ...experimentIds.map((id) => `paper/${id}/`),
    'open/',
    'bench/',
  ])
  for (const id of experimentIds) {
    const experiment = await loadExperiment(id)
    const { title, section } = experiment
    const text = contentOf(`paper/${id}/`).replaceAll('&amp;', '&')
    expect(text).toContain(title)
    expect(text).toContain(section)
    const { authors, year, address } = publicationOf(experiment)
    expect(text).toContain(`${authors} (${year}), <a href="${address}">`)
    expect(text).toContain(`digon reproduce ${id} --preset quick --seed 0`)
    expect(contentOf('paper/')).toContain(`href="../paper/${id}/"`)
  }
})

test('the page of an experiment shows its recorded claims and pictures, and says which run they are of', () => {
  const text = contentOf('paper/intro/')
  expect(text).toContain('This is the recorded run: preset quick, seed 7, engine wasm, 2026-11-29.')
  expect(text).toContain('does not hold')
  expect(text).toContain('−50 % of the tolerance')
  expect(text).toContain('importance ignored')
  expect(text).toContain('It is known why.')
  expect(text).toContain('src="../../figures/intro-losses-12345678.png" alt="They fall." width="300" height="200"')
  expect(text).toContain('Five &lt;b>features&lt;/b> &amp; a &quot;pentagon&quot;.')
  expect(text).toMatch(
    /alt="They fall\."[^>]*>\s*<figcaption>Losses of all <span class="quiet">Recorded, preset quick\.</,
  )
  expect(contentOf('paper/demonstration/')).toContain('No run of this experiment has been recorded yet.')
})

test('every page has a title and a description of its own, one heading, and no style that the policy forbids', () => {
  expect(new Set(pages.map(({ title }) => title)).size).toBe(pages.length)
  for (const { path, title, description, content } of pages) {
    expect(title.length, path).toBeGreaterThan(5)
    expect(description.length, path).toBeGreaterThan(40)
    expect(content.match(/<h1/g), path).toHaveLength(1)
    expect(content, path).not.toMatch(/ style=|<script|<style|href="\/|src="\/| on\w+=/)
  }
})
