/** The laboratory in a browser, on the real worker: what is seen is what is trained, by pointer and by keys, and nothing for axe. */
import { run } from 'axe-core'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { LawKind } from '../experiment/settings.js'
import { openedWell as opened } from './opened-lab.test-support.js'

async function violations(): Promise<string[]> {
  const report = await run(document.body)
  return report.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

const button = (name: string) => page.getByRole('button', { name, exact: true })

test('five features end as a pentagon; a click on Play trains, and Pause stops it within a tenth of a second', async () => {
  const store = await opened('?v=3&step=1500')
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
  const store = await opened('?v=3&step=200&restarts=1')
  const vector = () => Array.from(store.frame.value!.weights.subarray(2, 4))
  const [x, y] = vector() as [number, number]
  document.querySelectorAll<SVGElement>('.lab-handle')[1]!.focus()
  expect(store.hovered.value).toEqual([1])
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

/** A finger or a pen on the first vector, in shares of the picture. */
function dragging() {
  const handle = document.querySelectorAll<SVGElement>('.lab-handle')[0]!
  handle.setPointerCapture = () => undefined
  const { left, top, width, height } = document.querySelector('.plane')!.getBoundingClientRect()
  return (type: string, x: number, y: number) =>
    handle.dispatchEvent(
      new PointerEvent(type, { pointerId: 1, bubbles: true, clientX: left + x * width, clientY: top + y * height }),
    )
}

test('a dragged vector is let go where the pointer is, and the link says so; meanwhile an arrow shows the way down', async () => {
  const store = await opened('?v=3&step=50&restarts=1')
  const point = dragging()
  point('pointerdown', 0, 0)
  point('pointermove', 0.75, 0.25)
  await expect.poll(() => document.querySelector('.lab-descent')).not.toBeNull()
  point('pointerup', 0.75, 0.25)
  await expect.poll(() => store.changes.value.length).toBe(1)
  const [x, y] = store.frame.value!.weights
  expect(x!).toBeCloseTo(0.75, 2)
  expect(y!).toBeCloseTo(0.75, 2)
  await expect.poll(() => document.querySelector('.lab-descent')).toBeNull()
})

test('arrow keys move a vector while it is dragged, and Escape leaves it where it was', async () => {
  const store = await opened('?v=3&step=50&restarts=1')
  const point = dragging()
  point('pointerdown', 0, 0)
  point('pointermove', 0.75, 0.25)
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}')
  await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}')
  point('pointermove', 0.75, 0.5)
  point('pointerup', 0.75, 0.5)
  await expect.poll(() => store.changes.value.length).toBe(1)
  const [x, y] = store.frame.value!.weights
  expect(x!).toBeCloseTo(0.55, 2)
  expect(y!).toBeCloseTo(0.01, 2)
  point('pointerdown', 0, 0)
  point('pointermove', 0.2, 0.2)
  await userEvent.keyboard('{Escape}')
  point('pointerup', 0.2, 0.2)
  await store.step(1)
  expect(store.changes.value).toHaveLength(1)
})

test('every drag has its keys: the picture turns, the past comes back, p changes; a model of the past is looked at, not touched', async () => {
  const store = await opened('?v=3&n=5&m=3&restarts=1')
  for (let turn = 0; turn < 4; turn++) await store.step(10)
  const tips = () => [...document.querySelectorAll('.lab-plane .plane-dot')].map((dot) => dot.getAttribute('cx')).join()
  const before = tips()
  document.querySelector<HTMLElement>('[aria-label="Turn left"]')!.focus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(tips).not.toBe(before)
  document.querySelector<HTMLElement>('.lab-scrubber input')!.focus()
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}')
  await expect.poll(() => store.shown.value!.step).toBe(20)
  document.querySelectorAll<SVGElement>('.lab-handle')[1]!.focus()
  await userEvent.keyboard('{ArrowRight}p')
  expect(store.changes.value).toEqual([])
  await button('go on from here').click()
  await expect.poll(() => store.frame.value!.step).toBe(20)
  document.querySelector<HTMLElement>('.lab-probability input')!.focus()
  await userEvent.keyboard('{ArrowRight}')
  await expect.poll(() => store.changes.value.map(({ kind }) => kind)).toEqual(['set'])
})

