/**
 * The safetensors writer: 8 bytes of header length (little-endian), a JSON header padded with spaces to a multiple of 8,
 * then the tensors without gaps. Same tensors and metadata, in whatever order they were named: same bytes.
 */
import { ShapeError } from '@digon/matrix'
import { checkTensor, type FileTensors, tensorBytes } from './file-tensor.js'
import { dtypeOf } from './safetensors-dtypes.js'

/**
 * The bytes of a safetensors file. Wider number types come first (so every tensor is aligned to its own width), names
 * ascending by code unit among equals, as the format's own library orders them.
 *
 * @param metadata strings by name, kept in the header's `__metadata__`.
 * @throws {ShapeError} when a tensor's numbers do not fill its shape, or one is named `__metadata__`.
 */
export function writeSafetensors(
  tensors: FileTensors,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const named = Object.entries(tensors).sort(
    ([nameA, a], [nameB, b]) =>
      b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT || compareCodeUnits(nameA, nameB),
  )
  const entries: [string, unknown][] = []
  const metadataEntries = Object.entries(metadata).sort(([a], [b]) => compareCodeUnits(a, b))
  if (metadataEntries.length > 0) entries.push(['__metadata__', Object.fromEntries(metadataEntries)])
  let end = 0
  for (const [name, tensor] of named) {
    if (name === '__metadata__') throw new ShapeError('tensor name', name, 'a name that the format does not reserve')
    checkTensor(tensor, name)
    const begin = end
    end += tensor.values.byteLength
    entries.push([name, { dtype: dtypeOf(tensor.values), shape: tensor.shape, data_offsets: [begin, end] }])
  }
  const header = new TextEncoder().encode(jsonObject(entries))
  const headerLength = Math.ceil(header.length / 8) * 8
  const bytes = new Uint8Array(8 + headerLength + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.fill(0x20, 8, 8 + headerLength)
  bytes.set(header, 8)
  let at = 8 + headerLength
  for (const [, tensor] of named) {
    bytes.set(tensorBytes(tensor.values), at)
    at += tensor.values.byteLength
  }
  return bytes
}

/** JSON of the entries in their own order: an object would move names that look like integers to the front. */
function jsonObject(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
}

function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
