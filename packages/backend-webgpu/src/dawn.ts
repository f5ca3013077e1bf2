/**
 * Where WebGPU comes from: `navigator.gpu` in pages and workers, and in Node, which has none of its own, the npm package
 * `webgpu` (Dawn, an optional peer).
 */

/** Dawn ends with its instance, so it is held as long as the realm lives. */
let dawn: GPU | undefined

/** The entrance to WebGPU, or why there is none. */
export async function findGpu(): Promise<{ readonly gpu: GPU } | { readonly reason: string }> {
  const { process, navigator } = globalThis as {
    readonly process?: { readonly versions?: { readonly node?: string } }
    readonly navigator?: { readonly gpu?: GPU }
  }
  if (navigator?.gpu) return { gpu: navigator.gpu }
  if (process?.versions?.node === undefined)
    return { reason: 'this browser does not offer WebGPU, or not to this page' }
  try {
    dawn ??= await loadDawn()
    return { gpu: dawn }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return { reason: `Node needs the npm package webgpu, which cannot be loaded: ${text}` }
  }
}

async function loadDawn(): Promise<GPU> {
  // A name that bundlers do not follow: in a page this is never reached, and the package is native code.
  const name = 'webgpu'
  const { create } = (await import(/* @vite-ignore */ name)) as { create(flags: string[]): GPU }
  return create([])
}
