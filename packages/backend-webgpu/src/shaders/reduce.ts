/** Last dispatch of an evaluation: an invocation for every sum adds it up over the slices, in their order; `[member, sum]`. */

/** Invocations of a workgroup. */
export const reduceLength = 64

export const reduce: string = /* wgsl */ `
@group(0) @binding(0) var<uniform> launch: Launch;
@group(0) @binding(1) var<storage, read> partialSums: array<f32>;
@group(0) @binding(2) var<storage, read_write> memberSums: array<f32>;

@compute @workgroup_size(${reduceLength})
fn reduceSums(@builtin(global_invocation_id) place: vec3<u32>) {
  if (place.x < launch.sumCount) {
    memberSums[place.y * launch.sumCount + place.x] = sumOfSlices(place.y, place.x);
  }
}
`
