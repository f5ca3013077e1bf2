/** The page itself: what can be reached, read and heard. The worker is a fake, so that every state can be had at will. */
import { run } from 'axe-core'
import { afterEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { FakeTraining, frameAt } from '../worker/fake-training.test-support.js'
import { mount, textOf } from './bench.test-support.js'

let unmount: () => void = () => undefined
afterEach(() => unmount())

async function opened(query = '', training = new FakeTraining()) {
  const mounted = mount(training, query)
  unmount = mounted.unmount
  await mounted.store.open()
  return { ...mounted, training }
}

async function violations(): Promise<string[]> {
  const report = await run(document.body)
  return report.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** What a screen reader would call the element with the focus. */
function focused(): string {
  const element = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLElement> }
  return element.ariaLabel ?? element.labels?.[0]?.querySelector('span')?.textContent ?? element.textContent ?? ''
}

test('the Tab key goes through the controls in the order of reading', async () => {
  await opened()
  ;(document.activeElement as HTMLElement | null)?.blur()
  const order: string[] = []
  for (let press = 0; press < 9; press++) {
    await userEvent.tab()
    order.push(focused().replace(/:.*/, ''))
  }
  expect(order).toEqual(['Play', 'Step', '100 steps', 'Reset', 'Speed', 'Seed', 'Engine', 'Probability p', '1'])
})

test('every control works by keys alone', async () => {
  const { store, training } = await opened()
  await userEvent.tab()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await userEvent.keyboard(' ')
  await expect.poll(() => store.playing.value).toBe(false)
  page.getByLabelText('Engine').element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.poll(() => store.engine.value).toBe('wasm')
  page.getByRole('radio').first().element().focus()
  await userEvent.keyboard('{ArrowRight}')
  await expect.poll(() => textOf('#vectors')).toBe('Feature vectors of restart 2')
  expect(training.names).toEqual(['open', 'play', 'pause', 'open'])
})

test('axe finds nothing to complain about: at the start, while playing, with a note, with a problem', async () => {
  const { store, training } = await opened('?seed=-1')
  expect(textOf('.note')).toBe(
    'The address asks for seed “-1”, which is not a whole number from 0 to 9007199254740991; 1 is used.',
  )
  expect(await violations()).toEqual([])
  void store.play()
  training.show!(frameAt(400))
  await expect.poll(() => textOf('.status')).toContain('step 400')
  expect(await violations()).toEqual([])
  training.answers.set('changeProbability', new Error('no memory'))
  await store.changeProbability(1)
  await expect.poll(() => textOf('[role=alert]')).toBe('This did not work: no memory')
  expect(await violations()).toEqual([])
})

test('while the engine loads, nothing can be pressed that needs it, and nothing is missing for axe', async () => {
  const training = new FakeTraining()
  training.answers.set('open', new Promise(() => undefined))
  const mounted = mount(training, '')
  unmount = mounted.unmount
  void mounted.store.open()
  await expect.poll(() => textOf('.bench')).toContain('The engine is loading…')
  const disabled = Array.from(document.querySelectorAll('button, input'), (control) => control.matches(':disabled'))
  expect(disabled).toEqual([true, true, true, true, true, true])
  expect(await violations()).toEqual([])
})

test('engines that cannot run here are named with the reason', async () => {
  const training = new FakeTraining()
  training.answers.set('open', {
    engine: 'tfjs-cpu',
    device: 'JavaScript',
    passedOver: [{ name: 'wasm', reason: 'no WebAssembly SIMD here' }],
    frame: frameAt(0),
  })
  await opened('', training)
  expect(textOf('.status')).toContain('engine tfjs-cpu (JavaScript); wasm cannot run here: no WebAssembly SIMD here')
})

test('only short sentences now and then are live: not the numbers that change thirty times a second', async () => {
  const { store, training } = await opened()
  void store.play()
  const live = Array.from(document.querySelectorAll('[role=status], [role=alert], [aria-live], output'))
  await expect.poll(() => live.map((element) => element.textContent)).toContain('Playing.')
  const before = live.map((element) => element.textContent)
  for (let step = 1; step <= 30; step++) training.show!(frameAt(step))
  await expect.poll(() => textOf('.status')).toContain('step 30')
  expect(live.map((element) => element.textContent)).toEqual(before)
})

test('the picture fits pages of 320 pixels width', async () => {
  await page.viewport(320, 800)
  await opened('?seed=x')
  expect(document.documentElement.scrollWidth).toBe(320)
  await page.viewport(1200, 900)
})
