import { mergeConfig } from 'vitest/config'
import { browserConfig } from '../../vitest.browser.js'
import { viewerConfig } from './vite.config.js'

export default mergeConfig(mergeConfig(browserConfig, viewerConfig), {
  optimizeDeps: { include: ['axe-core', 'fast-check'] },
  test: {
    name: 'viewer in Chromium',
    env: { DIGON_FUZZED_ADDRESSES: process.env.DIGON_FUZZED_ADDRESSES ?? '' },
  },
})
