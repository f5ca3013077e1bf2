/**
 * Tensors from a file of any format that people keep weights in, told apart by content: safetensors, npz, npy, torch.
 * Other kinds of file are refused by their own names, with how to convert them.
 */
import type { FileTensors } from './file-tensor.js'
import { InvalidFileError } from './invalid-file.js'
import { isNpy, readNpy } from './npy.js'
import { readNpz } from './npz.js'
import { readSafetensors } from './read-safetensors.js'
import { isTorchEntry, readTorch, torchHint } from './torch/read-torch.js'
import { isZip, zipEntries } from './zip-entries.js'

/** The tensors of a file and what it says about itself. */
export interface TensorFile {
  readonly tensors: FileTensors
  /** `__metadata__` of safetensors; empty for other formats. */
  readonly metadata: Readonly<Record<string, string>>
  /** Arrays that are no numbers (text in an npz archive), which were left out. */
  readonly skipped: readonly string[]
}

/** How a kind of file begins, and what to do with it instead. */
const foreign: readonly (readonly [begin: string, what: string])[] = [
  ['version https://git-lfs', 'a Git LFS pointer, not the file itself; fetch it with: git lfs pull'],
  [
    '\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19',
    `a torch file of the format before 1.6; load it and save it again, ${torchHint}`,
  ],
  ['\x80', `a Python pickle, which can run programs and is not loaded; ${torchHint}`],
  ['\x1f\x8b', 'a gzip file; unpack it first: gunzip'],
  ['BZh', 'a bzip2 file; unpack it first: bunzip2'],
  ['\xfd7zXZ', 'an xz file; unpack it first: unxz'],
  ['\x89HDF', 'an HDF5 file; in Python: numpy.savez("weights.npz", W=file["W"][:], b_final=file["b_final"][:])'],
  ['GGUF', 'a GGUF file; expected safetensors, npz, npy or torch weights'],
  ['PAR1', 'a Parquet table; expected safetensors, npz, npy or torch weights'],
  ['<', 'a web page; download the file itself'],
]

/**
 * The tensors of a file.
 *
 * @param file the file's name, for the message.
 * @throws {InvalidFileError} when the file is of no known format, or is not whole.
 */
export function readTensors(bytes: Uint8Array, file: string): TensorFile {
  if (bytes.length === 0) throw new InvalidFileError(file, 'file', 'empty')
  if (isNpy(bytes)) return { tensors: { array: readNpy(bytes, file) }, metadata: {}, skipped: [] }
  if (isZip(bytes)) {
    let isTorch = false
    zipEntries(bytes, file, (name) => {
      isTorch ||= isTorchEntry(name)
      return false
    })
    if (isTorch) return { tensors: readTorch(bytes, file), metadata: {}, skipped: [] }
    const skipped: string[] = []
    return { tensors: readNpz(bytes, file, {}, skipped), metadata: {}, skipped }
  }
  const begin = String.fromCharCode(...bytes.subarray(0, 32))
  const other = foreign.find(([magic]) => begin.startsWith(magic))
  if (other !== undefined && !isSafetensors(bytes)) throw new InvalidFileError(file, 'format', other[1])
  if (!isSafetensors(bytes) && bytes.length >= 8) {
    const expected = 'expected safetensors, npz, npy, or a file of torch.save'
    throw new InvalidFileError(file, 'format', `begins with ${JSON.stringify(printable(begin))}; ${expected}`)
  }
  return { ...readSafetensors(bytes, file), skipped: [] }
}

/** Whether the file begins as safetensors do: a header length below 2³², then a JSON object. */
function isSafetensors(bytes: Uint8Array): boolean {
  return bytes.subarray(4, 8).every((byte) => byte === 0) && bytes[8] === 0x7b
}

function printable(text: string): string {
  return text.slice(0, 12).replace(/[^\x20-\x7e]/g, '.')
}
