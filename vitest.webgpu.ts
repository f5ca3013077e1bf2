import { existsSync } from 'node:fs'

/** WebGPU for tests in Node (Dawn): the software Vulkan driver that Debian's Chromium brings, unless another driver is named. */

const driver = '/usr/lib/chromium/vk_swiftshader_icd.json'

/** Environment of the test processes. Where it is empty and there is no GPU either, tests find no adapter and say so. */
export const dawnEnvironment: Readonly<Record<string, string>> =
  process.env.VK_DRIVER_FILES === undefined && existsSync(driver) ? { VK_DRIVER_FILES: driver } : {}
