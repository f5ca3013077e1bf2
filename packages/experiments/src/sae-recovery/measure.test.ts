import { matrixFromRows } from '@digon/matrix'
import type { Dictionary } from '@digon/model'
import { expect, test } from 'vitest'
import { pairOf } from './measure.js'

/** Six features at the corners of an octahedron; each latent reads and writes one, but for what the parent's subtracts. */
const corners = [1, -1].flatMap((sign) => [0, 1, 2].map((axis) => [0, 1, 2].map((k) => (k === axis ? sign : 0))))
const pair = { parent: 0, child: 1 }
const inputs = {
  // The second feature comes only with the first.
  features: {
    kind: 'hierarchy',
    probability: [0.25, 0.05, 0.05, 0.05, 0.05, 0.05],
    parents: [null, 0, null, null, null, null],
    values: { kind: 'constant', value: 1 },
  },
  directions: matrixFromRows(corners),
  activation: 'identity',
} as const

function dictionary(encoder: readonly (readonly number[])[]): Dictionary {
  return {
    form: 'standard',
    encoder: matrixFromRows(encoder),
    encoderBias: new Float64Array(6),
    decoder: matrixFromRows(corners),
    decoderBias: new Float64Array(3),
    subtractsDecoderBias: true,
  }
}

test('a feature’s latent is the one of its own sign, wherever it stands among the latents', () => {
  const others = dictionary(corners)
  const turned = matrixFromRows([...corners].reverse())
  const result = pairOf({ dictionary: { ...others, encoder: turned, decoder: turned }, inputs, seed: 1 }, pair)
  expect(result.degrees).toBeCloseTo(0, 10)
  expect(result.bisectorCosine).toBeCloseTo(Math.SQRT1_2, 10)
  expect(result.recovered).toBe(6)
  // Now and then the parent's antipode comes with it, and both latents are silent, with the child or without.
  expect(Math.abs(result.gap)).toBeLessThan(0.06)
})

test('a parent’s latent that subtracts the child has the gap and the ratio of absorption', () => {
  const rest = corners.slice(1)
  const { gap, encoderRatio } = pairOf({ dictionary: dictionary([[1, -1, 0], ...rest]), inputs, seed: 1 }, pair)
  expect(encoderRatio).toBe(-1)
  expect(gap).toBeGreaterThan(0.85)
})
