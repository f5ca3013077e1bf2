/** The laboratory and the map as people get them, in a browser: what is copied repeats bit for bit, and what breaks loses nothing. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openWeights } from '@digon/formats'
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright'
import { expect, test } from 'vitest'
import { chromium, chromiumArguments, isRequired } from '../../../../vitest.browser.js'
import { digon } from '../command-line.test-support.js'

export interface ServedSite {
  readonly browser: Browser
  /** With a slash at its end. */
  readonly address: string
  /** For files of tests. */
  readonly folder: string
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function opened(context: BrowserContext, address: string, engine = 'wasm'): Promise<Page> {
  const page = await context.newPage()
  await page.goto(address)
  await page.locator('.lab-status').getByText(`${engine} (`).waitFor()
  return page
}

/** Weights of all restarts as the page saves them. */
async function savedWeights(page: Page): Promise<Uint8Array> {
  const download = page.waitForEvent('download')
  await button(page, 'Weights').click()
  return new Uint8Array(readFileSync(await (await download).path()))
}

/** The numbers of a file of weights, by tensor. */
function numbers(bytes: Uint8Array): Record<string, number[]> {
  const opened = openWeights(bytes, 'w.safetensors')
  if (opened.kind !== 'model') throw new Error('no model')
  return Object.fromEntries(Object.entries(opened.parameters).map(([name, { values }]) => [name, [...values]]))
}

