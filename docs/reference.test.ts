/** Reference pages say what the code says: fields of the specification, laws, metrics. `npx vitest run --project docs -u` writes what is printed. */
import { readFileSync } from 'node:fs'
import { checkLaw } from '@digon/data'
import { sweepPlanJsonSchema, trainSpecJsonSchema } from '@digon/formats'
import * as metrics from '@digon/metrics'
import { expect, test } from 'vitest'
import { type Schema, withTables } from './site/specification-tables.js'

const page = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

test('the tables of the specification are those of the schema', async () => {
  await expect(withTables(page('specification.md'), trainSpecJsonSchema() as Schema)).toMatchFileSnapshot(
    'specification.md',
  )
})

test('the JSON Schemas of the site are those that the code prints', async () => {
  const text = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`
  await expect(text(trainSpecJsonSchema())).toMatchFileSnapshot('schemas/train.json')
  await expect(text(sweepPlanJsonSchema())).toMatchFileSnapshot('schemas/sweep.json')
})

test('every kind of feature law is on the page of the specification', () => {
  let message = ''
  try {
    checkLaw({ kind: 'none of these' }, 3)
  } catch (error) {
    message = String(error)
  }
  const kinds = [...message.slice(message.indexOf('expected')).matchAll(/"([\w-]+)"/g)].map((match) => match[1]!)
  expect(kinds.length).toBeGreaterThanOrEqual(2)
  for (const kind of kinds) expect(page('specification.md')).toContain(`\`kind: ${kind}\``)
})

test('every metric has its formula, shape and source on the page of metrics', () => {
  const functions = Object.entries(metrics).filter(([, value]) => typeof value === 'function')
  expect(functions.length).toBeGreaterThan(15)
  const rows = page('metrics.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  for (const [name] of functions) {
    const row = rows.find(([, first]) => first!.startsWith(`\`${name}\``))
    expect(row, `${name} is not on the page`).toBeDefined()
    expect(
      row!.slice(1, -1).every((cell) => cell !== ''),
      name,
    ).toBe(true)
  }
})
