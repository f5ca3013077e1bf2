/** Second dispatch of an evaluation: adds up the members' sums over the slices, in their order; `[member, sum]`. */

/** Invocations of a workgroup. */
export const reduceLength = 64

export const reduce: string = /* wgsl */ `
@group(0) @binding(0) var<uniform> launch: Launch;
@group(0) @binding(1) var<storage, read> partialSums: array<f32>;
@group(0) @binding(2) var<storage, read_write> memberSums: array<f32>;

@compute @workgroup_size(${reduceLength})
fn reduceSums(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let member = workgroup.x;
  for (var place = lane; place < launch.sumCount; place += ${reduceLength}u) {
    var sum = 0.0;
    var next = member * launch.sliceCount * launch.sumCount + place;
    for (var slice = 0u; slice < launch.sliceCount; slice++) {
      sum += partialSums[next];
      next += launch.sumCount;
    }
    memberSums[member * launch.sumCount + place] = sum;
  }
}
`
