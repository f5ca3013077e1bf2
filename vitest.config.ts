import { defineConfig } from 'vitest/config'

/** The whole suite in one run; every package also runs alone with its own configuration. */
export default defineConfig({
  test: { projects: ['packages/*/vitest.config.ts', 'apps/*/vitest.config.ts'] },
})
