export { DeviceFaultError, DeviceLostError, DeviceMemoryError } from './errors.js'
export { type WebgpuOptions, webgpu } from './webgpu.js'
