import { expect, test } from 'vitest'
import { makeSteps } from './make-steps.js'

test('an abort arrives between two steps, and no step is made after it', async () => {
  const controller = new AbortController()
  let made = 0
  const makeStep = () => {
    made++
    for (const end = performance.now() + 1; performance.now() < end; );
  }
  const making = makeSteps(100_000, controller.signal, makeStep)
  setTimeout(() => controller.abort(new Error('enough')))
  await expect(making).rejects.toThrow('enough')
  const madeUntilAbort = made
  expect(madeUntilAbort).toBeGreaterThan(0)
  expect(madeUntilAbort).toBeLessThan(100_000)
  await expect(makeSteps(1, controller.signal, makeStep)).rejects.toThrow('enough')
  expect(made).toBe(madeUntilAbort)
})

test('as many steps are made as were asked for', async () => {
  let made = 0
  await makeSteps(17, undefined, () => made++)
  expect(made).toBe(17)
})
