/** A failure of a device that a caller can handle, beside those of the backend contract. */
import { DeviceLostError } from '@digon/model'

/**
 * The device refused some work with an error of its own, so what it holds cannot be trusted any more and it was given up. The snapshot
 * was read back before that.
 */
export class DeviceFaultError extends DeviceLostError {
  override readonly name: string = 'DeviceFaultError'
}
