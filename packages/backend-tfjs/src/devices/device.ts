/** What a device gives to the engine. One file per device implements it; `engine.ts` lists them. */
import type { Probe } from '@digon/model'
import type { KernelConfig } from '@tensorflow/tfjs-core'

export interface EngineDevice {
  /** Name in the registry of tfjs, for example `wasm`. */
  readonly engineName: string
  /** How it multiplies the members' matrices (`multiplyMembers`); registered before it starts. */
  readonly memberProduct: KernelConfig
  /** Whether numbers can be read without waiting; a GPU hands them over later. */
  readonly readsAtOnce: boolean
  /**
   * Starts the engine on this device, inside `inTurn`; called once. Says unavailable, with the reason, instead of throwing
   * where the device is missing.
   */
  start(settings: DeviceSettings): Promise<Probe>
}

export interface DeviceSettings {
  /** Folder of tfjs's WASM binaries, with its last slash; without it they are found beside the packages. */
  readonly wasmPaths?: string
}
