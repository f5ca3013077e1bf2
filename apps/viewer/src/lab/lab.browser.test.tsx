/** The laboratory in a browser, on the real worker: what is seen is what is trained, by pointer and by keys, and nothing for axe. */
import { run } from 'axe-core'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { openedWell as opened } from './opened-lab.test-support.js'

async function violations(): Promise<string[]> {
  const report = await run(document.body)
  return report.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

const button = (name: string) => page.getByRole('button', { name, exact: true })

test('five features end as a pentagon; a click on Play trains, and Pause stops it within a tenth of a second', async () => {
  const store = await opened('?v=2&step=1500')
  await expect.element(page.getByText('pentagon of 1, 2, 3, 4 and 5', { exact: true })).toBeVisible()
  await button('Play').click()
  await expect.poll(() => store.frame.value!.step).toBeGreaterThan(1500)
  await button('Pause').click()
  await expect.element(button('Play')).toBeVisible()
  const step = store.frame.value!.step
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(store.frame.value!.step).toBe(step)
})

test('a vector is moved, pinned, cloned and deleted by keys alone', async () => {
  const store = await opened('?v=2&step=200&restarts=1')
  const vector = () => Array.from(store.frame.value!.weights.subarray(2, 4))
  const [x, y] = vector() as [number, number]
  document.querySelectorAll<SVGElement>('.lab-handle')[1]!.focus()
  expect(store.hovered.value).toBe(1)
  await userEvent.keyboard('{ArrowRight}')
  await expect.poll(() => Math.abs(vector()[0]! - x - 0.1)).toBeLessThan(1e-4)
  await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}')
  await expect.poll(() => Math.abs(vector()[1]! - y + 0.01)).toBeLessThan(2e-4)
  await userEvent.keyboard('p')
  await expect.poll(() => store.moment.value.pinned).toEqual([1])
  await userEvent.keyboard('c')
  await expect.poll(() => store.frame.value!.featureCount).toBe(6)
  await userEvent.keyboard('{Delete}')
  await expect.poll(() => store.frame.value!.featureCount).toBe(5)
  expect(store.changes.value.map(({ kind }) => kind)).toEqual(['place', 'place', 'pin', 'clone', 'delete'])
})

test('a dragged vector is let go where the pointer is, and the link says so', async () => {
  const store = await opened('?v=2&step=50&restarts=1')
  const handle = document.querySelectorAll<SVGElement>('.lab-handle')[0]!
  const { left, top, width, height } = document.querySelector('.plane')!.getBoundingClientRect()
  const to = { clientX: left + 0.75 * width, clientY: top + 0.25 * height }
  const point = (type: string, at: object) =>
    handle.dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true, ...at }))
  handle.setPointerCapture = () => undefined
  point('pointerdown', { clientX: left, clientY: top })
  point('pointermove', to)
  point('pointerup', to)
  await expect.poll(() => store.changes.value.length).toBe(1)
  const [x, y] = store.frame.value!.weights
  expect(x!).toBeCloseTo(0.75, 2)
  expect(y!).toBeCloseTo(0.75, 2)
})

test('axe finds nothing to complain about: a plane, three dimensions, a bad link, a fallen probability', async () => {
  const store = await opened('?v=2&n=6&m=4&p=0.5&importance=1^i&seed=-1&step=20')
  await expect.element(page.getByText('The three main directions of 4', { exact: false })).toBeVisible()
  await store.change({ probability: 0.05 })
  await expect.element(page.getByText('(hysteresis)', { exact: false })).toBeVisible()
  for (const details of document.querySelectorAll('details')) details.open = true
  expect(await violations()).toEqual([])
})

test('what a field cannot take is explained, and nothing is lost', async () => {
  const store = await opened('?v=2&step=30')
  const field = page.getByLabelText('Features n')
  await field.fill('many')
  await userEvent.tab()
  await expect.element(page.getByText('Not taken: this is a whole number from 1 to 200.')).toBeVisible()
  expect(store.frame.value!.step).toBe(30)
  await field.fill('4')
  await userEvent.tab()
  await expect.poll(() => store.frame.value!.featureCount).toBe(4)
  await page.getByRole('button', { name: 'Bring back the training at step 30' }).click()
  await expect.poll(() => store.frame.value!.step).toBe(30)
  expect(store.frame.value!.featureCount).toBe(5)
})

test('names from an address are text, never markup', async () => {
  await opened('?v=2&engine=<img src=x onerror=alert(1)>')
  expect(document.querySelector('main img')).toBeNull()
  await expect.element(page.getByText('<img src=x onerror=alert(1)>', { exact: false })).toBeVisible()
})
