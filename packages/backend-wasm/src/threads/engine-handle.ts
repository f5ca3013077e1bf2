/** An engine that runs in this thread or in a worker. Sessions talk to handles only, so both behave alike. */
import { createExecutor, type Executor, type Work, type WorkResult, type Write } from './executor.js'

/** An engine of its own for one group of members. */
export interface EngineHandle {
  /** Works are done in the order of the calls. */
  run(work: Work): Promise<WorkResult>
  /** Gives the engine back. No work may follow. */
  close(): void
}

/** What an engine begins with. */
export interface EngineStart {
  /** Tells modules apart. */
  readonly key: string
  readonly module: WebAssembly.Module
  readonly byteLength: number
  readonly writes: readonly Write[]
}

export type OpenEngine = (start: EngineStart) => Promise<EngineHandle>

let executor: Executor | undefined
let lastId = 0

/** An engine in this thread. Rejects with RangeError where its memory cannot be had. */
export const openInlineEngine: OpenEngine = async ({ module, byteLength, writes }) => {
  executor ??= createExecutor()
  const { run, close, open } = executor
  const id = ++lastId
  open(id, module, byteLength, writes)
  return { run: async (work) => run(id, work), close: () => close(id) }
}
