/**
 * Files of `torch.save` since PyTorch 1.6: a zip archive of one pickle and the bytes of its storages. The pickle may build
 * tensors, dictionaries, lists, numbers and text; any other global is refused by name, so nothing in a file is ever executed.
 */
import type { FileTensor, FileTensors } from '../file-tensor.js'
import { InvalidFileError } from '../invalid-file.js'
import { zipEntries } from '../zip-entries.js'
import { storageTypes, TorchStorage, TorchTensor, tensorNumbers } from './torch-tensor.js'
import { type Pickled, type PickledFunction, type PickledObject, unpickle } from './unpickle.js'

/** How to turn a file that is refused into one that is read. */
export const torchHint = 'in Python: torch.save(model.state_dict(), "weights.pt"), or save the tensors with safetensors'

const maximumTensors = 10_000
const maximumDepth = 8

/** Whether the names of a zip archive are those of a torch file. */
export function isTorchEntry(name: string): boolean {
  return /(^|\/)(data|constants)\.pkl$/.test(name)
}

/**
 * The tensors of a torch file, whatever they are nested in; the names of nested dictionaries are joined by dots.
 *
 * @param file the file's name, for the message.
 * @throws {InvalidFileError} when the file is not whole, its pickle names another global, or a tensor reaches outside its
 * storage.
 */
export function readTorch(bytes: Uint8Array, file: string): FileTensors {
  const heads = zipEntries(bytes, file, (name) => isTorchEntry(name) || /(^|\/)byteorder$/.test(name), {
    maximumBytes: 2 ** 20 + bytes.length,
  })
  const pickle = [...heads.keys()].find((name) => /(^|\/)data\.pkl$/.test(name))
  if (pickle === undefined || [...heads.keys()].some((name) => name.endsWith('constants.pkl'))) {
    throw new InvalidFileError(file, 'archive', `a TorchScript program; expected tensors; ${torchHint}`)
  }
  const root = pickle.slice(0, -'data.pkl'.length)
  const byteOrder = heads.get(`${root}byteorder`)
  const isBigEndian = byteOrder !== undefined && new TextDecoder().decode(byteOrder).trim() === 'big'
  const tensors = tensorsIn(unpickle(heads.get(pickle)!, hostFor(file)), file)
  const keys = new Set([...tensors.values()].map(({ storage }) => `${root}data/${storage.key}`))
  const storages = zipEntries(bytes, file, (name) => keys.has(name))
  const read: [string, FileTensor][] = []
  let remaining = 2 ** 25 + 4 * bytes.length
  for (const [name, tensor] of tensors) {
    const field = `tensor ${JSON.stringify(name)}`
    const stored = storages.get(`${root}data/${tensor.storage.key}`)
    if (stored === undefined) throw new InvalidFileError(file, field, `its storage ${tensor.storage.key} is missing`)
    remaining -= (tensor.count ?? 0) * 8
    if (remaining < 0) throw new InvalidFileError(file, field, 'more numbers than such a file can hold')
    try {
      read.push([name, tensorNumbers(tensor, stored, isBigEndian)])
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      throw new InvalidFileError(file, field, cause.message, { cause })
    }
  }
  return Object.fromEntries(read)
}

function hostFor(file: string) {
  const refuse = (reason: string) => new InvalidFileError(file, 'data.pkl', reason)
  const rebuild: PickledFunction = ([storage, offset, shape, strides]) => {
    if (!(storage instanceof TorchStorage) || !Array.isArray(shape) || !Array.isArray(strides)) {
      throw refuse('a tensor without storage, shape or strides')
    }
    return new TorchTensor(storage, Number(offset), shape as number[], strides as number[])
  }
  const globals: ReadonlyMap<string, PickledObject> = new Map<string, PickledObject>([
    ['torch._utils._rebuild_tensor_v2', rebuild],
    ['torch._utils._rebuild_tensor', rebuild],
    ['torch._utils._rebuild_parameter', ([data]: readonly Pickled[]) => data ?? null],
    ['collections.OrderedDict', () => new Map()],
    ['torch.Size', ([axes]: readonly Pickled[]) => axes ?? null],
    ['torch.device', () => null],
  ])
  return {
    refuse,
    global: (module: string, name: string): PickledObject => {
      const known = globals.get(`${module}.${name}`)
      if (known !== undefined) return known
      const type = module === 'torch' ? storageTypes.get(name) : undefined
      if (type !== undefined) return type
      if (module === 'torch' && /^(float|bfloat|int|uint|bool|complex)\d*$/.test(name)) return {}
      throw refuse(`names ${JSON.stringify(`${module}.${name}`.slice(0, 80))}, which is not loaded; ${torchHint}`)
    },
    persistent: (id: Pickled): Pickled => {
      const [kind, type, key] = Array.isArray(id) ? id : []
      const known = [...storageTypes.values()].find((candidate) => candidate === type)
      if (kind !== 'storage' || known === undefined || typeof key !== 'string')
        throw refuse('a storage of unknown kind')
      return new TorchStorage(key, known)
    },
  }
}

/** Every tensor in dictionaries and lists, by its dotted name. A value that stands in several places is listed in the first. */
function tensorsIn(value: Pickled, file: string): Map<string, TorchTensor> {
  const found = new Map<string, TorchTensor>()
  const seen = new Set<Pickled>()
  const look = (value: Pickled, path: string, depth: number): void => {
    if (value instanceof TorchTensor) {
      found.set(path === '' ? 'tensor' : path, value)
      if (found.size > maximumTensors)
        throw new InvalidFileError(file, 'data.pkl', `more than ${maximumTensors} tensors`)
      return
    }
    const entries = value instanceof Map ? value : Array.isArray(value) ? value.entries() : undefined
    if (entries === undefined || depth === maximumDepth || seen.has(value)) return
    seen.add(value)
    for (const [key, item] of entries as Iterable<[Pickled, Pickled]>) {
      if (typeof key === 'string' || typeof key === 'number')
        look(item, path === '' ? `${key}` : `${path}.${key}`, depth + 1)
    }
  }
  look(value, '', 0)
  return found
}
