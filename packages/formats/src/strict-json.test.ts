import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseStrictJson } from './strict-json.js'

const parse = (text: string, maximumDepth = 10): unknown =>
  parseStrictJson(text, { file: 'f', field: 'x', maximumDepth })

test('any JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      expect(parse(text)).toEqual(JSON.parse(text))
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('a key twice in one object is refused, the same key in two objects is not', () => {
  expect(() => parse('{"a":1,"b":{"a":1},"a" : 2}')).toThrow('f: invalid x: key "a" appears twice')
  expect(() => parse('[{"a":1},{"a":{"a":"a"}}]')).not.toThrow()
  expect(() => parse('{"\\"":1,"\\u0022":2}')).toThrow('appears twice')
})

test('strings that look like keys or brackets are strings', () => {
  expect(parse('{"a":["x:","a","[[[","\\"{"],"b":"a"}', 2)).toEqual({ a: ['x:', 'a', '[[[', '"{'], b: 'a' })
})

test('nesting is counted before anything is built', () => {
  expect(parse('[[{"a":1}]]', 3)).toEqual([[{ a: 1 }]])
  expect(() => parse('[[{"a":1}]]', 2)).toThrow('nested deeper than 2 at character 3')
})

test.each(['', '{', '{"a"', '"', '"\\', '{"a":1}}', '[1,]', 'nul'])(
  'malformed text %j is refused, not looped over',
  (text) => {
    expect(() => parse(text)).toThrow('f: invalid x: not JSON')
  },
)
