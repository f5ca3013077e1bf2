/** What this place can run, found from the smallest modules that need it. */

/** `deterministic`: the same bits on every machine. `relaxed`: fused multiply-add where the processor has it, faster, bits differ. */
export type Precision = 'deterministic' | 'relaxed'

/** A module with one function without parameters, whose body is these instructions. */
function moduleOf(instructions: readonly number[]): Uint8Array<ArrayBuffer> {
  const body = [0, ...instructions, 0x0b]
  const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  const types = [1, 4, 1, 0x60, 0, 0]
  const functions = [3, 2, 1, 0]
  return Uint8Array.from([...header, ...types, ...functions, 10, body.length + 2, 1, body.length, ...body])
}

const zero = [0x41, 0, 0xfd, 0x11]
const drop = 0x1a

/** `i32x4.splat(0)` */
const plainProgram = moduleOf([...zero, drop])

/** `f32x4.relaxed_madd(0, 0, 0)` */
export const relaxedProgram: Uint8Array<ArrayBuffer> = moduleOf([...zero, ...zero, ...zero, 0xfd, 0x85, 0x02, drop])

const refusals = new Map<Precision, string | undefined>()

/** Why this precision cannot run here, or undefined where it can. Looks once; compiles nothing. */
export function refusal(precision: Precision): string | undefined {
  if (!refusals.has(precision)) refusals.set(precision, findRefusal(precision))
  return refusals.get(precision)
}

function findRefusal(precision: Precision): string | undefined {
  if (typeof WebAssembly === 'undefined') return 'no WebAssembly here'
  if (!WebAssembly.validate(plainProgram)) return 'no WebAssembly SIMD here'
  if (precision === 'relaxed' && !WebAssembly.validate(relaxedProgram)) {
    return 'no relaxed WebAssembly SIMD here (Node 20 has it behind --experimental-wasm-relaxed-simd); precision deterministic runs'
  }
  return undefined
}
