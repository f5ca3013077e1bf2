import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonText } from './json-text.js'

test('numbers that are not finite are strings that read back as them, all else is as JSON has it', () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY))
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.array(number)), (value) => {
      const read = JSON.parse(jsonText(value)) as Record<string, (number | string)[]>
      for (const [key, numbers] of Object.entries(value)) {
        for (const [i, each] of numbers.entries()) {
          const found = read[key]![i]!
          expect(typeof found).toBe(Number.isFinite(each) ? 'number' : 'string')
          // JSON knows no −0.
          expect(Number(found) + 0).toBe(each + 0)
        }
      }
    }),
    { seed: 1, numRuns: 200 },
  )
  expect(jsonText({ a: null, b: [true, 'x', 1.5], c: undefined })).toBe('{"a":null,"b":[true,"x",1.5]}')
})

test('no command prints JSON in another way', () => {
  const folder = dirname(fileURLToPath(import.meta.url))
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path))
  const printing = sources.filter((path) =>
    /terminal\.out\(\s*(?:\w+\.?json\s*\?\s*)?JSON\.stringify/.test(readFileSync(join(folder, path), 'utf8')),
  )
  expect(printing.filter((path) => !path.endsWith('.test.ts'))).toEqual([])
})
