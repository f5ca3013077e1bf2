/**
 * Writes the kernels of narrow models: AssemblyScript, one function for each hidden size, in which all hidden values of a
 * sample vector and their slopes are local variables. A kernel goes over whole panels: samples lie in lanes, weights are
 * spread over them, the gradient is summed in four lanes per weight. Gelu is left to tiles: its calls would cost the kernels
 * their registers. See assembly/lane-route.ts for who calls them.
 */

/** Hidden sizes that have a kernel: 1 to this one. */
export const largestLaneSize = 8

export function laneKernels() {
  const sizes = Array.from({ length: largestLaneSize }, (_, index) => index + 1)
  return `${head}
/** Calls the kernel of the shape's hidden size. */
export function computeLanePanels(sampleCount: i32): void {
${sizes.map((size) => `  if (shape.hiddenSize == ${size}) return lanes${size}(sampleCount)`).join('\n')}
}
${sizes.map(kernel).join('')}`
}

const head = `
import { activate, floorOf, targetMask, throughActivation } from './activation'
import { multiplyAdd, sumLanesWide } from './arithmetic'
import { addHiddenSizes, bias, hiddenBias, outputWeights, penaltySlope, shape, slopes, weights } from './context'
import { laneMask, rowSize } from './panels'

/** The penalty's slope: its size in the direction of the hidden value, 0 at 0. */
@inline
function penalty(hidden: v128, size: v128): v128 {
  const zero = f32x4.splat(0)
  return f32x4.sub(v128.and(size, f32x4.gt(hidden, zero)), v128.and(size, f32x4.lt(hidden, zero)))
}
`

/** Up to three hidden values, eight samples fit the registers; above, four. */
function kernel(size) {
  const vectors = size <= 3 ? [0, 1] : [0]
  const hiddens = Array.from({ length: size }, (_, index) => index)
  const each = (line) => hiddens.flatMap((j) => vectors.map((v) => line(j, v)))
  const eachHidden = (line) => hiddens.map(line)
  const eachVector = (line) => vectors.map(line)
  const lines = (depth, list) => list.map((line) => `${'  '.repeat(depth)}${line}`).join('\n')
  const addInto = (target, factor, hidden) => (j) => {
    const products = vectors.reduce(
      (sum, v) => `multiplyAdd(${sum}, ${factor}${v}, ${hidden}${j}_${v})`,
      `v128.load(${target}, ${16 * j})`,
    )
    return `v128.store(${target}, ${products}, ${16 * j})`
  }
  return `
function lanes${size}(sampleCount: i32): void {
  const floor = floorOf(shape.outputActivation)
  const targets = targetMask(shape.target)
  const rectified = shape.hiddenActivation != 0
  const pitch = <usize>shape.hiddenPitch << 2
  const panelSize = <usize>shape.featurePitch * rowSize
  const inputEnd = <usize>shape.featureCount * rowSize
  const zero = f32x4.splat(0)
  for (let sample = 0; sample < sampleCount; sample += ${4 * vectors.length}) {
    const inputs = shape.inputPanels + <usize>(sample >> 3) * panelSize + (<usize>(sample & 7) << 2)
${lines(
  2,
  eachVector((v) => `const mask${v} = laneMask(sampleCount - sample - ${4 * v})`),
)}
${lines(
  2,
  each((j, v) => `let hidden${j}_${v} = v128.load32_splat(hiddenBias, ${4 * j})`),
)}
    let row = weights
    for (let input = inputs; input < inputs + inputEnd; input += rowSize) {
${lines(
  3,
  eachVector((v) => `const x${v} = v128.load(input, ${16 * v})`),
)}
${lines(
  3,
  eachHidden((j) => `const weight${j} = v128.load32_splat(row, ${4 * j})`),
)}
${lines(
  3,
  each((j, v) => `hidden${j}_${v} = multiplyAdd(hidden${j}_${v}, weight${j}, x${v})`),
)}
      row += pitch
    }
    if (rectified) {
${lines(
  3,
  each((j, v) => `hidden${j}_${v} = f32x4.pmax(hidden${j}_${v}, zero)`),
)}
    }
${lines(
  2,
  each((j, v) => `let slope${j}_${v} = zero`),
)}
    if (penaltySlope > 0) {
      const size = f32x4.splat(penaltySlope)
      let sizes = zero
${lines(
  3,
  each((j, v) => `sizes = f32x4.add(sizes, v128.and(f32x4.abs(hidden${j}_${v}), mask${v}))`),
)}
${lines(
  3,
  each((j, v) => `slope${j}_${v} = v128.and(penalty(hidden${j}_${v}, size), mask${v})`),
)}
      addHiddenSizes(sumLanesWide(sizes))
    }
    row = outputWeights
    let place: usize = 0
    let lanes = shape.outputWeightLanes
    for (let input = inputs; input < inputs + inputEnd; input += rowSize) {
      const scale = v128.load32_splat(slopes + place)
${lines(
  3,
  eachHidden((j) => `const weight${j} = v128.load32_splat(row, ${4 * j})`),
)}
${lines(
  3,
  eachVector((v) => `let sum${v} = v128.load32_splat(bias + place)`),
)}
${lines(
  3,
  each((j, v) => `sum${v} = multiplyAdd(sum${v}, weight${j}, hidden${j}_${v})`),
)}
${lines(
  3,
  eachVector((v) => `const target${v} = v128.and(v128.load(input, ${16 * v}), targets)`),
)}
${lines(
  3,
  eachVector((v) => `const error${v} = v128.and(f32x4.sub(activate(false, floor, sum${v}), target${v}), mask${v})`),
)}
${lines(
  3,
  eachVector((v) => `const outer${v} = throughActivation(false, floor, sum${v}, f32x4.mul(error${v}, scale))`),
)}
      const featureLanes = place << 2
      let errors = v128.load(shape.errorLanes + featureLanes)
      let biases = v128.load(shape.biasLanes + featureLanes)
${lines(
  3,
  eachVector((v) => `errors = multiplyAdd(errors, error${v}, error${v})`),
)}
${lines(
  3,
  eachVector((v) => `biases = f32x4.add(biases, outer${v})`),
)}
      v128.store(shape.errorLanes + featureLanes, errors)
      v128.store(shape.biasLanes + featureLanes, biases)
${lines(3, eachHidden(addInto('lanes', 'outer', 'hidden')))}
${lines(
  3,
  each((j, v) => `slope${j}_${v} = multiplyAdd(slope${j}_${v}, weight${j}, outer${v})`),
)}
      row += pitch
      place += 4
      lanes += ${16 * size}
    }
    if (rectified) {
${lines(
  3,
  each((j, v) => `slope${j}_${v} = v128.and(slope${j}_${v}, f32x4.gt(hidden${j}_${v}, zero))`),
)}
    }
${lines(
  2,
  eachHidden((j) => {
    const sum = vectors.reduce(
      (total, v) => `f32x4.add(${total}, slope${j}_${v})`,
      `v128.load(shape.hiddenBiasLanes, ${16 * j})`,
    )
    return `v128.store(shape.hiddenBiasLanes, ${sum}, ${16 * j})`
  }),
)}
    lanes = shape.weightLanes
    for (let input = inputs; input < inputs + inputEnd; input += rowSize) {
${lines(
  3,
  eachVector((v) => `const x${v} = v128.load(input, ${16 * v})`),
)}
${lines(3, eachHidden(addInto('lanes', 'x', 'slope')))}
      lanes += ${16 * size}
    }
  }
}
`
}
