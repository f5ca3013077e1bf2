/**
 * Second dispatch of a step: a workgroup adds up one member's sums over the slices, in their order, and updates it. The new
 * state goes into the copy that is not current; the copies change places only when loss and parameters are finite, so a step
 * is made whole or not at all.
 */
import type { Optimizer } from '@digon/model'

/** Invocations that share the parameters of a member. */
export const updateLength = 64

const adaptive = /* wgsl */ `
fn updateParameter(place: u32, next: u32, gradient: f32, coefficient: vec4<f32>) -> f32 {
  let first = beta1 * firstMoments[place] + freshShare1 * gradient;
  let second = beta2 * secondMoments[place] + freshShare2 * gradient * gradient;
  firstMoments[next] = first;
  secondMoments[next] = second;
  return parameters[place] * coefficient.y - coefficient.x * first / (sqrt(second) * coefficient.z + epsilon);
}

fn keepParameter(place: u32, next: u32) {
  parameters[next] = parameters[place];
  firstMoments[next] = firstMoments[place];
  secondMoments[next] = secondMoments[place];
}
`

const withMomentum = /* wgsl */ `
fn updateParameter(place: u32, next: u32, gradient: f32, coefficient: vec4<f32>) -> f32 {
  let first = momentum * firstMoments[place] + gradient;
  firstMoments[next] = first;
  return parameters[place] - coefficient.x * first;
}

fn keepParameter(place: u32, next: u32) {
  parameters[next] = parameters[place];
  firstMoments[next] = firstMoments[place];
}
`

const plain = /* wgsl */ `
fn updateParameter(place: u32, next: u32, gradient: f32, coefficient: vec4<f32>) -> f32 {
  return parameters[place] - coefficient.x * gradient;
}

fn keepParameter(place: u32, next: u32) {
  parameters[next] = parameters[place];
}
`

/** `updateParameter` and `keepParameter` of an optimizer. Coefficients: step size, decay factor, second correction. */
export function updateRule({ kind, momentum }: Optimizer): string {
  if (kind !== 'sgd') return adaptive
  return momentum === 0 ? plain : withMomentum
}

export const updateBindings: string = /* wgsl */ `
@group(0) @binding(0) var<uniform> launch: Launch;
@group(0) @binding(1) var<storage, read> members: array<Member>;
@group(0) @binding(2) var<storage, read> tables: array<u32>;
@group(0) @binding(3) var<storage, read> coefficients: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> partialSums: array<f32>;
@group(0) @binding(5) var<storage, read_write> progress: array<Progress>;
@group(0) @binding(6) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(7) var<storage, read_write> firstMoments: array<f32>;
@group(0) @binding(8) var<storage, read_write> secondMoments: array<f32>;
`

export const update: string = /* wgsl */ `
var<workgroup> broken: atomic<u32>;

fn isFinite(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
}

// The feature that a parameter belongs to; featureCount for hidden biases, which belong to none.
fn featureOf(parameter: u32) -> u32 {
  if (parameter < weightsStart + featureCount * hiddenSize) {
    return (parameter - weightsStart) / hiddenSize;
  }
  if (!tied && parameter < outputWeightsStart + featureCount * hiddenSize) {
    return (parameter - outputWeightsStart) % featureCount;
  }
  if (hasOutputBias && parameter < outputBiasStart + featureCount) {
    return parameter - outputBiasStart;
  }
  return featureCount;
}

fn isFrozen(record: Member, parameter: u32) -> bool {
  let feature = featureOf(parameter);
  return ((tables[record.frozen + feature / 32u] >> (feature % 32u)) & 1u) == 1u;
}

fn sumOfSlices(member: u32, place: u32) -> f32 {
  var sum = 0.0;
  var next = member * launch.sliceCount * launch.sumCount + place;
  for (var slice = 0u; slice < launch.sliceCount; slice++) {
    sum += partialSums[next];
    next += launch.sumCount;
  }
  return sum;
}

@compute @workgroup_size(${updateLength})
fn updateMember(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let member = workgroup.x;
  let state = progress[member];
  let loss = sumOfSlices(member, 0u);
  if (state.diverged == 0u) {
    if (!isFinite(loss)) {
      atomicOr(&broken, 1u);
    }
    let record = members[member];
    let coefficient = coefficients[(state.step - launch.firstStep) * launch.memberCount + member];
    let present = (2u * member + state.current) * parameterCount;
    let future = (2u * member + 1u - state.current) * parameterCount;
    for (var parameter = lane; parameter < parameterCount; parameter += ${updateLength}u) {
      let place = present + parameter;
      let next = future + parameter;
      if (isFrozen(record, parameter)) {
        keepParameter(place, next);
        continue;
      }
      let gradient = sumOfSlices(member, firstGradientSum + parameter) + record.coupledDecay * parameters[place];
      let updated = updateParameter(place, next, gradient, coefficient);
      parameters[next] = updated;
      if (!isFinite(updated)) {
        atomicOr(&broken, 1u);
      }
    }
  }
  workgroupBarrier();
  if (lane == 0u && state.diverged == 0u) {
    if (isFinite(loss)) {
      progress[member].loss = bitcast<u32>(loss);
    }
    if (atomicLoad(&broken) == 0u) {
      progress[member].current = 1u - state.current;
    } else {
      progress[member].diverged = 1u;
      progress[member].divergedStep = state.step;
    }
    progress[member].step = state.step + 1u;
  }
}
`
