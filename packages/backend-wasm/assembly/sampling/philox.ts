// Philox4x32-10 in SIMD lanes: the words of STREAM.md, eight counters at a time. The counters of one call differ either in
// the sample (drawBlock: lanes are eight neighboring samples) or in the block (drawBlocks: lanes are blocks of one sample).
// Of a block of eight samples only 7 of the 10 rounds are computed whole: what the first three rounds make of step and block
// is the same for all samples, and what they make of the samples the same for all blocks.

const firstMultiplier: u32 = 0xd2511f53
const secondMultiplier: u32 = 0xcd9e8d57
const firstKeyIncrement: u32 = 0x9e3779b9
const secondKeyIncrement: u32 = 0xbb67ae85

/** Ten rounds of two keys, each in all four lanes. */
const roundKeys: usize = memory.data(320, 16)
/** Both multipliers in all lanes: as constants the compiler would make them anew in every round. */
const multipliers: usize = memory.data(32, 16)

/** What four counters gave: word 0 in all lanes, word 1, … of the first four counters, then of the second four. */
export const words: usize = memory.data(128, 16)

/** Blocks of which the part that samples share is kept. */
const keptBlocks: u32 = 512
/** [block, 4]: what the words c and a after round 2, and c and d after round 3, are mixed with. */
const blockParts: usize = memory.data(8192, 16)
/** Words c and d of the eight samples after round 2, first four and second four; the block's part of c is still to come. */
const samplePart: usize = memory.data(64, 16)

let seedLow: u32 = 0
let seedHigh: u32 = 0
let step: u32 = 0
let purpose: u32 = 0
let preparedBlocks: u32 = 0

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
  v128.store(multipliers, i32x4.splat(firstMultiplier))
  v128.store(multipliers, i32x4.splat(secondMultiplier), 16)
  preparedBlocks = 0
}

/** All counters have this step and purpose from now on. */
export function useStep(number: u32, use: u32): void {
  step = number
  purpose = use
  preparedBlocks = 0
}

/**
 * The high words of the four products of 32-bit words. Low words come from a multiplication of their own, for the shuffles
 * of this one keep its processor ports busier than the multiplications do.
 */
@inline
export function highProduct(a: v128, b: v128): v128 {
  const first = i64x2.extmul_low_i32x4_u(a, b)
  const second = i64x2.extmul_high_i32x4_u(a, b)
  return i8x16.shuffle(first, second, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31)
}

/** Lanes are this sample and the seven after it from now on: rounds 1 and 2, as far as they do not depend on the block. */
export function useSamples(first: u32): void {
  const shared = <u32>((<u64>step * secondMultiplier) >> 32) ^ load<u32>(roundKeys)
  const mixed = i32x4.splat(shared)
  const samples = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3))
  mixSamples(v128.xor(samples, mixed), samplePart)
  mixSamples(v128.xor(i32x4.add(samples, i32x4.splat(4)), mixed), samplePart + 32)
}

function mixSamples(a: v128, target: usize): void {
  const multiplier = v128.load(multipliers)
  v128.store(target, v128.xor(highProduct(a, multiplier), v128.load(roundKeys, 48)))
  v128.store(target, i32x4.mul(a, multiplier), 16)
}

/** Rounds 1 to 3 of a block, as far as they do not depend on the sample: four words. */
function prepareBlock(block: u32, target: usize): void {
  const product1 = <u64>block * firstMultiplier
  const product2 = <u64>(<u32>(product1 >> 32) ^ purpose ^ load<u32>(roundKeys, 16)) * secondMultiplier
  const a2 = <u32>(product2 >> 32) ^ <u32>(<u64>step * secondMultiplier) ^ load<u32>(roundKeys, 32)
  const product3 = <u64>a2 * firstMultiplier
  store<u32>(target, <u32>product1)
  store<u32>(target, <u32>product2 ^ load<u32>(roundKeys, 64), 4)
  store<u32>(target, <u32>(product3 >> 32) ^ load<u32>(roundKeys, 80), 8)
  store<u32>(target, <u32>product3, 12)
}

/** The address of a block's part. Blocks beyond those that are kept share the last slot and are made each time. */
function partOf(block: u32): usize {
  if (block >= keptBlocks - 1) {
    const last = blockParts + (<usize>(keptBlocks - 1) << 4)
    prepareBlock(block, last)
    return last
  }
  for (; preparedBlocks <= block; preparedBlocks++) {
    prepareBlock(preparedBlocks, blockParts + (<usize>preparedBlocks << 4))
  }
  return blockParts + (<usize>block << 4)
}

