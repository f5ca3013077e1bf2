/**
 * Writes the sums over rows of a matrix, chosen by a list of indices with a factor each: what all sparse work comes down to. The
 * list is the active features of a sample, its live outputs, or the samples in which an output is live. Rows are worked on in
 * stretches of equal width, as few as keep their vectors in registers while the list is walked.
 */

/** Vectors of a stretch, at most. */
const widest = 10

const widths = Array.from({ length: widest }, (_, index) => index + 1)
const vectorsOf = (width) => Array.from({ length: width }, (_, index) => index)

export function rowKernels() {
  return `
import { multiplyAdd } from '../arithmetic'

/** target = initial + Σ factors[i] · matrix[indices[i]], over vectorCount · 4 columns. */
export function sumRows(
  indices: usize, factors: usize, count: i32, matrix: usize, strideInBytes: usize, initial: usize, target: usize, vectorCount: i32,
): void {
  const end = indices + (<usize>count << 2)
${inStretches(
  (width) => `sumRows${width}(indices, end, factors, matrix, strideInBytes, initial, target)`,
  ['matrix', 'initial', 'target'],
)}
}

/** matrix[indices[i]] += factors[i] · row, over vectorCount · 4 columns; an index may come twice. */
export function addRows(
  indices: usize, factors: usize, count: i32, matrix: usize, strideInBytes: usize, row: usize, vectorCount: i32,
): void {
  const end = indices + (<usize>count << 2)
${inStretches((width) => `addRows${width}(indices, end, factors, matrix, strideInBytes, row)`, ['matrix', 'row'])}
}
${widths.map((width) => sum(width) + add(width)).join('')}`
}

function inStretches(call, moved) {
  return `  for (let stretches = (vectorCount + ${widest - 1}) / ${widest}; stretches > 0; stretches--) {
    const width = (vectorCount + stretches - 1) / stretches
    switch (width) {
${widths.map((width) => `      case ${width}: ${call(width)}; break`).join('\n')}
    }
${moved.map((name) => `    ${name} += <usize>width << 4`).join('\n')}
    vectorCount -= width
  }`
}

function sum(width) {
  const each = (line) => vectorsOf(width).map(line).join('\n')
  return `
function sumRows${width}(
  index: usize, end: usize, factor: usize, matrix: usize, strideInBytes: usize, initial: usize, target: usize,
): void {
${each((k) => `  let sum${k} = v128.load(initial, ${16 * k})`)}
  while (index < end) {
    const row = matrix + <usize>load<u32>(index) * strideInBytes
    const scale = v128.load32_splat(factor)
${each((k) => `    sum${k} = multiplyAdd(sum${k}, scale, v128.load(row, ${16 * k}))`)}
    index += 4
    factor += 4
  }
${each((k) => `  v128.store(target, sum${k}, ${16 * k})`)}
}
`
}

function add(width) {
  const each = (line) => vectorsOf(width).map(line).join('\n')
  return `
function addRows${width}(
  index: usize, end: usize, factor: usize, matrix: usize, strideInBytes: usize, row: usize,
): void {
${each((k) => `  const part${k} = v128.load(row, ${16 * k})`)}
  while (index < end) {
    const target = matrix + <usize>load<u32>(index) * strideInBytes
    const scale = v128.load32_splat(factor)
${each((k) => `    v128.store(target, multiplyAdd(v128.load(target, ${16 * k}), scale, part${k}), ${16 * k})`)}
    index += 4
    factor += 4
  }
}
`
}
