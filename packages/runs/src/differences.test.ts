import { expect, test } from 'vitest'
import { differencesInWords } from './differences.js'

const plan = {
  base: { steps: 100, model: { featureCount: 5 } },
  axes: [{ coordinates: [{ name: 'extra', values: [1, 2, 3] }] }],
  seed: 1,
}

test.each([
  [plan, { ...plan, seed: 2 }, 'seed 1 instead of 2'],
  [plan, { ...plan, base: { ...plan.base, model: { featureCount: 6 } } }, 'base.model.featureCount 5 instead of 6'],
  [
    plan,
    { ...plan, axes: [{ coordinates: [{ name: 'extra', values: [1, 2, 4] }] }] },
    'axes.0.coordinates.0.values 1 + 2 + 3 instead of 1 + 2 + 4',
  ],
  [{ values: Array(30).fill(1) }, { values: Array(20).fill(1) }, 'values 30 values instead of 20 values'],
  [plan, { ...plan, axes: [] }, 'axes 1 values instead of 0 values'],
  [{ a: 1 }, { b: { c: 2 } }, 'a 1 instead of none, b none instead of {"c":2}'],
  [{ a: [1] }, { a: { b: 1 } }, 'a 1 instead of {"b":1}'],
  [{ text: 'x'.repeat(99) }, { text: 'y' }, `text ${'x'.repeat(60)}… instead of y`],
  [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1 }, {}, /^a 1 instead of none, .*, e 1 instead of none, and 2 more$/],
  [plan, structuredClone(plan), ''],
])('%j and %j', (found, expected, words) => {
  const said = differencesInWords(found, expected)
  if (typeof words === 'string') expect(said).toBe(words)
  else expect(said).toMatch(words)
})
