import { existsSync } from 'node:fs'
import { mergeConfig } from 'vitest/config'
import { isRequired } from '../../vitest.browser.js'
import { packageConfig } from '../../vitest.package.js'

/** The software Vulkan driver that comes with Debian's Chromium; other software drivers lack what Dawn asks for. */
const swiftshader = '/usr/lib/chromium/vk_swiftshader_icd.json'
const driver = process.env.VK_DRIVER_FILES ?? (existsSync(swiftshader) ? swiftshader : undefined)

export default mergeConfig(packageConfig, {
  test: {
    name: 'backend-tfjs',
    env: driver === undefined ? {} : { VK_DRIVER_FILES: driver },
    provide: { isWebgpuRequired: isRequired('tfjs-webgpu') },
  },
})
