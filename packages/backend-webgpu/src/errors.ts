/** Failures of a device that a caller can handle, beside those of the backend contract. */
import type { Snapshot } from '@digon/model'

/** The device is gone: unplugged, reset by its driver, taken by the browser, or destroyed. Sessions on it are over. */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError'
  constructor(
    /** What the device said. */
    readonly reason: string,
    /** The last state that was read back: training can go on from it anywhere. */
    readonly snapshot: Snapshot,
  ) {
    super(
      `WebGPU device lost: ${reason || 'no reason given'}; the last state read back is that of step ${snapshot.step}`,
    )
  }
}

/** The device refused some work with an error of its own, so what it holds cannot be trusted any more. */
export class DeviceFaultError extends Error {
  override readonly name = 'DeviceFaultError'
  constructor(
    /** What the device said. */
    readonly reason: string,
    /** The last state that was read back before: training can go on from it anywhere. */
    readonly snapshot: Snapshot,
  ) {
    super(`WebGPU device failed: ${reason}; the last state read back is that of step ${snapshot.step}`)
  }
}

/** The device has not the memory that was asked for. */
export class DeviceMemoryError extends Error {
  override readonly name = 'DeviceMemoryError'
  constructor(
    /** What was asked for together. */
    readonly byteLength: number,
    /** What the device said. */
    readonly reason: string,
  ) {
    super(
      `not enough memory on the WebGPU device: ${byteLength} bytes asked for; expected fewer members or features (${reason})`,
    )
  }
}
