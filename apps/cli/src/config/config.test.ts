import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, Option } from '@commander-js/extra-typings'
import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'
import { integerOption } from '../options.js'
import { addConfig } from './add-config.js'

/** Defaults of options from a file. Every test has a current folder of its own. */

const parent = mkdtempSync(join(tmpdir(), 'digon-config-'))
const first = process.cwd()
let count = 0
beforeEach(() => {
  const folder = join(parent, String(count++))
  mkdirSync(folder)
  process.chdir(folder)
})
afterEach(() => process.chdir(first))
afterAll(() => rmSync(parent, { recursive: true, force: true }))

const theory = ['theory', 'polygons', '--json']
const corners = (out: string) => (JSON.parse(out) as readonly unknown[]).length

describe('a config file in the current folder', () => {
  test.each([
    ['digon.yaml', 'theory: { polygons: { up-to: 4 } }  # two of them\n'],
    ['digon.yml', 'theory:\n  polygons:\n    up-to: 4\n'],
    ['digon.json', '{ "theory": { "polygons": { "up-to": 4 } } }'],
  ])(
    'named %s gives an option its value, is named on stderr and in the help, and the command line wins',
    async (name, text) => {
      writeFileSync(name, text)
      const { code, out, error } = await digon(theory)
      expect([code, corners(out), error]).toEqual([0, 2, `from ${name}: --up-to`])
      const told = await digon([...theory, '--up-to', '5'])
      expect([corners(told.out), told.error]).toEqual([3, ''])
      expect((await digon(['--help'])).out).toContain(`Defaults of options are read from ${name}.`)
    },
  )

  test('is not read where another is named, and may give what a command cannot do without', async () => {
    writeFileSync('digon.yaml', 'theory: { polygons: { up-to: 4 } }')
    writeFileSync('other.yaml', 'theory: { linear: { features: 4, hidden: 2, probability: 0.5, json: true } }')
    const { code, out, error } = await digon(['theory', 'linear', '--config', 'other.yaml', '--hidden', '1'])
    expect([code, error]).toEqual([0, 'from other.yaml: --features, --probability, --json'])
    expect(JSON.parse(out)).toMatchObject([{ learned: 1 }])
    expect((await digon(['theory', 'linear'])).error).toContain("required option '--features <n>' not specified")
  })

  test('is told of as missing by the help', async () => {
    const { out } = await digon(['--help'])
    expect(out).toContain(
      'Defaults of options are read from digon.yaml or digon.yml or digon.json in this folder, which',
    )
    writeFileSync('digon.yaml', '')
    writeFileSync('digon.json', '{}')
    expect((await digon(['--help'])).out).toContain('this folder has digon.yaml and digon.json; keep one of them')
    expect((await digon(['list'])).code).toBe(2)
  })
})

test('the file that the README shows is one', async () => {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8')
  writeFileSync('digon.yaml', /```yaml\n(.*?)```/s.exec(readme)![1]!)
  const { code, out, error } = await digon(theory)
  expect([code, corners(out), error]).toEqual([0, 6, 'from digon.yaml: --up-to'])
})

