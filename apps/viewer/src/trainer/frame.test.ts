import { evaluateSamples, reference } from '@digon/model'
import { expect, test } from 'vitest'
import { ensembleFor } from './ensemble.js'
import { frameOf } from './frame.js'

test('the exact losses are what the losses of many samples average to', async () => {
  for (const probability of [0.05, 1]) {
    const ensemble = ensembleFor({ seed: 1, probability })
    const session = await reference().open(ensemble)
    await session.advance(100)
    const facts = { step: 100, probability, importance: ensemble.members[0]!.importance, diverged: new Set([2]) }
    const frame = frameOf(await session.parameters(), facts)
    const { losses } = await evaluateSamples(session, ensemble, { sampleCount: 40_000 })
    for (const [restart, loss] of losses.entries()) {
      expect(Math.abs(frame.restarts[restart]!.loss / loss - 1)).toBeLessThan(0.03)
    }
    expect(frame.restarts.map(({ diverged }) => diverged)).toEqual([false, false, true, false])
  }
})

test('a frame holds the parameters of each restart', async () => {
  const ensemble = ensembleFor({ seed: 1, probability: 0.1 })
  const session = await reference().open(ensemble)
  const parameters = await session.parameters()
  const facts = { step: 0, probability: 0.1, importance: ensemble.members[0]!.importance, diverged: new Set<number>() }
  const { restarts } = frameOf(parameters, facts)
  expect(restarts.flatMap(({ weights }) => weights)).toEqual(Array.from(parameters.weights!.values))
  expect(restarts.map(({ bias }) => bias)).toEqual(Array(4).fill([0, 0, 0, 0, 0]))
})
