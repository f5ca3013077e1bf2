import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { experimentCatalog } from '../catalog.js'
import { defineSettings } from './settings.js'

const entry = { id: 'test', title: 'A test', section: '§0' }
const summary = ({ steps, restarts }: { readonly steps: number; readonly restarts: number }) =>
  `${restarts} restarts of ${steps} steps`

test('the line of a preset follows its settings', () => {
  const quick = { steps: 10, restarts: 2 }
  const settings = defineSettings({ ...entry, presets: { quick, paper: { steps: 500, restarts: 32 } }, summary })
  expect(settings).toEqual({
    ...entry,
    presets: { quick: '2 restarts of 10 steps', paper: '32 restarts of 500 steps' },
    settings: { quick, paper: { steps: 500, restarts: 32 } },
  })
  const changed = defineSettings({ ...entry, presets: { quick: { ...quick, steps: 20 } }, summary })
  expect(changed.presets).toEqual({ quick: '2 restarts of 20 steps' })
})

test.each(experimentCatalog.map(({ id }) => id))('the settings of %s load nothing but the words of settings', (id) => {
  const source = readFileSync(new URL(`../${id}/settings.ts`, import.meta.url), 'utf8')
  const loaded = [...source.matchAll(/\bfrom '([^']+)'|\bimport\(([^)]+)\)/g)].map(([, path]) => path)
  expect(loaded).toEqual(['../vocabulary/settings.js'])
})

test('every folder of an experiment is in the catalog', () => {
  const folders = readdirSync(new URL('..', import.meta.url), { withFileTypes: true })
    .filter((each) => each.isDirectory() && each.name !== 'vocabulary' && each.name !== 'audit')
    .map(({ name }) => name)
  expect(experimentCatalog.map(({ id }) => id).toSorted()).toEqual(folders.sort())
})
