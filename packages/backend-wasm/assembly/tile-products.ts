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
    const a = v128.load32_splat(initial)
    const b = v128.load32_splat(initial, 4)
    const c = v128.load32_splat(initial, 8)
    const d = v128.load32_splat(initial, 12)
    multiplyTile(left, leftPitch, length, right, rowSize, target, rowSize, a, a, b, b, c, c, d, d)
    left += 4 * leftPitch
    initial += 16
    target += 4 * rowSize
  }
}

/** The same, added to what the target holds. */
export function addPanelProduct(
  left: usize, leftPitch: usize, rowCount: i32, inner: i32, right: usize, target: usize,
): void {
  const length = <usize>inner << 2
  for (let row = 0; row < rowCount; row += 4) {
    addTo(left, leftPitch, length, right, rowSize, target, rowSize)
    left += 4 * leftPitch
    target += 4 * rowSize
  }
}

/**
 * target[row, column] = Σ_k left[row, k] · right[k, column], rows of `target` and `right` being `pitch` bytes long. The row
 * count and the columns are multiples of 4, the columns at least 8. `upper`: no more than the columns from the row on.
 */
export function multiplyMatrices(
  left: usize, leftPitch: usize, rowCount: i32, inner: i32, right: usize, pitch: usize, target: usize, upper: bool,
): void {
  const length = <usize>inner << 2
  const zero = f32x4.splat(0)
  for (let row = 0; row < rowCount; row += 4) {
    // Columns at the end that are no full tile are computed with their neighbors once more.
    for (let column: usize = upper ? <usize>row << 2 : 0; column < pitch; column += 32) {
      const start = column + 32 <= pitch ? column : pitch - 32
      multiplyTile(
        left, leftPitch, length, right + start, pitch, target + start, pitch, zero, zero, zero, zero, zero, zero, zero, zero,
      )
    }
    left += 4 * leftPitch
    target += 4 * pitch
  }
}

@inline
function addTo(
  left: usize, leftPitch: usize, length: usize, right: usize, rightPitch: usize, target: usize, pitch: usize,
): void {
  multiplyTile(
    left, leftPitch, length, right, rightPitch, target, pitch,
    v128.load(target), v128.load(target, 16),
    v128.load(target + pitch), v128.load(target + pitch, 16),
    v128.load(target + 2 * pitch), v128.load(target + 2 * pitch, 16),
    v128.load(target + 3 * pitch), v128.load(target + 3 * pitch, 16),
  )
}

/** One tile: sums of four rows, two vectors each, from their initial values. */
@inline
function multiplyTile(
  left: usize, leftPitch: usize, length: usize, right: usize, rightPitch: usize, target: usize, pitch: usize,
  a0: v128, a1: v128, b0: v128, b1: v128, c0: v128, c1: v128, d0: v128, d1: v128,
): void {
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
    right += rightPitch
  }
  v128.store(target, a0)
  v128.store(target, a1, 16)
  v128.store(target + pitch, b0)
  v128.store(target + pitch, b1, 16)
  v128.store(target + 2 * pitch, c0)
  v128.store(target + 2 * pitch, c1, 16)
  v128.store(target + 3 * pitch, d0)
  v128.store(target + 3 * pitch, d1, 16)
}
