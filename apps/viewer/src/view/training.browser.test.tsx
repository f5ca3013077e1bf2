/** The page on the real worker, on each engine: what is seen is what is trained. */
import { memberParameters, reference } from '@digon/model'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ensembleFor } from '../trainer/ensemble.js'
import { connectTraining } from '../worker/connect.js'
import { startTrainingWorker } from '../worker/start-worker.js'
import { column, mount, shownStep, textOf } from './bench.test-support.js'

const button = (name: string) => page.getByRole('button', { name, exact: true })
const slider = () => page.getByRole('slider', { name: 'Probability p' })
const untilStep = (step: number) => expect.poll(shownStep).toBeGreaterThanOrEqual(step)
const picture = () => document.querySelector('.plane')!.outerHTML

for (const engine of ['wasm', 'webgpu', 'tfjs-wasm'] as const) {
  describe(`on ${engine}`, () => {
    let worker: Worker
    let unmount: () => void

    beforeEach(async () => {
      worker = startTrainingWorker()
      const mounted = mount(connectTraining(worker), `?seed=1&probability=0.1&engine=${engine}`)
      unmount = mounted.unmount
      await mounted.store.open()
      expect(textOf('.problem')).toBe('')
      expect(textOf('.status')).toContain(`engine ${engine} (`)
      expect(shownStep()).toBe(0)
    })
    afterEach(() => {
      unmount()
      worker.terminate()
    })

    test('a hundred steps end where the float64 reference ends', async () => {
      await button('100 steps').click()
      await untilStep(100)
      const session = await reference().open(ensembleFor({ seed: 1, probability: 0.1 }))
      await session.advance(100)
      const { weights, bias } = memberParameters(await session.parameters(), 0)
      for (const [feature, norm] of column(1).entries()) {
        const expected = Math.hypot(weights!.values[2 * feature]!, weights!.values[2 * feature + 1]!)
        expect(Math.abs(norm - expected)).toBeLessThan(0.001)
      }
      for (const [feature, shown] of column(3).entries()) {
        expect(Math.abs(shown - bias!.values[feature]!)).toBeLessThan(0.001)
      }
    })

    test('playing moves the vectors, pausing stops them, reset brings back the same start', async () => {
      const start = picture()
      await button('Play').click()
      await untilStep(20)
      await button('Pause').click()
      await expect.element(button('Play')).toBeVisible()
      // Steps that the engine was making when the button was pressed are still shown.
      const stepsInAMoment = async () => {
        const before = shownStep()
        await new Promise((resolve) => setTimeout(resolve, 300))
        return shownStep() - before
      }
      await expect.poll(stepsInAMoment).toBe(0)
      const paused = picture()
      const step = shownStep()
      expect(paused).not.toBe(start)
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(shownStep()).toBe(step)
      expect(picture()).toBe(paused)

      await button('Step').click()
      await expect.poll(shownStep).toBe(step + 1)
      expect(picture()).not.toBe(paused)
      await button('Reset').click()
      await expect.poll(shownStep).toBe(0)
      expect(picture()).toBe(start)
    })

    test('the features end as a pentagon', async () => {
      await page.getByLabelText('Speed').selectOptions('as fast as it goes')
      await button('Play').click()
      await untilStep(1000)
      await button('Pause').click()
      await expect.element(button('Play')).toBeVisible()
      expect(textOf('.shape')).toBe('pentagon of 1, 2, 3, 4 and 5')
      for (const norm of column(1)) expect(Math.abs(norm - 1.09)).toBeLessThan(0.06)
      for (const dimensionality of column(2)) expect(Math.abs(dimensionality - 0.4)).toBeLessThan(0.03)
    })
  })
}

describe('on any engine', () => {
  let worker: Worker
  let mounted: ReturnType<typeof mount>

  beforeEach(async () => {
    worker = startTrainingWorker()
    mounted = mount(connectTraining(worker), '?seed=1&probability=0.1&engine=wasm')
    await mounted.store.open()
  })
  afterEach(() => {
    mounted.unmount()
    worker.terminate()
  })

  test('the slider moves by keys while training, and training follows it to the dense optimum', async () => {
    await page.getByLabelText('Speed').selectOptions('as fast as it goes')
    await button('Play').click()
    await untilStep(100)
    slider().element().focus()
    await userEvent.keyboard('{ArrowRight}')
    await expect.poll(() => mounted.store.frame.value?.probability).toBe(0.12)
    expect(slider().element().getAttribute('aria-valuetext')).toBe('0.12')
    await userEvent.keyboard('{End}')
    await expect.poll(() => mounted.store.frame.value?.probability).toBe(1)
    await untilStep(shownStep() + 4000)
    await button('Pause').click()
    // The best linear model: variance 1/12 of a feature times the importance of those left out, over five features.
    const optimum = (0.9 ** 2 + 0.9 ** 3 + 0.9 ** 4) / 12 / 5
    for (const { loss } of mounted.store.frame.value!.restarts) expect(Math.abs(loss / optimum - 1)).toBeLessThan(0.02)
    expect(mounted.store.frame.value!.step).toBeGreaterThan(4000)
  })

  test('another engine starts anew from the same weights', async () => {
    const start = column(1)
    await button('100 steps').click()
    await untilStep(100)
    await page.getByLabelText('Engine').selectOptions('tfjs-wasm')
    await expect.poll(() => textOf('.status')).toContain('engine tfjs-wasm')
    expect(shownStep()).toBe(0)
    expect(column(1)).toEqual(start)
  })

  test('another seed starts elsewhere; what is no seed is not taken and explained', async () => {
    const start = column(1)
    const field = page.getByLabelText('Seed')
    await field.fill('1.5')
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => textOf('.hint')).toContain('a seed is a whole number from 0 to 9007199254740991')
    expect((field.element() as HTMLInputElement).value).toBe('1')
    expect(column(1)).toEqual(start)
    await field.fill('2')
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => column(1)).not.toEqual(start)
    expect(textOf('.hint')).toBe('')
  })

  test('a seed being typed survives the pictures of a running training', async () => {
    await button('Play').click()
    const field = page.getByLabelText('Seed')
    await field.fill('77')
    await untilStep(shownStep() + 20)
    expect((field.element() as HTMLInputElement).value).toBe('77')
  })
})

test('a worker whose program does not load is a problem to read', async () => {
  const { store, unmount } = mount(connectTraining(new Worker('/no-such-program.js', { type: 'module' })), '')
  await store.open()
  expect(textOf('[role=alert]')).toContain('the training worker does not run')
  expect(textOf('.bench')).toContain('No engine is running. Choose another one above.')
  unmount()
})
