import { type BenchEngine, ensembleShapes, ladderShapes } from '@digon/model/bench'
import { expect, test } from 'vitest'
import { geometricMeans, shareOfPeak } from './bench.js'
import type { MeasuredShape } from './bench-document.js'
import { benchTable } from './bench-table.js'
import { stockTfjsEngine } from './stock-tfjs-engine.js'

const measured: MeasuredShape[] = [
  {
    ...ensembleShapes[0]!,
    engines: [row('wasm', 1, 2), row('wasm', 2, 1), row('pytorch', 1, 8), row('pytorch', 2, 12)],
  },
  {
    ...ensembleShapes[1]!,
    engines: [row('wasm', 1, 2), row('wasm', 2, 1), row('pytorch', 1, 5), row('pytorch', 2, 2)],
  },
  { ...ladderShapes[0]!, engines: [row('wasm', 1, 1), row('pytorch', 1, 1000)] },
]

function row(name: string, threads: number, ratio: number): MeasuredShape['engines'][number] {
  return { name, version: '1', threads, millisecondsPerStep: ratio, ratio }
}

test('a peer counts with the better of its numbers of threads, over the ensembles only', () => {
  expect(Object.keys(geometricMeans(measured))).toEqual(['pytorch'])
  expect(geometricMeans(measured).pytorch).toBeCloseTo(Math.sqrt(8 * 2), 12)
})

test('the share of the peak is given for shapes of which every feature is always active, from one thread', () => {
  const dense = ladderShapes[0]!
  // One millisecond a step is then exactly half the peak.
  const peak = 2 * 5 * 400 * 30 * 1024 * 1000
  const times = [
    { name: 'wasm', version: '1', threads: 1, millisecondsPerStep: 1 },
    { name: 'wasm', version: '1', threads: 2, millisecondsPerStep: 0.5 },
  ]
  expect(shareOfPeak(dense, times, peak)).toEqual({ shareOfPeak: 0.5 })
  expect(shareOfPeak(ladderShapes[1]!, times, peak)).toEqual({})
  const shapes = measured.map((shape) => ({ ...shape, ...shareOfPeak(shape, shape.engines, peak) }))
  const table = benchTable({
    machine: 'a machine',
    threads: 2,
    peakMultiplyAddsPerSecond: peak,
    shapes,
    geometricMean: geometricMeans(measured),
  })
  expect(table).toContain('1 × (400, 30), S = 0, all active, on one thread: 50 % of the peak')
  expect(table).toContain('pytorch: 4.0 times as long as wasm')
})

test('the stock tfjs peer trains in a process of its own, and says which tfjs it is', async () => {
  const peer = (await stockTfjsEngine()) as BenchEngine
  expect(peer).toMatchObject({ name: 'tfjs-wasm', version: '4.22.0', threads: 1 })
  const stepper = await peer.open({ ...ensembleShapes[0]!, batchSize: 8 })
  const seconds = await stepper.run(3)
  await stepper.close()
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThan(60)
})
