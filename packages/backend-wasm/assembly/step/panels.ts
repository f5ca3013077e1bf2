// Panels: eight samples side by side, [row, 8], one behind the other. Rows are features or hidden values. Turning them into
// rows of samples and back, and filling them with inputs.
import { drawPanel } from '../sampling/panel-sampler'
import {
  countEmpty, currentPlan, drawsDensePanels, drawsSparsePanels, fillBlock, leavesOutEmptySamples, skipSamples, upcomingSample,
} from './block'
import { shape } from '../context'
import { beginPacking, fillPackedPanels } from './packed-panels'
import { drawSparsePanel } from '../sampling/sparse-panels'

/** Bytes of a panel row. */
export const rowSize: usize = 32

/** Must run before the first fill of a batch: panels that are drawn keep zeros where no feature draws. */
export function clearInputPanels(): void {
  memory.fill(shape.inputPanels, 0, <usize>(shape.blockSize * shape.featureStride) << 2)
  if (leavesOutEmptySamples()) beginPacking()
}

/**
 * Fills the input panels with the next samples; says how many. Entries are filled as well where inputs are not drawn as
 * panels.
 */
export function fillInputPanels(): i32 {
  if (leavesOutEmptySamples() && (drawsDensePanels() || drawsSparsePanels())) return fillPackedPanels()
  if (drawsDensePanels()) return fillDensePanels()
  if (drawsSparsePanels()) return fillSparsePanels()
  return fillFromEntries()
}

function fillDensePanels(): i32 {
  const first = upcomingSample()
  const count = skipSamples(shape.blockSize)
  let panel = shape.inputPanels
  for (let sample = 0; sample < count; sample += 8) {
    drawPanel(currentPlan(), first + sample, panel)
    panel += <usize>shape.featureStride << 5
  }
  return count
}

/** Eight samples that are all empty are only counted; the others share a panel, empty or not. */
function fillSparsePanels(): i32 {
  let panel = shape.inputPanels
  let filled = 0
  while (filled < shape.blockSize) {
    const first = upcomingSample()
    const count = skipSamples(8)
    if (count == 0) break
    if (drawSparsePanel(currentPlan(), first, panel)) {
      filled += count
      panel += <usize>shape.featureStride << 5
    } else {
      countEmpty(count)
    }
  }
  return filled
}

/** Fills the block with entries and the input panels from them; says how many samples. */
export function fillFromEntries(): i32 {
  const count = fillBlock()
  const panelSize = <usize>shape.featureStride << 5
  memory.fill(shape.inputPanels, 0, <usize>((count + 7) >> 3) * panelSize)
  for (let sample: usize = 0; sample < <usize>count; sample++) {
    const lane = shape.inputPanels + (sample >> 3) * panelSize + ((sample & 7) << 2)
    const offset = shape.offsets + (sample << 2)
    const end = <usize>load<u32>(offset, 4) << 2
    for (let entry = <usize>load<u32>(offset) << 2; entry < end; entry += 4) {
      store<f32>(lane + (<usize>load<u32>(shape.features + entry) << 5), load<f32>(shape.values + entry))
    }
  }
  return count
}

/** Lanes of a half panel that hold samples: `left` counts the samples from its first lane on. */
@inline
export function laneMask(left: i32): v128 {
  return i32x4.gt_s(i32x4.splat(left), i32x4(0, 1, 2, 3))
}

/** Turns panels of hidden values, [panel, hidden, 8], into rows, [sample, hidden]. */
export function panelsToRows(panels: usize, panelCount: i32, rows: usize): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  for (let panel = 0; panel < panelCount; panel++) {
    for (let column: usize = 0; column < strideInBytes; column += 16) {
      transpose4(panels, rowSize, rows + column, strideInBytes)
      transpose4(panels + 16, rowSize, rows + column + 4 * strideInBytes, strideInBytes)
      panels += 4 * rowSize
    }
    rows += 8 * strideInBytes
  }
}

/** Adds panels, turned, to rows. */
export function addPanelsToRows(panels: usize, panelCount: i32, rows: usize): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  for (let panel = 0; panel < panelCount; panel++) {
    for (let column: usize = 0; column < strideInBytes; column += 16) {
      addBlock(panels, rows + column, strideInBytes)
      addBlock(panels + 16, rows + column + 4 * strideInBytes, strideInBytes)
      panels += 4 * rowSize
    }
    rows += 8 * strideInBytes
  }
}

/** 4 × 4 floats, turned. */
const block: usize = memory.data(64, 16)

@inline
function addBlock(source: usize, target: usize, strideInBytes: usize): void {
  transpose4(source, rowSize, block, 16)
  v128.store(target, f32x4.add(v128.load(target), v128.load(block)))
  v128.store(target + strideInBytes, f32x4.add(v128.load(target + strideInBytes), v128.load(block, 16)))
  v128.store(target + 2 * strideInBytes, f32x4.add(v128.load(target + 2 * strideInBytes), v128.load(block, 32)))
  v128.store(target + 3 * strideInBytes, f32x4.add(v128.load(target + 3 * strideInBytes), v128.load(block, 48)))
}

/** Turns rows, [sample, hidden], into panels of hidden values. */
export function rowsToPanels(rows: usize, panelCount: i32, panels: usize): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  for (let panel = 0; panel < panelCount; panel++) {
    for (let column: usize = 0; column < strideInBytes; column += 16) {
      transpose4(rows + column, strideInBytes, panels, rowSize)
      transpose4(rows + column + 4 * strideInBytes, strideInBytes, panels + 16, rowSize)
      panels += 4 * rowSize
    }
    rows += 8 * strideInBytes
  }
}

/** Transposes a block of 4 × 4 floats; strides are in bytes. */
@inline
export function transpose4(source: usize, sourceStrideInBytes: usize, target: usize, targetStrideInBytes: usize): void {
  const a = v128.load(source)
  const b = v128.load(source + sourceStrideInBytes)
  const c = v128.load(source + 2 * sourceStrideInBytes)
  const d = v128.load(source + 3 * sourceStrideInBytes)
  const ab0 = i32x4.shuffle(a, b, 0, 4, 1, 5)
  const ab1 = i32x4.shuffle(a, b, 2, 6, 3, 7)
  const cd0 = i32x4.shuffle(c, d, 0, 4, 1, 5)
  const cd1 = i32x4.shuffle(c, d, 2, 6, 3, 7)
  v128.store(target, i64x2.shuffle(ab0, cd0, 0, 2))
  v128.store(target + targetStrideInBytes, i64x2.shuffle(ab0, cd0, 1, 3))
  v128.store(target + 2 * targetStrideInBytes, i64x2.shuffle(ab1, cd1, 0, 2))
  v128.store(target + 3 * targetStrideInBytes, i64x2.shuffle(ab1, cd1, 1, 3))
}
