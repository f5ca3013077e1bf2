/**
 * Pictures of every page of the viewer at four widths, light and dark, as small WebP files for the documentation.
 *
 *     npm run -s digon -- list && node scripts/viewer-screenshots.mjs              # into docs/viewer
 *     node scripts/viewer-screenshots.mjs --full /tmp/pictures                     # and in their whole size, as PNG, to look at
 *     node scripts/viewer-screenshots.mjs map lab                                  # of some pages alone
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './setup.mjs'
import { withViewer } from './viewer/open-viewer.mjs'

const weightsFile = fileURLToPath(new URL('../examples/weights/square-antiprism.safetensors', import.meta.url))

const sizes = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
]

/** Each page in the state that it is for. */
const pages = {
  front: {
    path: '',
    async prepare(page) {
      await page.getByText('Training: ').waitFor()
      await page.getByText('Of 576 trained cells').waitFor()
    },
  },
  lab: {
    path: 'lab/?v=3&step=2000',
    async prepare(page) {
      await page.locator('.lab-scrubber strong').filter({ hasText: '2,000' }).waitFor()
    },
  },
  'lab-3d': {
    path: 'lab/?v=3&n=8&m=3&p=0.03&importance=1%5Ei&step=3000',
    async prepare(page) {
      await page.locator('.lab-scrubber strong').filter({ hasText: '3,000' }).waitFor()
    },
  },
  map: {
    path: 'map/?m=2&seed=1',
    async prepare(page) {
      await page.getByText('Of 576 trained cells').waitFor({ timeout: 120_000 })
      await page.getByRole('application').focus()
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
    },
  },
  papers: { path: 'paper/', prepare: async () => {} },
  paper: {
    path: 'paper/energy-levels/',
    async prepare(page) {
      await page.getByRole('button', { name: 'Train the models' }).click()
      await page.getByText('Done, from seed 0.').waitFor({ timeout: 120_000 })
      await page.locator('#figures').scrollIntoViewIfNeeded()
    },
  },
  open: {
    path: 'open/',
    async prepare(page) {
      await page.locator('#file-A').setInputFiles(weightsFile)
      await page.getByRole('heading', { name: 'Shapes' }).waitFor()
    },
  },
  bench: {
    path: 'bench/',
    async prepare(page) {
      await page.getByRole('button', { name: 'Measure' }).click()
      await page.getByText('Done.', { exact: true }).waitFor({ timeout: 120_000 })
    },
  },
}

const args = process.argv.slice(2)
const folder = join(root, 'docs', 'viewer')
const fullFolder = args[0] === '--full' ? args.splice(0, 2)[1] : undefined
for (const name of args) {
  if (pages[name] === undefined) throw new Error(`no page ${name}; expected ${Object.keys(pages).join(', ')}`)
}
if (fullFolder !== undefined) mkdirSync(fullFolder, { recursive: true })

await withViewer(async ({ address, browser }) => {
  let bytes = 0
  for (const name of args.length > 0 ? args : Object.keys(pages)) {
    const { path, prepare } = pages[name]
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ colorScheme, viewport: sizes[3], deviceScaleFactor: 1 })
      // Trainings take their time on a busy machine.
      page.setDefaultTimeout(120_000)
      await page.goto(address + path)
      await prepare(page)
      for (const size of sizes) {
        await page.setViewportSize(size)
        await page.mouse.move(0, 0)
        await page.waitForTimeout(300)
        const picture = await smallPicture(page, size)
        const file = `${name}-${size.width}-${colorScheme}`
        writeFileSync(join(folder, `${file}.webp`), picture)
        if (fullFolder !== undefined) writeFileSync(join(fullFolder, `${file}.png`), await page.screenshot())
        bytes += picture.length
      }
      await page.context().close()
    }
    console.log(`${name}: ${(bytes / 1000).toFixed(0)} KB so far`)
  }
})

/** Half the size; phones in their own. */
async function smallPicture(page, { width, height }) {
  const session = await page.context().newCDPSession(page)
  const scale = width < 500 ? 0.75 : 0.5
  const clip = { x: 0, y: 0, width, height, scale }
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 60, clip })
  await session.detach()
  return Buffer.from(data, 'base64')
}
