/**
 * Third dispatch of a step: an invocation for every parameter adds up its gradient over the slices, in their order, and makes
 * the new value. It goes into the copy that is not current; `commit.ts` decides which copy holds.
 */
import type { Optimizer } from '@digon/model'
import { keptMoments } from '@digon/model/engine'
import { type BindingTable, bindingTable, reads, uniform, writes } from '../layout/bindings.js'

/** Invocations of a workgroup. */
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

/** What every update sees. */
type UpdateBinding = 'uniforms' | 'members' | 'tables' | 'coefficients' | 'partialSums' | 'progress' | 'parameters'

/** What the update sees; moments as far as the optimizer keeps them. */
export function updateBindings(optimizer: Optimizer): BindingTable<UpdateBinding> {
  const kept = keptMoments(optimizer)
  return bindingTable<UpdateBinding>({
    uniforms: uniform('Uniforms'),
    members: reads('Member'),
    tables: reads('u32'),
    coefficients: reads('vec4<f32>'),
    partialSums: reads('f32'),
    progress: writes('Progress'),
    parameters: writes('f32'),
    ...(kept.first ? { firstMoments: writes('f32') } : {}),
    ...(kept.second ? { secondMoments: writes('f32') } : {}),
  })
}

export const update: string = /* wgsl */ `
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

fn isFrozen(member: u32, parameter: u32) -> bool {
  let feature = featureOf(parameter);
  return ((tables[members[member].frozen + feature / 32u] >> (feature % 32u)) & 1u) == 1u;
}

@compute @workgroup_size(${updateLength})
fn updateParameters(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(num_workgroups) workgroups: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let place = (workgroup.y * workgroups.x + workgroup.x) * ${updateLength}u + lane;
  let member = place / parameterCount;
  let parameter = place % parameterCount;
  if (member >= uniforms.memberCount || progress[member].diverged == 1u) {
    return;
  }
  let current = progress[member].current;
  let present = (2u * member + current) * parameterCount + parameter;
  let future = (2u * member + 1u - current) * parameterCount + parameter;
  if (isFrozen(member, parameter)) {
    keepParameter(present, future);
    return;
  }
  let coefficient = coefficients[(progress[member].step - uniforms.firstStep) * uniforms.memberCount + member];
  let gradient = sumOfSlices(member, firstGradientSum + parameter) + members[member].coupledDecay * parameters[present];
  let updated = updateParameter(present, future, gradient, coefficient);
  parameters[future] = updated;
  if (!isFinite(updated)) {
    atomicStore(&progress[member].broken, 1u);
  }
}
`
