/**
 * Runs engines: makes instances, writes bytes, calls, reads bytes. It knows nothing of models, so the same few lines serve
 * inside this thread and as the program of a worker (the build embeds this file and worker-program.ts as text; they must
 * therefore import types only). Instances of closed sessions are used again: their memory is dear to get and slow to return.
 */

/** Bytes for an address. */
export interface Write {
  readonly address: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Bytes from an address, or from the address that stands there. */
export interface Read {
  readonly address: number
  readonly indirect?: boolean
  readonly byteLength: number
}

/** One thing to do: write, then call, then read. */
export interface Work {
  readonly writes?: readonly Write[]
  readonly call?: { readonly name: string; readonly parameters: readonly number[] }
  readonly reads?: readonly Read[]
}

export interface WorkResult {
  /** What the call returned; 0 where it returns nothing. */
  readonly value: number
  readonly reads: readonly Uint8Array<ArrayBuffer>[]
}

export interface Executor {
  /** Makes an engine with this many bytes of memory, and writes. Throws RangeError where the memory cannot be had. */
  open(id: number, module: WebAssembly.Module, byteLength: number, writes: readonly Write[]): void
  run(id: number, work: Work): WorkResult
  close(id: number): void
}

interface Engine {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly functions: Readonly<Record<string, (...parameters: number[]) => number | undefined>>
}

export function createExecutor(): Executor {
  const pageSize = 65536
  /** How many idle engines are kept, and the largest memory that is worth keeping: 16 MiB. */
  const keptEngines = 2
  const keptPages = 256
  const engines = new Map<number, Engine>()
  const idle: Engine[] = []

  function take(module: WebAssembly.Module, pages: number): Engine {
    const index = idle.findIndex((engine) => engine.module === module)
    const [engine] = index < 0 ? [] : idle.splice(index, 1)
    if (engine === undefined) return instantiate(module, pages)
    const missing = pages - engine.memory.buffer.byteLength / pageSize
    if (missing > 0) engine.memory.grow(missing)
    return engine
  }

  function instantiate(module: WebAssembly.Module, pages: number): Engine {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536 })
    const { exports } = new WebAssembly.Instance(module, { env: { memory } })
    const functions = exports as Engine['functions']
    functions.initialize!()
    return { module, memory, functions }
  }

  function write(engine: Engine, writes: readonly Write[]): void {
    const memory = new Uint8Array(engine.memory.buffer)
    for (const { address, bytes } of writes) memory.set(bytes, address)
  }

  return {
    open(id, module, byteLength, writes): void {
      const engine = take(module, Math.ceil(byteLength / pageSize))
      write(engine, writes)
      engines.set(id, engine)
    },
    run(id, { writes = [], call, reads = [] }): WorkResult {
      const engine = engines.get(id)!
      write(engine, writes)
      const value = call ? engine.functions[call.name]!(...call.parameters) : 0
      const memory = new DataView(engine.memory.buffer)
      const bytes = reads.map(({ address, indirect, byteLength }) => {
        const start = indirect ? memory.getUint32(address, true) : address
        return new Uint8Array(engine.memory.buffer.slice(start, start + byteLength))
      })
      return { value: value ?? 0, reads: bytes }
    },
    close(id): void {
      const engine = engines.get(id)
      engines.delete(id)
      if (engine === undefined || engine.memory.buffer.byteLength > keptPages * pageSize) return
      idle.push(engine)
      if (idle.length > keptEngines) idle.shift()
    },
  }
}
