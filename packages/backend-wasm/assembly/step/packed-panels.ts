// Input panels that hold the samples which are not empty and no others, one behind the other: as a batch has them that is
// given. Eight neighboring samples are drawn at once; where all are active they are drawn in place, else beside the block,
// and those with active features move to the next free lanes.
import { countEmpty, currentPlan, drawsDensePanels, skipSamples, upcomingSample } from './block'
import { shape } from '../context'
import { drawPanel } from '../sampling/panel-sampler'
import { drawSparsePanel } from '../sampling/sparse-panels'

/** Lanes of the panel beside the block whose samples have not moved yet. */
let waiting: u32 = 0

/** Must run before the first fill of a batch. */
export function beginPacking(): void {
  waiting = 0
  memory.fill(besideBlock(), 0, panelSize())
}

/** Fills the input panels with the next samples; says how many. Lanes behind the last one hold any numbers. */
export function fillPackedPanels(): i32 {
  let filled = 0
  while (filled < shape.blockSize) {
    if (waiting == 0) {
      const first = upcomingSample()
      const count = skipSamples(8)
      if (count == 0) break
      const inPlace = (filled & 7) == 0
      const panel = inPlace ? shape.inputPanels + <usize>(filled >> 3) * panelSize() : besideBlock()
      const all: u32 = (1 << count) - 1
      const active = drawEight(first, panel) & all
      countEmpty(count - popcnt(active))
      if (inPlace && active == all) {
        filled += count
        continue
      }
      if (inPlace && active) memory.copy(besideBlock(), panel, panelSize())
      waiting = active
    }
    while (waiting && filled < shape.blockSize) {
      moveSample(ctz(waiting), filled++)
      waiting &= waiting - 1
    }
  }
  return filled
}

/** Draws eight samples as a panel; says in which lanes features are active. */
function drawEight(first: u32, panel: usize): u32 {
  if (drawsDensePanels()) drawPanel(currentPlan(), first, panel)
  else if (!drawSparsePanel(currentPlan(), first, panel)) return 0
  let bits0 = i32x4.splat(0)
  let bits1 = bits0
  const end = panel + panelSize()
  for (let row = panel; row < end; row += 32) {
    bits0 = v128.or(bits0, v128.load(row))
    bits1 = v128.or(bits1, v128.load(row, 16))
  }
  const zero = i32x4.splat(0)
  return i32x4.bitmask(i32x4.ne(bits0, zero)) | (i32x4.bitmask(i32x4.ne(bits1, zero)) << 4)
}

/** From a lane of the panel beside the block to a sample's position in the block. */
function moveSample(lane: u32, sample: u32): void {
  let source = besideBlock() + <usize>(lane << 2)
  let target = shape.inputPanels + <usize>(sample >> 3) * panelSize() + <usize>((sample & 7) << 2)
  const end = source + (<usize>shape.featureCount << 5)
  for (; source < end; source += 32) {
    store<f32>(target, load<f32>(source))
    target += 32
  }
}

/** The panel behind those of the block. */
@inline
function besideBlock(): usize {
  return shape.inputPanels + ((<usize>shape.blockSize * <usize>shape.featureStride) << 2)
}

@inline
function panelSize(): usize {
  return <usize>shape.featureStride << 5
}
