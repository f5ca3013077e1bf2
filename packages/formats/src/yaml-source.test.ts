import type { Problem } from '@digon/messages'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidSpecError } from './invalid-spec.js'
import { readYaml } from './yaml-source.js'

test('YAML 1.2 and JSON give plain data', () => {
  expect(readYaml('a: [1, 0x10, .inf]\nb: { yes: no, c: "1" }\nd: ~\n', 'f').value).toEqual({
    a: [1, 16, Number.POSITIVE_INFINITY],
    b: { yes: 'no', c: '1' },
    d: null,
  })
  expect(readYaml('\uFEFF{"a": [1, {"b": "\\u0041"}]}', 'f').value).toEqual({ a: [1, { b: 'A' }] })
})

test('anchors and aliases give the same value twice', () => {
  expect(readYaml('a: &x {p: 1}\nb: *x\n', 'f').value).toEqual({ a: { p: 1 }, b: { p: 1 } })
})

/** Fields in the order written, and how a mapping spreads over them: as the merge keys of YAML 1.1 are defined. */
test('merge keys give what is not written beside them, the first of several mappings first', () => {
  const fields = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))
  fc.assert(
    fc.property(fields, fields, fields, fc.boolean(), (own, first, second, leading) => {
      const mapping = (names: readonly string[], value: number) => names.map((name) => `${name}: ${value}`)
      const merge = '<<: [*first, *second]'
      const inside = leading ? [merge, ...mapping(own, 1)] : [...mapping(own, 1), merge]
      const text = `x: &first {${mapping(first, 2)}}\ny: &second {${mapping(second, 3)}}\nz: {${inside.join(', ')}}\n`
      const as = (names: readonly string[], value: number) => Object.fromEntries(names.map((name) => [name, value]))
      const { z } = readYaml(text, 'f').value as { z: unknown }
      expect(z).toEqual({ ...as(second, 3), ...as(first, 2), ...as(own, 1) })
    }),
  )
  expect(readYaml('{"<<": 1}', 'f').value).toEqual({ '<<': 1 })
})

test('a text that says that it is YAML 1.2 is read, one of any other version refused where it says so', () => {
  expect(readYaml('%YAML 1.2\n---\na: 010\n', 'f').value).toEqual({ a: 10 })
  expect(readYaml('%YAML 1.2 # a comment\n---\na: "%YAML 1.1"\n', 'f').value).toEqual({ a: '%YAML 1.1' })
  const versions = fc.tuple(fc.nat(20), fc.nat(20)).filter(([major, minor]) => major !== 1 || minor !== 2)
  fc.assert(
    fc.property(versions, fc.constantFrom('', '# a comment\n', '\n'), ([major, minor], before) => {
      const line = before === '' ? 1 : 2
      const read = () => readYaml(`${before}%YAML ${major}.${minor}\n---\na: 010\n`, 'f')
      expect(read).toThrow(`f:${line}:1: %YAML ${major}.${minor}; expected YAML 1.2`)
    }),
  )
  expect(() => readYaml('%YAML\n---\na: 1\n', 'f')).toThrow(InvalidSpecError)
})

