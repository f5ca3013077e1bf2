import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { writeNpy } from '@digon/formats'
import { afterAll, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'

/** Files made by numpy and torch; expected.json has the metrics that numpy computed. */
const folder = join(import.meta.dirname, '..', '..', '..', '..', 'packages', 'formats', 'fixtures', 'weights')
const out = mkdtempSync(join(tmpdir(), 'digon-foreign-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

interface Expected {
  readonly response?: readonly number[][]
  readonly dimensionality?: readonly number[][]
  readonly hiddenActivation?: string
  readonly options?: { readonly featuresAxis: 0 | 1 }
  readonly outputWeights?: unknown
  readonly weights?: number[][][]
  readonly dictionary?: unknown
  readonly refused?: string
}
const expected = Object.entries(
  JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, Expected>,
)
const axis = ({ options }: Expected): string[] => (options ? ['--features-axis', String(options.featuresAxis)] : [])

interface Analyzed {
  readonly reading: string
  readonly members: readonly {
    readonly features: readonly { readonly norm: number; readonly dimensionality: number; readonly response?: number }[]
    readonly neurons?: readonly unknown[]
  }[]
}

const models = expected.filter(([, { weights }]) => weights !== undefined)
test.each(models)('the metrics of %s are those that numpy computed', async (name, entry) => {
  const { code, out } = await digon(['analyze', join(folder, name), ...axis(entry), '--json'])
  expect(code).toBe(0)
  const { reading, members } = JSON.parse(out) as Analyzed
  expect(reading).toMatch(/^read W as \d+ features × \d+ dimensions, \d+ members?, from /)
  expect(members).toHaveLength(entry.weights!.length)
  for (const [member, { features, neurons }] of members.entries()) {
    for (const [i, { norm, dimensionality, response }] of features.entries()) {
      expect(response ?? norm ** 2).toBeCloseTo(entry.response![member]![i]!, 6)
      expect(dimensionality).toBeCloseTo(entry.dimensionality![member]![i]!, 6)
      expect(response !== undefined).toBe(entry.outputWeights !== undefined)
    }
    expect(neurons !== undefined).toBe(entry.hiddenActivation === 'relu')
  }
})

test.each(expected.filter(([, { refused }]) => refused !== undefined))(
  '%s is refused with exit code 2 and one sentence',
  async (name, { refused }) => {
    const { code, error } = await digon(['analyze', join(folder, name)])
    expect(code).toBe(2)
    expect(error).toContain(refused)
    expect(error.trim().split('\n')).toHaveLength(1)
  },
)

test.each(expected.filter(([, { dictionary }]) => dictionary !== undefined))(
  'the dictionary of %s is told in a few numbers',
  async (name) => {
    const { code, out } = await digon(['analyze', join(folder, name), '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ dictionary: { latents: 4, inputs: 3 } })
  },
)

test.skipIf(process.platform !== 'linux').each([
  ['an endless device', () => '/dev/zero'],
  [
    'a pipe',
    () => {
      const path = join(out, 'pipe')
      execFileSync('mkfifo', [path])
      return path
    },
  ],
  ['a folder', () => out],
])('%s is refused at once, in a sentence', async (_, make) => {
  const path = make()
  const began = performance.now()
  const { code, error } = await digon(['analyze', path])
  expect([code, error]).toEqual([2, expect.stringContaining(path)])
  expect(error).not.toContain('\n')
  expect(performance.now() - began).toBeLessThan(1000)
})

test('the judged model that computes absolute values represents all its features, two neurons each', async () => {
  const file = join(folder, '..', '..', '..', '..', 'examples', 'weights', 'absolute-value.safetensors')
  const { out } = await digon(['analyze', file])
  expect(out).toMatch(/Σ\|W⁺·V\|ᵢᵢ.*\n.*\n +0 +3 +3 .* 6 \/ 0 \/ 0 /)
  expect(out).toContain('W⁺ is W without its negative weights')
})

test('weights that are not finite are refused with their file and how it was read', async () => {
  const path = join(out, 'nan.npy')
  writeFileSync(path, writeNpy({ shape: [2, 2], values: Float64Array.of(1, 0, Number.NaN, 1) }))
  const { code, error } = await digon(['analyze', path, '--features-axis', '0'])
  expect([code, error]).toEqual([
    2,
    `error: ${path}: invalid weights[1, 0]: NaN; expected a finite number; read W as 2 features × 2 dimensions, 1 member, from array [2, 2] (as --features-axis says)`,
  ])
})

test('how a file was read stands above the table', async () => {
  const { out } = await digon(['analyze', join(folder, 'arena.pt')])
  expect(out.split('\n')[0]).toBe(
    'read W as 5 features × 2 dimensions, 2 members, from W [2, 2, 5] (by the length of the bias)',
  )
})

const figuresOf: readonly (readonly [file: string, figures: readonly string[]])[] = [
  ['arena.pt', ['vectors', 'gram', 'norms']],
  ['persian-rug.pt', ['vectors', 'decoder-vectors', 'gram', 'norms']],
  ['arena-neurons.pt', ['vectors', 'decoder-vectors', 'neurons', 'gram', 'norms']],
  ['spd-resid-mlp.pth', ['neurons', 'gram', 'norms']],
]
test.each(figuresOf)('plot draws of %s what the model computes: %s', async (name, figures) => {
  const {
    code,
    out: paths,
    error,
  } = await digon(['plot', join(folder, name), '--out', join(out, name), '--format', 'vl.json'])
  expect(code).toBe(0)
  expect(paths.split('\n').map((path) => basename(path, '.vl.json'))).toEqual(figures)
  expect(error).toMatch(/^read W as 5 features/)
})

test('the heat map of an untied model behind a ReLU is W⁺·V', async () => {
  const name = 'heimersheim.pt'
  await digon([
    'plot',
    join(folder, name),
    '--features-axis',
    '0',
    '--figure',
    'gram',
    '--format',
    'vl.json',
    '--out',
    join(out, 'p'),
  ])
  const text = readFileSync(join(out, 'p', 'gram.vl.json'), 'utf8')
  const { data } = JSON.parse(text) as { data: { values: { row: number; column: number[]; value: number[] }[] } }
  const response = expected.find(([file]) => file === name)![1].response![0]!
  const drawn = data.values.filter(({ value }) => value.some((number) => number !== 0))
  for (const [i, number] of response.entries()) {
    const strip = drawn.find(({ row, column }) => row === i && column.includes(i))
    expect(strip?.value[strip.column.indexOf(i)] ?? 0).toBeCloseTo(number, 1)
  }
  expect(text).toContain('W⁺·V')
})
