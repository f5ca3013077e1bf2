// The engine's entry points. Everything the host does goes through these: it writes records and numbers into the memory,
// calls, and reads numbers back.
import { beginBatch, beginFreshBatch, beginTrainingBatch, fillBlock } from './step/block'
import { beginMember, hiddenSum, member, shape, useShape } from './context'
import { prepareOrder } from './wide/sample-list'
import { update } from './step/optimizer'
import { clearInputPanels, fillInputPanels } from './step/panels'
import { expandKeys } from './sampling/philox'
import { Coefficients, Member } from './records'
import { computeNarrow } from './narrow/compute-narrow'
import { computeWide } from './wide/compute-wide'

export { chains as peakChains, multiplyAddLoop } from './peak'

/** The first address that the host may use. Prepares the tables of the module. */
export function initialize(): usize {
  expandKeys()
  prepareOrder()
  return __heap_base
}

/** Runs steps of all members, each member's steps in a row: its weights stay in the cache. Coefficients are [member, step]. */
export function advance(
  shapeAt: usize, members: usize, memberCount: i32, firstStep: u32, steps: u32, coefficients: usize,
): void {
  useShape(shapeAt)
  for (let index = 0; index < memberCount; index++) {
    const pointer = members + <usize>index * offsetof<Member>()
    for (let step: u32 = 0; step < steps; step++) {
      const record = coefficients + (<usize>index * <usize>steps + step) * offsetof<Coefficients>()
      if (!makeStep(pointer, firstStep + step, changetype<Coefficients>(record))) break
    }
  }
}

/** One step, whole or not at all; says whether the member can go on. */
function makeStep(pointer: usize, step: u32, coefficients: Coefficients): bool {
  const own = changetype<Member>(pointer)
  if (own.diverged) return false
  beginMember(pointer, own.lossScales, <f32>own.penalty, true)
  beginTrainingBatch(own, step)
  compute()
  const loss = totalLoss()
  const finite = loss - loss == 0
  if (finite) own.loss = loss
  if (finite && update(coefficients)) return true
  own.diverged = 1
  own.divergedStep = step
  return false
}

/** Errors of the batch that was begun, and its gradient where it is wanted, by the member's route. */
function compute(): void {
  if (member.wide) computeWide()
  else computeNarrow()
}

function totalLoss(): f64 {
  let loss: f64 = member.penalty * hiddenSum
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    loss += load<f64>(member.lossWeights + (feature << 3)) * load<f64>(shape.errors + (feature << 3))
  }
  return loss
}

/**
 * Errors of a given batch at the present parameters, and its gradient where it is wanted, in the session's scratch space;
 * returns Σ|hidden|. The scales of the loss are those of the batch's own size.
 */
export function evaluate(
  shapeAt: usize, memberAt: usize, batch: usize, lossScales: usize, penaltyScale: f32, gradient: i32,
): f64 {
  useShape(shapeAt)
  beginMember(memberAt, lossScales, penaltyScale, gradient != 0)
  beginBatch(batch)
  compute()
  return hiddenSum
}

/**
 * Sums over pages of fresh samples at the present parameters, [member, page, 1 + feature] f64: Σ|hidden|, then the squared
 * errors. Every member draws from its own seed, or all of them from the one that is given.
 */
export function evaluateSamples(
  shapeAt: usize, members: usize, memberCount: i32, firstPage: u32, pageCount: u32, pageLength: i32, purpose: u32,
  ownSeeds: i32, seedLow: u32, seedHigh: u32, sums: usize,
): void {
  useShape(shapeAt)
  const size = <usize>shape.featureCount << 3
  for (let index = 0; index < memberCount; index++) {
    const pointer = members + <usize>index * offsetof<Member>()
    const own = changetype<Member>(pointer)
    const low = ownSeeds ? own.seedLow : seedLow
    const high = ownSeeds ? own.seedHigh : seedHigh
    for (let page: u32 = 0; page < pageCount; page++) {
      beginMember(pointer, own.lossScales, <f32>own.penalty, false)
      beginFreshBatch(own, low, high, purpose, firstPage + page, pageLength)
      compute()
      store<f64>(sums, hiddenSum)
      memory.copy(sums + 8, shape.errors, size)
      sums += 8 + size
    }
  }
}

/**
 * Fills the block with samples of a training batch, as entries of those that are not empty or as panels; says how many. For
 * tests of the stream.
 */
export function drawBlock(shapeAt: usize, memberAt: usize, step: u32, panels: i32): i32 {
  useShape(shapeAt)
  beginTrainingBatch(changetype<Member>(memberAt), step)
  if (!panels) return fillBlock()
  clearInputPanels()
  return fillInputPanels()
}
