import { mergeConfig } from 'vitest/config'
import { browserConfig, isRequired } from '../../vitest.browser.js'

const tfjsPackages = ['core', 'backend-cpu', 'backend-wasm', 'backend-webgpu'].map((part) => `@tensorflow/tfjs-${part}`)

export default mergeConfig(browserConfig, {
  // Known beforehand: Vite reloads the page when it finds a dependency while tests run.
  optimizeDeps: { include: tfjsPackages },
  test: {
    name: 'backend-tfjs in Chromium',
    include: ['src/tfjs-webgpu.test.ts'],
    provide: { isWebgpuRequired: isRequired('tfjs-webgpu') },
  },
})
