/** The compiled engine: plain or relaxed SIMD, from the bytes that the build embeds. Compiled once and shared. */
import { plainModule, relaxedModule } from './generated/modules.js'
import type { Precision } from './simd.js'

const compiled = new Map<Precision, Promise<WebAssembly.Module>>()

/** The module. Rejects with CompileError where `refusal` says why. */
export function engineModule(precision: Precision): Promise<WebAssembly.Module> {
  const known = compiled.get(precision)
  if (known !== undefined) return known
  const base64 = precision === 'relaxed' ? relaxedModule : plainModule
  const module = WebAssembly.compile(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
  compiled.set(precision, module)
  return module
}
