/** Tests of the viewer as people get it (`*.site.test.ts`), in browsers: it is built and served once for all of them. */
import { defineConfig } from 'vitest/config'
import { packageConfig } from '../../vitest.package.js'

export default defineConfig({
  ...packageConfig,
  test: {
    ...packageConfig.test,
    name: 'built viewer in Firefox and in Chromium',
    include: ['src/**/*.site.test.ts'],
    exclude: [],
    globalSetup: ['src/view/built-site.test-support.ts'],
  },
})
