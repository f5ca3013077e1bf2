import { expect, test } from 'vitest'
import { digonSimulation } from './digon-simulation.js'

/** Midpoints of a grid on the square of both active, and the exact chances of the other cases. */
function byIntegration(probability: number) {
  const points = 400
  let [noise, signal] = [0, 0]
  for (let i = 0; i < points; i++) {
    for (let j = 0; j < points; j++) {
      const [first, second] = [(i + 0.5) / points, (j + 0.5) / points]
      const outputs = [Math.max(0, first - second), Math.max(0, second - first)] as const
      noise += ((outputs[0] - first) ** 2 + (outputs[1] - second) ** 2) / points ** 2
      signal += (outputs[0] ** 2 + outputs[1] ** 2) / points ** 2
    }
  }
  const both = probability ** 2
  return { noise: both * noise, signal: both * signal + (2 * probability * (1 - probability)) / 3 }
}

test.each([0.01, 0.3, 1])('noise and signal of a pair are their integrals, at p = %d', (probability) => {
  const { noise, signal, explained } = digonSimulation(probability)
  const expected = byIntegration(probability)
  expect(noise).toBeCloseTo(expected.noise, 5)
  expect(signal).toBeCloseTo(expected.signal, 5)
  expect(explained).toBeCloseTo(1 - (2 * probability) / (4 - 3 * probability), 12)
})

test('sparse features are simulated without noise, dense ones not at all', () => {
  expect(digonSimulation(1e-9).explained).toBeCloseTo(1, 8)
  expect(digonSimulation(1).explained).toBeCloseTo(-1, 12)
  for (const wrong of [-0.1, 1.1, Number.NaN]) expect(() => digonSimulation(wrong)).toThrow('invalid probability')
})