test('two models are compared: the same one is at no distance, and A is drawn in rings', async () => {
  const store = await opened('?v=3&step=300')
  await button('Keep this model as A').click()
  await expect.element(page.getByText('This model is 0.0 % away from it', { exact: false })).toBeVisible()
  expect(document.querySelectorAll('.lab-plane .plane-ghost')).toHaveLength(5)
  store.selected.value = 1
  await expect.element(page.getByText(/This model is [1-9][\d.]+ % away from it/)).toBeVisible()
})

test('a feature that is looked at is marked in every picture and in the table', async () => {
  const store = await opened('?v=3&step=300')
  await page.getByText('Numbers', { exact: true }).click()
  for (const selector of [
    '.lab-bars rect:nth-of-type(2)',
    '.lab-ladder circle:nth-of-type(2)',
    '.lab-table tbody tr:nth-child(2)',
  ]) {
    store.hovered.value = []
    document.querySelector(selector)!.dispatchEvent(new PointerEvent('pointerenter'))
    await expect.poll(() => store.hovered.value, { message: selector }).toEqual([1])
  }
  const faded = (selector: string) =>
    [...document.querySelectorAll(selector)].filter((each) => Number(each.getAttribute('opacity')) < 1).length
  await expect.poll(() => faded('.lab-bars rect')).toBe(4)
  expect(faded('.lab-ladder circle')).toBe(4)
  expect(faded('.lab-plane .plane g g')).toBe(0)
  expect(document.querySelectorAll('.lab-gram .lab-row')).toHaveLength(1)
  await expect.element(page.getByText(/Feature 2 makes \d+ % of it\./)).toBeVisible()
  expect(document.querySelectorAll('.lab-table .lab-hovered')).toHaveLength(1)
})

test('a named shape lights its features in every picture, and is lit by each of them', async () => {
  const store = await opened('?v=3&n=4&p=0.02&importance=1^i&restarts=1&step=2000')
  await expect.poll(() => store.shape.value).toMatch(/^square: digon of 1 and \d, digon of/)
  const shapes = () => [...document.querySelectorAll('.lab-named')]
  const enter = (element: Element) => element.dispatchEvent(new PointerEvent('pointerenter'))
  const lit = (selector: string) =>
    [...document.querySelectorAll(selector)].flatMap((each, index) =>
      Number(each.getAttribute('opacity')) === 1 ? [index] : [],
    )
  enter(shapes()[1]!)
  const pair = [...store.hovered.value]
  expect(pair).toHaveLength(2)
  await expect.poll(() => lit('.lab-bars rect')).toEqual(pair)
  expect(lit('.lab-ladder circle')).toEqual(pair)
  expect(document.querySelectorAll('.lab-gram .lab-row')).toHaveLength(2)
  await expect.element(page.getByText(/These 2 features make \d+ % of it\./)).toBeVisible()
  enter(document.querySelectorAll('.lab-ladder circle')[pair[0]!]!)
  await expect.poll(() => shapes().map((each) => each.classList.contains('lab-hovered'))).toEqual([true, true, false])
})

test('a drag of the ground turns the picture of three dimensions', async () => {
  await opened('?v=3&n=5&m=3&restarts=1&step=100')
  const tips = () => [...document.querySelectorAll('.lab-plane .plane-dot')].map((dot) => dot.getAttribute('cx')).join()
  const before = tips()
  const plane = document.querySelector('.lab-plane .plane')!
  plane.scrollIntoView()
  const { left, top, width, height } = plane.getBoundingClientRect()
  const at = { clientX: left + width * 0.02, clientY: top + height * 0.02 }
  // What a pointer meets there, where no vector is.
  const ground = document.elementFromPoint(at.clientX, at.clientY)!
  const handles = ground.closest<SVGElement>('.lab-handles')!
  handles.setPointerCapture = () => undefined
  ground.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, ...at }))
  ground.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, ...at, clientX: at.clientX + 60 }))
  ground.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }))
  await expect.poll(tips).not.toBe(before)
})

test('with more vectors than handles, the pointer finds a vector by its tip', async () => {
  const store = await opened('?v=3&n=60&m=2&restarts=1&step=20')
  const handles = document.querySelector('.lab-handles')!
  const { left, top, width } = document.querySelector('.lab-plane .plane')!.getBoundingClientRect()
  const tip = document.querySelectorAll('.lab-plane .plane-dot')[0]!.getBoundingClientRect()
  const move = (clientX: number, clientY: number) =>
    handles.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX, clientY }))
  move(tip.left + tip.width / 2, tip.top + tip.height / 2)
  await expect.poll(() => store.hovered.value).toHaveLength(1)
  move(left + width * 0.01, top + width * 0.01)
  await expect.poll(() => store.hovered.value).toEqual([])
})

