import { matrixFromRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { phaseBoundary, phaseCandidates, phaseOptimum, phaseTriplePoint } from './phase-model.js'
import { reluLoss } from './relu-loss.js'

const variance = (p: number): number => p / 3 - (p * p) / 4

test('candidates have the closed-form losses, which are their exact losses', () => {
  const importance = fc.double({ min: 0.01, max: 100, noNaN: true })
  const probability = fc.double({ min: 0.001, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.constantFrom(1, 2), importance, probability, (hiddenSize, r, p) => {
      const closed = {
        'extra ignored': r * variance(p),
        'other ignored': variance(p),
        'extra in a digon': ((1 + r) * p * p) / 6,
        'others in a digon': (p * p) / 3,
      }
      const candidates = phaseCandidates({ hiddenSize, relativeImportance: r, probability: p })
      expect(candidates.length).toBe(hiddenSize + 2)
      for (const { name, model, loss } of candidates) {
        expect(Math.abs((loss * (hiddenSize + 1)) / closed[name] - 1)).toBeLessThan(1e-12)
        const features = { probability: p, importance: [...new Array<number>(hiddenSize).fill(1), r] }
        expect(Math.abs(reluLoss(model, features) / loss - 1)).toBeLessThan(1e-9)
      }
      for (const [k, { loss }] of candidates.entries()) {
        if (k > 0) expect(loss).toBeGreaterThanOrEqual(candidates[k - 1]!.loss)
      }
    }),
    { seed: 5, numRuns: 200 },
  )
})

test('superposition is best below the boundary, a single direction above it, and losses cross on it', () => {
  for (const hiddenSize of [1, 2] as const) {
    for (const relativeImportance of [0.01, 0.1, 0.5, 0.9, 1.1, 2, 10, 100]) {
      const boundary = phaseBoundary(hiddenSize, relativeImportance)
      const bestAt = (probability: number) => phaseCandidates({ hiddenSize, relativeImportance, probability })
      const above = relativeImportance < 1 ? 'extra ignored' : 'other ignored'
      const below = relativeImportance > 1 && hiddenSize === 2 ? 'others in a digon' : 'extra in a digon'
      expect(bestAt(boundary * 1.001)[0]!.name).toBe(above)
      expect(bestAt(boundary * 0.999)[0]!.name).toBe(below)
      const [first, second] = bestAt(boundary)
      expect(Math.abs(first!.loss / second!.loss - 1)).toBeLessThan(1e-12)
    }
  }
})

test('the phases meet at equal importance and p = 4/7', () => {
  const { relativeImportance, probability } = phaseTriplePoint
  expect([relativeImportance, probability]).toEqual([1, 4 / 7])
  for (const hiddenSize of [1, 2] as const) {
    expect(phaseBoundary(hiddenSize, 1)).toBeCloseTo(4 / 7, 15)
    const losses = phaseCandidates({ hiddenSize, relativeImportance, probability }).map(({ loss }) => loss)
    for (const loss of losses) expect(loss).toBeCloseTo(losses[0]!, 15)
  }
})

test('with one dimension the diagram is symmetric under r → 1/r, and p = .16 at r = .1 and 10', () => {
  expect(phaseBoundary(1, 0.1)).toBeCloseTo(0.16, 15)
  expect(phaseBoundary(1, 10)).toBeCloseTo(0.16, 15)
})

test('three features in a triangle of unit norms are never better than one digon and a dedicated one', () => {
  const triangle = [0, 1, 2].map((k) => [Math.cos((2 * Math.PI * k) / 3), Math.sin((2 * Math.PI * k) / 3)])
  for (const p of [0.01, 0.2, 0.6, 1]) {
    const loss =
      3 * reluLoss({ weights: matrixFromRows(triangle), bias: [0, 0, 0] }, { probability: p, importance: [1, 1, 1] })
    expect(loss).toBeCloseTo((3 / 8) * p ** 2 + p ** 3 / 8, 10)
    expect(loss).toBeGreaterThan((p * p) / 3)
  }
})

test.each([
  { r: 0.8, p: 0.9, first: 0.725, second: 0.687, loss: 0.08749 },
  { r: 1, p: 0.9, first: Math.SQRT1_2, second: Math.SQRT1_2, loss: 0.0975 },
  { r: 1, p: 0.5, first: 1.0488, second: -1.0488, loss: 0.08125 },
])('without bias the optimum at r = $r, p = $p is the published one', ({ r, p, first, second, loss }) => {
  const setting = { hiddenSize: 1, relativeImportance: r, probability: p } as const
  const { model, loss: found } = phaseOptimum(setting, { freeBias: false })
  expect(2 * found).toBeCloseTo(loss, 5)
  const [a, b] = model.weights.values
  expect(Math.abs(a!)).toBeCloseTo(first, 3)
  expect(b! * Math.sign(a!)).toBeCloseTo(second, 3)
  expect([...Array.from(model.bias)]).toEqual([0, 0])
})

test('without bias two equal features follow the closed forms of both phases', () => {
  for (const p of [0.1, 0.4, 0.5]) {
    const u = (8 - 5 * p) / (8 - 6 * p)
    const antipodal = ((2 * p) / 3) * (1 - p) * (1 - u) ** 2 + 2 * p * p * (1 / 3 - u / 4 + (u * u) / 12)
    const { loss } = phaseOptimum({ hiddenSize: 1, relativeImportance: 1, probability: p }, { freeBias: false })
    expect(2 * loss).toBeCloseTo(antipodal, 8)
  }
  for (const p of [0.6, 0.8]) {
    const { loss } = phaseOptimum({ hiddenSize: 1, relativeImportance: 1, probability: p }, { freeBias: false })
    expect(2 * loss).toBeCloseTo(variance(p), 8)
  }
})

test('with free biases no loss is above the theory of the candidates, and superposition reaches further', () => {
  for (const [relativeImportance, probability] of [
    [1, 0.6],
    [0.5, 0.3],
    [2, 0.3],
    [0.1, 0.05],
  ] as const) {
    for (const hiddenSize of [1, 2] as const) {
      const setting = { hiddenSize, relativeImportance, probability }
      expect(phaseOptimum(setting).loss).toBeLessThan(phaseCandidates(setting)[0]!.loss + 1e-9)
    }
  }
  // Above 4/7 the candidates say "ignored"; the exact optimum still is a digon of norm 0.869.
  const { model } = phaseOptimum({ hiddenSize: 1, relativeImportance: 1, probability: 0.6 })
  expect(model.weights.values[0]! * model.weights.values[1]!).toBeCloseTo(-(0.8687 ** 2), 2)
})

test('numbers out of range are named', () => {
  const setting = { hiddenSize: 1, relativeImportance: 1, probability: 0.5 } as const
  expect(() => phaseCandidates({ ...setting, probability: 1.2 })).toThrow('invalid probability: 1.2')
  expect(() => phaseCandidates({ ...setting, relativeImportance: -1 })).toThrow('invalid relativeImportance: -1')
  expect(() => phaseBoundary(1, Number.NaN)).toThrow('invalid relativeImportance: NaN')
})
