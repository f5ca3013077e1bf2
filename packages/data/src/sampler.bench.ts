import { bench, describe } from 'vitest'
import { compileLaw } from './compile-law.js'
import type { FeatureLaw, PlannedLaw } from './law.js'
import { philoxInto } from './philox.js'
import { createSampler } from './sampler.js'

const independent = (probability: number): PlannedLaw => ({ kind: 'independent', probability })

describe('one batch', () => {
  const shapes: readonly [string, FeatureLaw, number, number][] = [
    ['1024 × 2, p = 0.1', independent(0.1), 2, 1024],
    ['1024 × 400, p = 1', independent(1), 400, 1024],
    ['1024 × 400, p = 0.5', independent(0.5), 400, 1024],
    ['1024 × 400, p = 0.1', independent(0.1), 400, 1024],
    ['1024 × 400, p = 0.01', independent(0.01), 400, 1024],
    ['1024 × 400, p = 0.001', independent(0.001), 400, 1024],
    ['1024 × 400, exactly 40', { kind: 'exactly', activeCount: 40 }, 400, 1024],
    ['1024 × 1,000,000, p = 0.0001', independent(1e-4), 1_000_000, 1024],
    ['2 × 1,000,000, p = 0.1', independent(0.1), 1_000_000, 2],
  ]
  for (const [name, law, featureCount, sampleCount] of shapes) {
    const sampler = createSampler(law, { featureCount, seed: 7 })
    let step = 0
    bench(name, () => {
      sampler.sample(step++, sampleCount)
    })
  }
})

describe('one plan', () => {
  bench('400 features', () => {
    compileLaw(independent(0.01), 400)
  })
  bench('1,000,000 features', () => {
    compileLaw(independent(1e-4), 1_000_000)
  })
})

describe('philox', () => {
  const block = new Uint32Array(4)
  bench('1024 blocks of four words', () => {
    for (let counter = 0; counter < 1024; counter++) philoxInto(block, counter, 0, 0, 0, 1, 2)
  })
})
