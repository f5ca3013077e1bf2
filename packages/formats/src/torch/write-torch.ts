/** Tensors as a file that `torch.load` reads as a state dict, under weights_only too: a zip archive of one pickle and raw storages. */
import { zipSync } from 'fflate'
import { checkTensor, type FileTensor, type FileTensors, tensorBytes } from '../file-tensor.js'

/**
 * The bytes of the file; equal tensors give equal bytes. Only float32 and float64 are written, other numbers as float64.
 *
 * @throws {ShapeError} when a tensor's numbers do not fill its shape.
 */
export function writeTorch(tensors: FileTensors): Uint8Array<ArrayBuffer> {
  const named = Object.entries(tensors)
  const files: Record<string, Uint8Array> = {}
  const items = named.map(([name, tensor], key) => {
    checkTensor(tensor, name)
    const float = tensor.values instanceof Float32Array ? tensor.values : Float64Array.from(tensor.values)
    files[`archive/data/${key}`] = tensorBytes(float)
    return text(name) + rebuilt(String(key), { shape: tensor.shape, values: float })
  })
  const pickle = `\x80\x02ccollections\nOrderedDict\n)R(${items.join('')}u.`
  const all = {
    'archive/data.pkl': Uint8Array.from(pickle, (character) => character.charCodeAt(0)),
    'archive/byteorder': new TextEncoder().encode('little'),
    ...files,
    'archive/version': new TextEncoder().encode('3\n'),
  }
  return new Uint8Array(zipSync(all, { level: 0, mtime: new Date(1980, 0, 1, 12), os: 3 }))
}

/** A call of `_rebuild_tensor_v2` on one storage, row-major. */
function rebuilt(key: string, { shape, values }: FileTensor): string {
  const storage = values instanceof Float32Array ? 'FloatStorage' : 'DoubleStorage'
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1))
  const id = `(${text('storage')}ctorch\n${storage}\n${text(key)}${text('cpu')}${integer(values.length)}tQ`
  const tuple = (numbers: readonly number[]): string => `(${numbers.map(integer).join('')}t`
  return `ctorch._utils\n_rebuild_tensor_v2\n(${id}${integer(0)}${tuple(shape)}${tuple(strides)}\x89ccollections\nOrderedDict\n)RtR`
}

function text(value: string): string {
  const bytes = new TextEncoder().encode(value)
  return `X${word(bytes.length)}${String.fromCharCode(...bytes)}`
}

const integer = (value: number): string => `J${word(value)}`

function word(value: number): string {
  return String.fromCharCode(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255)
}
