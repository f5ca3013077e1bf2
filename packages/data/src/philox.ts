/**
 * Philox4x32-10, the counter-based generator under everything random here: four words of output are a function of four
 * words of counter and two of key (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", 2011).
 * What counter and key mean is said in `words.ts`.
 */

const firstMultiplier = 0xd2511f53
const secondMultiplier = 0xcd9e8d57
const firstKeyIncrement = 0x9e3779b9
const secondKeyIncrement = 0xbb67ae85

/**
 * The four output words of one counter.
 *
 * @param counter `[4]` words, each from 0 to 2³² − 1, the fastest first.
 * @param key `[2]` words.
 */
export function philox(counter: ArrayLike<number>, key: ArrayLike<number>): Uint32Array {
  const block = new Uint32Array(4)
  philoxInto(block, counter[0]!, counter[1]!, counter[2]!, counter[3]!, key[0]!, key[1]!)
  return block
}

/** `philox` without allocation: writes the four words of the counter (c0, c1, c2, c3) into `block`. */
export function philoxInto(
  block: Uint32Array,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
): void {
  let w0 = c0 | 0
  let w1 = c1 | 0
  let w2 = c2 | 0
  let w3 = c3 | 0
  let firstKey = k0 | 0
  let secondKey = k1 | 0
  for (let round = 0; round < 10; round++) {
    const firstHigh = highWord(w0, firstMultiplier)
    const secondHigh = highWord(w2, secondMultiplier)
    const firstLow = Math.imul(w0, firstMultiplier)
    w0 = secondHigh ^ w1 ^ firstKey
    w1 = Math.imul(w2, secondMultiplier)
    w2 = firstHigh ^ w3 ^ secondKey
    w3 = firstLow
    firstKey = (firstKey + firstKeyIncrement) | 0
    secondKey = (secondKey + secondKeyIncrement) | 0
  }
  block[0] = w0
  block[1] = w1
  block[2] = w2
  block[3] = w3
}

/**
 * The high word of the 64-bit product of two 32-bit words, from 0 to 2³² − 1. Schoolbook over 16-bit halves: no partial
 * sum leaves 32 bits, so integer arithmetic alone does it.
 */
export function highWord(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0
  const cross = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (cross >>> 16)) >>> 0
}
