/** Every route by itself against the float64 reference, on random ensembles: evaluation with gradients, then 20 steps. */
import { createSampler } from '@digon/data'
import { type Backend, defineEnsemble, type Ensemble, type Parameters, reference } from '@digon/model'
import { anyModel, ensembles } from '@digon/model/test-support'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from './backend.js'
import { canTake, chooseRoute, type Route } from './choose-route.js'
import { wasmBackend } from './create-backend.js'

const forced: Readonly<Record<string, Route>> = {
  'narrow with entries': { kernel: 'narrow', inputs: 'entries' },
  'narrow with panels': { kernel: 'narrow', inputs: 'panels' },
  'wide with entries, back along live outputs': { kernel: 'wide', inputs: 'entries', outputs: 'hidden', tiledFrom: 2 },
  'wide with entries, tiled back': { kernel: 'wide', inputs: 'entries', outputs: 'hidden', tiledFrom: 0 },
  'wide with entries, each group its own way back': {
    kernel: 'wide',
    inputs: 'entries',
    outputs: 'hidden',
    tiledFrom: 0.5,
  },
  'wide with panels, back along live outputs': { kernel: 'wide', inputs: 'panels', outputs: 'hidden', tiledFrom: 2 },
  'wide with panels, tiled back': { kernel: 'wide', inputs: 'panels', outputs: 'hidden', tiledFrom: 0 },
  'wide with lists of active inputs': { kernel: 'wide', inputs: 'lists', outputs: 'hidden', tiledFrom: 0.5 },
  'wide by the Gram matrix': { kernel: 'wide', inputs: 'entries', outputs: 'gram', tiledFrom: 0.5 },
}

const steps = 20

/** Largest |a − b| / max |b| over the members of all tensors. */
function deviation(found: Parameters, expected: Parameters, members: number): number {
  let worst = 0
  for (const [name, { values }] of Object.entries(expected)) {
    const size = values.length / members
    for (let start = 0; start < values.length; start += size) {
      let difference = 0
      let largest = 0
      for (let index = start; index < start + size; index++) {
        difference = Math.max(difference, Math.abs(found[name]!.values[index]! - values[index]!))
        largest = Math.max(largest, Math.abs(values[index]!))
      }
      if (difference > 0) worst = Math.max(worst, difference / largest)
    }
  }
  return worst
}

async function outcome(backend: Backend, ensemble: Ensemble) {
  const session = await backend.open(ensemble)
  const batches = ensemble.members.map(({ data, seed }) => {
    if (data.kind === 'batches') throw new Error('expected a law')
    return createSampler(data, { featureCount: ensemble.model.featureCount, seed, purpose: 2 }).sample(7, 29)
  })
  const evaluation = await session.evaluate(batches, { gradients: true })
  const progress = await session.advance(steps)
  const parameters = await session.parameters()
  await session.dispose()
  return { evaluation, progress, parameters }
}

describe.each(Object.entries(forced))('by %s', (_, wanted) => {
  const backend = wasmBackend({
    ...defaultSettings(),
    threads: 1,
    chooseRoute: (question, member) => (canTake(question.model, wanted) ? wanted : chooseRoute(question, member)),
  })

  test('random ensembles agree with the reference: losses, errors, gradients, and parameters after 20 steps', async () => {
    await fc.assert(
      fc.asyncProperty(ensembles(anyModel({ featureCount: 37, hiddenSize: 10 }), 40), async (description) => {
        const ensemble = defineEnsemble(description)
        const members = ensemble.members.length
        const found = await outcome(backend, ensemble)
        const expected = await outcome(reference(), ensemble)
        for (let member = 0; member < members; member++) {
          const loss = expected.evaluation.losses[member]!
          expect(Math.abs(found.evaluation.losses[member]! - loss)).toBeLessThanOrEqual(1e-5 * Math.max(loss, 1e-6))
        }
        expect(deviation(found.evaluation.gradients!, expected.evaluation.gradients!, members)).toBeLessThan(1e-4)
        expect(found.progress.diverged).toEqual(expected.progress.diverged)
        expect(deviation(found.parameters, expected.parameters, members)).toBeLessThan(1e-4)
      }),
      { seed: 20261122, numRuns: 75 },
    )
  })
})
