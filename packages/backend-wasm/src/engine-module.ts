/** The compiled engine: plain or relaxed SIMD, from the bytes that the build embeds. Compiled once and shared. */
import { plainModule, relaxedModule } from './generated/modules.js'

/** `deterministic`: the same bits on every machine. `relaxed`: fused multiply-add where the processor has it, faster, bits differ. */
export type Precision = 'deterministic' | 'relaxed'

const compiled = new Map<Precision, Promise<WebAssembly.Module>>()

const refusals = new Map<Precision, string | undefined>()

/** Why this precision cannot run here, or undefined where it can. Looks at features only, and only once; compiles nothing. */
export function refusal(precision: Precision): string | undefined {
  if (!refusals.has(precision)) refusals.set(precision, findRefusal(precision))
  return refusals.get(precision)
}

function findRefusal(precision: Precision): string | undefined {
  if (typeof WebAssembly === 'undefined') return 'no WebAssembly here'
  if (!WebAssembly.validate(bytesOf(plainModule))) return 'no WebAssembly SIMD here'
  if (precision === 'relaxed' && !WebAssembly.validate(bytesOf(relaxedModule))) {
    return 'no relaxed WebAssembly SIMD here (Node 20 has it behind --experimental-wasm-relaxed-simd); precision deterministic runs'
  }
  return undefined
}

/** The module. Rejects with CompileError where `refusal` says why. */
export function engineModule(precision: Precision): Promise<WebAssembly.Module> {
  const known = compiled.get(precision)
  if (known !== undefined) return known
  const module = WebAssembly.compile(bytesOf(precision === 'relaxed' ? relaxedModule : plainModule))
  compiled.set(precision, module)
  return module
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}