/** A block of the eight samples in use. Writes 8 vectors to `words`; of few words, at most 2, only the first two of each four. */
export function drawBlock(block: u32, few: bool): void {
  const part = partOf(block)
  const m0 = v128.load(multipliers)
  const m1 = v128.load(multipliers, 16)
  const mixed = v128.load32_splat(part)
  const c2 = v128.xor(v128.load(samplePart), mixed)
  const g2 = v128.xor(v128.load(samplePart, 32), mixed)
  const mixedA = v128.load32_splat(part, 4)
  let a = v128.xor(highProduct(c2, m1), mixedA)
  let b = i32x4.mul(c2, m1)
  let e = v128.xor(highProduct(g2, m1), mixedA)
  let f = i32x4.mul(g2, m1)
  const mixedC = v128.load32_splat(part, 8)
  let c = v128.xor(v128.load(samplePart, 16), mixedC)
  let g = v128.xor(v128.load(samplePart, 48), mixedC)
  let d = v128.load32_splat(part, 12)
  let h = d
  for (let round: usize = 96; round < 288; round += 32) {
    const k0 = v128.load(roundKeys + round)
    const k1 = v128.load(roundKeys + round, 16)
    const p = highProduct(a, m0)
    const q = highProduct(c, m1)
    const lowP = i32x4.mul(a, m0)
    const lowQ = i32x4.mul(c, m1)
    a = v128.xor(v128.xor(q, b), k0)
    c = v128.xor(v128.xor(p, d), k1)
    b = lowQ
    d = lowP
    const r = highProduct(e, m0)
    const s = highProduct(g, m1)
    const lowR = i32x4.mul(e, m0)
    const lowS = i32x4.mul(g, m1)
    e = v128.xor(v128.xor(s, f), k0)
    g = v128.xor(v128.xor(r, h), k1)
    f = lowS
    h = lowR
  }
  const k0 = v128.load(roundKeys, 288)
  v128.store(words, v128.xor(v128.xor(highProduct(c, m1), b), k0))
  v128.store(words, i32x4.mul(c, m1), 16)
  v128.store(words, v128.xor(v128.xor(highProduct(g, m1), f), k0), 64)
  v128.store(words, i32x4.mul(g, m1), 80)
  if (few) return
  const k1 = v128.load(roundKeys, 304)
  v128.store(words, v128.xor(v128.xor(highProduct(a, m0), d), k1), 32)
  v128.store(words, i32x4.mul(a, m0), 48)
  v128.store(words, v128.xor(v128.xor(highProduct(e, m0), h), k1), 96)
  v128.store(words, i32x4.mul(e, m0), 112)
}

/** Eight blocks of one sample, from this one on. Two chains of rounds side by side keep the multipliers busy. */
export function drawBlocks(first: u32, sample: u32): void {
  const m0 = v128.load(multipliers)
  const m1 = v128.load(multipliers, 16)
  let a = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3))
  let b = i32x4.splat(sample)
  let c = i32x4.splat(step)
  let d = i32x4.splat(purpose)
  let e = i32x4.add(a, i32x4.splat(4))
  let f = b
  let g = c
  let h = d
  for (let round: usize = 0; round < 320; round += 32) {
    const k0 = v128.load(roundKeys + round)
    const k1 = v128.load(roundKeys + round, 16)
    const p = highProduct(a, m0)
    const q = highProduct(c, m1)
    const lowP = i32x4.mul(a, m0)
    const lowQ = i32x4.mul(c, m1)
    a = v128.xor(v128.xor(q, b), k0)
    c = v128.xor(v128.xor(p, d), k1)
    b = lowQ
    d = lowP
    const r = highProduct(e, m0)
    const s = highProduct(g, m1)
    const lowR = i32x4.mul(e, m0)
    const lowS = i32x4.mul(g, m1)
    e = v128.xor(v128.xor(s, f), k0)
    g = v128.xor(v128.xor(r, h), k1)
    f = lowS
    h = lowR
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
  v128.store(target + 16, i64x2.shuffle(ab0, cd0, 1, 3))
  v128.store(target + 32, i64x2.shuffle(ab1, cd1, 0, 2))
  v128.store(target + 48, i64x2.shuffle(ab1, cd1, 1, 3))
}
