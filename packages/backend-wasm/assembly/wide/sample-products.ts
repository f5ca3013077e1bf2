// Products summed over samples, in register tiles of 4 × 8: what gives gradients from panels of gradients or inputs and rows of
// hidden values or their gradients.
import { multiplyAdd } from '../arithmetic'
import { rowSize } from '../step/panels'

/**
 * Adds a product over samples: target[feature, column] += Σ_sample panels[feature, sample] · right[sample, column].
 * The feature count and the column count are multiples of 4; rows of `right` and `target` are `strideInBytes` bytes long, panels
 * `panelSize` bytes apart.
 */
export function addProduct(
  panels: usize, panelSize: usize, panelCount: i32, featureCount: i32, right: usize, target: usize, strideInBytes: usize,
): void {
  for (let feature = 0; feature < featureCount; feature += 4) {
    let column: usize = 0
    // An odd number of vectors ends with three of them, for one alone would wait for its own sums.
    for (; column + 32 <= strideInBytes && column + 48 != strideInBytes; column += 32) {
      addTile(panels, panelSize, panelCount, right + column, target + column, strideInBytes)
    }
    if (column + 48 == strideInBytes) {
      addFlatTile(panels, panelSize, panelCount, right + column, target + column, strideInBytes)
      addFlatTile(panels + 2 * rowSize, panelSize, panelCount, right + column, target + column + 2 * strideInBytes, strideInBytes)
    } else if (column < strideInBytes) {
      addHalfTile(panels, panelSize, panelCount, right + column, target + column, strideInBytes)
    }
    panels += 4 * rowSize
    target += 4 * strideInBytes
  }
}

function addTile(left: usize, panelSize: usize, panelCount: i32, right: usize, target: usize, strideInBytes: usize): void {
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
      right += strideInBytes
    }
    left += panelSize
  }
  addPair(target, a0, a1)
  addPair(target + strideInBytes, b0, b1)
  addPair(target + 2 * strideInBytes, c0, c1)
  addPair(target + 3 * strideInBytes, d0, d1)
}

@inline
function addPair(target: usize, first: v128, second: v128): void {
  v128.store(target, f32x4.add(v128.load(target), first))
  v128.store(target, f32x4.add(v128.load(target, 16), second), 16)
}

/** Two features, three vectors. */
function addFlatTile(left: usize, panelSize: usize, panelCount: i32, right: usize, target: usize, strideInBytes: usize): void {
  let a0 = f32x4.splat(0)
  let a1 = a0
  let a2 = a0
  let b0 = a0
  let b1 = a0
  let b2 = a0
  for (let panel = 0; panel < panelCount; panel++) {
    const end = left + rowSize
    for (let sample = left; sample < end; sample += 4) {
      const x = v128.load(right)
      const y = v128.load(right, 16)
      const z = v128.load(right, 32)
      let factor = v128.load32_splat(sample)
      a0 = multiplyAdd(a0, factor, x)
      a1 = multiplyAdd(a1, factor, y)
      a2 = multiplyAdd(a2, factor, z)
      factor = v128.load32_splat(sample, 32)
      b0 = multiplyAdd(b0, factor, x)
      b1 = multiplyAdd(b1, factor, y)
      b2 = multiplyAdd(b2, factor, z)
      right += strideInBytes
    }
    left += panelSize
  }
  addPair(target, a0, a1)
  v128.store(target, f32x4.add(v128.load(target, 32), a2), 32)
  addPair(target + strideInBytes, b0, b1)
  v128.store(target + strideInBytes, f32x4.add(v128.load(target + strideInBytes, 32), b2), 32)
}

function addHalfTile(left: usize, panelSize: usize, panelCount: i32, right: usize, target: usize, strideInBytes: usize): void {
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
      right += strideInBytes
    }
    left += panelSize
  }
  v128.store(target, f32x4.add(v128.load(target), a))
  v128.store(target + strideInBytes, f32x4.add(v128.load(target + strideInBytes), b))
  v128.store(target + 2 * strideInBytes, f32x4.add(v128.load(target + 2 * strideInBytes), c))
  v128.store(target + 3 * strideInBytes, f32x4.add(v128.load(target + 3 * strideInBytes), d))
}
