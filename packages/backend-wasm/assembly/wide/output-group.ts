// A group of output features over a block of samples: forward, gradients, and the way back, while everything that belongs to
// the group lies in the first-level cache. The way back of a group is tiled where most of its outputs are live, else it
// follows the list of samples in which an output is live, feature by feature.
import { activate, floorOf, targetMask, throughActivation } from '../activation'
import { gelu } from '../constants'
import { multiplyAdd, sumCounts, sumLanes, sumLanesWide } from '../arithmetic'
import { bias, member, outputWeightGradient, outputWeights, lossScales, shape, wantsGradient } from '../context'
import { listSamples } from './sample-list'
import { laneMask, rowSize, transpose4 } from '../step/panels'
import { addRows, sumRows } from './row-kernels'
import { addProduct } from './sample-products'
import { addPanelProduct, multiplyPanel } from './tile-products'

/** Features of a group, at most; a multiple of 4. */
const largestGroup = 16
/** Bytes of a panel of outputs. */
const outputSize: usize = 16 * rowSize

let sampleCount: i32 = 0
let panelCount: i32 = 0
/** Whether a group of this block went back by tiles, so that the gradient panels hold something. */
let tiled: bool = false

/** Goes through all output features of a block. Gradients of hidden values are added to the rows; says if to the panels too. */
export function computeOutputs(samples: i32): bool {
  sampleCount = samples
  panelCount = (samples + 7) >> 3
  tiled = false
  for (let first = 0; first < shape.featureStride; first += largestGroup) {
    computeGroup(first, min(largestGroup, shape.featureStride - first))
  }
  return tiled
}

function computeGroup(first: usize, size: i32): void {
  if (member.gram) turnGramRows(first, size)
  else multiplyGroup(first, size)
  const live = computeGradients(first, size)
  if (live == 0) return
  if (<f32>live >= member.tiledFrom * <f32>(size * sampleCount)) returnByTiles(first, size)
  else returnAlongLive(first, size)
}

/** Sums before the output activation from the hidden values. */
function multiplyGroup(first: usize, size: i32): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  const hiddenSize = <usize>shape.hiddenStride << 5
  const left = outputWeights + first * strideInBytes
  for (let panel: usize = 0; panel < <usize>panelCount; panel++) {
    const right = shape.hiddenPanels + panel * hiddenSize
    multiplyPanel(left, strideInBytes, size, shape.hiddenSize, right, bias + (first << 2), shape.outputPanels + panel * outputSize)
  }
}

/** The same sums where they are there already, as rows of samples. */
function turnGramRows(first: usize, size: i32): void {
  const strideInBytes = <usize>shape.featureStride << 2
  let rows = shape.gramRows + (first << 2)
  let target = shape.outputPanels
  for (let panel = 0; panel < panelCount; panel++) {
    for (let row: usize = 0; row < <usize>size; row += 4) {
      transpose4(rows + (row << 2), strideInBytes, target + row * rowSize, rowSize)
      transpose4(rows + (row << 2) + 4 * strideInBytes, strideInBytes, target + row * rowSize + 16, rowSize)
    }
    rows += 8 * strideInBytes
    target += outputSize
  }
}

/** [feature of the group]: errors and bias gradients in four lanes each. */
const sums: usize = memory.data(16 * 32, 16)
let counts: v128 = i64x2.splat(0)

/** Turns the group's sums into gradients, with errors and bias gradients; says how many are not 0. Errors alone where no gradient is wanted. */
function computeGradients(first: usize, size: i32): i32 {
  const inputSize = <usize>shape.featureStride * rowSize
  const full = i32x4.splat(-1)
  let inputs = shape.inputPanels + first * rowSize
  let outputs = shape.outputPanels
  counts = i32x4.splat(0)
  memory.fill(sums, 0, <usize>size << 5)
  for (let left = sampleCount; left > 0; left -= 8) {
    const isFull = left >= 8
    gradientsOfPanel(first, size, inputs, outputs, isFull ? full : laneMask(left), isFull ? full : laneMask(left - 4))
    inputs += inputSize
    outputs += outputSize
  }
  for (let row: usize = 0; row < <usize>size; row++) {
    const error = shape.errors + ((first + row) << 3)
    store<f64>(error, load<f64>(error) + sumLanesWide(v128.load(sums + (row << 5))))
    const gradient = shape.biasGradient + ((first + row) << 2)
    store<f32>(gradient, load<f32>(gradient) + sumLanes(v128.load(sums + (row << 5), 16)))
  }
  return sumCounts(counts)
}

