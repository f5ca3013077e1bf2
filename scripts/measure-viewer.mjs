/**
 * What the viewer promises about size and speed, measured in Chromium on this machine, which should be quiet: each line says the
 * number, the bound, and whether it holds. Takes some twelve minutes, ten of them for `memory`.
 *
 *     npm run -s digon -- list && node scripts/measure-viewer.mjs     # all
 *     node scripts/measure-viewer.mjs bytes pause                     # some of: bytes picture tasks frames pause steps map zoom visits memory
 */
import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { firstVisits } from './viewer/first-visits.mjs'
import { onePageOfEachKind, siteFolder, withViewer } from './viewer/open-viewer.mjs'
import * as measure from './viewer/page-measurements.mjs'
import { lostWhenZoomed } from './viewer/zoomed-page.mjs'

/** As the developer tools of Chromium mean it: delay of every request, bytes in a second; and a processor four times slower. */
const slow4G = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 }
const processorSlowdown = 4

const paperFigure = 'lab/?v=3&engine=wasm'
/** The paper's own batch, one model: the shape that a promise is given for. */
const single = 'lab/?v=3&engine=wasm&batch=1024&restarts=1'

const measurements = {
  async bytes({ browser, address }) {
    for (const page of onePageOfEachKind) {
      const bytes = measure.compressedBytes(siteFolder, measure.filesToFirstPicture(siteFolder, page))
      atMost(`/${page} to its first picture, KB`, bytes / 1000, 100)
    }
    const page = await newPage(browser)
    const paths = measure.noteRequests(page, address)
    await page.goto(address + paperFigure)
    await page.getByRole('button', { name: '100 steps' }).click()
    await page.waitForURL(/step=100/)
    atMost('/lab/ with its worker and its engine, KB', measure.compressedBytes(siteFolder, paths) / 1000, 250)
    await page.context().close()
  },
  async picture({ browser, address }) {
    for (const path of onePageOfEachKind) {
      const times = { fast: [], slow: [] }
      for (let round = 0; round < 5; round++) {
        for (const kind of ['fast', 'slow']) {
          const page = await newPage(browser)
          if (kind === 'slow') await slowDown(page)
          await page.goto(address + path, { waitUntil: 'commit' })
          times[kind].push(await measure.firstPictureInMilliseconds(page))
          await page.context().close()
        }
      }
      atMost(`/${path} first picture, loopback, s`, median(times.fast) / 1000, 1)
      atMost(
        `/${path} first picture, slow 4G and a ${processorSlowdown} × slower processor, s`,
        median(times.slow) / 1000,
        2,
      )
    }
  },
  async tasks({ browser, address }) {
    for (const path of ['', `${paperFigure}`, 'paper/energy-levels/']) {
      const page = await newPage(browser)
      await page.goto(address + path)
      if (path === paperFigure) await play(page)
      if (path.startsWith('paper/')) await page.getByRole('button', { name: 'Train the models' }).click()
      await page.waitForTimeout(10_000)
      const tasks = await measure.longTasksAfterLoad(page)
      atMost(`/${path} longest task after load, in ten seconds of training, ms`, Math.max(0, ...tasks), 50)
      await page.context().close()
    }
  },
  async frames({ browser, address }) {
    for (const path of ['', paperFigure]) {
      const page = await newPage(browser)
      await page.goto(address + path)
      if (path === paperFigure) await play(page)
      const interval = await measure.frameIntervalInMilliseconds(page, path === '' ? 150 : 600)
      atMost(`/${path} time between frames while training, p95, ms`, interval, 17)
      await page.context().close()
    }
  },
  async pause({ browser, address }) {
    const page = await newPage(browser)
    await page.goto(address + paperFigure)
    await play(page)
    await page.locator('.lab-play').click()
    const times = []
    for (let round = 0; round < 10; round++) times.push(await measure.pauseInMilliseconds(page))
    atMost('pause, longest of ten, ms', Math.max(...times), 100)
    await page.context().close()
  },
  async steps({ browser, address }) {
    const page = await newPage(browser)
    await page.goto(address + single)
    await play(page)
    await page.waitForTimeout(1000)
    atLeast('5 → 2, one model, batches of 1024, steps/s', await measure.stepsPerSecond(page, 10), 20_000)
    await page.context().close()
  },
  async map({ browser, address }) {
    const page = await newPage(browser)
    await page.goto(address)
    atMost(
      'map of 24 × 24 cells settled, s after it was asked for',
      (await measure.mapSettledInMilliseconds(page)) / 1000,
      5,
    )
    await page.context().close()
  },
  async zoom({ browser, address }) {
    for (const path of onePageOfEachKind) {
      const lost = await lostWhenZoomed(browser, address + path)
      atMost(`/${path} at 200 %, things lost`, lost.length, 0)
      for (const each of lost) console.log(`  ${each}`)
    }
  },
  async visits({ browser, address }) {
    for await (const { wish, seen, clicks, seconds } of firstVisits(browser, address)) {
      atMost(`${wish}, clicks`, clicks, 3)
      console.log(`  ${seconds.toFixed(1)} s: ${seen}`)
    }
  },
  async memory({ browser, address }) {
    const page = await newPage(browser)
    await page.goto(address + paperFigure)
    await play(page)
    const samples = []
    for (let minute = 1; minute <= 10; minute++) {
      await page.waitForTimeout(60_000)
      samples.push(await measure.memoryInMegabytes(page))
      const steps = await page.locator('.lab-scrubber strong').textContent()
      console.log(`  minute ${minute}: ${samples.at(-1).toFixed(2)} MB at step ${steps}`)
    }
    // By minute 2 the frames and the loss curve that are kept are nearly all there are to be.
    atMost('memory after 10 minutes over that after 2', samples[9] / samples[1], 1.05)
    await page.context().close()
  },
}

