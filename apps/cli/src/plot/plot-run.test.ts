import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'
import { exitCode } from '../exit-code.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digon-plot-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
/** The run folder of such a spec, trained by the reference engine. */
async function trained(spec: object, expected: number = exitCode.done): Promise<string> {
  const file = join(folder, `${count++}.json`)
  const out = file.replace('.json', '')
  writeFileSync(file, JSON.stringify({ model: { featureCount: 3, hiddenSize: 2 }, batchSize: 4, ...spec }))
  const { code, error } = await digon(['train', file, '--backend', 'reference', '--out', out])
  expect(code, error).toBe(expected)
  return out
}

interface Specification {
  readonly title: string | { readonly text: string; readonly subtitle?: string | string[] }
  readonly data: { readonly values: readonly Record<string, number | string>[] }
}

/** The figures of a run by their names. */
async function plotted(
  run: string,
  ...options: string[]
): Promise<{ figures: Record<string, Specification>; error: string }> {
  const { code, out, error } = await digon(['plot', run, '--format', 'vl.json', '--json', ...options])
  expect(code, error).toBe(exitCode.done)
  const paths = JSON.parse(out) as string[]
  const read = (path: string) => [basename(path, '.vl.json'), JSON.parse(readFileSync(path, 'utf8'))]
  return { figures: Object.fromEntries(paths.map(read)), error }
}

const subtitleOf = ({ title }: Specification) =>
  typeof title === 'string' ? '' : [title.subtitle ?? []].flat().join('; ')

test('every panel has the importances of its own member, in whatever order members differ', async () => {
  const importance = fc.array(fc.constantFrom(1, 0.5, 0.25, 0.01), { minLength: 3, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(fc.array(importance, { minLength: 1, maxLength: 4 }), async (importances) => {
      const members = importances.map((each, seed) => ({ count: 1, seed, importance: each }))
      const run = await trained({ shared: { data: { probability: 0.5 } }, members, steps: 2 })
      const { figures } = await plotted(run)
      for (const { panel, feature, importance } of figures.vectors!.data.values) {
        expect(importance).toBe(importances[panel as number]![feature as number])
      }
      const falls = importances.every(([a, b, c]) => a! >= b! && b! >= c! && a! > c!)
      expect(JSON.stringify(figures.norms).includes('most important first')).toBe(falls)
    }),
    { seed: 1, numRuns: 8 },
  )
})

test('a figure without points is left out with a note, the others are drawn', async () => {
  for (const [spec, asked] of [
    [{ shared: { data: { probability: 0 } }, steps: 5 }, 'loss'],
    [{ shared: { data: { probability: 0.5 } }, steps: 0 }, 'loss'],
  ] as const) {
    const run = await trained({ ...spec, members: { count: 2, seed: 1 } })
    const { figures, error } = await plotted(run)
    expect(Object.keys(figures)).toEqual(['vectors', 'gram', 'norms'])
    expect(error).toContain(`figure ${asked} cannot be drawn: invalid series: no point that can be drawn`)
    const alone = await digon(['plot', run, '--figure', asked])
    expect(alone.code).toBe(exitCode.usage)
    expect(alone.error).toContain('no point that can be drawn')
    expect(alone.error).not.toContain('bug')
  }
})

test('figures go into the run unless another folder is named, and never over its own files', async () => {
  const run = await trained({ shared: { data: { probability: 0.5 } }, members: { count: 2, seed: 1 }, steps: 3 })
  const before = readdirSync(process.cwd())
  const { code, out } = await digon(['plot', run])
  expect(code).toBe(exitCode.done)
  for (const path of out.trim().split('\n')) {
    expect(path.startsWith(join(run, 'figures'))).toBe(true)
    expect(existsSync(path)).toBe(true)
  }
  expect(readdirSync(process.cwd())).toEqual(before)
  const elsewhere = join(folder, 'elsewhere')
  await plotted(run, '--out', elsewhere)
  expect(readdirSync(elsewhere)).toContain('loss.vl.json')
})

test('of very many models a picture says in itself how many it shows', async () => {
  const run = await trained({ shared: { data: { probability: 0.5 } }, members: { count: 1000, seed: 1 }, steps: 1 })
  const { figures } = await plotted(run)
  for (const name of ['vectors', 'gram', 'norms']) {
    expect(subtitleOf(figures[name]!)).toContain('the first 20 of 1,000 models')
    expect(new Set(figures[name]!.data.values.map(({ panel }) => panel)).size).toBe(20)
  }
  expect(figures.loss!.data.values).toHaveLength(1)
  expect(JSON.stringify(figures.loss)).toContain('all 1,000 members')
})

test('the members that are asked for are drawn, with the settings in which they differ from others', async () => {
  const run = await trained({
    shared: { data: { probability: 0.5 } },
    members: [
      { count: 2, seed: 1, learningRate: 0.01 },
      { count: 2, seed: 9, learningRate: 0.02 },
    ],
    steps: 2,
  })
  const { figures } = await plotted(run, '--members', '1-2')
  expect(subtitleOf(figures.vectors!)).toContain('2 of 4 models')
  expect(JSON.stringify(figures.vectors)).toContain(
    JSON.stringify(
      '[["member 1, p = 0.5 (S = 0.5)","learning rate 0.01"],["member 2, p = 0.5 (S = 0.5)","learning rate 0.02"]]',
    ).slice(1, -1),
  )
  const { code, error } = await digon(['plot', run, '--members', '4'])
  expect([code, error]).toEqual([exitCode.usage, expect.stringContaining('no member 4; members are 0 to 3')])
})

test('weights after stages are named by the probability of the last one', async () => {
  const run = await trained({
    shared: { data: { probability: 0.5 } },
    members: { count: 1, seed: 1 },
    steps: 4,
    stages: [{ fromStep: 2, set: { members: { data: { probability: 0.125 } } } }],
  })
  expect(JSON.stringify((await plotted(run)).figures.vectors)).toContain('member 0, p = 0.125 (S = 0.875)')
})

test('models that diverged do not hide the others: they are left out and counted, or drawn when there are no others', async () => {
  const wild = { count: 2, learningRate: 1e6 }
  const spec = { optimizer: { kind: 'sgd' }, shared: { data: { probability: 1 } }, steps: 30 }
  const some = await trained(
    {
      ...spec,
      members: [
        { ...wild, seed: 1 },
        { count: 1, seed: 9, learningRate: 0.01 },
      ],
    },
    1,
  )
  const { figures } = await plotted(some)
  expect(subtitleOf(figures.vectors!)).toContain('2 that diverged left out')
  expect(JSON.stringify(figures.vectors)).toContain('member 2, p = 1')
  expect(JSON.stringify(figures.vectors)).not.toContain('member 0')
  expect(subtitleOf(figures.loss!)).toContain('2 of 3 members diverged and were frozen')
  const all = await trained({ ...spec, members: { ...wild, seed: 1 } }, 1)
  expect(JSON.stringify((await plotted(all)).figures.vectors)).toMatch(/member 0, diverged at step \d+/)
})