/** The same for one panel, of which only these lanes hold samples; adds to the sums above. */
function gradientsOfPanel(
  first: usize, size: i32, inputs: usize, outputs: usize, firstMask: v128, secondMask: v128,
): void {
  if (shape.outputActivation == gelu) {
    if (wantsGradient) gradientsByGelu(first, size, inputs, outputs, firstMask, secondMask)
    else errorsByGelu(first, size, inputs, outputs, firstMask, secondMask)
  } else if (wantsGradient) {
    gradientsByFloor(first, size, inputs, outputs, firstMask, secondMask)
  } else {
    errorsByFloor(first, size, inputs, outputs, firstMask, secondMask)
  }
}

function gradientsByGelu(
  first: usize, size: i32, inputs: usize, outputs: usize, firstMask: v128, secondMask: v128,
): void {
  gradientsBy(true, true, first, size, inputs, outputs, firstMask, secondMask)
}

function errorsByGelu(
  first: usize, size: i32, inputs: usize, outputs: usize, firstMask: v128, secondMask: v128,
): void {
  gradientsBy(true, false, first, size, inputs, outputs, firstMask, secondMask)
}

function gradientsByFloor(
  first: usize, size: i32, inputs: usize, outputs: usize, firstMask: v128, secondMask: v128,
): void {
  gradientsBy(false, true, first, size, inputs, outputs, firstMask, secondMask)
}

function errorsByFloor(
  first: usize, size: i32, inputs: usize, outputs: usize, firstMask: v128, secondMask: v128,
): void {
  gradientsBy(false, false, first, size, inputs, outputs, firstMask, secondMask)
}

@inline
function gradientsBy(
  byGelu: bool, withGradient: bool, first: usize, size: i32, inputs: usize, outputs: usize, firstMask: v128, secondMask: v128,
): void {
  const floor = floorOf(shape.outputActivation)
  const targets = targetMask(shape.target)
  const zero = f32x4.splat(0)
  let scales = lossScales + (first << 2)
  let sum = sums
  let live = counts
  for (const end = outputs + <usize>size * rowSize; outputs < end; outputs += rowSize) {
    const sum0 = v128.load(outputs)
    const sum1 = v128.load(outputs, 16)
    const target0 = v128.and(v128.load(inputs), targets)
    const target1 = v128.and(v128.load(inputs, 16), targets)
    const error0 = v128.and(f32x4.sub(activate(byGelu, floor, sum0), target0), firstMask)
    const error1 = v128.and(f32x4.sub(activate(byGelu, floor, sum1), target1), secondMask)
    v128.store(sum, multiplyAdd(multiplyAdd(v128.load(sum), error0, error0), error1, error1))
    if (withGradient) {
      const scale = v128.load32_splat(scales)
      const gradient0 = throughActivation(byGelu, floor, sum0, f32x4.mul(error0, scale))
      const gradient1 = throughActivation(byGelu, floor, sum1, f32x4.mul(error1, scale))
      v128.store(sum, f32x4.add(v128.load(sum, 16), f32x4.add(gradient0, gradient1)), 16)
      v128.store(outputs, gradient0)
      v128.store(outputs, gradient1, 16)
      live = i32x4.sub(live, i32x4.add(f32x4.ne(gradient0, zero), f32x4.ne(gradient1, zero)))
      scales += 4
    }
    inputs += rowSize
    sum += 32
  }
  counts = live
}

function returnByTiles(first: usize, size: i32): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  const hiddenSize = <usize>shape.hiddenStride << 5
  const transposedStrideInBytes = <usize>shape.featureStride << 2
  const left = shape.transposedOutputWeights + (first << 2)
  for (let panel: usize = 0; panel < <usize>panelCount; panel++) {
    const right = shape.outputPanels + panel * outputSize
    const target = shape.hiddenGradientPanels + panel * hiddenSize
    if (tiled) addPanelProduct(left, transposedStrideInBytes, shape.hiddenStride, size, right, target)
    else multiplyPanel(left, transposedStrideInBytes, shape.hiddenStride, size, right, shape.zeros, target)
  }
  tiled = true
  addProduct(shape.outputPanels, outputSize, panelCount, size, shape.hiddenRows, outputWeightGradient + first * strideInBytes, strideInBytes)
}

function returnAlongLive(first: usize, size: i32): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  const vectors = shape.hiddenStride >> 2
  for (let row: usize = 0; row < <usize>size; row++) {
    const live = listSamples(shape.outputPanels + row * rowSize, outputSize, panelCount, shape.listIndices, shape.listNumbers)
    if (live == 0) continue
    const rowOffset = (first + row) * strideInBytes
    const gradient = outputWeightGradient + rowOffset
    sumRows(shape.listIndices, shape.listNumbers, live, shape.hiddenRows, strideInBytes, gradient, gradient, vectors)
    addRows(shape.listIndices, shape.listNumbers, live, shape.hiddenGradientRows, strideInBytes, outputWeights + rowOffset, vectors)
  }
}