test('every law is chosen in one field and has its own fields; what does not fit is refused by the name of the field', async () => {
  const store = await opened('?v=3&restarts=1&batch=32&step=30')
  for (const details of document.querySelectorAll('details')) details.open = true
  const field = (name: string) => document.querySelector<HTMLInputElement | HTMLSelectElement>(`#lab-${name}`)
  const enter = (name: string, text: string) => {
    field(name)!.value = text
    field(name)!.dispatchEvent(new Event('change', { bubbles: true }))
  }
  const own: Readonly<Record<LawKind, readonly string[]>> = {
    latent: ['states', 'weights'],
    copula: ['correlation', 'probabilities'],
    hierarchy: ['parents', 'probabilities', 'exclusive'],
    exactly: ['active'],
    independent: ['probabilities', 'groups'],
  }
  const all = [...new Set(Object.values(own).flat())].sort()
  for (const [law, names] of Object.entries(own)) {
    enter('law', law)
    await expect.poll(() => all.filter((name) => field(name) !== null), { message: law }).toEqual([...names].sort())
    await store.step(2)
    expect([store.moment.value.settings.law, store.problem.value]).toEqual([law, undefined])
  }
  // It went on from the weights that it had, in five stages.
  expect(store.frame.value!.step).toBe(40)
  expect(store.changes.value).toHaveLength(5)
  enter('law', 'hierarchy')
  await expect.poll(() => field('parents')).not.toBeNull()
  const said = () => field('parents')!.closest('label')!.querySelector('[role=status]')!.textContent
  for (const [text, refused] of [
    ['2 3 1 0 0', /^Not taken: Parents: .* is a circle\.$/],
    ['root', /^Not taken: this is binary, or the parent of each feature/],
    ['0 1', /^Not taken: Parents: .*5 of them/],
  ] as const) {
    enter('parents', text)
    await expect.poll(said).toMatch(refused)
    expect(field('parents')!.value).toBe('binary')
  }
  enter('parents', '0 1 1 0 4')
  await expect.poll(() => store.moment.value.settings.parents).toEqual([null, 0, 0, null, 3])
  expect(said()).toBe('')
  expect(await violations()).toEqual([])
})

test('features have the names that a person gives them, in every picture and in the words', async () => {
  const store = await opened('?v=3&step=1500&names=cat,dog,<b>fox</b>')
  const words = () => [...document.querySelectorAll('.lab-plane .plane-name')].map(({ textContent }) => textContent)
  expect(words()).toEqual(['cat', 'dog', '<b>fox</b>', '4', '5'])
  await expect.poll(() => store.shape.value).toBe('pentagon of cat, dog, <b>fox</b>, 4 and 5')
  expect(document.querySelector('main b')).toBeNull()
  await store.act({ kind: 'clone', feature: 1 })
  await expect.poll(words).toEqual(['cat', 'dog', '<b>fox</b>', '4', '5', 'dog′'])
  await store.act({ kind: 'delete', feature: 0 })
  await expect.poll(words).toEqual(['dog', '<b>fox</b>', '3', '4', 'dog′'])
  await store.resetHere()
  await expect.poll(() => store.frame.value!.step).toBe(0)
  expect(words()).toEqual(['dog', '<b>fox</b>', '3', '4', 'dog′'])
  await store.undo()
  await expect.poll(() => store.frame.value!.step).toBe(1500)
  expect(words()).toEqual(['dog', '<b>fox</b>', '3', '4', 'dog′'])
  expect(store.names.value[0]).toBe('cat')
})

test('axe finds nothing to complain about: a plane, three dimensions, a bad link, a fallen probability', async () => {
  const store = await opened('?v=3&n=6&m=4&p=0.5&importance=1^i&seed=-1&step=20')
  await expect.element(page.getByText('The three main directions of 4', { exact: false })).toBeVisible()
  await store.change({ probability: 0.05 })
  await expect.element(page.getByText('(hysteresis)', { exact: false })).toBeVisible()
  for (const details of document.querySelectorAll('details')) details.open = true
  expect(await violations()).toEqual([])
})

test('what a field cannot take is explained, and nothing is lost', async () => {
  const store = await opened('?v=3&step=30')
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
  await opened('?v=3&engine=<img src=x onerror=alert(1)>')
  expect(document.querySelector('main img')).toBeNull()
  await expect.element(page.getByText('<img src=x onerror=alert(1)>', { exact: false })).toBeVisible()
})