test.each([
  ['an unknown command', 'trains: { backend: wasm }', '1:1: invalid trains: an unknown field; expected train'],
  ['an unknown option', 'train:\n  bakcend: wasm', '2:3: invalid train.bakcend: an unknown field; expected backend'],
  ['an option by its name in JavaScript', 'train: { checkpointSeconds: 3 }', 'expected checkpoint-seconds'],
  ['another value', 'reproduce: { seed: -1 }', '1:20: invalid reproduce.seed: -1; expected an integer ≥ 0'],
  ['another choice', 'reproduce: { preset: fast }', 'reproduce.preset: "fast"; expected one of quick, paper'],
  ['a text for yes or no', 'list: { json: "yes" }', '1:15: invalid list.json: "yes"; expected true or false'],
  ['a list', 'train: { backend: [wasm] }', 'invalid train.backend: an array of 1; expected a text or a number'],
  ['no options', 'train: wasm', '1:8: invalid train: "wasm"; expected options with their values'],
  ['no commands', '- train', '1:1: invalid file: an array of 1; expected commands, each with its options'],
  ['a module as an engine', 'train: { backend: ./engine.mjs }', 'expected no module, as modules are code'],
  ['a module as a fault', 'audit: { fault: fault }', 'name it on the command line, --fault fault'],
  ['a command of ours alone', 'work-process: {}', 'invalid work-process: an unknown field'],
])('%s is refused with file, line, field and what would be right, whatever the command', async (_, text, message) => {
  writeFileSync('digon.yaml', text)
  const { code, error } = await digon(['list'])
  expect([code, error]).toEqual([2, expect.stringMatching(/^error: digon\.yaml:\d+:\d+: invalid /)])
  expect(error).toContain(message)
  expect((await digon(['list', '--help'])).code).toBe(0)
})

test.each([
  ['digon.config.mjs', 'is code, and a config file holds data only'],
  ['digon.ts', 'is code'],
  ['digon.toml', 'expected a file that ends in .yaml, .yml, .json'],
  ['missing.yaml', 'missing.yaml'],
])('a config file named %s is refused by its name', async (name, message) => {
  const { code, error } = await digon(['list', '--config', name])
  expect([code, error]).toEqual([2, expect.stringContaining(message)])
})

test('whatever options a command has, its values are those of the command line, then of the file, then its defaults', async () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 1e6 }), fc.stringMatching(/^[a-z][a-z ]{0,8}[a-z]$/))
  const option = fc.record(
    {
      kind: fc.constantFrom('flag', 'text', 'integer', 'choice'),
      isRequired: fc.boolean(),
      default: fc.constantFrom('none', 'some'),
      inFile: value,
      onLine: value,
    },
    { requiredKeys: ['kind', 'isRequired', 'default'] },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(option, { maxLength: 6 }), async (options) => {
      const as = (kind: string, given: string | number) =>
        kind === 'integer'
          ? Number.parseInt(`0${given}`, 10)
          : kind === 'choice'
            ? ['one', 'two'][`${given}`.length % 2]!
            : `${given}`
      const program = new Command().exitOverride()
      let found: unknown
      const command = program.command('do').action((each) => {
        found = { ...(each as object) }
      })
      const expected: Record<string, unknown> = {}
      const file: Record<string, unknown> = {}
      const line: string[] = []
      for (const [index, { kind, isRequired, default: by, inFile, onLine }] of options.entries()) {
        const name = `option-${index}`
        const made = new Option(kind === 'flag' ? `--${name}` : `--${name} <x>`)
        if (kind === 'integer') made.argParser(integerOption(0))
        if (kind === 'choice') made.choices(['one', 'two'])
        const attribute = `option${index}`
        if (kind !== 'flag' && by === 'some') {
          made.default('a default')
          expected[attribute] = 'a default'
        }
        if (kind !== 'flag' && (inFile ?? onLine) !== undefined) made.makeOptionMandatory(isRequired)
        command.addOption(made)
        if (inFile !== undefined) {
          expected[attribute] = file[name] = kind === 'flag' ? true : as(kind, inFile)
        }
        if (onLine !== undefined) {
          expected[attribute] = kind === 'flag' ? true : as(kind, onLine)
          line.push(`--${name}`, ...(kind === 'flag' ? [] : [`${expected[attribute]}`]))
        }
      }
      writeFileSync('digon.json', JSON.stringify({ do: file }))
      const terminal = { out: () => undefined, error: () => undefined, signal: new AbortController().signal }
      const args = ['do', ...line]
      addConfig(program, args, terminal)
      await program.parseAsync(args, { from: 'user' })
      expect(found).toEqual(expected)
    }),
    { numRuns: 200 },
  )
})
