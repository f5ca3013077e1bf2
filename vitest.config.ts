import { defineConfig } from 'vitest/config'
import { chromium } from './vitest.browser.js'
import { packageConfig } from './vitest.package.js'

/** The whole suite in one run; every package also runs alone with its own configuration. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'workspace', include: ['scripts/**/*.test.ts'], testTimeout: packageConfig.test!.testTimeout! } },
      'docs/vitest.config.ts',
      'examples/vitest.config.ts',
      'packages/*/vitest.config.ts',
      'apps/*/vitest.config.ts',
      'apps/*/vitest.site.config.ts',
      ...(chromium === undefined ? [] : ['packages/*/vitest.browser.config.ts', 'apps/*/vitest.browser.config.ts']),
    ],
  },
})
