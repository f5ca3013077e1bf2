// The matrix products of wide models, in register tiles of 4 × 8: eight sums stay in registers while one factor of each of
// four rows meets a vector pair. About nine tenths of the processor's multiply-add rate.
import { multiplyAdd } from '../arithmetic'
import { rowSize } from '../step/panels'

/**
 * One panel of a product: target[row, 8] = initial[row] + Σ_k left[row, k] · right[k, 8].
 * The row count is a multiple of 4; rows of `left` are `leftStrideInBytes` bytes apart.
 */
export function multiplyPanel(
  left: usize, leftStrideInBytes: usize, rowCount: i32, inner: i32, right: usize, initial: usize, target: usize,
): void {
  const length = <usize>inner << 2
  for (let row = 0; row < rowCount; row += 4) {
    const a = v128.load32_splat(initial)
    const b = v128.load32_splat(initial, 4)
    const c = v128.load32_splat(initial, 8)
    const d = v128.load32_splat(initial, 12)
    multiplyTile(left, leftStrideInBytes, length, right, rowSize, target, rowSize, a, a, b, b, c, c, d, d)
    left += 4 * leftStrideInBytes
    initial += 16
    target += 4 * rowSize
  }
}

/** The same, added to what the target holds. */
export function addPanelProduct(
  left: usize, leftStrideInBytes: usize, rowCount: i32, inner: i32, right: usize, target: usize,
): void {
  const length = <usize>inner << 2
  for (let row = 0; row < rowCount; row += 4) {
    addTo(left, leftStrideInBytes, length, right, rowSize, target, rowSize)
    left += 4 * leftStrideInBytes
    target += 4 * rowSize
  }
}

/**
 * target[row, column] = Σ_k left[row, k] · right[k, column], rows of `target` and `right` being `strideInBytes` bytes long. The row
 * count and the columns are multiples of 4, the columns at least 8. `upper`: no more than the columns from the row on.
 */
export function multiplyMatrices(
  left: usize, leftStrideInBytes: usize, rowCount: i32, inner: i32, right: usize, strideInBytes: usize, target: usize, upper: bool,
): void {
  const length = <usize>inner << 2
  const zero = f32x4.splat(0)
  for (let row = 0; row < rowCount; row += 4) {
    // Columns at the end that are no full tile are computed with their neighbors once more.
    for (let column: usize = upper ? <usize>row << 2 : 0; column < strideInBytes; column += 32) {
      const start = column + 32 <= strideInBytes ? column : strideInBytes - 32
      multiplyTile(
        left, leftStrideInBytes, length, right + start, strideInBytes, target + start, strideInBytes, zero, zero, zero, zero, zero, zero, zero, zero,
      )
    }
    left += 4 * leftStrideInBytes
    target += 4 * strideInBytes
  }
}

@inline
function addTo(
  left: usize, leftStrideInBytes: usize, length: usize, right: usize, rightStrideInBytes: usize, target: usize, strideInBytes: usize,
): void {
  multiplyTile(
    left, leftStrideInBytes, length, right, rightStrideInBytes, target, strideInBytes,
    v128.load(target), v128.load(target, 16),
    v128.load(target + strideInBytes), v128.load(target + strideInBytes, 16),
    v128.load(target + 2 * strideInBytes), v128.load(target + 2 * strideInBytes, 16),
    v128.load(target + 3 * strideInBytes), v128.load(target + 3 * strideInBytes, 16),
  )
}

/** One tile: sums of four rows, two vectors each, from their initial values. */
@inline
function multiplyTile(
  left: usize, leftStrideInBytes: usize, length: usize, right: usize, rightStrideInBytes: usize, target: usize, strideInBytes: usize,
  a0: v128, a1: v128, b0: v128, b1: v128, c0: v128, c1: v128, d0: v128, d1: v128,
): void {
  let leftB = left + leftStrideInBytes
  let leftC = leftB + leftStrideInBytes
  let leftD = leftC + leftStrideInBytes
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
    right += rightStrideInBytes
  }
  v128.store(target, a0)
  v128.store(target, a1, 16)
  v128.store(target + strideInBytes, b0)
  v128.store(target + strideInBytes, b1, 16)
  v128.store(target + 2 * strideInBytes, c0)
  v128.store(target + 2 * strideInBytes, c1, 16)
  v128.store(target + 3 * strideInBytes, d0)
  v128.store(target + 3 * strideInBytes, d1, 16)
}
