/** IEEE 754 half precision and bfloat16 as float32. Both are exact: float32 holds every value of either, NaN included. */

/** Half-precision numbers, given as their 16 bits. */
export function float16ToFloat32(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length)
  const values = new Float32Array(words.buffer)
  for (let k = 0; k < halves.length; k++) {
    const half = halves[k]!
    const sign = (half & 0x8000) << 16
    const exponent = (half >> 10) & 31
    const fraction = half & 0x3ff
    if (exponent === 31) words[k] = sign | 0x7f80_0000 | (fraction << 13)
    else if (exponent > 0) words[k] = sign | ((exponent + 112) << 23) | (fraction << 13)
    else values[k] = (sign < 0 ? -1 : 1) * fraction * 2 ** -24
  }
  return values
}

/** bfloat16 is the upper half of a float32. */
export function bfloat16ToFloat32(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer)
}
