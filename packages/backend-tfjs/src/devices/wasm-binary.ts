/**
 * Where tfjs's WASM binary lies. In Node tfjs finds it beside its own script. In a page the address below is one that
 * bundlers follow (Vite, webpack, Rollup with an asset plugin): they emit the file and put its final address here.
 */

const fileName = 'tfjs-backend-wasm-simd.wasm'

interface NodeProcess {
  readonly versions?: { readonly node?: string }
  getBuiltinModule?(name: 'node:fs'): { existsSync(path: string): boolean }
}

const { process } = globalThis as { readonly process?: NodeProcess }
const isNode = process?.versions?.node !== undefined

/** Path or address of the binary: in the folder that was given, else where the bundler put it; undefined where tfjs finds it by itself. */
export function findBinary(folder: string | undefined): string | undefined {
  if (folder !== undefined) return folder + fileName
  if (isNode) return undefined
  return new URL('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm', import.meta.url).href
}

/**
 * What is wrong with a binary, or undefined. Asked before tfjs tries, which would print its troubles on the console and
 * take a page of HTML (as servers of single-page apps send for anything missing) for a binary.
 */
export async function checkBinary(place: string): Promise<string | undefined> {
  const remedy = 'give its folder as wasmPaths'
  if (isNode) {
    const exists = process?.getBuiltinModule?.('node:fs').existsSync(place) ?? true
    return exists ? undefined : `no file ${place}; ${remedy}`
  }
  try {
    const response = await fetch(place, { credentials: 'same-origin' })
    if (!response.ok) return `no WASM binary at ${place} (HTTP ${response.status}); ${remedy}`
    const start = new Uint8Array(await response.arrayBuffer()).subarray(0, 4)
    return String.fromCharCode(...start) === '\0asm' ? undefined : `what is at ${place} is no WASM binary; ${remedy}`
  } catch (error) {
    return `${place} cannot be fetched (${error instanceof Error ? error.message : error}); ${remedy}`
  }
}
