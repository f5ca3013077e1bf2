// Philox4x32-10 in SIMD lanes: the words of STREAM.md, eight counters at a time. The counters of one call differ either in
// the sample (lanes are samples) or in the block (lanes are blocks of one sample).

const firstMultiplier: u32 = 0xd2511f53
const secondMultiplier: u32 = 0xcd9e8d57
const firstKeyIncrement: u32 = 0x9e3779b9
const secondKeyIncrement: u32 = 0xbb67ae85

/** Ten rounds of two keys, each in all four lanes. */
const roundKeys: usize = memory.data(320, 16)

/** What four counters gave: word 0 in all lanes, word 1, … of the first four counters, then of the second four. */
export const words: usize = memory.data(128, 16)

let seedLow: u32 = 0
let seedHigh: u32 = 0

/** Makes the round keys of a seed; they are kept until another seed comes. */
export function useSeed(low: u32, high: u32): void {
  if (low == seedLow && high == seedHigh) return
  seedLow = low
  seedHigh = high
  expandKeys()
}

/** Must run once before the first seed. */
export function expandKeys(): void {
  let first = seedLow
  let second = seedHigh
  for (let round: usize = 0; round < 320; round += 32) {
    v128.store(roundKeys + round, i32x4.splat(first))
    v128.store(roundKeys + round, i32x4.splat(second), 16)
    first += firstKeyIncrement
    second += secondKeyIncrement
  }
}

@inline
function lowWords(first: v128, second: v128): v128 {
  return i8x16.shuffle(first, second, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
}

@inline
function highWords(first: v128, second: v128): v128 {
  return i8x16.shuffle(first, second, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31)
}

/** The high words of the four products of 32-bit words. */
@inline
export function highProduct(a: v128, b: v128): v128 {
  return highWords(i64x2.extmul_low_i32x4_u(a, b), i64x2.extmul_high_i32x4_u(a, b))
}

/** Eight counters: two chains of rounds side by side keep the multipliers busy. Writes 8 vectors to `words`. */
export function draw8(block0: v128, block1: v128, sample0: v128, sample1: v128, step: u32, purpose: u32): void {
  const m0 = i32x4.splat(firstMultiplier)
  const m1 = i32x4.splat(secondMultiplier)
  let a = block0
  let b = sample0
  let c = i32x4.splat(step)
  let d = i32x4.splat(purpose)
  let e = block1
  let f = sample1
  let g = c
  let h = d
  for (let round: usize = 0; round < 320; round += 32) {
    const k0 = v128.load(roundKeys + round)
    const k1 = v128.load(roundKeys + round, 16)
    let p0 = i64x2.extmul_low_i32x4_u(a, m0)
    let p1 = i64x2.extmul_high_i32x4_u(a, m0)
    let q0 = i64x2.extmul_low_i32x4_u(c, m1)
    let q1 = i64x2.extmul_high_i32x4_u(c, m1)
    a = v128.xor(v128.xor(highWords(q0, q1), b), k0)
    c = v128.xor(v128.xor(highWords(p0, p1), d), k1)
    b = lowWords(q0, q1)
    d = lowWords(p0, p1)
    p0 = i64x2.extmul_low_i32x4_u(e, m0)
    p1 = i64x2.extmul_high_i32x4_u(e, m0)
    q0 = i64x2.extmul_low_i32x4_u(g, m1)
    q1 = i64x2.extmul_high_i32x4_u(g, m1)
    e = v128.xor(v128.xor(highWords(q0, q1), f), k0)
    g = v128.xor(v128.xor(highWords(p0, p1), h), k1)
    f = lowWords(q0, q1)
    h = lowWords(p0, p1)
  }
  v128.store(words, a)
  v128.store(words, b, 16)
  v128.store(words, c, 32)
  v128.store(words, d, 48)
  v128.store(words, e, 64)
  v128.store(words, f, 80)
  v128.store(words, g, 96)
  v128.store(words, h, 112)
}

/** Turns four vectors of a word each into four blocks of four words, at `target`. */
export function storeBlocks(source: usize, target: usize): void {
  const a = v128.load(source)
  const b = v128.load(source, 16)
  const c = v128.load(source, 32)
  const d = v128.load(source, 48)
  const ab0 = i32x4.shuffle(a, b, 0, 4, 1, 5)
  const ab1 = i32x4.shuffle(a, b, 2, 6, 3, 7)
  const cd0 = i32x4.shuffle(c, d, 0, 4, 1, 5)
  const cd1 = i32x4.shuffle(c, d, 2, 6, 3, 7)
  v128.store(target, i64x2.shuffle(ab0, cd0, 0, 2))
  v128.store(target, i64x2.shuffle(ab0, cd0, 1, 3), 16)
  v128.store(target, i64x2.shuffle(ab1, cd1, 0, 2), 32)
  v128.store(target, i64x2.shuffle(ab1, cd1, 1, 3), 48)
}
