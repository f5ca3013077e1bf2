/**
 * A reader of Python pickles that can do nothing: it builds lists, dictionaries, numbers and text, and asks its host about
 * everything else. What the host does not know is refused by name. Work and memory are limited.
 * Read are the opcodes that `torch.save` writes, in protocols 2 to 5.
 */

/** What a pickle stands for. Tuples, lists and sets are arrays, dictionaries maps. */
export type Pickled = null | boolean | number | string | Pickled[] | Map<Pickled, Pickled> | PickledObject
/** Something that the host made. */
export type PickledObject = object
export type PickledFunction = (args: readonly Pickled[]) => Pickled

export interface PickleHost {
  /** What a global stands for; a function where the pickle may call it. Throws to refuse it. */
  readonly global: (module: string, name: string) => PickledObject
  /** What a persistent id stands for. Throws to refuse it. */
  readonly persistent: (id: Pickled) => Pickled
  /** The error for a pickle that is not whole or does something else. */
  readonly refuse: (reason: string) => Error
}

const mark = Symbol('mark')

/** Far beyond what weights need, far below what fills a memory. */
const maximumOpcodes = 4_000_000
const maximumContainers = 100_000

/** The value of a pickle. */
export function unpickle(bytes: Uint8Array, host: PickleHost): Pickled {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const stack: (Pickled | typeof mark)[] = []
  const memo = new Map<number, Pickled>()
  let at = 0
  let containers = 0

  const take = (length: number): number => {
    const begin = at
    at += length
    if (length < 0 || at > bytes.length) throw host.refuse('ends in the middle of a value')
    return begin
  }
  const pop = (): Pickled => {
    const value = stack.pop()
    if (value === undefined || value === mark) throw host.refuse(`takes a value that is not there, at byte ${at - 1}`)
    return value
  }
  const popToMark = (): Pickled[] => {
    const from = stack.lastIndexOf(mark)
    if (from < 0) throw host.refuse(`takes a list that is not there, at byte ${at - 1}`)
    return stack.splice(from).slice(1) as Pickled[]
  }
  const top = (): Pickled => {
    const value = stack.at(-1)
    if (value === undefined || value === mark) throw host.refuse(`changes a value that is not there, at byte ${at - 1}`)
    return value
  }
  const text = (length: number): string => {
    const begin = take(length)
    return new TextDecoder().decode(bytes.subarray(begin, at))
  }
  const line = (): string => {
    const end = bytes.indexOf(10, at)
    const value = text((end < 0 ? bytes.length + 1 : end) - at)
    at++
    return value
  }
  const listed = (): Pickled[] => {
    const value = top()
    if (!Array.isArray(value)) throw host.refuse('appends to something that is not a list')
    return value
  }
  const mapped = (): Map<Pickled, Pickled> => {
    const value = top()
    if (!(value instanceof Map)) throw host.refuse('sets an item of something that is not a dictionary')
    return value
  }
  const asText = (value: Pickled): string => {
    if (typeof value !== 'string') throw host.refuse('a global without a name')
    return value
  }
  const recall = (index: number): Pickled => {
    const value = memo.get(index)
    if (value === undefined) throw host.refuse(`recalls value ${index}, which was not kept`)
    return value
  }

  const container = (value: Pickled): void => {
    stack.push(value)
    if (++containers > maximumContainers) throw host.refuse(`more than ${maximumContainers} lists and dictionaries`)
  }

  const opcodes: Readonly<Record<number, () => void>> = {
    128: () => void take(1), // PROTO
    149: () => void take(8), // FRAME
    40: () => void stack.push(mark),
    48: () => void stack.pop(),
    49: () => void popToMark(),
    78: () => void stack.push(null),
    136: () => void stack.push(true),
    137: () => void stack.push(false),
    74: () => void stack.push(view.getInt32(take(4), true)),
    75: () => void stack.push(view.getUint8(take(1))),
    77: () => void stack.push(view.getUint16(take(2), true)),
    138: () => void stack.push(longInteger()), // LONG1
    71: () => void stack.push(view.getFloat64(take(8))), // BINFLOAT is big-endian
    88: () => void stack.push(text(view.getUint32(take(4), true))),
    140: () => void stack.push(text(view.getUint8(take(1)))),
    93: () => container([]),
    125: () => container(new Map()),
    143: () => container([]), // EMPTY_SET
    41: () => container([]),
    116: () => container(popToMark()),
    133: () => container([pop()]),
    134: () => container([pop(), pop()].reverse()),
    135: () => container([pop(), pop(), pop()].reverse()),
    108: () => container(popToMark()), // LIST
    97: () => {
      const value = pop()
      listed().push(value)
    },
    101: () => appendAll(),
    144: () => appendAll(), // ADDITEMS
    115: () => {
      const [value, key] = [pop(), pop()]
      mapped().set(key, value)
    },
    117: () => {
      const items = popToMark()
      const map = mapped()
      if (items.length % 2 !== 0) throw host.refuse('sets a key without a value')
      for (let k = 0; k < items.length; k += 2) map.set(items[k]!, items[k + 1]!)
    },
    113: () => void memo.set(view.getUint8(take(1)), top()),
    114: () => void memo.set(view.getUint32(take(4), true), top()),
    148: () => void memo.set(memo.size, top()),
    104: () => void stack.push(recall(view.getUint8(take(1)))),
    106: () => void stack.push(recall(view.getUint32(take(4), true))),
    99: () => {
      const module = line()
      stack.push(host.global(module, line()))
    },
    147: () => {
      const [name, module] = [asText(pop()), asText(pop())]
      stack.push(host.global(module, name))
    },
    81: () => void stack.push(host.persistent(pop())),
    82: () => {
      const [args, called] = [pop(), pop()]
      if (typeof called !== 'function' || !Array.isArray(args))
        throw host.refuse('calls something that is not a function')
      container((called as PickledFunction)(args))
    },
    98: () => {
      pop()
      // The state of a dictionary is the `_metadata` of a state dict; nothing else of what is read has a state.
      if (!(top() instanceof Map)) throw host.refuse('sets the state of an object')
    },
  }
  const longInteger = (): number => {
    const length = view.getUint8(take(1))
    if (length > 8) throw host.refuse(`an integer of ${length} bytes; expected at most 8`)
    const begin = take(length)
    let value = 0n
    for (let k = 0; k < length; k++) value |= BigInt(bytes[begin + k]!) << BigInt(8 * k)
    return Number(BigInt.asIntN(8 * length, value))
  }
  const appendAll = (): void => {
    const values = popToMark()
    const list = listed()
    for (const value of values) list.push(value)
  }

  for (let count = 0; at < bytes.length; count++) {
    if (count === maximumOpcodes) throw host.refuse(`more than ${maximumOpcodes} operations`)
    const opcode = bytes[at++]!
    if (opcode === 46) return pop()
    const execute = opcodes[opcode]
    if (execute === undefined) {
      throw host.refuse(`opcode 0x${opcode.toString(16)} at byte ${at - 1}; expected those that torch.save writes`)
    }
    execute()
  }
  throw host.refuse('ends without a value')
}
