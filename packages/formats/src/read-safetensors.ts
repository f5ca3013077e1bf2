/**
 * The safetensors reader: believes nothing. Every length is checked against the file before memory is taken for it, and
 * a file is read wholly or refused; numbers are copied as they are, NaN payloads included.
 */
import { foundJson } from '@digon/messages'
import { elementCount, type FileTensor, type FileTensors } from './file-tensor.js'
import { InvalidFileError } from './invalid-file.js'
import { type Dtype, dtypes } from './safetensors-dtypes.js'
import { parseStrictJson } from './strict-json.js'

/** What a safetensors file holds. */
export interface SafetensorsFile {
  /** In the order of the file's data. */
  readonly tensors: FileTensors
  /** The header's `__metadata__`; empty when there is none. */
  readonly metadata: Readonly<Record<string, string>>
}

/** Room for the ten thousand tensors that are read at most, and far above what the files of this field have. */
const maximumHeaderBytes = 4_000_000
const maximumTensors = 10_000

/** Header object, tensor object, shape array. */
const headerDepth = 3

interface Entry {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

/**
 * The tensors of a safetensors file. F16 and BF16 become float32, I64 and U64 float64, BOOL bytes 0 and 1.
 *
 * @param file the file's name, for the message.
 * @throws {InvalidFileError} when the header is longer than the file or 4 MB, has more than 10 000 tensors, is not UTF-8 JSON of the format, names a
 * tensor twice, has an unknown dtype, a shape of anything but integers ≥ 0, offsets that overlap, leave gaps or do not end
 * with the file, a length other than dtype × shape, metadata that is not strings, or a 64-bit integer beyond ±(2⁵³ − 1).
 */
export function readSafetensors(bytes: Uint8Array, file: string): SafetensorsFile {
  const { header, dataStart } = readHeader(bytes, file)
  const metadata = readMetadata(header.get('__metadata__'), file)
  header.delete('__metadata__')
  const entries = [...header].map(([name, value]) => readEntry(name, value, file))
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end)
  checkOffsets(entries, bytes.length - dataStart, file)
  const tensors = entries.map((entry) => [entry.name, readTensor(entry, bytes, dataStart, file)] as const)
  return { tensors: Object.fromEntries(tensors), metadata }
}

function readHeader(bytes: Uint8Array, file: string): { header: Map<string, unknown>; dataStart: number } {
  if (bytes.length < 8) {
    throw new InvalidFileError(file, 'length', `${bytes.length} bytes; expected at least 8, the length of the header`)
  }
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
  const limit = Math.min(bytes.length - 8, maximumHeaderBytes)
  if (headerLength > BigInt(limit)) {
    throw new InvalidFileError(file, 'header length', `${headerLength} bytes; expected at most ${limit}`)
  }
  const dataStart = 8 + Number(headerLength)
  const text = decodeUtf8(bytes.subarray(8, dataStart), file)
  checkTensorCount(text, file)
  const header = parseStrictJson(text, {
    file,
    field: 'header',
    maximumDepth: headerDepth,
  })
  if (!isRecord(header)) throw new InvalidFileError(file, 'header', `${describe(header)}; expected an object`)
  return { header: new Map(Object.entries(header)), dataStart }
}

/** Before anything is built: a header of a million tensors would take a second and much memory. */
function checkTensorCount(header: string, file: string): void {
  let at = -1
  for (let count = 0; ; count++) {
    at = header.indexOf('"data_offsets"', at + 1)
    if (at < 0) return
    if (count === maximumTensors) throw new InvalidFileError(file, 'header', `more than ${maximumTensors} tensors`)
  }
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new InvalidFileError(file, 'header', 'not UTF-8', { cause })
  }
}

function readMetadata(value: unknown, file: string): Record<string, string> {
  if (value === undefined) return {}
  if (!isRecord(value)) throw new InvalidFileError(file, '__metadata__', `${describe(value)}; expected an object`)
  const strings: [string, string][] = []
  for (const [name, entry] of Object.entries(value)) {
    if (typeof entry !== 'string') {
      throw new InvalidFileError(file, `__metadata__.${name}`, `${describe(entry)}; expected a string`)
    }
    strings.push([name, entry])
  }
  return Object.fromEntries(strings)
}

function readEntry(name: string, value: unknown, file: string): Entry {
  const subject = `tensor ${JSON.stringify(name)}`
  if (!isRecord(value)) throw new InvalidFileError(file, subject, `${describe(value)}; expected an object`)
  const unknown = Object.keys(value).find((key) => key !== 'dtype' && key !== 'shape' && key !== 'data_offsets')
  if (unknown !== undefined) {
    throw new InvalidFileError(file, `${subject}.${unknown}`, 'unknown key; expected dtype, shape, data_offsets')
  }
  const dtype = typeof value.dtype === 'string' ? dtypes.get(value.dtype) : undefined
  if (dtype === undefined) {
    throw new InvalidFileError(
      file,
      `${subject}.dtype`,
      `${describe(value.dtype)}; expected ${[...dtypes.keys()].join(', ')}`,
    )
  }
  const count = Array.isArray(value.shape) ? elementCount(value.shape) : undefined
  if (count === undefined) {
    throw new InvalidFileError(
      file,
      `${subject}.shape`,
      `${describe(value.shape)}; expected integers ≥ 0 with a product below 2⁵³`,
    )
  }
  const offsets: unknown = value.data_offsets
  const [begin, end] = Array.isArray(offsets) && offsets.length === 2 ? offsets : []
  if (!Number.isSafeInteger(begin) || !Number.isSafeInteger(end) || begin < 0 || end < begin) {
    throw new InvalidFileError(
      file,
      `${subject}.data_offsets`,
      `${describe(offsets)}; expected two integers, 0 ≤ begin ≤ end`,
    )
  }
  if (end - begin !== count * dtype.bytesPerValue) {
    throw new InvalidFileError(
      file,
      `${subject}.data_offsets`,
      `${end - begin} bytes; expected ${count} × ${dtype.bytesPerValue} for ${value.dtype} [${value.shape}]`,
    )
  }
  return { name, dtype, shape: value.shape as readonly number[], begin, end }
}

/** The entries, sorted by offset, cover the data exactly: no overlap, no gap, nothing left at the end. */
function checkOffsets(entries: readonly Entry[], dataLength: number, file: string): void {
  let end = 0
  for (const entry of entries) {
    const field = `tensor ${JSON.stringify(entry.name)}.data_offsets`
    if (entry.begin !== end) {
      const what = entry.begin < end ? 'overlaps the tensor before' : 'leaves a gap'
      throw new InvalidFileError(file, field, `begins at ${entry.begin} and ${what}; expected ${end}`)
    }
    end = entry.end
    if (end > dataLength) {
      throw new InvalidFileError(file, field, `ends at ${end}; expected at most ${dataLength}, where the file ends`)
    }
  }
  if (end !== dataLength) {
    throw new InvalidFileError(file, 'length', `${dataLength} bytes of data; the header accounts for ${end}`)
  }
}

function readTensor(entry: Entry, bytes: Uint8Array, dataStart: number, file: string): FileTensor {
  const copy = new Uint8Array(entry.end - entry.begin)
  copy.set(bytes.subarray(dataStart + entry.begin, dataStart + entry.end))
  try {
    return { shape: entry.shape, values: entry.dtype.decode(copy.buffer) }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new InvalidFileError(file, `tensor ${JSON.stringify(entry.name)}`, cause.message, { cause })
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function describe(value: unknown): string {
  return value === undefined ? 'missing' : foundJson(value, 60)
}
