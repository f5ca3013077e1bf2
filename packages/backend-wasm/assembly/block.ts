// Batches in blocks: the next samples of a batch that have active features, as entries in the session's block. Samples
// without any are only counted; resting-samples.ts gives them their share of loss and gradient.
import { shape } from './context'
import { Batch, Member, Plan } from './records'
import { useSeed } from './philox'
import { drawSample } from './sampler'
import { findSample, useStep } from './word-stream'

let plan: Plan = changetype<Plan>(0)
let batch: Batch = changetype<Batch>(0)
let drawn: bool = false
let sampleCount: i32 = 0
let nextSample: i32 = 0

/** Samples without active features so far. */
export let emptyCount: i32 = 0

/** Begins the batch that a member trains on at a step. */
export function beginTrainingBatch(member: Member, step: u32): void {
  if (member.source) {
    beginBatch(member.batches + <usize>(step % member.batchCount) * offsetof<Batch>())
    return
  }
  useSeed(member.seedLow, member.seedHigh)
  useStep(step)
  plan = changetype<Plan>(member.plan)
  drawn = true
  sampleCount = shape.batchSize
  nextSample = 0
  emptyCount = 0
}

/** Begins a batch that is given. */
export function beginBatch(pointer: usize): void {
  batch = changetype<Batch>(pointer)
  drawn = false
  sampleCount = batch.sampleCount
  nextSample = 0
  emptyCount = 0
}

/** Whether inputs can be drawn as panels in which every sample has a lane. */
export function drawsDensePanels(): bool {
  return drawn && plan.dense != 0
}

/** Whether they can be drawn as panels of which empty ones are left out. */
export function drawsSparsePanels(): bool {
  return drawn && plan.sparse != 0
}

/** The plan of the batch, where it is drawn. */
export function currentPlan(): Plan {
  return plan
}

/** Takes this many samples, or as many as are left, without looking at them; says how many. */
export function skipSamples(count: i32): i32 {
  const taken = min(count, sampleCount - nextSample)
  nextSample += taken
  return taken
}

/** Counts samples without active features. */
export function countResting(count: i32): void {
  emptyCount += count
}

/** The number of the sample that comes next. */
export function upcomingSample(): u32 {
  return nextSample
}

/** Fills the block with samples; says how many, 0 when the batch is done. */
export function fillBlock(): i32 {
  const offsets = shape.offsets
  let entries: usize = 0
  let filled = 0
  store<u32>(offsets, 0)
  while (filled < shape.blockSize) {
    if (drawn && plan.firstThreshold) skipRestingSamples()
    if (nextSample >= sampleCount) break
    const count = drawn ? drawEntries(entries) : copyEntries(entries)
    nextSample++
    if (count == 0) {
      emptyCount++
      continue
    }
    entries += count
    filled++
    store<u32>(offsets + (<usize>filled << 2), <u32>entries)
  }
  return filled
}

/** Where the first word of a sample alone says that nothing is active, eight samples are looked at together. */
function skipRestingSamples(): void {
  const found = findSample(nextSample, sampleCount, plan.firstThreshold)
  emptyCount += found - nextSample
  nextSample = found
}

function drawEntries(entries: usize): i32 {
  return drawSample(plan, nextSample, shape.features + (entries << 2), shape.values + (entries << 2))
}

function copyEntries(entries: usize): i32 {
  const offsets = batch.offsets + (<usize>nextSample << 2)
  const first = load<u32>(offsets)
  const count = load<u32>(offsets, 4) - first
  const size = <usize>count << 2
  memory.copy(shape.features + (entries << 2), batch.features + (<usize>first << 2), size)
  memory.copy(shape.values + (entries << 2), batch.values + (<usize>first << 2), size)
  return count
}
