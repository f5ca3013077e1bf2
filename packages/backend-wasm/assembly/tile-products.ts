// The matrix products of wide models, in register tiles of 4 × 8: eight sums stay in registers while one factor of each of
// four rows meets a vector pair. About nine tenths of the processor's multiply-add rate.
import { multiplyAdd } from './arithmetic'
import { rowSize } from './panels'

/**
 * One panel of a product: target[row, 8] = initial[row] + Σ_k left[row, k] · right[k, 8].
 * The row count is a multiple of 4; rows of `left` are `leftPitch` bytes apart.
 */
export function multiplyPanel(
  left: usize, leftPitch: usize, rowCount: i32, inner: i32, right: usize, initial: usize, target: usize,
): void {
  const length = <usize>inner << 2
  for (let row = 0; row < rowCount; row += 4) {
    multiplyTile(left, leftPitch, length, right, initial, target)
    left += 4 * leftPitch
    initial += 16
    target += 4 * rowSize
  }
}

// @ts-ignore: decorator
@inline
function multiplyTile(left: usize, leftPitch: usize, length: usize, right: usize, initial: usize, target: usize): void {
  let a0 = v128.load32_splat(initial)
  let a1 = a0
  let b0 = v128.load32_splat(initial, 4)
  let b1 = b0
  let c0 = v128.load32_splat(initial, 8)
  let c1 = c0
  let d0 = v128.load32_splat(initial, 12)
  let d1 = d0
  let leftB = left + leftPitch
  let leftC = leftB + leftPitch
  let leftD = leftC + leftPitch
  const end = left + length
  while (left < end) {
    const x = v128.load(right)
    const y = v128.load(right, 16)
    let factor = v128.load32_splat(left)
    a0 = multiplyAdd(a0, factor, x)
    a1 = multiplyAdd(a1, factor, y)
    factor = v128.load32_splat(leftB)
    b0 = multiplyAdd(b0, factor, x)
    b1 = multiplyAdd(b1, factor, y)
    factor = v128.load32_splat(leftC)
    c0 = multiplyAdd(c0, factor, x)
    c1 = multiplyAdd(c1, factor, y)
    factor = v128.load32_splat(leftD)
    d0 = multiplyAdd(d0, factor, x)
    d1 = multiplyAdd(d1, factor, y)
    left += 4
    leftB += 4
    leftC += 4
    leftD += 4
    right += rowSize
  }
  v128.store(target, a0)
  v128.store(target, a1, 16)
  v128.store(target, b0, 32)
  v128.store(target, b1, 48)
  v128.store(target, c0, 64)
  v128.store(target, c1, 80)
  v128.store(target, d0, 96)
  v128.store(target, d1, 112)
}

/**
 * Adds a product over samples: target[feature, column] += Σ_sample panels[feature, sample] · right[sample, column].
 * The feature count and the column count are multiples of 4; rows of `right` and `target` are `pitch` bytes long.
 */
export function addProduct(
  panels: usize, panelCount: i32, featureCount: i32, right: usize, target: usize, pitch: usize,
): void {
  const panelSize = <usize>featureCount << 5
  for (let feature = 0; feature < featureCount; feature += 4) {
    let column: usize = 0
    for (; column + 32 <= pitch; column += 32) {
      addTile(panels, panelSize, panelCount, right + column, target + column, pitch)
    }
    if (column < pitch) addHalfTile(panels, panelSize, panelCount, right + column, target + column, pitch)
    panels += 4 * rowSize
    target += 4 * pitch
  }
}

function addTile(left: usize, panelSize: usize, panelCount: i32, right: usize, target: usize, pitch: usize): void {
  let a0 = f32x4.splat(0)
  let a1 = a0
  let b0 = a0
  let b1 = a0
  let c0 = a0
  let c1 = a0
  let d0 = a0
  let d1 = a0
  for (let panel = 0; panel < panelCount; panel++) {
    const end = left + rowSize
    for (let sample = left; sample < end; sample += 4) {
      const x = v128.load(right)
      const y = v128.load(right, 16)
      let factor = v128.load32_splat(sample)
      a0 = multiplyAdd(a0, factor, x)
      a1 = multiplyAdd(a1, factor, y)
      factor = v128.load32_splat(sample, 32)
      b0 = multiplyAdd(b0, factor, x)
      b1 = multiplyAdd(b1, factor, y)
      factor = v128.load32_splat(sample, 64)
      c0 = multiplyAdd(c0, factor, x)
      c1 = multiplyAdd(c1, factor, y)
      factor = v128.load32_splat(sample, 96)
      d0 = multiplyAdd(d0, factor, x)
      d1 = multiplyAdd(d1, factor, y)
      right += pitch
    }
    left += panelSize
  }
  addPair(target, a0, a1)
  addPair(target + pitch, b0, b1)
  addPair(target + 2 * pitch, c0, c1)
  addPair(target + 3 * pitch, d0, d1)
}