describe('a text that is no safe document is refused by line and column', () => {
  const bomb = Array.from({ length: 12 }, (_, i) => `l${i}: &l${i} [${i === 0 ? '1' : Array(9).fill(`*l${i - 1}`)}]`)
  const cases: readonly [what: string, text: string, message: string][] = [
    [
      'malformed',
      'a: 1\nb: [1, 2\nc: }',
      'f.yaml:3:1: Flow sequence in block collection must be sufficiently indented',
    ],
    ['indented by tabs', 'a:\n\t- b', 'f.yaml:2:1: Tabs are not allowed as indentation'],
    ['with a key twice', 'a: 1\nb: 2\na: 3\n', 'f.yaml:3:1: Map keys must be unique'],
    ['with a key twice, as JSON', '{"a": 1,\n "a": 2}', 'f.yaml:2:2: Map keys must be unique'],
    ['with code for a tag', 'a: !!js/function "f"', 'f.yaml:1:4: Unresolved tag: tag:yaml.org,2002:js/function'],
    ['with a tag of its own', 'a: !mine 1', 'f.yaml:1:4: Unresolved tag: !mine'],
    ['with a tag of YAML 1.1', 'a: !!binary aGVsbG8=', 'f.yaml:1:4: Unresolved tag: tag:yaml.org,2002:binary'],
    ['of two documents', '---\na: 1\n---\nb: 2\n', 'f.yaml:3:1: a second document; expected one'],
    ['with a merge key of a list of numbers', 'a: &a [1]\nb: { <<: *a }', 'f.yaml:2:6: invalid <<; expected a mapping'],
    ['with a merge key of a number', 'a:\n  <<: 1', 'f.yaml:2:3: invalid <<; expected a mapping'],
    ['with keys that are lists', '? [a, b]\n: 1', 'f.yaml:1:3: With stringKeys, all keys must be strings'],
    [
      'with an alias to nothing',
      'a: 1\nb: *x',
      'f.yaml:2:4: Unresolved alias (the anchor must be set before the alias): x',
    ],
    ['with aliases that multiply', bomb.join('\n'), 'f.yaml:2:10: Excessive alias count'],
    ['of brackets', '['.repeat(1e4), 'f.yaml:1:65: nested deeper than 64'],
    ['of block lists', '- '.repeat(1e4), 'f.yaml:1:129: nested deeper than 64'],
    ['of nested mappings', '{a: '.repeat(1e4), 'f.yaml:1:257: nested deeper than 64'],
    ['of explicit keys', '? '.repeat(1e4), 'f.yaml:1:129: nested deeper than 64'],
    [
      'longer than 10 million characters',
      'a'.repeat(1e7 + 1),
      'f.yaml:1:1: 10000001 characters; expected at most 10000000',
    ],
  ]
  test.each(cases)('%s', (_, text, message) => {
    expect(() => readYaml(text, 'f.yaml')).toThrow(message)
  })
})

describe('a problem is shown where its value stands', () => {
  const source = readYaml('model: &m\n  a: 1\n  list:\n    - x\n    - { y: 2 }\nother: *m\n', 'f')
  const at = (problem: Pick<Problem, 'path' | 'kind'>): string =>
    source.refuse([{ ...problem, found: 'x', expected: 'y' }]).message.split(': ')[0]!
  const values: readonly [path: Problem['path'], position: string][] = [
    [[], 'f:1:1'],
    [['model', 'a'], 'f:2:6'],
    [['model', 'list', 0], 'f:4:7'],
    [['model', 'list', 1, 'y'], 'f:5:12'],
    [['other', 'a'], 'f:2:6'],
    [['model', 'list', 1, 'y', 'deeper', 0], 'f:5:12'],
    [['model', 'missing'], 'f:2:3'],
  ]
  test.each(values)('%j: %s', (path, position) => {
    expect(at({ path })).toBe(position)
  })

  const names: readonly [path: Problem['path'], position: string][] = [
    [['model', 'a'], 'f:2:3'],
    [['other'], 'f:6:1'],
  ]
  test.each(names)('an unknown field at its name, %j: %s', (path, position) => {
    expect(at({ path, kind: 'unknown-field' })).toBe(position)
  })

  test('several problems are several lines, and the error lists them as data', () => {
    const error = source.refuse([
      { path: ['model', 'a'], found: '1', expected: '2' },
      { path: ['model', 'list', 1], found: 'an object', expected: 'text' },
    ])
    expect(error.message).toBe(
      'f:2:6: invalid model.a: 1; expected 2\nf:5:7: invalid model.list[1]: an object; expected text',
    )
    expect(error.problems[0]).toEqual({
      line: 2,
      column: 6,
      path: ['model', 'a'],
      message: 'invalid model.a: 1; expected 2',
    })
  })
})
