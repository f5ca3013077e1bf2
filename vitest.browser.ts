import { existsSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'
import type { ViteUserConfig } from 'vitest/config'
import { packageConfig } from './vitest.package.js'

/** Tests in a real browser (`*.browser.test.ts`): an installed Chromium, headless, with WebGPU on its software adapter. */

const candidates = [
  process.env.DIGON_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** The browser's program, or undefined when there is none; `DIGON_CHROMIUM` names another one. */
export const chromium: string | undefined = candidates.find((path) => path !== undefined && existsSync(path))

const firefoxCandidates = [process.env.DIGON_FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox']

/** Firefox's program, or undefined when there is none; `DIGON_FIREFOX` names another one. */
export const firefox: string | undefined = firefoxCandidates.find((path) => path !== undefined && existsSync(path))

/** Whether a missing part must fail instead of being reported as not run: `DIGON_REQUIRE=browser,firefox,webgpu,tfjs-webgpu,redis`. */
export function isRequired(part: 'browser' | 'firefox' | 'webgpu' | 'tfjs-webgpu' | 'redis'): boolean {
  return (process.env.DIGON_REQUIRE ?? '').split(',').includes(part)
}

if (chromium === undefined) {
  const message = 'browser tests did not run: no Chromium found; install it or name one with DIGON_CHROMIUM'
  if (isRequired('browser')) throw new Error(message)
  console.warn(message)
}

/** No sandbox in containers, no traffic of the browser's own. */
export const chromiumArguments: string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

export const browserConfig: ViteUserConfig = {
  resolve: packageConfig.resolve,
  server: {
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
  worker: { format: 'es' },
  test: {
    include: ['src/**/*.browser.test.{ts,tsx}'],
    testTimeout: packageConfig.test?.testTimeout,
    hookTimeout: packageConfig.test?.hookTimeout,
    expect: packageConfig.test?.expect,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: chromium,
          args: [...chromiumArguments, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
        },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
}
