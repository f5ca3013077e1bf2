/**
 * Writes the kernels of narrow models: AssemblyScript, for each hidden size one function that goes over panels of samples,
 * with all hidden values of a sample vector or their gradients in local variables, and one that sums gradients over the samples
 * of a block, with the sums of two features in local variables. Gelu is left to tiles: its calls would cost the kernels
 * their registers. See assembly/narrow/compute-narrow.ts for who calls them.
 */

/** Hidden sizes that have a kernel: 1 to this one. */
export const largestNarrowSize = 8

export function narrowKernels() {
  const sizes = Array.from({ length: largestNarrowSize }, (_, index) => index + 1)
  return `${head}
/** Hidden values, gradients of the sums and of the hidden values of a block, as panels, by the kernel of the hidden size. */
export function computeNarrowPanels(sampleCount: i32): void {
${sizes.map((size) => `  if (shape.hiddenSize == ${size}) return narrow${size}(sampleCount)`).join('\n')}
}

/** Errors of a block alone, and sizes of hidden values where there is a penalty. */
export function addNarrowErrors(sampleCount: i32): void {
${sizes.map((size) => `  if (shape.hiddenSize == ${size}) return errors${size}(sampleCount)`).join('\n')}
}

/** target[feature, hidden] += Σ_sample left[feature, sample] · right[hidden, sample] over panels. */
export function addNarrowProduct(left: usize, right: usize, panelCount: i32, target: usize): void {
${sizes.map((size) => `  if (shape.hiddenSize == ${size}) return product${size}(left, right, panelCount, target)`).join('\n')}
}
${sizes.map((size) => panels(size, true) + panels(size, false) + product(size)).join('')}`
}

const head = `
import { activate, floorOf, targetMask, throughActivation } from '../activation'
import { multiplyAdd, sumLanes, sumLanesWide } from '../arithmetic'
import { addHiddenSizes, bias, hiddenBias, outputWeights, penaltyScale, lossScales, shape, weights } from '../context'
import { laneMask, rowSize } from '../step/panels'

/** The penalty's gradient: its size in the direction of the hidden value, 0 at 0. */
@inline
function penalty(hidden: v128, size: v128): v128 {
  const zero = f32x4.splat(0)
  return f32x4.sub(v128.and(size, f32x4.gt(hidden, zero)), v128.and(size, f32x4.lt(hidden, zero)))
}

/** Adds the sum of the lanes to a number in memory. */
@inline
function addLanes(target: usize, lanes: v128): void {
  store<f32>(target, load<f32>(target) + sumLanes(lanes))
}
`

/** Up to so many hidden values, those of eight samples fit the registers; above, those of four. */
const widestPair = 4
/** Up to so many, sizes of hidden values are summed over eight samples; above, over four: it decides the last bits. */
const widestPairOfSizes = 4

const lines = (depth, list) => list.map((line) => `${'  '.repeat(depth)}${line}\n`).join('')
const numbers = (count) => Array.from({ length: count }, (_, index) => index)

/** Forward, panel by panel; where the gradient is wanted, back through the activations as well. */
function panels(size, wantsGradient) {
  const vectors = size <= widestPair ? [0, 1] : [0]
  const hiddens = numbers(size)
  const each = (line) => hiddens.flatMap((j) => vectors.map((v) => line(j, v)))
  const eachVector = (line) => vectors.map(line)
  /** One weight after the other, so that it is needed no more when the next one comes. */
  const eachWeight = (line) =>
    hiddens.flatMap((j) => [`weight = v128.load32_splat(row, ${4 * j})`, ...vectors.map((v) => line(j, v))])
  const forBack = (text) => (wantsGradient ? text : '')
  const sizesOf = (group) => `
      sizes = zero
${lines(
  3,
  hiddens.flatMap((j) => group.map((v) => `sizes = f32x4.add(sizes, v128.and(f32x4.abs(hidden${j}_${v}), mask${v}))`)),
)}
      addHiddenSizes(sumLanesWide(sizes))`
  return `
function ${wantsGradient ? 'narrow' : 'errors'}${size}(sampleCount: i32): void {
  const floor = floorOf(shape.outputActivation)
  const targets = targetMask(shape.target)
  const rectified = shape.hiddenActivation != 0
  const strideInBytes = <usize>shape.hiddenStride << 2
  const inputSize = <usize>shape.featureStride * rowSize
  const inputEnd = <usize>shape.featureCount * rowSize
  const zero = f32x4.splat(0)
  const lastPanel = <usize>((sampleCount - 1) >> 3)
  let weight = zero
  for (let at: usize = 0; at < (lastPanel + 1) * rowSize; at += ${16 * vectors.length}) {
    const panel = at / rowSize
    const inputs = shape.inputPanels + panel * inputSize + (at & (rowSize - 1))
    const left = sampleCount - <i32>(at >> 2)
${lines(2, [
  ...eachVector((v) => `const mask${v} = laneMask(left - ${4 * v})`),
  ...each((j, v) => `let hidden${j}_${v} = v128.load32_splat(hiddenBias, ${4 * j})`),
])}
    let row = weights
    for (let input = inputs; input < inputs + inputEnd; input += rowSize) {
${lines(3, [
  ...eachVector((v) => `const x${v} = v128.load(input, ${16 * v})`),
  ...eachWeight((j, v) => `hidden${j}_${v} = multiplyAdd(hidden${j}_${v}, weight, x${v})`),
])}
      row += strideInBytes
    }
    if (rectified) {
${lines(
  3,
  each((j, v) => `hidden${j}_${v} = f32x4.pmax(hidden${j}_${v}, zero)`),
)}
    }
${forBack(`
    const outputs = shape.outputPanels + panel * inputSize + (at & (rowSize - 1))
    const target = panel * ${32 * size} + (at & (rowSize - 1))
    let output = outputs
${lines(
  2,
  each((j, v) => `v128.store(shape.hiddenPanels + target, hidden${j}_${v}, ${32 * j + 16 * v})`),
)}`)}
    row = outputWeights
    let offset: usize = 0
    for (let input = inputs; input < inputs + inputEnd; input += rowSize) {
${lines(3, [
  ...eachVector((v) => `let sum${v} = v128.load32_splat(bias + offset)`),
  ...eachWeight((j, v) => `sum${v} = multiplyAdd(sum${v}, weight, hidden${j}_${v})`),
  ...eachVector((v) => `const target${v} = v128.and(v128.load(input, ${16 * v}), targets)`),
  ...eachVector((v) => `const error${v} = v128.and(f32x4.sub(activate(false, floor, sum${v}), target${v}), mask${v})`),
])}
${forBack(`
      const scale = v128.load32_splat(lossScales + offset)
${lines(
  3,
  eachVector(
    (v) => `v128.store(output, throughActivation(false, floor, sum${v}, f32x4.mul(error${v}, scale)), ${16 * v})`,
  ),
)}
      output += rowSize`)}
      const lanes = shape.errorLanes + (offset << 2)
      let errors = v128.load(lanes)
${lines(
  3,
  eachVector((v) => `errors = multiplyAdd(errors, error${v}, error${v})`),
)}
      v128.store(lanes, errors)
      row += strideInBytes
      offset += 4
    }
    if (penaltyScale > 0) {
      let sizes = zero
${(size <= widestPairOfSizes ? [vectors] : vectors.map((v) => [v])).map(sizesOf).join('')}
    }
${forBack(back({ each, eachVector, eachWeight }))}
  }
}
`
}

