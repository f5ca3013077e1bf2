/** What is used of node:os, without Node's types. */
interface NodeProcess {
  getBuiltinModule?(name: 'node:os'): { availableParallelism(): number }
}

const nodeProcess = (globalThis as { process?: NodeProcess }).process

/** Processors that this process, or this page, may use. */
export function availableThreads(): number {
  return nodeProcess?.getBuiltinModule?.('node:os').availableParallelism() ?? navigator.hardwareConcurrency ?? 1
}
