/**
 * Where tfjs's WASM binary lies. In Node tfjs finds it beside its own script. In a page the address below is one that
 * bundlers follow (Vite, webpack): they emit the file and put its final address here.
 */

const fileName = 'tfjs-backend-wasm-simd.wasm'

/** Where to load from; undefined where tfjs finds it by itself. Or why there is nothing to load. */
export type Binary = { readonly address: string | undefined } | { readonly fault: string }

interface NodeProcess {
  readonly versions?: { readonly node?: string }
  getBuiltinModule?(name: 'node:fs'): { existsSync(path: string): boolean }
}

const { process } = globalThis as { readonly process?: NodeProcess }
const isNode = process?.versions?.node !== undefined

/**
 * The binary in the folder that was given, else where it is found without help. It is looked at before tfjs tries, which
 * would print its troubles on the console, and take the page that servers send for anything missing for a binary.
 */
export async function findBinary(folder: string | undefined): Promise<Binary> {
  if (isNode && folder === undefined) return { address: undefined }
  const faults: string[] = []
  for (const address of folder === undefined ? bundledAddresses() : [folder + fileName]) {
    const fault = isNode ? faultOfFile(address) : await faultOfAddress(address)
    if (fault === undefined) return { address }
    faults.push(fault)
  }
  return { fault: `${faults[0]}; give the folder of the WASM binaries as wasmPaths` }
}

function bundledAddresses(): string[] {
  const bundled = new URL('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm', import.meta.url).href
  // Servers that do not bundle packages (Vite's in development) read the name above as a path beside this file. Package
  // managers put the two packages into one folder, so the binary is next door.
  return [bundled, bundled.replace(/@digon\/backend-tfjs\/.*?@tensorflow/, '@tensorflow')]
}

function faultOfFile(address: string): string | undefined {
  const exists = process?.getBuiltinModule?.('node:fs').existsSync(address) ?? true
  return exists ? undefined : `no file ${address}`
}

async function faultOfAddress(address: string): Promise<string | undefined> {
  try {
    const response = await fetch(address, { credentials: 'same-origin' })
    if (!response.ok) return `no WASM binary at ${address} (HTTP ${response.status})`
    const start = new Uint8Array(await response.arrayBuffer()).subarray(0, 4)
    return String.fromCharCode(...start) === '\0asm' ? undefined : `what is at ${address} is not a WASM binary`
  } catch (error) {
    return `${address} cannot be fetched (${error instanceof Error ? error.message : error})`
  }
}
