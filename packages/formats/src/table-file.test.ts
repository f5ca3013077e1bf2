import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTable, type TableColumn, type TableRows, writeTable } from './index.js'
import { InvalidFileError } from './invalid-file.js'

const columns: readonly TableColumn[] = [
  { name: 'cell', type: 'integer' },
  { name: 'loss', type: 'number' },
  { name: 'shape', type: 'text' },
  { name: 'tied', type: 'boolean' },
]
const integer = fc.option(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }))
const number = fc.option(fc.double({ noNaN: true }))
const text = fc.option(fc.string())
const group = fc
  .array(fc.tuple(integer, number, text, fc.option(fc.boolean())), { minLength: 1, maxLength: 30 })
  .map(
    (rows): TableRows => Object.fromEntries(columns.map(({ name }, column) => [name, rows.map((row) => row[column]!)])),
  )

test('what is written in groups is read as one table, missing values and all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(group, { minLength: 1, maxLength: 4 }), async (groups) => {
      const table = await readTable(await writeTable(columns, groups), 'members.parquet')
      expect(table.columns).toEqual(columns)
      for (const { name } of columns) expect(table.rows[name]).toEqual(groups.flatMap((rows) => [...rows[name]!]))
    }),
    { seed: 20261128, numRuns: 60 },
  )
})

test('equal tables have equal bytes; a table without rows can be read', async () => {
  const rows = { cell: [1], loss: [0.5], shape: ['digon'], tied: [true] }
  expect(await writeTable(columns, [rows])).toEqual(await writeTable(columns, [rows]))
  expect((await readTable(await writeTable(columns, []), 'x')).rowCount).toBe(0)
})

test('a group that lacks a column, or has one of another length, is refused', async () => {
  await expect(writeTable(columns, [{ cell: [1] }])).rejects.toThrow(/invalid column loss: no values; expected 1/)
  const uneven = { cell: [1, 2], loss: [1], shape: ['a', 'b'], tied: [true, false] }
  await expect(writeTable(columns, [uneven])).rejects.toThrow(/invalid column loss: 1 values; expected 2/)
})

test('a file that was cut or changed anywhere is refused before it is parsed', async () => {
  const rows = { cell: [1, 2, 3], loss: [0.5, null, 2], shape: ['a', 'b', null], tied: [true, null, false] }
  const bytes = await writeTable(columns, [rows])
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice()
    changed[at]! ^= 1 + (at % 255)
    await expect(readTable(changed, 'members.parquet'), `byte ${at}`).rejects.toThrow(InvalidFileError)
    await expect(readTable(bytes.slice(0, at), 'members.parquet')).rejects.toThrow(InvalidFileError)
  }
})
