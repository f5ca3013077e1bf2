// The words of one sample, one after the other. Blocks of four words are made for eight neighboring samples at once, one
// more whenever a sample of the eight needs it; long samples go on with eight blocks of their own at a time.
import { drawBlock, drawBlocks, storeBlocks, useSamples, useStep as useStepOfWords, words } from './philox'

/** Blocks that eight samples share at most. */
const sharedBlocks: u32 = 16
/** [block, sample of 8, word of 4] */
const groupWords: usize = memory.data(2048, 16)
/** 32 words of one sample. */
const ownWords: usize = memory.data(128, 16)
/** Word 0 of each of the eight samples. */
const firstWords: usize = memory.data(32, 16)

let sample: u32 = 0
/** The eight samples whose words are there; no group is this large. */
let group: u32 = 0xffffffff
/** Shared blocks that are there. */
let drawnBlocks: u32 = 0
/** The block that comes next, and the words before it that are left. */
let block: u32 = 0
let next: usize = 0
let end: usize = 0

/** The stream belongs to this step and purpose of the seed in use from now on. */
export function useStep(number: u32, purpose: u32): void {
  useStepOfWords(number, purpose)
  group = 0xffffffff
}

/** Goes to the first word of a sample. */
export function moveTo(number: u32): void {
  sample = number
  if (number >> 3 != group) beginGroup(number)
  next = groupWords + ((number & 7) << 4)
  end = next + 16
  block = 1
}

/** The first sample from this one on, but not from `last`, whose first word is at least the threshold; else `last`. */
export function findSample(number: u32, last: u32, threshold: u32): u32 {
  const least = i32x4.splat(threshold)
  while (number < last) {
    if (number >> 3 != group) beginGroup(number)
    const first = i32x4.bitmask(i32x4.ge_u(v128.load(firstWords), least))
    const second = i32x4.bitmask(i32x4.ge_u(v128.load(firstWords, 16), least))
    const found = (first | (second << 4)) >> (number & 7)
    if (found) return min(number + ctz(found), last)
    number = (number | 7) + 1
  }
  return last
}

/** The next word of the sample. */
@inline
export function nextWord(): u32 {
  if (next == end) fetch()
  const word = load<u32>(next)
  next += 4
  return word
}

function beginGroup(number: u32): void {
  group = number >> 3
  drawnBlocks = 0
  useSamples(group << 3)
  drawSharedBlock()
  v128.store(firstWords, v128.load(words))
  v128.store(firstWords, v128.load(words, 64), 16)
}

function drawSharedBlock(): void {
  drawBlock(drawnBlocks, false)
  const target = groupWords + (<usize>drawnBlocks << 7)
  storeBlocks(words, target)
  storeBlocks(words + 64, target + 64)
  drawnBlocks++
}

function fetch(): void {
  if (block < sharedBlocks) {
    if (block == drawnBlocks) drawSharedBlock()
    next = groupWords + (<usize>block << 7) + ((sample & 7) << 4)
    end = next + 16
    block++
    return
  }
  drawBlocks(block, sample)
  storeBlocks(words, ownWords)
  storeBlocks(words + 64, ownWords + 64)
  next = ownWords
  end = ownWords + 128
  block += 8
}
