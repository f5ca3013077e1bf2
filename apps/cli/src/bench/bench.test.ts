import { type BenchEngine, ensembleShapes, ladderShapes } from '@digon/model/bench'
import { expect, test } from 'vitest'
import { geometricMeans, limits } from './bench.js'
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

test('one thread is compared with the peak, and with the least time of all stages', () => {
  const dense = ladderShapes[0]!
  // One millisecond a step is then exactly half the peak.
  const peak = 2 * 5 * 400 * 30 * 1024 * 1000
  const times = [
    { name: 'wasm', version: '1', threads: 1, millisecondsPerStep: 1 },
    { name: 'wasm', version: '1', threads: 2, millisecondsPerStep: 0.5 },
  ]
  const found = limits(dense, times, peak, [1])
  expect(found.shareOfPeak).toBeCloseTo(0.5, 12)
  const { millisecondsPerStep, reached, stages } = found.stageBound!
  expect(reached).toBe(millisecondsPerStep)
  expect(Object.values(stages).reduce((sum, time) => sum + time, 0)).toBeCloseTo(millisecondsPerStep, 12)
  expect(stages.outputs).toBeCloseTo(0.1, 12)
  expect(limits(dense, times, peak, [0.5]).shareOfPeak).toBeCloseTo(0.4, 12)
  expect(limits(dense, times.slice(1), peak, [1])).toEqual({})
  const shapes = measured.map((shape) => ({ ...shape, ...limits(shape, shape.engines, peak, [1]) }))
  const table = benchTable({
    machine: 'a machine',
    threads: 2,
    peakMultiplyAddsPerSecond: peak,
    shapes: shapes.slice(2),
    geometricMean: geometricMeans(measured),
  })
  expect(table).toMatch(/S = 0 +50 % +0\.\d+ +\d+ % +100 %/)
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
