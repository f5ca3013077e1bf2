/** What a device gives to the engine. One file per device implements it; `engine.ts` lists them. */
import type { Probe } from '@digon/model'
import type { Tensor } from '@tensorflow/tfjs-core'

export interface EngineDevice {
  /** Name in the registry of tfjs, for example `wasm`. */
  readonly engineName: string
  /**
   * Starts the engine on this device, inside `inTurn`; called once. Says unavailable, with the reason, instead of throwing
   * where the device is missing.
   */
  start(settings: DeviceSettings): Promise<Probe>
  /**
   * The products of the members' matrices, `[member, row, inner]` by `[member, inner, column]`, either one transposed first
   * (its last two axes exchanged) where asked. Differentiable.
   */
  multiplyMembers(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor
}

export interface DeviceSettings {
  /** Folder of tfjs's WASM binaries, with its last slash; without it they are found beside the packages. */
  readonly wasmPaths?: string
}
