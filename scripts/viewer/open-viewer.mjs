/** The built viewer in Chromium for scripts: `digon view` in a process of its own, and one browser. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { root } from '../setup.mjs'

/** Where `digon view` has the site from. */
export const siteFolder = join(root, 'apps', 'cli', 'dist', 'viewer')

/** One page of each kind, as addresses from the root. */
export const onePageOfEachKind = ['', 'lab/', 'map/', 'paper/', 'paper/phase-change/', 'open/', 'bench/']

/**
 * @template Result
 * @param {(viewer: { address: string, browser: import('playwright').Browser }) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withViewer(work) {
  const program = [process.env.DIGON_CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path))
  if (program === undefined) throw new Error('no Chromium found; install it or name one with DIGON_CHROMIUM')
  const command = [join(root, 'apps', 'cli', 'bin', 'digon.js'), 'view', '--port', '0']
  const server = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const browser = await chromium.launch({
    executablePath: program,
    // No sandbox in containers, no traffic of the browser's own; memory is told when it is asked for.
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--enable-blink-features=ForceEagerMeasureMemory',
    ],
  })
  try {
    const address = await new Promise((resolve, reject) => {
      server.stdout.once('data', (text) => resolve(String(text).trim().split('\n')[0]))
      server.once('exit', (code) =>
        reject(new Error(`digon view ended with ${code}; build it: npm run -s digon -- list`)),
      )
    })
    return await work({ address, browser })
  } finally {
    await browser.close()
    server.kill()
  }
}
