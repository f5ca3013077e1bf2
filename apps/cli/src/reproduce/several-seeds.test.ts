import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'

/** `--seeds`: the same experiment from several seeds in one run, resumed after a stop, each seed as if alone. */

const experiment = 'geometric-transformations'
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digon-seeds-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Document {
  readonly seed: number
  readonly seeds?: number
  readonly experiments: readonly {
    readonly claims: readonly {
      readonly id: string
      readonly holds: boolean
      readonly measured: unknown
      readonly heldIn?: number
      readonly bySeed?: readonly { readonly seed: number; readonly holds: boolean; readonly measured: unknown }[]
    }[]
  }[]
  readonly holds: number
  readonly fails: number
}

const args = (out: string, ...more: string[]) => [
  'reproduce',
  experiment,
  '--jobs',
  '1',
  '--json',
  '--out',
  join(folder, out),
  ...more,
]
const reproduced = async (...command: string[]): Promise<{ document: Document; error: string }> => {
  const { out, error, code } = await digon(command)
  expect([0, 1], error).toContain(code)
  return { document: JSON.parse(out) as Document, error }
}
const record = (out: string) =>
  JSON.parse(readFileSync(join(folder, out, 'run.json'), 'utf8')) as { id: string; spec: object }
/** Folders of the tasks of a run that are finished. */
const finishedTasks = (out: string): string[] =>
  (readdirSync(join(folder, out), { recursive: true }) as string[])
    .filter((name) => basename(name) === 'task.json')
    .filter((name) => readFileSync(join(folder, out, name), 'utf8').includes('"status": "finished"'))
    .map(dirname)
const claimsOf = (document: Document) => document.experiments[0]!.claims

test('says of each claim in how many seeds it held; what describes the first seed is as without', {
  timeout: 120_000,
}, async () => {
  const alone = [await reproduced(...args('5', '--seed', '5')), await reproduced(...args('6', '--seed', '6'))]
  const [first, second] = alone.map(({ document }) => claimsOf(document))

  // Stopped as soon as the first seed is on disk: nothing of it is trained again.
  const stopped = new AbortController()
  const poll = setInterval(() => {
    if (existsSync(join(folder, 'both')) && finishedTasks('both').length > 0) stopped.abort()
  }, 5)
  const { code } = await digon(args('both', '--seed', '5', '--seeds', '2'), stopped.signal)
  clearInterval(poll)
  expect(code).toBe(130)

  const { document, error } = await reproduced(...args('both', '--seed', '5', '--seeds', '2'))
  expect(error).toMatch(/, seed 5: already trained/)
  expect(error).not.toMatch(/, seed 6: already trained/)
  expect(document).toMatchObject({
    seed: 5,
    seeds: 2,
    holds: alone[0]!.document.holds,
    fails: alone[0]!.document.fails,
  })
  for (const [index, { heldIn, bySeed, ...claim }] of claimsOf(document).entries()) {
    expect(claim).toEqual(first![index])
    expect(bySeed).toEqual(
      [first, second].map((claims, k) => {
        const { holds, measured } = claims![index]!
        return { seed: 5 + k, holds, measured }
      }),
    )
    expect(heldIn).toBe(bySeed!.filter(({ holds }) => holds).length)
  }
  const report = readFileSync(join(folder, 'both', 'report.html'), 'utf8')
  expect(report).toContain('<dd>5 to 6</dd>')
  expect(report).toContain('<td>2 of 2</td>')
  expect(record('5').spec).toMatchObject({ seed: 5, seeds: 1 })
  expect(record('5').id).not.toBe(record('both').id)
  expect(finishedTasks('both').map(dirname)).toContain(`seeds/6/${experiment}`)

  const again = await reproduced(...args('both', '--seed', '5', '--seeds', '2'))
  expect(claimsOf(again.document)).toEqual(claimsOf(document))
  expect(again.error).toMatch(/, seed 6: already trained/)
})

test('a run from one seed is the same run whether that is said or not', async () => {
  const { error, document } = await reproduced(...args('5', '--seed', '5', '--seeds', '1'))
  expect(error).toContain('already contains this run (finished)')
  expect(document).not.toHaveProperty('seeds')
  expect(claimsOf(document)[0]).not.toHaveProperty('heldIn')
})

test.each([
  ['0', '1'],
  ['1.5', '1'],
  ['five', '1'],
  ['1001', '1'],
  ['2', '9007199254740991'],
])('%s seeds from %s on are refused before anything is written', async (seeds, seed) => {
  const { code, error } = await digon(args('never', '--seeds', seeds, '--seed', seed))
  expect(code).toBe(2)
  expect(error).toContain('--seeds')
  expect(existsSync(join(folder, 'never'))).toBe(false)
})
