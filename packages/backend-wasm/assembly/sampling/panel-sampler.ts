// Draws panels of eight samples, [feature, 8], where every feature draws a word of its own: lanes are samples, nothing is
// gathered or compressed. The same bits as sampler.ts, for plans of dense features only.
import { drawBlock, highProduct, useSamples, words } from './philox'
import { Plan } from '../records'

const certain: u32 = 0xffffffff

/** Fills one panel with eight neighboring samples. Features that the plan does not draw must be 0 already. */
export function drawPanel(plan: Plan, sample: u32, panel: usize): void {
  useSamples(sample)
  const scale = f32x4.splat(plan.valueScale)
  const offset = f32x4.splat(plan.valueOffset)
  const end = <usize>plan.denseCount << 2
  let block: u32 = 0
  for (let blockStart: usize = 0; blockStart < end; blockStart += 16) {
    const blockEnd = min(blockStart + 16, end)
    drawBlock(block, blockEnd <= blockStart + 8)
    block++
    let word = words
    for (let entry = blockStart; entry < blockEnd; entry += 4) {
      const target = panel + (<usize>load<u32>(plan.denseFeatures + entry) << 5)
      const limit = load<u32>(plan.denseLimits + entry)
      const multiplier = v128.load32_splat(plan.denseMultipliers + entry)
      storeValues(v128.load(word), limit, multiplier, scale, offset, target)
      storeValues(v128.load(word, 64), limit, multiplier, scale, offset, target + 16)
      word += 16
    }
  }
}

@inline
function storeValues(word: v128, limit: u32, multiplier: v128, scale: v128, offset: v128, target: usize): void {
  if (limit == certain) {
    const position = f32x4.convert_i32x4_s(i32x4.shr_u(word, 8))
    v128.store(target, f32x4.add(f32x4.mul(position, scale), offset))
  } else {
    const position = f32x4.convert_i32x4_s(highProduct(word, multiplier))
    const value = f32x4.add(f32x4.mul(position, scale), offset)
    v128.store(target, v128.and(value, i32x4.le_u(word, i32x4.splat(limit))))
  }
}