// @ts-ignore: decorator
@inline
function addPair(target: usize, first: v128, second: v128): void {
  v128.store(target, f32x4.add(v128.load(target), first))
  v128.store(target, f32x4.add(v128.load(target, 16), second), 16)
}

function addHalfTile(left: usize, panelSize: usize, panelCount: i32, right: usize, target: usize, pitch: usize): void {
  let a = f32x4.splat(0)
  let b = a
  let c = a
  let d = a
  for (let panel = 0; panel < panelCount; panel++) {
    const end = left + rowSize
    for (let sample = left; sample < end; sample += 4) {
      const x = v128.load(right)
      a = multiplyAdd(a, v128.load32_splat(sample), x)
      b = multiplyAdd(b, v128.load32_splat(sample, 32), x)
      c = multiplyAdd(c, v128.load32_splat(sample, 64), x)
      d = multiplyAdd(d, v128.load32_splat(sample, 96), x)
      right += pitch
    }
    left += panelSize
  }
  v128.store(target, f32x4.add(v128.load(target), a))
  v128.store(target + pitch, f32x4.add(v128.load(target + pitch), b))
  v128.store(target + 2 * pitch, f32x4.add(v128.load(target + 2 * pitch), c))
  v128.store(target + 3 * pitch, f32x4.add(v128.load(target + 3 * pitch), d))
}

/**
 * target[row, column] += Σ_k left[row, k] · right[k, column], rows of `target` and `right` being `pitch` bytes long. The row
 * count and the columns are multiples of 4.
 */
export function addMatrixProduct(
  left: usize, leftPitch: usize, rowCount: i32, inner: i32, right: usize, pitch: usize, target: usize,
): void {
  const end = <usize>inner << 2
  for (let row = 0; row < rowCount; row += 4) {
    let column: usize = 0
    for (; column + 32 <= pitch; column += 32) addRowTile(left, leftPitch, end, right + column, pitch, target + column)
    if (column < pitch) addHalfRowTile(left, leftPitch, end, right + column, pitch, target + column)
    left += 4 * leftPitch
    target += 4 * pitch
  }
}

function addRowTile(left: usize, leftPitch: usize, length: usize, right: usize, pitch: usize, target: usize): void {
  let a0 = f32x4.splat(0)
  let a1 = a0
  let b0 = a0
  let b1 = a0
  let c0 = a0
  let c1 = a0
  let d0 = a0
  let d1 = a0
  let leftB = left + leftPitch
  let leftC = leftB + leftPitch
  let leftD = leftC + leftPitch
  const end = left + length
  while (left < end) {
    const x = v128.load(right)
    const y = v128.load(right, 16)
    let factor = v128.load32_splat(left)
    a0 = multiplyAdd(a0, factor, x)
    a1 = multiplyAdd(a1, factor, y)
    factor = v128.load32_splat(leftB)
    b0 = multiplyAdd(b0, factor, x)
    b1 = multiplyAdd(b1, factor, y)
    factor = v128.load32_splat(leftC)
    c0 = multiplyAdd(c0, factor, x)
    c1 = multiplyAdd(c1, factor, y)
    factor = v128.load32_splat(leftD)
    d0 = multiplyAdd(d0, factor, x)
    d1 = multiplyAdd(d1, factor, y)
    left += 4
    leftB += 4
    leftC += 4
    leftD += 4
    right += pitch
  }
  addPair(target, a0, a1)
  addPair(target + pitch, b0, b1)
  addPair(target + 2 * pitch, c0, c1)
  addPair(target + 3 * pitch, d0, d1)
}

function addHalfRowTile(left: usize, leftPitch: usize, length: usize, right: usize, pitch: usize, target: usize): void {
  let a = f32x4.splat(0)
  let b = a
  let c = a
  let d = a
  for (let at: usize = 0; at < length; at += 4) {
    const x = v128.load(right)
    a = multiplyAdd(a, v128.load32_splat(left + at), x)
    b = multiplyAdd(b, v128.load32_splat(left + leftPitch + at), x)
    c = multiplyAdd(c, v128.load32_splat(left + 2 * leftPitch + at), x)
    d = multiplyAdd(d, v128.load32_splat(left + 3 * leftPitch + at), x)
    right += pitch
  }
  v128.store(target, f32x4.add(v128.load(target), a))
  v128.store(target + pitch, f32x4.add(v128.load(target + pitch), b))
  v128.store(target + 2 * pitch, f32x4.add(v128.load(target + 2 * pitch), c))
  v128.store(target + 3 * pitch, f32x4.add(v128.load(target + 3 * pitch), d))
}
