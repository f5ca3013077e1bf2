// Draws panels of eight samples, [feature, 8], from a plan that is one band of equal probabilities with few candidates: lanes
// are samples, as in panel-sampler.ts, for the words of candidate j stand at the same draws in every sample. The same bits as
// sampler.ts. Candidates that a sample does not have are written to a row behind the panel.
import { drawBlock, highProduct, useSamples, words } from './philox'
import { mostSparseCandidates } from '../constants'
import { shape } from '../context'
import { Bands, Plan } from '../records'

/** [candidate, 8]: the positions chosen so far. The host looks that there are no more candidates (src/memory/plan-record.ts). */
const chosen: usize = memory.data(32 * mostSparseCandidates, 16)
/** [8]: positions and values of one candidate. */
const positions: usize = memory.data(32, 16)
const values: usize = memory.data(32, 16)

let drawnBlock: u32 = 0

/** Fills one panel with eight neighboring samples; says whether any feature is active. If none is, the panel is as it was. */
export function drawSparsePanel(plan: Plan, sample: u32, panel: usize): bool {
  useSamples(sample)
  drawBlock(0, false)
  drawnBlock = 0
  const bands = changetype<Bands>(plan.featureBands)
  const least = load<u32>(bands.leastCounts)
  let most = least
  let counts0 = i32x4.splat(least)
  let counts1 = counts0
  const first = load<u32>(bands.countStarts)
  const end = load<u32>(bands.countStarts, 4)
  const word0 = v128.load(words)
  const word1 = v128.load(words, 64)
  for (let at = first; at < end; at++) {
    const threshold = v128.load32_splat(bands.countThresholds + (<usize>at << 2))
    const reached0 = i32x4.ge_u(word0, threshold)
    const reached1 = i32x4.ge_u(word1, threshold)
    if (!v128.any_true(v128.or(reached0, reached1))) break
    counts0 = i32x4.sub(counts0, reached0)
    counts1 = i32x4.sub(counts1, reached1)
    most++
  }
  if (most == 0) return false
  memory.fill(panel, 0, <usize>shape.featureStride << 5)
  drawCandidates(plan, most, first == end ? 0 : 1, counts0, counts1, panel)
  return true
}

function drawCandidates(plan: Plan, most: u32, draw: u32, counts0: v128, counts1: v128, panel: usize): void {
  const bands = changetype<Bands>(plan.featureBands)
  const size = i32x4.splat(load<u32>(bands.starts, 4))
  const one = i32x4.splat(1)
  const scale = f32x4.splat(plan.valueScale)
  const offset = f32x4.splat(plan.valueOffset)
  const units = bands.units
  let newest0 = i32x4.sub(size, counts0)
  let newest1 = i32x4.sub(size, counts1)
  const end = <usize>most << 5
  for (let candidate: usize = 0; candidate < end; candidate += 32) {
    let word = wordOf(draw++)
    const next0 = i32x4.add(newest0, one)
    const next1 = i32x4.add(newest1, one)
    let choice0 = highProduct(v128.load(word), next0)
    let choice1 = highProduct(v128.load(word, 64), next1)
    for (let at = chosen; at < chosen + candidate; at += 32) {
      choice0 = v128.bitselect(newest0, choice0, i32x4.eq(v128.load(at), choice0))
      choice1 = v128.bitselect(newest1, choice1, i32x4.eq(v128.load(at, 16), choice1))
    }
    v128.store(chosen + candidate, choice0)
    v128.store(chosen + candidate, choice1, 16)
    // The last candidate of a sample makes the newest position the last one; those that it does not have lie at the end.
    v128.store(positions, v128.bitselect(choice0, size, i32x4.lt_s(newest0, size)))
    v128.store(positions, v128.bitselect(choice1, size, i32x4.lt_s(newest1, size)), 16)
    newest0 = next0
    newest1 = next1
    word = wordOf(draw++)
    const position0 = f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(word), 8))
    const position1 = f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(word, 64), 8))
    v128.store(values, f32x4.add(f32x4.mul(position0, scale), offset))
    v128.store(values, f32x4.add(f32x4.mul(position1, scale), offset), 16)
    for (let lane: usize = 0; lane < 32; lane += 4) {
      const unit = load<u32>(units + (<usize>load<u32>(positions + lane) << 2))
      store<f32>(panel + (<usize>unit << 5) + lane, load<f32>(values + lane))
    }
  }
}

/** Where the vectors of a draw stand. */
@inline
function wordOf(draw: u32): usize {
  const block = draw >> 2
  if (block != drawnBlock) {
    drawBlock(block, false)
    drawnBlock = block
  }
  return words + (<usize>(draw & 3) << 4)
}
