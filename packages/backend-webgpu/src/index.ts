export { DeviceFaultError } from './errors.js'
export { type WebgpuOptions, webgpu } from './webgpu.js'
