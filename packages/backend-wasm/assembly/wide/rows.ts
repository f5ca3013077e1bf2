// Sums over rows of a matrix, chosen by a list of indices with a factor each: what all sparse work comes down to. The list is
// the active features of a sample, its live outputs, or the samples in which an output is live. Rows are worked on in
// stretches of 32, 16, 8 and 4 floats, which stay in registers while the list is walked.
import { multiplyAdd } from '../arithmetic'

/** target = initial + Σ factors[i] · matrix[indices[i]], over vectorCount · 4 columns. The strideInBytes is in bytes. */
export function sumRows(
  indices: usize, factors: usize, count: i32, matrix: usize, strideInBytes: usize, initial: usize, target: usize, vectorCount: i32,
): void {
  const end = indices + (<usize>count << 2)
  while (vectorCount >= 8) {
    sumRows8(indices, end, factors, matrix, strideInBytes, initial, target)
    matrix += 128
    initial += 128
    target += 128
    vectorCount -= 8
  }
  if (vectorCount & 4) {
    sumRows4(indices, end, factors, matrix, strideInBytes, initial, target)
    matrix += 64
    initial += 64
    target += 64
  }
  if (vectorCount & 2) {
    sumRows2(indices, end, factors, matrix, strideInBytes, initial, target)
    matrix += 32
    initial += 32
    target += 32
  }
  if (vectorCount & 1) sumRows1(indices, end, factors, matrix, strideInBytes, initial, target)
}

/** matrix[indices[i]] += factors[i] · row, over vectorCount · 4 columns; an index may come twice. The strideInBytes is in bytes. */
export function addRows(
  indices: usize, factors: usize, count: i32, matrix: usize, strideInBytes: usize, row: usize, vectorCount: i32,
): void {
  const end = indices + (<usize>count << 2)
  while (vectorCount >= 8) {
    addRows8(indices, end, factors, matrix, strideInBytes, row)
    matrix += 128
    row += 128
    vectorCount -= 8
  }
  if (vectorCount & 4) {
    addRows4(indices, end, factors, matrix, strideInBytes, row)
    matrix += 64
    row += 64
  }
  if (vectorCount & 2) {
    addRows2(indices, end, factors, matrix, strideInBytes, row)
    matrix += 32
    row += 32
  }
  if (vectorCount & 1) addRows1(indices, end, factors, matrix, strideInBytes, row)
}

function sumRows8(
  index: usize, end: usize, factor: usize, matrix: usize, strideInBytes: usize, initial: usize, target: usize,
): void {
  let sum0 = v128.load(initial)
  let sum1 = v128.load(initial, 16)
  let sum2 = v128.load(initial, 32)
  let sum3 = v128.load(initial, 48)
  let sum4 = v128.load(initial, 64)
  let sum5 = v128.load(initial, 80)
  let sum6 = v128.load(initial, 96)
  let sum7 = v128.load(initial, 112)
  while (index < end) {
    const row = matrix + <usize>load<u32>(index) * strideInBytes
    const scale = v128.load32_splat(factor)
    sum0 = multiplyAdd(sum0, scale, v128.load(row))
    sum1 = multiplyAdd(sum1, scale, v128.load(row, 16))
    sum2 = multiplyAdd(sum2, scale, v128.load(row, 32))
    sum3 = multiplyAdd(sum3, scale, v128.load(row, 48))
    sum4 = multiplyAdd(sum4, scale, v128.load(row, 64))
    sum5 = multiplyAdd(sum5, scale, v128.load(row, 80))
    sum6 = multiplyAdd(sum6, scale, v128.load(row, 96))
    sum7 = multiplyAdd(sum7, scale, v128.load(row, 112))
    index += 4
    factor += 4
  }
  v128.store(target, sum0)
  v128.store(target, sum1, 16)
  v128.store(target, sum2, 32)
  v128.store(target, sum3, 48)
  v128.store(target, sum4, 64)
  v128.store(target, sum5, 80)
  v128.store(target, sum6, 96)
  v128.store(target, sum7, 112)
}

function sumRows4(
  index: usize, end: usize, factor: usize, matrix: usize, strideInBytes: usize, initial: usize, target: usize,
): void {
  let sum0 = v128.load(initial)
  let sum1 = v128.load(initial, 16)
  let sum2 = v128.load(initial, 32)
  let sum3 = v128.load(initial, 48)
  while (index < end) {
    const row = matrix + <usize>load<u32>(index) * strideInBytes
    const scale = v128.load32_splat(factor)
    sum0 = multiplyAdd(sum0, scale, v128.load(row))
    sum1 = multiplyAdd(sum1, scale, v128.load(row, 16))
    sum2 = multiplyAdd(sum2, scale, v128.load(row, 32))
    sum3 = multiplyAdd(sum3, scale, v128.load(row, 48))
    index += 4
    factor += 4
  }
  v128.store(target, sum0)
  v128.store(target, sum1, 16)
  v128.store(target, sum2, 32)
  v128.store(target, sum3, 48)
}

