import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Backend, type Probe, reference } from '@digon/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { probedApart } from './probed-apart.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digon-probe-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A module with a backend whose driver is noisy on both streams and then answers so. */
function moduleThat(name: string, answers: string): string {
  const noise = `console.error('error: XDG\\n at Initialize (driver.cpp:257)'); console.log('Warning: Vulkan')`
  writeFileSync(join(folder, name), `export const noisy = () => ({ async probe() { ${noise}; ${answers} } })\n`)
  return pathToFileURL(join(folder, name)).href
}

/** How often the backend was asked in this process, where it says this. */
function counted(probe: Probe): { backend: Backend; asked: () => number } {
  let asked = 0
  const backend = {
    ...reference(),
    async probe() {
      asked++
      return probe
    },
  }
  return { backend, asked: () => asked }
}

const here: Probe = { available: false, reason: 'asked here' }

test('a backend that says no elsewhere is not asked here, and the answer is its reason alone', async () => {
  const { backend, asked } = counted(here)
  const specifier = moduleThat('no.mjs', "return { available: false, reason: 'no GPU adapter' }")
  const probe = await probedApart(backend, specifier, 'noisy()').probe()
  expect([probe, asked()]).toEqual([{ available: false, reason: 'no GPU adapter' }, 0])
})

test.each([
  ['says yes', "return { available: true, device: { description: 'x', kind: 'gpu', limits: {} } }"],
  ['cannot be asked', 'process.abort()'],
  ['throws', "throw new Error('lost')"],
])('one that %s elsewhere is asked here', async (what, answers) => {
  const { backend, asked } = counted(here)
  const specifier = moduleThat(`${what.replaceAll(' ', '-')}.mjs`, answers)
  expect([await probedApart(backend, specifier, 'noisy()').probe(), asked()]).toEqual([here, 1])
})

test('the rest of the backend is its own', () => {
  const backend = reference()
  expect(probedApart(backend, 'x', 'y()')).toMatchObject({
    name: 'reference',
    open: backend.open,
    supports: backend.supports,
  })
})
