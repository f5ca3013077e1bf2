import { ensembleShapes } from '@digon/model/bench'
import { expect, test } from 'vitest'
import { benchDocument, withRatios } from './bench-document.js'
import { browserName } from './browser-facts.js'
import { threadCounts } from './thread-counts.js'

const time = (name: string, threads: number, millisecondsPerStep: number) => ({
  ...{ name, version: '1', threads, millisecondsPerStep },
})

test('ratios are over wasm with the most threads, and missing where it was not measured', () => {
  const times = [time('wasm', 1, 3), time('wasm', 4, 1.5), time('webgpu', 1, 6)]
  expect(withRatios(times).map(({ ratio }) => ratio)).toEqual([2, 1, 4])
  expect(withRatios([time('webgpu', 1, 6)])).toEqual([time('webgpu', 1, 6)])
})

test('the document says where it was measured, on which adapter, and what the shape is', () => {
  const engines = [
    { id: 'webgpu', name: 'webgpu', threads: 1, device: 'a GPU', kind: 'gpu' as const },
    { id: 'tfjs-webgpu', name: 'digon-tfjs-webgpu', threads: 1, reason: 'no adapter' },
  ]
  const facts = { userAgent: 'Mozilla/5.0 Gecko/20100101 Firefox/140.0', cores: 8, isolated: true }
  const shape = ensembleShapes[0]!
  const document = benchDocument(facts, engines, [{ shape: shape.name, engines: [time('webgpu', 1, 2)] }])
  expect(document).toMatchObject({ machine: 'Firefox 140.0, 8 threads', crossOriginIsolated: true, engines })
  expect(document.shapes).toEqual([
    {
      ...{ name: '10 × (5, 2)', members: 10, featureCount: 5, hiddenSize: 2, batchSize: 1024 },
      probabilities: shape.probabilities,
      engines: [time('webgpu', 1, 2)],
    },
  ])
})

test('browsers are known by name, also those that call themselves by several', () => {
  const chrome = 'Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/151.0.0.0 Safari/537.36'
  expect(browserName(chrome)).toBe('Chromium 151.0.0.0')
  expect(browserName(`${chrome} Edg/151.0.1`)).toBe('Edge 151.0.1')
  expect(browserName('Mozilla/5.0 AppleWebKit/605 (KHTML, like Gecko) Version/19.1 Safari/605')).toBe('Safari 19.1')
  expect(browserName('something else')).toBe('something else')
})

test('threads are doubled from one up to all cores', () => {
  expect([1, 2, 6, 8].map(threadCounts)).toEqual([[1], [1, 2], [1, 2, 4, 6], [1, 2, 4, 8]])
})
