import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readNpz } from '@digon/formats'
import { pytorchReplayJson } from '@digon/model/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digon } from './command-line.test-support.js'

/** What each command says and writes when all goes well; the JSON documents are the ones that others rely on. */

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digon-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function json(args: readonly string[], code = 0): Promise<unknown> {
  const result = await digon([...args, '--json'])
  expect(result.code, result.error).toBe(code)
  return JSON.parse(result.out)
}

/** Every file below a folder with its hash; `run.json` and `task.json` without the fields that hold times and processes. */
function hashes(directory: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of readdirSync(directory, { recursive: true }) as string[]) {
    const path = join(directory, name)
    if (statSync(path).isDirectory()) continue
    let content: Buffer | string = readFileSync(path)
    if (name === 'run.json') {
      const { startedAt, finishedAt, seconds, secondsByPart, ...lasting } = JSON.parse(content.toString())
      expect([typeof startedAt, typeof finishedAt, typeof seconds]).toEqual(['string', 'string', 'number'])
      expect(typeof secondsByPart).toBe('object')
      content = JSON.stringify(lasting)
    } else if (basename(name) === 'task.json') {
      const { seconds, worker, ...lasting } = JSON.parse(content.toString())
      expect([typeof seconds, typeof worker]).toEqual(['number', 'string'])
      content = JSON.stringify(lasting)
    }
    found[name] = createHash('sha256').update(content).digest('hex')
  }
  return found
}

const spec = `
model: { featureCount: 6, hiddenSize: 2 }
shared: { data: { probability: 0.3 } }
members: { count: 3, seed: SEED }
batchSize: 64
steps: 40
`

test('list gives id, title, section and presets of every experiment', async () => {
  const list = (await json(['list'])) as { id: string; title: string; section: string; presets: string[] }[]
  expect(list.map(({ id }) => id)).toEqual(expect.arrayContaining(['intro', 'demonstration']))
  for (const entry of list) {
    expect(Object.keys(entry).sort()).toEqual(['id', 'presets', 'section', 'title'])
    expect(entry.presets).toContain('quick')
  }
})

test('backends says of each whether it runs here, and on what or why not', async () => {
  const backends = (await json(['backends'])) as {
    name: string
    available: boolean
    reason?: string
    device?: object
  }[]
  expect(backends.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['wasm', 'tfjs-wasm', 'tfjs-cpu', 'reference']),
  )
  for (const { available, reason, device } of backends)
    expect(typeof (available ? device : reason)).not.toBe('undefined')
})

test('replay repeats the recorded PyTorch steps and says how far off it is', async () => {
  const recording = file('replay.json', pytorchReplayJson)
  const { backend, cases } = (await json(['replay', recording, '--backend', 'reference'])) as {
    backend: string
    cases: { name: string; supported: boolean; relativeError: Record<string, number>; holds: boolean }[]
  }
  expect(backend).toBe('reference')
  expect(cases.length).toBe(18)
  for (const { supported, relativeError, holds } of cases) {
    expect([supported, holds]).toEqual([true, true])
    for (const quantity of ['losses', 'gradients', 'parameters']) expect(relativeError[quantity]).toBeLessThan(1e-9)
  }
})

test('replay ends with 1 when a recorded number is not met', async () => {
  const changed = JSON.parse(pytorchReplayJson) as { cases: { members: { expected: { losses: number[] } }[] }[] }
  changed.cases[0]!.members[0]!.expected.losses[2]! *= 1.001
  const { cases } = (await json(
    ['replay', file('off.json', JSON.stringify(changed)), '--backend', 'reference'],
    1,
  )) as {
    cases: { holds: boolean }[]
  }
  expect(cases.map(({ holds }) => holds)).toEqual([false, ...Array(17).fill(true)])
})

test('sample writes compressed rows whose statistics are those that were asked', async () => {
  const law = file('law.yaml', 'featureCount: 50\nprobability: 0.1\nvalues: { kind: signed }\n')
  const out = join(folder, 'samples.npz')
  const facts = (await json(['sample', law, '--samples', '20000', '--seed', '7', '--out', out])) as {
    statistics: { quantity: string; asked: number; realised: number; standardError: number; deviation: number }[]
  }
  expect(facts.statistics[0]!.quantity).toBe('active features per sample')
  const fields = ['quantity', 'asked', 'realised', 'standardError', 'deviation']
  expect(Object.keys(facts.statistics[0]!)).toEqual(fields)
  expect(facts.statistics[0]!.asked).toBeCloseTo(5, 10)
  for (const { deviation } of facts.statistics) expect(Math.abs(deviation)).toBeLessThan(5)
  const { offsets, features, values, shape } = readNpz(readFileSync(out), 'samples.npz')
  expect([...shape!.values]).toEqual([20000, 50])
  expect(offsets!.values.length).toBe(20001)
  expect(features!.values.length).toBe(offsets!.values.at(-1))
  expect(values!.values.length).toBe(features!.values.length)
  expect(features!.values.length / 20000).toBeCloseTo(facts.statistics[0]!.realised, 10)
})

test('the same training twice into two folders gives the same bytes, another seed others', async () => {
  const one = file('one.yaml', spec.replace('SEED', '1'))
  const two = file('two.yaml', spec.replace('SEED', '2'))
  for (const [path, out] of [
    [one, 'a'],
    [one, 'b'],
    [two, 'c'],
  ] as const) {
    await json(['train', path, '--backend', 'wasm', '--out', join(folder, out)])
  }
  expect(hashes(join(folder, 'a'))).toEqual(hashes(join(folder, 'b')))
  expect(hashes(join(folder, 'c'))['weights.safetensors']).not.toBe(hashes(join(folder, 'a'))['weights.safetensors'])
})

