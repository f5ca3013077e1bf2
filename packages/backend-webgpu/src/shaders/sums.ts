/**
 * Second dispatch: an invocation for every sum over samples of every slice: the loss, the squared errors (in evaluations), and
 * the gradient of every parameter. The samples of a slice are added in their order, in four lanes; `[member, slice, sum]`.
 */
import { type BindingTable, bindingTable, reads, uniform, writes } from '../layout/bindings.js'

/** Invocations of a workgroup. */
export const sumsLength = 64

export const sumsBindings: BindingTable<'uniforms' | 'rows' | 'memberIndices' | 'partialSums'> = bindingTable({
  uniforms: uniform('Uniforms'),
  rows: reads('vec4<f32>'),
  memberIndices: reads('u32'),
  partialSums: writes('f32'),
})

export const sums: string = /* wgsl */ `${sumsBindings.declarations}
// Places count groups of four samples.
fn sumOfRow(start: u32, length: u32) -> vec4<f32> {
  var sum = vec4<f32>();
  var place = start;
  loop {
    sum += rows[place];
    continuing {
      place++;
      break if place == start + length;
    }
  }
  return sum;
}

fn sumOfProducts(left: u32, right: u32, length: u32) -> vec4<f32> {
  var sum = vec4<f32>();
  var place = 0u;
  loop {
    sum += rows[left + place] * rows[right + place];
    continuing {
      place++;
      break if place == length;
    }
  }
  return sum;
}

fn sumOfBothProducts(left: u32, right: u32, otherLeft: u32, otherRight: u32, length: u32) -> vec4<f32> {
  var sum = vec4<f32>();
  var place = 0u;
  loop {
    sum += rows[left + place] * rows[right + place];
    sum += rows[otherLeft + place] * rows[otherRight + place];
    continuing {
      place++;
      break if place == length;
    }
  }
  return sum;
}

// The gradient of a weight comes through its feature as input, of an output weight through it as output, of a tied one both ways.
fn gradientOfWeight(feature: u32, index: u32, asInput: bool, start: u32, pitch: u32, length: u32) -> vec4<f32> {
  let input = start + (inputRow + feature) * pitch;
  let outputSlopes = start + (outputSlopeRow + feature) * pitch;
  let hidden = start + (hiddenRow + index) * pitch;
  let hiddenSlopes = start + (hiddenSlopeRow + index) * pitch;
  if (tied) {
    return sumOfBothProducts(input, hiddenSlopes, outputSlopes, hidden, length);
  }
  return sumOfProducts(select(outputSlopes, input, asInput), select(hidden, hiddenSlopes, asInput), length);
}

// The row whose numbers are summed as they are.
fn plainRow(sum: u32) -> u32 {
  if (sum == 0u) {
    return lossRow;
  }
  if (sum < firstGradientSum) {
    return errorRow + sum - 1u;
  }
  let parameter = sum - firstGradientSum;
  if (hasOutputBias && parameter < outputBiasStart + featureCount) {
    return outputSlopeRow + parameter - outputBiasStart;
  }
  return hiddenSlopeRow + parameter - hiddenBiasStart;
}

@compute @workgroup_size(${sumsLength})
fn sumSamples(@builtin(global_invocation_id) place: vec3<u32>) {
  let slice = place.x / uniforms.sumCount;
  let sum = place.x % uniforms.sumCount;
  if (slice >= uniforms.sliceCount) {
    return;
  }
  let pitch = uniforms.rowLength / 4u;
  let first = slice * uniforms.sliceLength / 4u;
  let length = min(uniforms.sliceLength / 4u, pitch - first);
  let start = place.y * rowCount * pitch + first;
  let parameter = sum - firstGradientSum;
  let asInput = parameter < weightsStart + featureCount * hiddenSize;
  let asOutput = !tied && parameter < outputWeightsStart + featureCount * hiddenSize;
  var lanes: vec4<f32>;
  if (sum >= firstGradientSum && (asInput || asOutput)) {
    let output = parameter - outputWeightsStart;
    let feature = select(output % featureCount, parameter / hiddenSize, asInput);
    let index = select(output / featureCount, parameter % hiddenSize, asInput);
    lanes = gradientOfWeight(feature, index, asInput, start, pitch, length);
  } else {
    lanes = sumOfRow(start + plainRow(sum) * pitch, length);
  }
  let member = select(memberIndices[place.y], place.y, keepsErrors);
  partialSums[(member * uniforms.sliceCount + slice) * uniforms.sumCount + sum] = lanes.x + lanes.y + (lanes.z + lanes.w);
}
`
