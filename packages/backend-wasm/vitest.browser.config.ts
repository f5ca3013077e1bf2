import { mergeConfig } from 'vitest/config'
import { browserConfig } from '../../vitest.browser.js'

/** The contract, and the very bits that Node gives, in a page with its own kind of workers. */
export default mergeConfig(browserConfig, {
  test: { name: 'backend-wasm in Chromium', include: ['src/wasm.test.ts', 'src/bits.test.ts'] },
})