export function testLabInUse(site: () => ServedSite): void {
  test('the copied file and the copied command train to the weights of the page, bit for bit, and so does its link with three live changes', async () => {
    const { browser, address, folder } = site()
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
    const copied = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()')
    const start = `${address}lab/?v=3&engine=wasm&n=4&batch=16&restarts=2&seed=7`
    const page = await opened(context, start)
    for (const changed of ['Probability p', 'Features', 'Probability p']) {
      await button(page, '100 steps').click()
      await page.getByText('Step 1', { exact: false }).first().waitFor()
      if (changed === 'Features') await page.getByText('Training', { exact: true }).click()
      if (changed === 'Features') {
        await page.getByLabel('Learning rate').fill('0.01')
        await page.keyboard.press('Enter')
      } else {
        await page.getByLabel(changed, { exact: true }).focus()
        await page.keyboard.press('ArrowRight')
      }
    }
    await button(page, '100 steps').click()
    await page.waitForURL(/step=400&changes=100%3Ap%3D0\.12%7E200%3Arate%3D0\.01%7E300%3Ap%3D0\.14/)
    await page.getByText('Share and save').click()
    const here = numbers(await savedWeights(page))
    expect(here.weights).toHaveLength(16)

    await button(page, 'Copy link').click()
    await page.getByText('Link copied.').waitFor()
    const again = await opened(context, await copied(page))
    await again.getByText('Step 400', { exact: false }).first().waitFor()
    await again.getByText('Share and save').click()
    expect(numbers(await savedWeights(again))).toEqual(here)

    await button(page, 'YAML').click()
    await page.getByText('YAML copied.').waitFor()
    const file = join(folder, 'copied.yaml')
    writeFileSync(file, await copied(page))
    await button(page, 'digon command').click()
    await page.getByText('Command copied.').waitFor()
    // The shell writes the file and says what it was to run.
    const shell = join(folder, 'shell')
    mkdirSync(shell)
    const said = execFileSync('bash', ['-c', `digon() { echo "$@"; }\n${await copied(page)}`], {
      cwd: shell,
    }).toString()
    expect(said.trim()).toBe('train lab.yaml --backend wasm')
    for (const [name, spec] of [
      ['file', file],
      ['command', join(shell, 'lab.yaml')],
    ] as const) {
      const run = join(folder, `run of the ${name}`)
      const { code, error } = await digon(['train', spec, '--backend', 'wasm', '--out', run])
      expect([code, error.includes('invalid')], error).toEqual([0, false])
      const weights = readdirSync(run).find((each) => /^weights.*\.safetensors$/.test(each))!
      expect(numbers(new Uint8Array(readFileSync(join(run, weights)))), name).toEqual(here)
    }
    await context.close()
  })

  test('an engine that cannot be loaded leaves the model in training; a reload loses nothing; pictures are saved', async () => {
    const { browser, address } = site()
    const context = await browser.newContext({ serviceWorkers: 'block' })
    let isOffline = false
    await context.route('**', (route) => (isOffline ? route.abort() : route.continue()))
    const page = await opened(context, `${address}lab/?v=3&step=50`)
    await page.getByText('Step 50', { exact: false }).first().waitFor()
    isOffline = true
    await page.getByLabel('Engine').selectOption('tfjs-wasm')
    await page.getByRole('alert').getByText('This did not work:').waitFor()
    expect(await page.getByLabel('Engine').inputValue()).toBe('automatic')
    await button(page, 'Step').click()
    await page.getByText('Step 51', { exact: false }).first().waitFor()
    isOffline = false
    await button(page, 'Step').click()
    await page.getByText('Step 52', { exact: false }).first().waitFor()
    await page.reload()
    await page.getByText('Step 52', { exact: false }).first().waitFor()
    await page.getByText('Share and save').click()
    for (const kind of ['SVG', 'PNG']) {
      const download = page.waitForEvent('download')
      await button(page, kind).click()
      const bytes = readFileSync(await (await download).path())
      expect(bytes.subarray(0, 4).toString('latin1')).toBe(kind === 'SVG' ? '<svg' : '\x89PNG')
      expect(bytes.length).toBeGreaterThan(1000)
    }
    await context.close()
  })

  test('WebGPU trains to the numbers of wasm; when its device is lost, that is said, and the training goes on', async ({
    skip,
  }) => {
    const { address } = site()
    const args = [...chromiumArguments, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']
    const browser = await playwright.launch({ executablePath: chromium!, args })
    const context = await browser.newContext()
    const page = await opened(context, `${address}lab/?v=3&batch=32&restarts=1`)
    const worker = page.workers().at(-1)!
    // The device is the worker's own; a test has to hold it to lose it.
    await worker.evaluate(`{
      const { requestDevice } = globalThis.GPUAdapter?.prototype ?? {}
      if (requestDevice) GPUAdapter.prototype.requestDevice = async function (...wanted) {
        return globalThis.device = await requestDevice.apply(this, wanted)
      }
    }`)
    await page.getByLabel('Engine').selectOption('webgpu')
    const isThere = page.locator('.lab-status').getByText('webgpu (').waitFor()
    const isRefused = page.getByRole('alert').waitFor()
    const found = await Promise.race([isThere.then(() => true), isRefused.then(() => false)])
    if (!found) {
      await browser.close()
      if (isRequired('webgpu')) throw new Error('no WebGPU adapter in Chromium')
      skip('no WebGPU adapter in Chromium')
    }
    await page.getByText('Numbers', { exact: true }).click()
    const norms = async () => (await page.locator('tbody td:nth-child(3)').allTextContents()).map(Number)
    await button(page, '100 steps').click()
    await page.getByText('Step 100', { exact: false }).first().waitFor()
    const onGpu = await norms()
    await worker.evaluate('device.destroy()')
    await button(page, '100 steps').click()
    await page.getByText('The device of webgpu was lost', { exact: false }).first().waitFor()
    await page.locator('.lab-status').getByText('wasm (the device of webgpu was lost)').waitFor()
    await page.getByText('Step 200', { exact: false }).first().waitFor()
    await page.goto(`${address}lab/?v=3&batch=32&restarts=1&step=100`)
    await page.getByText('Step 100', { exact: false }).first().waitFor()
    await page.getByText('Numbers', { exact: true }).click()
    const onWasm = await norms()
    expect(onGpu).toHaveLength(5)
    for (const [feature, norm] of onWasm.entries()) expect(Math.abs(norm - onGpu[feature]!)).toBeLessThan(0.002)
    await browser.close()
  })

  test('a cell of the map of three features in two dimensions, found by keys, opens as the very model that the map shows', async () => {
    const { browser, address } = site()
    const page = await browser.newPage()
    await page.goto(`${address}map/?m=2&seed=5`)
    await page.getByText('Of 576 trained cells').waitFor({ timeout: 60_000 })
    await page.getByRole('application').focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key)
    const said = await page.locator('.map-cell p').last().textContent()
    const length = /\(length ([\d.]+)\)/.exec(said!)![1]!
    // The mark is about the cell: a shadow or an outline would be measured in cells, and hide the ones beside it.
    const styles = await page.locator('.phase-map-cursor').evaluate((mark) => getComputedStyle(mark).outlineStyle)
    expect(styles).toBe('none')
    await page.keyboard.press('Enter')
    await page.waitForURL(/lab\/\?v=3&n=3/)
    await page.getByText('Step 300', { exact: false }).first().waitFor()
    await page.getByText('Numbers', { exact: true }).click()
    const norm = await page.locator('tbody tr:nth-child(3) td:nth-child(3)').textContent()
    expect(Number(norm).toFixed(2)).toBe(length)
    await page.close()
  })
}
