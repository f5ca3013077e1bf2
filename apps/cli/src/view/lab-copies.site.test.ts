/** Everything that the laboratory gives away, from the built page: each repeats what is seen there. */
import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { wasm } from '@digon/backend-wasm'
import { parseSpec, readWeights, writeWeights } from '@digon/formats'
import { trainTask } from '@digon/model'
import { type Browser, type Page, chromium as playwright } from 'playwright'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { chromium, chromiumArguments } from '../../../../vitest.browser.js'

const { address } = inject('site')
const program = fileURLToPath(new URL('../from-source.test-support.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'digon-copies-'))

describe.runIf(chromium !== undefined)('what the laboratory gives away', () => {
  let browser: Browser
  let page: Page
  let weights: Buffer

  beforeAll(async () => {
    browser = await playwright.launch({ executablePath: chromium!, args: chromiumArguments })
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
    page = await context.newPage()
    await page.goto(`${address}lab/?v=3&engine=wasm&seed=3&step=200&changes=100:p=0.3~150:rate=0.01~150:pin=2`)
    await page.locator('.lab-scrubber strong', { hasText: '200' }).waitFor()
    await page.getByText('Share and save').click()
    weights = await saved('Weights')
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('the link opens the same step with the same weights', async () => {
    const link = await copied('Copy link', 'Link')
    const own = page
    page = await own.context().newPage()
    await page.goto(link)
    await page.locator('.lab-scrubber strong', { hasText: '200' }).waitFor()
    await page.getByText('Share and save').click()
    expect(await saved('Weights')).toEqual(weights)
    await page.close()
    page = own
  })

  test('the embed code shows the model in an article, without the site around it, with a way back', async () => {
    const code = await copied('Embed code', 'Embed code')
    const article = await page.context().newPage()
    await article.route('**/article', (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: { 'Cross-Origin-Embedder-Policy': 'require-corp' },
        body: `<!doctype html><title>An article</title>${code}`,
      }),
    )
    await article.goto(`${address}article`)
    const frame = article.frameLocator('iframe')
    await frame.locator('.lab-scrubber strong', { hasText: '200' }).waitFor()
    expect(await frame.locator('.lab-plane line').count()).toBe(5)
    expect(await frame.locator('.site-header').isVisible()).toBe(false)
    expect(await frame.getByText('Share and save').count()).toBe(0)
    const back = frame.locator('.embed-origin a')
    await back.focus()
    expect(await back.getAttribute('href')).toContain('seed=3')
    await article.close()
  })

  test('the file trains to the same weights, bit for bit', async () => {
    const { task } = parseSpec(await copied('YAML', 'YAML'), 'lab.yaml')
    const { parameters } = await trainTask(task, wasm({ threads: 1 }))
    expect(Buffer.from(writeWeights(parameters, task.ensemble.model))).toEqual(weights)
  })

  test('the command, in a shell, trains to the same weights, bit for bit', async () => {
    const command = await copied('digon command', 'Command')
    writeFileSync(join(folder, 'digon'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`)
    chmodSync(join(folder, 'digon'), 0o755)
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` }
    await promisify(execFile)('sh', ['-c', command], { cwd: folder, env })
    const trained = readFileSync(join(folder, 'runs', 'lab', 'weights.safetensors'))
    expect(readWeights(trained, 'trained')).toEqual(readWeights(weights, 'saved'))
  })

  test('pictures are whole: an SVG that needs no style, and a PNG of twice its size', async () => {
    const svg = (await saved('SVG')).toString()
    const [, width, height] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg.replace(/ class="[^"]*"/, '')) ?? []
    expect(svg.match(/<line /g)).toHaveLength(5)
    expect(svg.match(/<line [^>]*stroke="(rgb|#)/g)).toHaveLength(5)
    expect(svg).not.toContain('class=')
    const png = await saved('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)])
    expect(png.length).toBeGreaterThan(5000)
  })

  const copied = async (button: string, said: string): Promise<string> => {
    await page.getByRole('button', { name: button, exact: true }).click()
    await page.getByText(`${said} copied.`).waitFor()
    return page.evaluate<string>('navigator.clipboard.readText()')
  }
  const saved = async (button: string): Promise<Buffer> => {
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: button, exact: true }).click()
    return readFileSync(await (await download).path())
  }
})
