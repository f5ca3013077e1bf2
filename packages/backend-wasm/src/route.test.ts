import { defineEnsemble } from '@digon/model'
import type { AutoencoderEnsemble } from '@digon/model/engine'
import { expect, test } from 'vitest'
import { canTake, chooseRoute, expectedMicroseconds } from './route.js'

function ensemble(
  featureCount: number,
  hiddenSize: number,
  probability: number,
  batchSize = 1024,
): AutoencoderEnsemble {
  return defineEnsemble({
    model: { featureCount, hiddenSize },
    batchSize,
    members: { seed: 1, data: { kind: 'independent', probability } },
  }) as AutoencoderEnsemble
}

const chosen = (...size: Parameters<typeof ensemble>) => {
  const subject = ensemble(...size)
  return chooseRoute(subject, subject.members[0]!)
}

test('narrow models go by lanes, wide ones by tiles', () => {
  expect(chosen(5, 2, 1).tiled).toBe(false)
  expect(chosen(20, 5, 0.01).tiled).toBe(false)
  expect(chosen(80, 20, 1).tiled).toBe(true)
  expect(chosen(400, 8, 1).tiled).toBe(true)
})

test('inputs of wide models come by tiles, along lists, as entries, and by the Gram matrix, the sparser the later', () => {
  const routes = [1, 0.5, 0.2, 0.1, 0.01].map((probability) => chosen(400, 30, probability))
  expect(routes.map(({ inputs }) => inputs)).toEqual(['panels', 'panels', 'lists', 'entries', 'entries'])
  expect(routes.map(({ gram }) => gram)).toEqual([false, false, false, false, true])
})

test('a Gram matrix that no memory could hold is not chosen, however many samples it would serve', () => {
  expect(chosen(3000, 30, 0.001, 100_000).gram).toBe(false)
})

test('every choice is one that the kernels can take', () => {
  const subject = ensemble(30, 5, 0.01)
  for (const hiddenActivation of ['identity', 'relu'] as const) {
    for (const outputActivation of ['identity', 'relu', 'gelu'] as const) {
      for (const hiddenBias of [false, true]) {
        for (const hiddenSize of [5, 20]) {
          const model = { ...subject.model, hiddenActivation, outputActivation, hiddenBias, hiddenSize }
          expect(canTake(model, chooseRoute({ model, batchSize: 1024 }, subject.members[0]!))).toBe(true)
        }
      }
    }
  }
})

test('a wide dense member is expected to take longer than a sparse one, and both longer than a narrow one', () => {
  const cost = (...size: Parameters<typeof ensemble>) => {
    const subject = ensemble(...size)
    return expectedMicroseconds(subject, subject.members[0]!, chosen(...size))
  }
  expect(cost(400, 30, 1)).toBeGreaterThan(1.5 * cost(400, 30, 0.01))
  expect(cost(400, 30, 0.01)).toBeGreaterThan(10 * cost(20, 5, 1))
})
