import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensembleShape } from '@digon/model/bench'
import { expect, test } from 'vitest'
import { UsageError } from '../exit-code.js'
import type { MeasuredShape } from './bench-document.js'
import { type Baseline, compare, comparisonTable, readBaseline } from './compare.js'

const engine = (name: string, millisecondsPerStep: number, { threads = 1, version = '1' } = {}) => ({
  name,
  version,
  threads,
  millisecondsPerStep,
})

const before: Baseline = {
  machine: 'a machine, 2 threads, Node 20',
  shapes: [
    { name: '10 × (5, 2)', engines: [engine('wasm', 4), engine('wasm', 3, { threads: 2 }), engine('tfjs-wasm', 10)] },
  ],
}

function shape(...engines: ReturnType<typeof engine>[]): MeasuredShape {
  return { ...ensembleShape(10, 5, 2), engines: engines.map((time) => ({ ...time, ratio: 1 })) }
}

test('a speedup is time before over time now, for each engine with its threads', () => {
  const { times } = compare(before, { shapes: [shape(engine('wasm', 2), engine('wasm', 3, { threads: 2 }))] })
  expect(times.map(({ threads, speedup }) => [threads, speedup])).toEqual([
    [1, 2],
    [2, 1],
  ])
})

test('the load of the machine is taken out by stock tfjs, measured in both runs', () => {
  const { times } = compare(before, { shapes: [shape(engine('wasm', 8), engine('tfjs-wasm', 20))] })
  expect(times[0]).toMatchObject({ speedup: 0.5, speedupOverPeer: 1 })
})

test('another version of stock tfjs takes nothing out', () => {
  const { times } = compare(before, { shapes: [shape(engine('wasm', 8), engine('tfjs-wasm', 20, { version: '2' }))] })
  expect(times[0]).not.toHaveProperty('speedupOverPeer')
})

test('what the earlier run lacks is said', () => {
  const comparison = compare(before, { shapes: [shape(engine('pytorch', 8, { threads: 2 }))] })
  expect(comparison).toMatchObject({ times: [], onlyNow: ['10 × (5, 2): pytorch, 2 threads'] })
  expect(comparisonTable(comparison)).toContain('not in the earlier run: 10 × (5, 2): pytorch, 2 threads')
})

test.each([
  ['no JSON', 'no', 'it is not JSON'],
  ['another document', '{"experiments": []}', 'machine: '],
  [
    'a time that is none',
    JSON.stringify({ ...before, shapes: [{ name: 'a', engines: [engine('wasm', 0)] }] }),
    'shapes.0.engines.0.millisecondsPerStep: ',
  ],
])('%s is refused before anything is measured', async (_, text, reason) => {
  const file = join(mkdtempSync(join(tmpdir(), 'digon-baseline-')), 'before.json')
  writeFileSync(file, text)
  const refused = readBaseline(file)
  await expect(refused).rejects.toThrow(UsageError)
  await expect(refused).rejects.toThrow(`${file} is not a document of digon bench --json: ${reason}`)
})
