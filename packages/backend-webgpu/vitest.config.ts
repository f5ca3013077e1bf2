import { mergeConfig } from 'vitest/config'
import { packageConfig } from '../../vitest.package.js'
import { dawnEnvironment } from '../../vitest.webgpu.js'

export default mergeConfig(packageConfig, {
  test: { name: 'backend-webgpu', env: dawnEnvironment },
})
