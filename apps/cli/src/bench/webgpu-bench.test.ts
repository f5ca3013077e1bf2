import { expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'
import { countDispatches } from './dispatch-counter.js'
import { webgpuShapes } from './webgpu-bench.js'
import { webgpuTable } from './webgpu-table.js'

test('members of (2, 1) go from 10 to 1,000, beside the two wider ensembles', () => {
  expect(webgpuShapes.map(({ name }) => name)).toEqual([
    '10 × (5, 2)',
    '10 × (20, 5)',
    '10 × (2, 1)',
    '100 × (2, 1)',
    '1000 × (2, 1)',
  ])
})

test('the table names the adapter, says that it is software, and divides the times', () => {
  const engine = (name: string, millisecondsPerStep: number, dispatchesPerStep?: number) => {
    return {
      name,
      version: '1',
      threads: 1,
      millisecondsPerStep,
      ratio: 1,
      ...(dispatchesPerStep && { dispatchesPerStep }),
    }
  }
  const table = webgpuTable({
    machine: 'a machine',
    threads: 2,
    peakMultiplyAddsPerSecond: 1e9,
    device: { description: 'SwiftShader, WebGPU', kind: 'software', limits: {} },
    shapes: [
      { ...webgpuShapes[0]!, engines: [engine('wasm', 1), engine('webgpu', 4, 3), engine('tfjs-webgpu', 50, 54)] },
    ],
    geometricMean: {},
  })
  expect(table).toContain('SwiftShader, WebGPU: software')
  expect(table.split('\n').at(-1)!.split(/ {2,}/)).toEqual(['10 × (5, 2)', '1', '4', '3', '50', '54', '12.5', '400'])
})

test('dispatches of all passes are counted until counting ends, and arrive', () => {
  const arrived: unknown[][] = []
  class Pass {
    dispatchWorkgroups(...given: unknown[]) {
      arrived.push(given)
    }
    dispatchWorkgroupsIndirect(...given: unknown[]) {
      arrived.push(given)
    }
  }
  const holder = globalThis as unknown as { GPUComputePassEncoder?: unknown }
  const before = holder.GPUComputePassEncoder
  holder.GPUComputePassEncoder = Pass
  try {
    const counter = countDispatches()
    new Pass().dispatchWorkgroups(3, 2)
    new Pass().dispatchWorkgroupsIndirect('buffer', 0)
    expect(counter.count()).toBe(2)
    counter.stop()
    new Pass().dispatchWorkgroups(1)
    expect(counter.count()).toBe(2)
    expect(arrived).toEqual([[3, 2], ['buffer', 0], [1]])
  } finally {
    holder.GPUComputePassEncoder = before
  }
})

test('a backend without a bench of its own is wrong usage, and so are peers beside it', async () => {
  expect(await digon(['bench', '--backend', 'wasm'])).toMatchObject({ code: 2 })
  expect((await digon(['bench', '--backend', 'wepgpu'])).error).toContain('did you mean webgpu?')
  expect(await digon(['bench', '--backend', 'webgpu', '--peers'])).toMatchObject({ code: 2 })
})
