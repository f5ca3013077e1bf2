/**
 * WebGPU for Node, which has none of its own: the npm package `webgpu` (Dawn, an optional peer) is loaded where it is
 * installed. In pages and workers nothing is done.
 */

interface DawnPackage {
  create(flags: string[]): GPU
  /** The classes and constants that a page has as globals, for example `GPUBufferUsage`. */
  readonly globals: Readonly<Record<string, unknown>>
}

/** Held so that bundlers neither follow nor fill in the name: the package is native code, and never reached in a page. */
const optionalPeer = { name: 'webgpu' }

/** Dawn ends with its instance, so it is held as long as the realm lives. */
let gpu: GPU | undefined

/**
 * Runs the work with `navigator.gpu` in place; `missing` says why there is none. In Node, `navigator` is as before
 * afterwards: code that looks at it to tell a page from Node must not be misled. The constants stay, tfjs reads them always.
 */
export async function withDawn<T>(work: (missing: string | undefined) => Promise<T>): Promise<T> {
  const { process, navigator } = globalThis as {
    readonly process?: { readonly versions?: { readonly node?: string } }
    readonly navigator?: { readonly gpu?: GPU }
  }
  if (navigator?.gpu) return work(undefined)
  if (process?.versions?.node === undefined) return work('this browser does not offer WebGPU, or not to this page')
  try {
    gpu ??= await createDawn()
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return work(`Node needs the npm package webgpu, which cannot be loaded: ${text}`)
  }
  const holder = navigator ?? {}
  Object.defineProperty(holder, 'gpu', { value: gpu, configurable: true })
  if (!navigator) Object.defineProperty(globalThis, 'navigator', { value: holder, configurable: true })
  try {
    return await work(undefined)
  } finally {
    Reflect.deleteProperty(holder, 'gpu')
    if (!navigator) Reflect.deleteProperty(globalThis, 'navigator')
  }
}

async function createDawn(): Promise<GPU> {
  const { create, globals } = (await import(/* @vite-ignore */ optionalPeer.name)) as DawnPackage
  for (const [key, value] of Object.entries(globals)) {
    if (!(key in globalThis)) Object.defineProperty(globalThis, key, { value, configurable: true, writable: true })
  }
  return create([])
}
