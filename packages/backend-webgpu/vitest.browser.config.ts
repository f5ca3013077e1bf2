import { mergeConfig } from 'vitest/config'
import { browserConfig } from '../../vitest.browser.js'

export default mergeConfig(browserConfig, {
  test: {
    name: 'backend-webgpu in Chromium',
    env: { DIGON_REQUIRE: process.env.DIGON_REQUIRE ?? '' },
  },
})
