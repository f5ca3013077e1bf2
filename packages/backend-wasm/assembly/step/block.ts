// Batches in blocks: the next samples of a batch that have active features, as entries in the session's block. Samples
// without any are only counted; empty-samples.ts gives them their share of loss and gradient. Batches are drawn for
// training, drawn afresh for an evaluation, or given.
import { member as current, shape } from '../context'
import { Batch, Member, Plan } from '../records'
import { useSeed } from '../sampling/philox'
import { drawSample } from '../sampling/sampler'
import { findSample, useStep } from '../sampling/word-stream'

const trainingPurpose: u32 = 0

let plan: Plan = changetype<Plan>(0)
let batch: Batch = changetype<Batch>(0)
let drawn: bool = false
/** Whether samples are to stand as in the same batch when it is given: its bits are then the same. */
let standsAsGiven: bool = false
let sampleCount: i32 = 0
let nextSample: i32 = 0

/** Samples without active features so far. */
export let emptyCount: i32 = 0

/** Begins the batch that a member trains on at a step. */
export function beginTrainingBatch(member: Member, step: u32): void {
  if (member.source) return beginFixedBatch(member, step)
  beginDrawnBatch(member, member.seedLow, member.seedHigh, trainingPurpose, step, shape.batchSize)
  standsAsGiven = false
}

/** Begins a page of fresh samples of a member's law, from this seed; a member with fixed batches takes these in turn. */
export function beginFreshBatch(
  member: Member, seedLow: u32, seedHigh: u32, purpose: u32, page: u32, count: i32,
): void {
  if (member.source) return beginFixedBatch(member, page)
  beginDrawnBatch(member, seedLow, seedHigh, purpose, page, count)
  standsAsGiven = true
}

function beginFixedBatch(member: Member, step: u32): void {
  beginBatch(member.batches + <usize>(step % member.batchCount) * offsetof<Batch>())
}

function beginDrawnBatch(member: Member, seedLow: u32, seedHigh: u32, purpose: u32, step: u32, count: i32): void {
  useSeed(seedLow, seedHigh)
  useStep(step, purpose)
  plan = changetype<Plan>(member.plan)
  drawn = true
  sampleCount = count
  nextSample = 0
  emptyCount = 0
}

/** Begins a batch that is given. */
export function beginBatch(pointer: usize): void {
  batch = changetype<Batch>(pointer)
  drawn = false
  standsAsGiven = false
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

/** Whether empty samples must be left out of panels, one by one. */
export function leavesOutEmptySamples(): bool {
  return standsAsGiven
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
export function countEmpty(count: i32): void {
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
    if (drawn && plan.firstThreshold) skipEmptySamples()
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
function skipEmptySamples(): void {
  const found = findSample(nextSample, sampleCount, plan.firstThreshold)
  emptyCount += found - nextSample
  nextSample = found
}

function drawEntries(entries: usize): i32 {
  const features = shape.features + (entries << 2)
  const values = shape.values + (entries << 2)
  const count = drawSample(plan, nextSample, features, values)
  // Sums along entries follow their order; panels have an order of their own.
  if (standsAsGiven && current.wide) sortEntries(features, values, <usize>count << 2)
  return count
}

/** By feature, ascending, as entries are given; the few of a sparse sample, or many that mostly are in order. */
function sortEntries(features: usize, values: usize, size: usize): void {
  for (let end: usize = 4; end < size; end += 4) {
    const feature = load<u32>(features + end)
    if (load<u32>(features + end - 4) <= feature) continue
    const value = load<f32>(values + end)
    let at = end
    for (; at > 0 && load<u32>(features + at - 4) > feature; at -= 4) {
      store<u32>(features + at, load<u32>(features + at - 4))
      store<f32>(values + at, load<f32>(values + at - 4))
    }
    store<u32>(features + at, feature)
    store<f32>(values + at, value)
  }
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
