import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readNpz, readTable } from '@digon/formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'
import { InterruptedError } from '../terminal.js'

/** What the commands for sweeps say, write and end with; all in this process. Sweeps of several processes: `killed-sweep.test.ts`. */

const plan = `
model: { featureCount: 3, hiddenSize: 2 }
member: { data: { probability: 0.3 } }
axes:
  rate: { field: member.learningRate, values: [0.01, 0.1] }
  hidden: { field: model.hiddenSize, values: [1, 2] }
restarts: 2
seed: 1
batchSize: 16
steps: 20
evaluationSamples: 100
`

let folder: string
let planFile: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'digon-sweep-'))
  planFile = file('plan.yaml', plan)
  expect((await sweep('whole')).code).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const at = (name: string) => join(folder, name)
/** One job: this process trains. */
const sweep = (name: string, ...more: string[]) =>
  digon(['sweep', planFile, '--out', at(name), '--jobs', '1', '--backend', 'reference', ...more])
const json = (text: string) => JSON.parse(text) as Record<string, unknown>

describe('digon sweep', () => {
  test('leaves a table of every model, a picture, and says where', async () => {
    const { code, out, error } = await sweep('whole')
    expect([code, error]).toEqual([0, expect.stringContaining('(finished); nothing was trained')])
    expect(out).toContain('8 of 8 models trained')
    const { rows } = await readTable(readFileSync(at('whole/members.parquet')), 'members.parquet')
    expect(rows.status).toEqual(Array(8).fill('done'))
    expect(readdirSync(at('whole/figures'))).toEqual(['loss-over-rate-hidden.svg'])
    expect(readFileSync(at('whole/figures/loss-over-rate-hidden.svg'), 'utf8')).toContain('median of 2 restarts')
  })

  test('as a dry run writes nothing and says how many models, which first, and what they would take', async () => {
    const { code, out } = await digon([
      ...['sweep', planFile, '--out', at('never'), '--backend', 'reference', '--dry-run', '--json'],
    ])
    expect(code).toBe(0)
    expect(json(out)).toMatchObject({
      cells: 8,
      tasks: 2,
      seconds: expect.any(Number),
      memoryBytes: expect.any(Number),
      diskBytes: expect.any(Number),
      estimate: { seconds: expect.any(Number), memoryBytes: expect.any(Number), diskBytes: expect.any(Number) },
    })
    const { rows } = await readTable(readFileSync(at('whole/members.parquet')), 'members.parquet')
    const ids = (json(out).first as { id: string }[]).map(({ id }) => id)
    expect(ids, 'as in the table of the trained sweep').toEqual(
      [0, 1, 2, 3, 4].map((cell) => rows.id![rows.cell!.indexOf(cell)]),
    )
    expect((json(out).first as { coordinates: unknown }[])[1]).toMatchObject({
      index: 1,
      coordinates: { rate: 0.01, hidden: 1 },
      restart: 1,
    })
    expect(existsSync(at('never'))).toBe(false)
  })

  test('of the example is the plan of the phase diagram, in at most twelve lines', async () => {
    const example = fileURLToPath(new URL('../../../../examples/sweeps/phase-diagram.yaml', import.meta.url))
    expect(readFileSync(example, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(12)
    const { code, out } = await digon(['sweep', example, '--dry-run', '--json'])
    expect([code, json(out).cells]).toEqual([0, 30 * 30 * 5])
  })

  test('refuses a wrong plan with its place, before anything is made', async () => {
    const wrong = file('wrong.yaml', plan.replace('0.3', '1.3'))
    const { code, error } = await digon(['sweep', wrong, '--out', at('never')])
    expect(code).toBe(2)
    expect(error).toMatch(/wrong\.yaml:3:\d+: .*1\.3; expected a number from 0 to 1/)
    expect(existsSync(at('never'))).toBe(false)
  })

  test('refuses the folder of another plan, and says what differs', async () => {
    const other = file('other.yaml', plan.replace('seed: 1', 'seed: 2'))
    const { code, error } = await digon(['sweep', other, '--out', at('whole'), '--backend', 'reference'])
    expect([code, error]).toEqual([
      2,
      expect.stringMatching(/already holds another run .* made with plan\.seed 1 instead of 2;/),
    ])
  })

  test('ends with 1 when models diverge, with the others trained', async () => {
    const text = plan
      .replace('model: {', 'optimizer: { kind: sgd }\nmodel: { outputActivation: identity,')
      .replace('0.1]', '1.0e+30]')
    const { code, out } = await digon([
      'sweep',
      file('diverges.yaml', text),
      '--out',
      at('diverged'),
      '--jobs',
      '1',
      '--backend',
      'reference',
    ])
    expect([code, out]).toEqual([1, expect.stringContaining('8 of 8 models trained, 4 diverged')])
  })

  test('ends with 130 after Ctrl-C and 75 after SIGTERM, and the same command continues', async () => {
    for (const [signal, expected] of [
      ['SIGINT', 130],
      ['SIGTERM', 75],
    ] as const) {
      const { code } = await digon(
        ['sweep', planFile, '--out', at('stopped'), '--jobs', '1', '--backend', 'reference'],
        AbortSignal.abort(new InterruptedError(signal)),
      )
      expect(code).toBe(expected)
    }
    expect((await sweep('stopped')).code).toBe(0)
    expect(readFileSync(at('stopped/members.parquet'))).toEqual(readFileSync(at('whole/members.parquet')))
  })

  test('prints a job file instead of training, and refuses shards without one', async () => {
    const { code, out } = await digon(['sweep', planFile, '--emit', 'slurm', '--shards', '2'])
    expect([code, out]).toEqual([0, expect.stringContaining('#SBATCH --array=1-2')])
    const told = ['--backend', 'wasm', '--fail-fast', '--checkpoint-seconds', '60']
    const slurm = await digon(['sweep', planFile, '--emit', 'slurm', ...told])
    expect(slurm.out).toContain('--jobs 4 --backend wasm --fail-fast --checkpoint-seconds 60 &')
    const kubernetes = await digon(['sweep', planFile, '--emit', 'kubernetes', ...told])
    expect(kubernetes.out).toContain('"--backend", "wasm", "--fail-fast", "--checkpoint-seconds", "60"]')
    expect((await digon(['sweep', planFile, '--emit', 'slurm', '--shard', '1/2'])).code).toBe(2)
    expect((await digon(['sweep', planFile, '--shards', '2'])).code).toBe(2)
  })
})

describe('shards', () => {
  test('are complete by themselves; status counts the rest as missing, resume trains it', async () => {
    const { code, out } = await sweep('part', '--shard', '2/2')
    expect([code, out]).toEqual([0, expect.stringContaining('1 of 2 tasks are missing')])
    const before = statSync(at('part')).mtimeMs
    const status = await digon(['status', at('part'), '--json'])
    expect([status.code, json(status.out)]).toEqual([
      75,
      expect.objectContaining({
        ...{ total: 8, cells: 8, done: 4, failed: 0, running: 0, pending: 4, missing: 4, tasksDone: 1 },
        ...{ workers: [], oldestRunningSeconds: null, secondsLeft: null },
      }),
    ])
    const { trainers } = json(status.out) as { readonly trainers: unknown }
    expect(trainers).toEqual([
      expect.objectContaining({ host: hostname(), backend: 'reference', arithmetic: 'float64', tasks: 1 }),
    ])
    expect(statSync(at('part')).mtimeMs).toBe(before)
    expect((await digon(['check', at('part')])).code).toBe(75)
    expect((await digon(['export', at('part'), '--to', 'csv', '--out', at('x.csv')])).code).toBe(2)
    expect((await digon(['resume', at('part'), '--jobs', '1'])).code).toBe(0)
    expect(readFileSync(at('part/members.parquet'))).toEqual(readFileSync(at('whole/members.parquet')))
    expect((await digon(['status', at('part')])).out).toContain('models: 8 of 8 done, 0 failed, 0 running, 0 missing')
  })

  test('merge to the whole; gaps are named and end with 75', async () => {
    await sweep('one', '--shard', '1/2')
    await sweep('two', '--shard', '2/2')
    const gap = await digon(['merge', at('one'), '--out', at('merged')])
    expect([gap.code, gap.out]).toEqual([75, expect.stringMatching(/missing: tasks\/00001, models 2 to 7/)])
    expect((await digon(['merge', at('one'), at('two'), '--out', at('merged')])).code).toBe(0)
    expect(readFileSync(at('merged/members.parquet'))).toEqual(readFileSync(at('whole/members.parquet')))
  })
})

describe('a finished sweep', () => {
  test('is exported as csv, npz and parquet, the same numbers in each', async () => {
    const { rows } = await readTable(readFileSync(at('whole/members.parquet')), 'members.parquet')
    for (const format of ['csv', 'npz', 'parquet']) {
      expect((await digon(['export', at('whole'), '--to', format, '--out', at(`table.${format}`)])).code).toBe(0)
    }
    const lines = readFileSync(at('table.csv'), 'utf8')
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','))
    const loss = lines[0]!.indexOf('loss')
    expect(lines.slice(1).map((line) => Number(line[loss]))).toEqual(rows.loss)
    expect([...readNpz(readFileSync(at('table.npz')), 'table.npz').loss!.values]).toEqual(rows.loss)
    expect(readFileSync(at('table.parquet'))).toEqual(readFileSync(at('whole/members.parquet')))
  })

  test('is drawn by what is asked: another metric, groups, axes that are held', async () => {
    const plot = (...more: string[]) => digon(['plot', at('whole'), '--out', at('pictures'), '--json', ...more])
    const [heat, curves] = [await plot('--metric', 'represented'), await plot('--group-by', 'hidden', '--best-of')]
    expect(JSON.parse(heat.out)).toEqual([at('pictures/represented-over-rate-hidden.svg')])
    expect(readFileSync(JSON.parse(curves.out)[0], 'utf8')).toContain('hidden = 2')
    const held = await plot('--where', 'hidden=2')
    expect(readFileSync(JSON.parse(held.out)[0], 'utf8')).toContain('4 of 8 models')
    const wrong = await plot('--metric', 'los')
    expect([wrong.code, wrong.error]).toEqual([2, expect.stringContaining('unknown metric: los')])
  })

  test('is drawn by the weights of its models, each shape by itself, with what was asked for and what differs', async () => {
    const plot = (...more: string[]) =>
      digon(['plot', at('whole'), '--out', at('models'), '--json', '--format', 'vl.json', ...more])
    const all = await plot('--members', 'all')
    expect(all.code, all.error).toBe(0)
    const files = (JSON.parse(all.out) as string[]).map((path) => basename(path, '.vl.json'))
    expect(files).toEqual(['gram-1-n3-m1', 'norms-1-n3-m1', 'vectors-2-n3-m2', 'gram-2-n3-m2', 'norms-2-n3-m2'])
    const one = JSON.parse((await plot('--members', '7', '--figure', 'vectors')).out) as string[]
    const figure = readFileSync(one[0]!, 'utf8')
    expect(figure).toContain('1 of 8 models')
    const { rows } = await readTable(readFileSync(at('whole/members.parquet')), 'members.parquet')
    const { data } = JSON.parse(figure) as { data: { values: { feature: number; hidden1: number; hidden2: number }[] } }
    for (const { feature, hidden1, hidden2 } of data.values) {
      expect(Math.hypot(hidden1, hidden2)).toBeCloseTo(Number(rows[`norm${feature}`]![7]), 6)
    }
    const wrong = await plot('--members', '8')
    expect([wrong.code, wrong.error]).toEqual([2, expect.stringContaining('the sweep has models 0 to 7')])
    expect((await plot('--members', '1', '--metric', 'loss')).error).toContain('leave out --metric and --group-by')
    expect((await plot('--members', '3-1')).error).toContain('numbers such as 0-4,17')
  })

  test('that was changed afterwards is found out', async () => {
    expect((await digon(['check', at('whole')])).code).toBe(0)
    await sweep('changed')
    const weights = at('changed/tasks/00001/weights.safetensors')
    const bytes = readFileSync(weights)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(weights, bytes)
    const { code, out } = await digon(['check', at('changed'), '--json'])
    expect([code, json(out)]).toEqual([
      1,
      expect.objectContaining({
        whole: false,
        problems: [expect.objectContaining({ path: 'tasks/00001/weights.safetensors' })],
      }),
    ])
  })
})

test('status and check know every kind of run; resume, merge and tables are for sweeps', async () => {
  const spec = file(
    'spec.yaml',
    'model: { featureCount: 3, hiddenSize: 1 }\nmembers: { seed: 1, data: { probability: 1 } }\nbatchSize: 4\nsteps: 4\n',
  )
  await digon(['train', spec, '--out', at('train'), '--backend', 'reference'])
  expect((await digon(['status', at('train')])).out).toMatch(
    /^train: finished; 1 of 1 started tasks are done\ntrained by: reference, float64, .*; 1 task$/,
  )
  expect((await digon(['check', at('train')])).code).toBe(0)
  for (const args of [
    ['resume', at('train')],
    ['merge', at('train'), '--out', at('x')],
    ['export', at('train'), '--to', 'parquet', '--out', at('x')],
  ]) {
    const { code, error } = await digon(args)
    expect([code, error]).toEqual([2, expect.stringMatching(/a sweep|no sweep/)])
  }
  expect((await digon(['plot', at('train'), '--metric', 'loss'])).error).toContain('is not a sweep')
})