test('analyze sees the same in a run and in its weights file', async () => {
  const fromRun = (await json(['analyze', join(folder, 'a')])) as { members: Record<string, unknown>[] }
  expect(await json(['analyze', join(folder, 'a', 'weights.safetensors')])).toEqual(fromRun)
  expect(fromRun.members.length).toBe(3)
  for (const member of fromRun.members) {
    expect(member).toMatchObject({
      represented: expect.any(Number),
      frobeniusSquared: expect.any(Number),
      dimensionsPerFeature: expect.any(Number),
    })
    const features = member.features as Record<string, number>[]
    expect(features.length).toBe(6)
    expect(Object.keys(features[0]!).sort()).toEqual(['bias', 'dimensionality', 'interference', 'norm'])
    expect(features.reduce((sum, { norm }) => sum + norm! ** 2, 0)).toBeCloseTo(member.frobeniusSquared as number, 6)
  }
})

test('plot draws a training run in every format', async () => {
  const out = join(folder, 'figures')
  for (const format of ['svg', 'png', 'vl.json']) {
    const paths = (await json(['plot', join(folder, 'a'), '--format', format, '--out', out])) as string[]
    expect(paths.map((path) => path.slice(out.length + 1).split('.')[0])).toEqual(['vectors', 'loss', 'gram', 'norms'])
    for (const path of paths) expect(statSync(path).size).toBeGreaterThan(500)
  }
})

test('a run of schema version 1 is analyzed and plotted, and not trained into', async () => {
  const run = fileURLToPath(new URL('../../../packages/runs/fixtures/version-1/train', import.meta.url))
  const { members } = (await json(['analyze', run])) as { members: { represented: number }[] }
  expect(members.map(({ represented }) => represented)).toEqual([3, 3])
  const paths = (await json(['plot', run, '--out', join(folder, 'version-1')])) as string[]
  expect(paths.map((path) => basename(path))).toEqual(['vectors.svg', 'loss.svg', 'gram.svg', 'norms.svg'])
  const { code, error } = await digon(['train', file('any.yaml', spec.replace('SEED', '1')), '--out', run])
  expect(code).toBe(2)
  expect(error).toContain('already holds a run of an earlier version of Digon, which can only be read')
})

test('train with stages in the spec file: a wrong one is refused by line and column, a right one trained', async () => {
  const stages = 'stages:\n  - { fromStep: 20, set: { members: { data: { probability: 0.05 } } } }\n'
  const staged = spec.replace('SEED', '1') + stages
  const wrong = await digon(['train', file('wrong.yaml', staged.replace('0.05', '5')), '--out', join(folder, 'never')])
  expect(wrong.code).toBe(2)
  expect(wrong.error).toMatch(/wrong\.yaml:8:\d+: invalid stages\[0\]\.set\.members\.data\.probability: 5; expected/)
  await json(['train', file('staged.yaml', staged), '--backend', 'wasm', '--out', join(folder, 'staged')])
  const [one, two] = [hashes(join(folder, 'a')), hashes(join(folder, 'staged'))]
  expect(two['checkpoints/20.safetensors']).toBe(one['checkpoints/20.safetensors'])
  expect(two['checkpoints/24.safetensors']).not.toBe(one['checkpoints/24.safetensors'])
})

test('reproduce intro: trained, judged, written whole, and recognized when asked again', {
  timeout: 180_000,
}, async () => {
  const out = join(folder, 'intro')
  const args = ['reproduce', 'intro', '--seed', '3', '--jobs', '1', '--out', out]
  const document = (await json(args)) as {
    seed: number
    preset: string
    backend: string
    seconds: number
    experiments: { id: string; seconds: number; claims: Record<string, unknown>[]; figures: string[] }[]
    holds: number
    fails: number
  }
  expect(document).toMatchObject({ seed: 3, preset: 'quick', backend: 'wasm', fails: 0 })
  const [intro] = document.experiments
  expect(document.holds).toBe(intro!.claims.length)
  for (const claim of intro!.claims) {
    expect(claim).toMatchObject({
      id: expect.stringMatching(/^intro\//),
      statement: expect.any(String),
      kind: expect.stringMatching(/^(paper|mathematics|self-check)$/),
      measures: expect.any(String),
      source: expect.any(String),
      tolerance: expect.anything(),
      holds: true,
    })
    for (const field of ['expected', 'measured']) expect(claim).toHaveProperty(field)
    for (const field of ['control', 'explanation']) expect(claim).not.toHaveProperty(field)
    expect(claim.id).toMatch(/^intro\//)
  }
  for (const path of intro!.figures) {
    expect(isAbsolute(path)).toBe(true)
    expect(statSync(path).size).toBeGreaterThan(500)
  }
  const report = readFileSync(join(out, 'report.html'), 'utf8')
  expect(report).not.toMatch(/(?:src|href)="(?!data:|#|https:\/\/transformer-circuits\.pub\/)/)
  expect(report).not.toContain('<script')
  const before = hashes(out)
  const again = (await json(args)) as typeof document
  expect(again.experiments[0]!.claims).toEqual(intro!.claims)
  expect(hashes(out)).toEqual(before)
})
