/** The built viewer in Firefox: every page loads, what trains trains, and on `wasm` to the weights of Node. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wasm } from '@digon/backend-wasm'
import { parseSpec, writeWeights } from '@digon/formats'
import { trainTask } from '@digon/model'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { firefox, isRequired } from '../../../../vitest.browser.js'
import { type FirefoxPage, openFirefox } from './firefox.test-support.js'

if (firefox === undefined) {
  const message = 'the viewer did not run in Firefox: none found; install firefox-esr or name one with DIGON_FIREFOX'
  if (isRequired('firefox')) throw new Error(message)
  console.warn(message)
}

const { folder, address } = inject('site')

describe.runIf(firefox !== undefined)('in Firefox', () => {
  let page: FirefoxPage

  beforeAll(async () => {
    page = await openFirefox(firefox!)
  })
  afterAll(() => page?.close())

  test('every page of the site loads', async () => {
    const paths = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('index.html'))
    expect(paths.length).toBeGreaterThan(20)
    for (const path of paths) {
      await page.open(address + path.replace(/index\.html$/, ''))
      expect(await textOf('h1'), path).not.toBe('')
    }
    expect(page.troubles).toEqual([])
  })

  test('the front page trains its map, and its model to the picture that its HTML has', async () => {
    const drawn = armsIn(readFileSync(join(folder, 'index.html'), 'utf8'))
    expect(drawn).toHaveLength(5)
    const shown = async () => armsIn(await page.run(() => document.querySelector('.front-model')!.outerHTML))
    await page.open(address)
    await seen('Training: ')
    await expect.poll(shown).not.toEqual(drawn)
    await seen('Of 576 trained cells')
    await expect.poll(async () => farthest(await shown(), drawn)).toBeLessThan(1e-3)
  })

  test('an experiment trains on its page, and its claims are judged', async () => {
    await page.open(`${address}paper/energy-levels/`)
    await press('Train the models')
    await seen('Done, from seed 0.')
    expect(await textOf('.run-status')).toMatch(
      /^Done, from seed 0\. After all of the training, \d+ of \d+ claims hold/,
    )
  })

  test('the bench measures', async () => {
    await page.open(`${address}bench/`)
    await seen('wasm, 1 thread')
    await page.run(() => {
      for (const box of document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')) {
        const isWanted = /^(wasm, 1 thread|1 × \(5, 2\))/.test(box.labels![0]!.textContent!.trim())
        if (box.checked !== isWanted && !box.disabled) box.click()
      }
    })
    await press('Measure')
    await seen('Done.')
    expect(Number((await textOf('tbody td')).replaceAll(',', ''))).toBeGreaterThan(100)
  })

  test('a link with live changes comes to the weights of Node on wasm, bit for bit', async () => {
    await page.beforeAll(catchWhatIsSaved)
    await page.open(`${address}lab/?v=3&engine=wasm&seed=7&step=300&changes=100:p=0.05~150:rate=0.01~200:pin=2`)
    await expect.poll(() => textOf('.lab-scrubber strong')).toBe('300')
    await press('Share and save')
    await press('YAML')
    await seen('YAML copied.')
    await press('Weights')
    await seen('Weights of all restarts saved.')
    const { text, base64 } = await page.run(whatWasSaved)
    const { task } = parseSpec(text, 'lab.yaml')
    const { parameters } = await trainTask(task, wasm({ threads: 1 }))
    expect(base64).toBe(Buffer.from(writeWeights(parameters, task.ensemble.model)).toString('base64'))
  })

  const textOf = (selector: string): Promise<string> =>
    page.run((wanted) => document.querySelector(wanted)?.textContent?.trim() ?? '', selector)
  const seen = (text: string): Promise<void> =>
    expect
      .poll(() => page.run(() => document.querySelector('main')!.textContent), { interval: 100, timeout: 150_000 })
      .toContain(text)
  const press = (text: string): Promise<void> =>
    page.run((name) => {
      const named = Array.from(document.querySelectorAll<HTMLElement>('button, summary'))
      named.find(({ textContent }) => textContent === name)!.click()
    }, text)
})

/** In the page: texts and files that it gives away stay here. */
function catchWhatIsSaved(): void {
  const caught: { text?: string; blob?: Blob } = {}
  Object.assign(globalThis, { caught })
  // Where Firefox begins there is no clipboard.
  if (navigator.clipboard !== undefined) {
    navigator.clipboard.writeText = async (text) => {
      caught.text = text
    }
  }
  URL.createObjectURL = (blob) => {
    caught.blob = blob as Blob
    return '#'
  }
}

async function whatWasSaved(): Promise<{ text: string; base64: string }> {
  const { text, blob } = (globalThis as unknown as { caught: { text: string; blob: Blob } }).caught
  const bytes = new Uint8Array(await blob.arrayBuffer())
  return { text, base64: btoa(String.fromCharCode(...bytes)) }
}

/** `[arm, end]`: where the arms of a picture of the model end. */
function armsIn(html: string): number[][] {
  const model = html.slice(Math.max(0, html.indexOf('front-model')))
  return Array.from(model.matchAll(/<line [^>]*x2="([^"]+)" y2="([^"]+)"/g), ([, ...end]) => end.map(Number))
}

function farthest(a: readonly number[][], b: readonly number[][]): number {
  return Math.max(...a.flat().map((value, index) => Math.abs(value - b.flat()[index]!)))
}
