import { mergeConfig } from 'vitest/config'
import { browserConfig } from '../../vitest.browser.js'
import { viewerConfig } from './vite.config.js'

export default mergeConfig(mergeConfig(browserConfig, viewerConfig), {
  optimizeDeps: {
    // Named, so that none is found only when a test runs, which would load the page anew in its middle.
    include: [
      '@digon/backend-tfjs > @tensorflow/tfjs-core',
      '@digon/backend-tfjs > @tensorflow/tfjs-backend-cpu',
      '@digon/backend-tfjs > @tensorflow/tfjs-backend-wasm',
      '@digon/model > zod',
      '@preact/signals',
      'axe-core',
      'comlink',
      'preact',
      'preact/jsx-runtime',
      'preact/jsx-dev-runtime',
    ],
  },
  test: { name: 'viewer in Chromium' },
})