/** From the gradients of the sums to those of the hidden values. */
function back({ each, eachVector, eachWeight }) {
  return `
${lines(
  2,
  each((j, v) => `let gradient${j}_${v} = zero`),
)}
    if (penaltyScale > 0) {
      const size = f32x4.splat(penaltyScale)
${lines(
  3,
  each((j, v) => `gradient${j}_${v} = v128.and(penalty(hidden${j}_${v}, size), mask${v})`),
)}
    }
    row = outputWeights
    for (let output = outputs; output < outputs + inputEnd; output += rowSize) {
${lines(3, [
  ...eachVector((v) => `const outer${v} = v128.load(output, ${16 * v})`),
  ...eachWeight((j, v) => `gradient${j}_${v} = multiplyAdd(gradient${j}_${v}, weight, outer${v})`),
])}
      row += strideInBytes
    }
    if (rectified) {
${lines(
  3,
  each(
    (j, v) =>
      `gradient${j}_${v} = v128.and(gradient${j}_${v}, f32x4.gt(v128.load(shape.hiddenPanels + target, ${32 * j + 16 * v}), zero))`,
  ),
)}
    }
${lines(
  2,
  each((j, v) => `v128.store(shape.hiddenGradientPanels + target, gradient${j}_${v}, ${32 * j + 16 * v})`),
)}`
}

/** Two features at a time where their sums fit the registers. */
const widestFeaturePair = 5

/** Gradients: products summed over the samples of a block. */
function product(size) {
  const together = size <= widestFeaturePair ? 2 : 1
  const body = (features) => {
    const hiddens = numbers(size)
    const eachFeature = (line) => numbers(features).map(line)
    const each = (line) => numbers(features).flatMap((f) => hiddens.map((j) => line(f, j)))
    return `
    let at = left
    let row = right
${lines(
  2,
  each((f, j) => `let sum${f}_${j} = zero`),
)}
    for (let panel = 0; panel < panelCount; panel++) {
${lines(
  3,
  [0, 16].flatMap((half) => [
    ...eachFeature((f) => `const factor${f}_${half} = v128.load(at, ${32 * f + half})`),
    ...hiddens.flatMap((j) => [
      `const value${j}_${half} = v128.load(row, ${32 * j + half})`,
      ...eachFeature((f) => `sum${f}_${j} = multiplyAdd(sum${f}_${j}, factor${f}_${half}, value${j}_${half})`),
    ]),
  ]),
)}
      at += inputSize
      row += ${32 * size}
    }
${lines(
  2,
  each((f, j) => `addLanes(target + ${f} * strideInBytes + ${4 * j}, sum${f}_${j})`),
)}
    left += ${32 * features}
    target += ${features} * strideInBytes`
  }
  const single = together === 1 ? '' : `  for (; feature < shape.featureCount; feature++) {${body(1)}\n  }\n`
  return `
function product${size}(left: usize, right: usize, panelCount: i32, target: usize): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  const inputSize = <usize>shape.featureStride * rowSize
  const zero = f32x4.splat(0)
  let feature = 0
  for (; feature + ${together} <= shape.featureCount; feature += ${together}) {${body(together)}
  }
${single}}
`
}
