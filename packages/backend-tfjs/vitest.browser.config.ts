import { mergeConfig } from 'vitest/config'
import { browserConfig } from '../../vitest.browser.js'

export default mergeConfig(browserConfig, {
  optimizeDeps: {
    include: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-backend-wasm'],
  },
  test: { name: 'backend-tfjs in Chromium' },
})
