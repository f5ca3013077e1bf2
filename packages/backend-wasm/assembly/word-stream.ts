// The words of one sample, one after the other. The first block of eight neighbouring samples is made at once (most
// sparse samples need no more), further blocks of a sample eight at a time.
import { draw8, storeBlocks, words } from './philox'

const trainingPurpose: u32 = 0

/** Word 0 of four samples, of the four that follow them; then the first blocks of these eight, and 32 further words of one. */
const firstWords: usize = memory.data(32, 16)
const firstBlocks: usize = memory.data(128, 16)
const furtherWords: usize = memory.data(128, 16)

let step: u32 = 0
let sample: u32 = 0
/** The group of eight samples whose first blocks are there; no group is this large. */
let group: u32 = 0xffffffff
let next: usize = 0
let end: usize = 0
let block: u32 = 0

/** The stream belongs to this step of the seed in use from now on. */
export function useStep(number: u32): void {
  step = number
  group = 0xffffffff
}

function fetchGroup(number: u32): void {
  group = number >> 3
  const first = i32x4.add(i32x4.splat(number & ~7), i32x4(0, 1, 2, 3))
  const second = i32x4.add(first, i32x4.splat(4))
  draw8(i32x4.splat(0), i32x4.splat(0), first, second, step, trainingPurpose)
  v128.store(firstWords, v128.load(words))
  v128.store(firstWords, v128.load(words, 64), 16)
  storeBlocks(words, firstBlocks)
  storeBlocks(words + 64, firstBlocks + 64)
}

/** The first sample from this one on, but not from `end`, whose first word is at least the threshold; else `end`. */
export function findSample(number: u32, end: u32, threshold: u32): u32 {
  const least = i32x4.splat(threshold)
  while (number < end) {
    if (number >> 3 != group) fetchGroup(number)
    const first = i32x4.bitmask(i32x4.ge_u(v128.load(firstWords), least))
    const second = i32x4.bitmask(i32x4.ge_u(v128.load(firstWords, 16), least))
    const found = (first | (second << 4)) >> (number & 7)
    if (found) return min(number + ctz(found), end)
    number = (number | 7) + 1
  }
  return end
}

/** Goes to the first word of a sample. */
export function moveTo(number: u32): void {
  sample = number
  if (number >> 3 != group) fetchGroup(number)
  next = firstBlocks + ((number & 7) << 4)
  end = next + 16
  block = 1
}

function fetch(): void {
  const first = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3))
  const second = i32x4.add(first, i32x4.splat(4))
  const same = i32x4.splat(sample)
  draw8(first, second, same, same, step, trainingPurpose)
  storeBlocks(words, furtherWords)
  storeBlocks(words + 64, furtherWords + 64)
  next = furtherWords
  end = furtherWords + 128
  block += 8
}

/** The next word of the sample. */
// @ts-ignore: decorator
@inline
export function nextWord(): u32 {
  if (next == end) fetch()
  const word = load<u32>(next)
  next += 4
  return word
}
