/**
 * Philox4x32-10 in WGSL, the same words as @digon/data's. WGSL has no 64-bit integers, so the high word of a product is
 * put together from 16-bit halves.
 */

/** A device of 32-bit lanes shifts in one instruction. */
const shiftByShifting = /* wgsl */ `
fn highHalf(a: u32) -> u32 {
  return a >> 16u;
}
`

/**
 * Emulated devices shift lane by lane, which takes longer than all else in here. The same bits by float32 arithmetic that is exact:
 * the high half as a signed number h · 2¹⁶ with |h| ≤ 2¹⁵, scaled, and moved to where the last bit of a float32 counts ones.
 */
const shiftByFloats = /* wgsl */ `
fn highHalf(a: u32) -> u32 {
  return bitcast<u32>(f32(bitcast<i32>(a & 0xffff0000u)) * 0x1p-16 + 12582912.0) & 0xffffu;
}
`

/** `highWord(a, b)`: the high word of the 64-bit product. */
const highWord = /* wgsl */ `
// No partial sum leaves 32 bits.
fn highWord(a: u32, b: u32) -> u32 {
  let aLow = a & 0xffffu;
  let aHigh = highHalf(a);
  let bLow = b & 0xffffu;
  let bHigh = highHalf(b);
  let middle = aHigh * bLow + highHalf(aLow * bLow);
  let cross = aLow * bHigh + (middle & 0xffffu);
  return aHigh * bHigh + highHalf(middle) + highHalf(cross);
}
`

const round = /* wgsl */ `vec4<u32>(
      highWord(words.z, 0xcd9e8d57u) ^ words.y ^ key.x,
      words.z * 0xcd9e8d57u,
      highWord(words.x, 0xd2511f53u) ^ words.w ^ key.y,
      words.x * 0xd2511f53u,
    )`

const nextKey = 'key + vec2<u32>(0x9e3779b9u, 0xbb67ae85u)'

/** Short: for code that draws in many places, each of which gets a copy. */
const inLoop = /* wgsl */ `
fn philox(counter: vec4<u32>, seed: vec2<u32>) -> vec4<u32> {
  var words = counter;
  var key = seed;
  var round = 0u;
  loop {
    words = ${round};
    key = ${nextKey};
    continuing {
      round++;
      break if round == 10u;
    }
  }
  return words;
}
`

/** Fast: nothing but arithmetic on values that are never changed. */
const unrolled = `
fn philox(counter: vec4<u32>, seed: vec2<u32>) -> vec4<u32> {
  let words0 = counter;
  let key0 = seed;
${Array.from({ length: 10 }, (_, index) => unrolledRound(index)).join('')}  return words10;
}
`

function unrolledRound(index: number): string {
  const text = round.replaceAll('words.', `words${index}.`).replaceAll('key.', `key${index}.`)
  const key = index < 9 ? `  let key${index + 1} = ${nextKey.replace('key', `key${index}`)};\n` : ''
  return `  let words${index + 1} = ${text};\n${key}`
}

export interface PhiloxOptions {
  /** In a loop where it is called in many places, each of which gets a copy; unrolled where in few. */
  readonly form: 'loop' | 'unrolled'
  /** Whether the device is a processor that pretends to be a GPU. The words are the same. */
  readonly emulated: boolean
}

/** `highWord(a, b)` and `philox(counter, seed)`. */
export function philox({ form, emulated }: PhiloxOptions): string {
  return (emulated ? shiftByFloats : shiftByShifting) + highWord + (form === 'loop' ? inLoop : unrolled)
}
