import { defineEnsemble } from '@digon/model'
import type { AutoencoderEnsemble } from '@digon/model/engine'
import { expect, test } from 'vitest'
import { canTake, chooseRoute, expectedMicroseconds, type Route } from './choose-route.js'
import { recordedProbabilities, recordedRoutes } from './recorded-routes.test-support.js'

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

test('narrow models go by narrow kernels, others by the wide one', () => {
  expect(chosen(5, 2, 1).kernel).toBe('narrow')
  expect(chosen(20, 5, 0.01).kernel).toBe('narrow')
  expect(chosen(80, 20, 1).kernel).toBe('wide')
  expect(chosen(400, 8, 1).kernel).toBe('wide')
})

test('inputs of wide models come by tiles, along lists, as entries, and by the Gram matrix, the sparser the later', () => {
  const routes = [1, 0.5, 0.2, 0.1, 0.01].map((probability) => chosen(400, 30, probability))
  expect(routes.map(({ inputs }) => inputs)).toEqual(['panels', 'panels', 'lists', 'entries', 'entries'])
  expect(routes.map((route) => route.kernel === 'wide' && route.outputs === 'gram')).toEqual([
    false,
    false,
    false,
    false,
    true,
  ])
})

test('a Gram matrix that no memory could hold is not chosen, however many samples it would serve', () => {
  expect(chosen(3000, 30, 0.001, 100_000)).toMatchObject({ outputs: 'hidden' })
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

const kinds: Readonly<Record<string, object>> = {
  tied: {},
  untied: { tied: false },
  'hidden relu': { hiddenActivation: 'relu' },
  gelu: { outputActivation: 'gelu' },
}

/** As in the recorded routes. */
function letterOf(route: Route): string {
  if (route.kernel === 'wide' && route.outputs === 'gram') return 'G'
  const letter = route.inputs.slice(0, 1)
  return route.kernel === 'narrow' ? letter : letter.toUpperCase()
}

test.each(recordedRoutes)('the choice is the recorded one: %s', (line) => {
  const [, features, hidden, batch, kind, letters] = /^(\d+) x (\d+), batch (\d+), ([^:]+): (\w+)$/.exec(line)!
  const found = recordedProbabilities.map((probability) => {
    const subject = defineEnsemble({
      model: { featureCount: Number(features), hiddenSize: Number(hidden), ...kinds[kind!] },
      batchSize: Number(batch),
      members: { seed: 1, data: { probability } },
    }) as AutoencoderEnsemble
    return letterOf(chooseRoute(subject, subject.members[0]!))
  })
  expect(found.join('')).toBe(letters)
})
