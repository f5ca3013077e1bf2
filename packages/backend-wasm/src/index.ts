export type { Precision } from './engine-module.js'
export { MemoryUnavailableError, WorkerLostError } from './errors.js'
export type { WorkerLoss } from './guarded-group.js'
export { type WasmOptions, wasm } from './wasm.js'