const asked = process.argv.slice(2)
for (const name of asked) {
  if (measurements[name] === undefined) {
    throw new Error(`no measurement ${name}; expected ${Object.keys(measurements).join(', ')}`)
  }
}
if (!existsSync(join(siteFolder, 'index.html'))) throw new Error('no built viewer; npm run -s digon -- list builds it')
await withViewer(async (viewer) => {
  for (const name of asked.length > 0 ? asked : Object.keys(measurements)) {
    console.log(`── ${name}, load ${loadavg()[0].toFixed(2)}`)
    await measurements[name](viewer)
  }
})
console.log(`load after: ${loadavg()[0].toFixed(2)}`)

function atMost(what, value, bound) {
  say(what, value, value <= bound, `of at most ${bound.toLocaleString('en')}`, 'TOO MUCH')
}

function atLeast(what, value, bound) {
  say(what, value, value >= bound, `of at least ${bound.toLocaleString('en')}`, 'TOO LITTLE')
}

function say(what, value, holds, bound, verdict) {
  const number = value.toLocaleString('en', { maximumSignificantDigits: 3 })
  console.log(`${what}: ${number} ${bound}${holds ? '' : `, ${verdict}`}`)
  if (!holds) process.exitCode = 1
}

/** A page that notes what it does, in a context of its own: nothing is cached, no service worker answers. */
async function newPage(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: 'block' })
  const page = await context.newPage()
  await page.addInitScript(measure.observePage)
  return page
}

async function slowDown(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', slow4G)
  await session.send('Emulation.setCPUThrottlingRate', { rate: processorSlowdown })
}

/** Trains as fast as it goes, without an end: past the plateau, where a training pauses once by itself. */
async function play(page) {
  await page.locator('.lab-play:enabled').waitFor()
  await page.getByLabel('Speed').selectOption('fastest')
  await page.locator('.lab-play').click()
  await page.getByText('the loss no longer falls').waitFor({ timeout: 120_000 })
  await page.locator('.lab-play').click()
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