function sumRows2(
  index: usize, end: usize, factor: usize, matrix: usize, strideInBytes: usize, initial: usize, target: usize,
): void {
  let sum0 = v128.load(initial)
  let sum1 = v128.load(initial, 16)
  while (index < end) {
    const row = matrix + <usize>load<u32>(index) * strideInBytes
    const scale = v128.load32_splat(factor)
    sum0 = multiplyAdd(sum0, scale, v128.load(row))
    sum1 = multiplyAdd(sum1, scale, v128.load(row, 16))
    index += 4
    factor += 4
  }
  v128.store(target, sum0)
  v128.store(target, sum1, 16)
}

function sumRows1(
  index: usize, end: usize, factor: usize, matrix: usize, strideInBytes: usize, initial: usize, target: usize,
): void {
  let sum0 = v128.load(initial)
  while (index < end) {
    const row = matrix + <usize>load<u32>(index) * strideInBytes
    const scale = v128.load32_splat(factor)
    sum0 = multiplyAdd(sum0, scale, v128.load(row))
    index += 4
    factor += 4
  }
  v128.store(target, sum0)
}

function addRows8(
  index: usize, end: usize, factor: usize, matrix: usize, strideInBytes: usize, row: usize,
): void {
  const part0 = v128.load(row)
  const part1 = v128.load(row, 16)
  const part2 = v128.load(row, 32)
  const part3 = v128.load(row, 48)
  const part4 = v128.load(row, 64)
  const part5 = v128.load(row, 80)
  const part6 = v128.load(row, 96)
  const part7 = v128.load(row, 112)
  while (index < end) {
    const target = matrix + <usize>load<u32>(index) * strideInBytes
    const scale = v128.load32_splat(factor)
    v128.store(target, multiplyAdd(v128.load(target), scale, part0))
    v128.store(target, multiplyAdd(v128.load(target, 16), scale, part1), 16)
    v128.store(target, multiplyAdd(v128.load(target, 32), scale, part2), 32)
    v128.store(target, multiplyAdd(v128.load(target, 48), scale, part3), 48)
    v128.store(target, multiplyAdd(v128.load(target, 64), scale, part4), 64)
    v128.store(target, multiplyAdd(v128.load(target, 80), scale, part5), 80)
    v128.store(target, multiplyAdd(v128.load(target, 96), scale, part6), 96)
    v128.store(target, multiplyAdd(v128.load(target, 112), scale, part7), 112)
    index += 4
    factor += 4
  }
}

function addRows4(
  index: usize, end: usize, factor: usize, matrix: usize, strideInBytes: usize, row: usize,
): void {
  const part0 = v128.load(row)
  const part1 = v128.load(row, 16)
  const part2 = v128.load(row, 32)
  const part3 = v128.load(row, 48)
  while (index < end) {
    const target = matrix + <usize>load<u32>(index) * strideInBytes
    const scale = v128.load32_splat(factor)
    v128.store(target, multiplyAdd(v128.load(target), scale, part0))
    v128.store(target, multiplyAdd(v128.load(target, 16), scale, part1), 16)
    v128.store(target, multiplyAdd(v128.load(target, 32), scale, part2), 32)
    v128.store(target, multiplyAdd(v128.load(target, 48), scale, part3), 48)
    index += 4
    factor += 4
  }
}

function addRows2(
  index: usize, end: usize, factor: usize, matrix: usize, strideInBytes: usize, row: usize,
): void {
  const part0 = v128.load(row)
  const part1 = v128.load(row, 16)
  while (index < end) {
    const target = matrix + <usize>load<u32>(index) * strideInBytes
    const scale = v128.load32_splat(factor)
    v128.store(target, multiplyAdd(v128.load(target), scale, part0))
    v128.store(target, multiplyAdd(v128.load(target, 16), scale, part1), 16)
    index += 4
    factor += 4
  }
}

function addRows1(
  index: usize, end: usize, factor: usize, matrix: usize, strideInBytes: usize, row: usize,
): void {
  const part0 = v128.load(row)
  while (index < end) {
    const target = matrix + <usize>load<u32>(index) * strideInBytes
    const scale = v128.load32_splat(factor)
    v128.store(target, multiplyAdd(v128.load(target), scale, part0))
    index += 4
    factor += 4
  }
}
