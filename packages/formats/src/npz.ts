/**
 * npz, the archive of arrays that numpy reads and writes (`numpy.load`, `numpy.savez`, `numpy.savez_compressed`).
 * Written uncompressed and with a fixed time stamp: same arrays, same bytes. One array is `npy.ts`.
 */
import { zipSync } from 'fflate'
import { checkTensor, type FileTensors } from './file-tensor.js'
import { InvalidFileError } from './invalid-file.js'
import { readNpy, writeNpy } from './npy.js'
import { zipEntries } from './zip-entries.js'

/** What a reader of npz files refuses. */
export interface NpzLimits {
  /** Bytes of all arrays together once unpacked, an integer ≥ 0. Default 32 MiB + 8 × the archive's own size. */
  readonly maximumBytes?: number
  /** Arrays in the archive, an integer ≥ 0. Default 10 000. */
  readonly maximumArrays?: number
}

/**
 * The bytes of an npz archive, arrays in ascending order of their names.
 *
 * @throws {ShapeError} when an array's numbers do not fill its shape.
 */
export function writeNpz(arrays: FileTensors): Uint8Array<ArrayBuffer> {
  const files: Record<string, Uint8Array> = Object.create(null)
  for (const name of Object.keys(arrays).sort()) {
    const array = arrays[name]!
    checkTensor(array, name)
    files[`${name}.npy`] = writeNpy(array)
  }
  // The day of numpy's own archives. Zip keeps local time, so local noon gives the same bytes in every time zone.
  return new Uint8Array(zipSync(files, { level: 0, mtime: new Date(1980, 0, 1, 12), os: 3 }))
}

/**
 * The arrays of an npz archive, compressed or not. float16 becomes float32, 64-bit integers float64, Fortran order row-major.
 *
 * @param file the file's name, for the message.
 * @param skip names of arrays to leave out when they are no numbers (text that was saved beside them). Default: refuse those.
 * @throws {InvalidFileError} when it is no zip archive, an entry is not a whole `.npy` array of numbers, two entries have one
 * name, or the unpacked sizes exceed the limits (checked before unpacking) or are not as declared.
 */
export function readNpz(bytes: Uint8Array, file: string, limits: NpzLimits = {}, skip?: string[]): FileTensors {
  const entries = zipEntries(bytes, file, isArray(file), {
    ...(limits.maximumBytes !== undefined && { maximumBytes: limits.maximumBytes }),
    ...(limits.maximumArrays !== undefined && { maximumEntries: limits.maximumArrays }),
  })
  const arrays: [string, FileTensors[string]][] = []
  for (const [entry, content] of entries) {
    const name = entry.slice(0, -'.npy'.length)
    try {
      arrays.push([name, readNpy(content, file, `array ${JSON.stringify(name)}`)])
    } catch (failure) {
      if (skip === undefined || !(failure instanceof InvalidFileError) || !failure.field.endsWith('.dtype'))
        throw failure
      skip.push(name)
    }
  }
  return Object.fromEntries(arrays)
}

function isArray(file: string): (name: string) => boolean {
  return (name) => {
    if (name.endsWith('.npy')) return true
    throw new InvalidFileError(file, `entry ${JSON.stringify(name)}`, 'expected a name that ends in .npy')
  }
}
