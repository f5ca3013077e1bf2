/** `@digon/backend-wasm/worker`: the program of a browser's worker as a module, for `wasmFromFiles`. Importing it starts it. */
import { createExecutor } from './threads/executor.js'
import { createAnswer, type WorkerReply, type WorkerRequest } from './threads/worker-program.js'

/** What is used of a worker's global scope, without its types. */
interface Scope {
  onmessage: (event: { readonly data: WorkerRequest }) => void
  postMessage(reply: WorkerReply, transferred: ArrayBuffer[]): void
}

const scope = globalThis as unknown as Scope
const answer = createAnswer(createExecutor())
scope.onmessage = ({ data }) => {
  const reply = answer(data)
  scope.postMessage(reply, reply.result?.reads.map((bytes) => bytes.buffer) ?? [])
}
