/**
 * Runs engines: makes instances, writes bytes, calls, reads bytes. It knows nothing of models, so the same few lines serve
 * inside this thread and as the whole program of a worker (scripts/generate.mjs embeds this file as text; it must therefore
 * import no values). Instances of closed sessions are used again: engines hold memory that is dear to get and slow to return.
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
  readonly memory: WebAssembly.Memory
  readonly functions: Readonly<Record<string, (...parameters: number[]) => number | undefined>>
}

export function createExecutor(): Executor {
  const pageSize = 65536
  /** Idle engines that are kept, and the largest memory that is worth keeping. */
  const keptEngines = 2
  const keptPages = 1024
  const engines = new Map<number, Engine>()
  const idle = new Map<WebAssembly.Module, Engine[]>()

  function instantiate(module: WebAssembly.Module, pages: number): Engine {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536 })
    const { exports } = new WebAssembly.Instance(module, { env: { memory } })
    const functions = exports as Record<string, (...parameters: number[]) => number | undefined>
    functions.initialize!()
    return { memory, functions }
  }

  function take(module: WebAssembly.Module, pages: number): Engine {
    const engine = idle.get(module)?.pop()
    if (engine === undefined) return instantiate(module, pages)
    const missing = pages - engine.memory.buffer.byteLength / pageSize
    if (missing > 0) engine.memory.grow(missing)
    return engine
  }

  function write(engine: Engine, writes: readonly Write[]): void {
    const memory = new Uint8Array(engine.memory.buffer)
    for (const { address, bytes } of writes) memory.set(bytes, address)
  }

  const moduleOf = new Map<number, WebAssembly.Module>()

  return {
    open(id, module, byteLength, writes): void {
      const engine = take(module, Math.ceil(byteLength / pageSize))
      write(engine, writes)
      engines.set(id, engine)
      moduleOf.set(id, module)
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
      const module = moduleOf.get(id)
      engines.delete(id)
      moduleOf.delete(id)
      if (engine === undefined || module === undefined) return
      const others = idle.get(module) ?? []
      if (others.length >= keptEngines || engine.memory.buffer.byteLength > keptPages * pageSize) return
      idle.set(module, [...others, engine])
    },
  }
}
