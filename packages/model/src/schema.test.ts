import { problemText } from '@digon/messages'
import { expect, test } from 'vitest'
import * as schema from './schema.js'

const { constant, flag, integerFrom, listOf, mapOf, numberWhere, oneOf, optional, record } = schema

/** What is wrong, as messages say it. */
function wrong(of: schema.Schema, value: unknown): readonly string[] {
  return schema.readValue(of, value).problems.map((problem) => problemText(problem, 'input'))
}

const point = record('an object with x', { x: numberWhere('a number ≥ 0', { minimum: 0 }), name: optional(flag) })

test('everything that is wrong is named, each with its place', () => {
  expect(wrong(listOf(point, 'a list'), [{ x: 1 }, { x: -1, nam: 3 }, 'x', {}])).toEqual([
    'invalid [1].x: -1; expected a number ≥ 0',
    'invalid [1].nam: an unknown field; expected name',
    'invalid [2]: "x"; expected an object with x',
    'invalid [3].x: nothing; expected a number ≥ 0',
  ])
})

test('bounds are those of the schema: both ends of integers, and excluded ends of numbers', () => {
  const whole = integerFrom(1, 9)
  const share = numberWhere('a share', { exclusiveMinimum: 0, exclusiveMaximum: 1 })
  expect([1, 9].flatMap((value) => wrong(whole, value))).toEqual([])
  expect([0, 10, 1.5, Number.NaN, '1'].map((value) => wrong(whole, value).length)).toEqual([1, 1, 1, 1, 1])
  expect(wrong(whole, 10)).toEqual(['invalid input: 10; expected an integer ≤ 9'])
  expect([0, 1, Number.POSITIVE_INFINITY, 0.5].map((value) => wrong(share, value).length)).toEqual([1, 1, 1, 0])
})

test('of several types the first that fits is meant; where none does, all are named', () => {
  const either = schema.anyOf('a number, or points', integerFrom(0), listOf(point, 'points'))
  expect(wrong(either, [{ x: 'a' }])).toEqual(['invalid [0].x: "a"; expected a number ≥ 0'])
  expect(wrong(either, true)).toEqual(['invalid input: true; expected a number, or points'])
})

test('records are told apart by their kind', () => {
  const circle = record('a circle', { kind: optional(constant('circle')), radius: integerFrom(1) })
  const square = record('a square', { kind: constant('square'), side: integerFrom(1) })
  const shape = schema.byKind('one of circle, square', circle, square)
  expect(wrong(shape, { radius: 1 })).toEqual([])
  expect(wrong(shape, { kind: 'square', radius: 1 })).toHaveLength(2)
  expect(wrong(shape, { kind: 'line' })).toEqual(['invalid kind: "line"; expected one of circle, square'])
})

test('what comes back is a copy, without fields that were undefined; typed arrays are not copied', () => {
  const values = schema.instanceOf(Float32Array)
  const all = record('all', { map: mapOf(listOf(values, 'lists'), 'a map'), mode: optional(oneOf('a', 'b')) })
  const given = { map: { x: [new Float32Array(1)] }, mode: undefined }
  const { value } = schema.readValue(all, given) as { value: typeof given }
  expect(value).toStrictEqual({ map: { x: [new Float32Array(1)] } })
  expect(value.map).not.toBe(given.map)
  expect(value.map.x).not.toBe(given.map.x)
  expect(value.map.x[0]).toBe(given.map.x[0])
})

test('a field of the name __proto__ is a field like any other', () => {
  const map = mapOf(integerFrom(0), 'a map')
  const { value } = schema.readValue(map, JSON.parse('{ "__proto__": 1 }'))
  expect(Object.keys(value as object)).toEqual(['__proto__'])
  expect(wrong(point, JSON.parse('{ "x": 1, "__proto__": {} }'))).toHaveLength(1)
})

test('the JSON Schema has types, bounds, required fields and descriptions', () => {
  expect(
    record('all', { n: schema.described(integerFrom(1, 3), 'how many'), on: optional(flag, 'default true') }).json,
  ).toEqual({
    type: 'object',
    properties: {
      n: { type: 'integer', minimum: 1, maximum: 3, description: 'how many' },
      on: { type: 'boolean', description: 'default true' },
    },
    required: ['n'],
    additionalProperties: false,
  })
})
