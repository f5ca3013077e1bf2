/**
 * First dispatch of a step, and the first of an evaluation: a workgroup takes every sliceCount-th tile of one member's
 * samples and leaves its sums, `[member, slice, sum]`. The members' state is only read.
 */
import { tileLength } from './tile.js'

export const gradient: string = /* wgsl */ `
@group(0) @binding(0) var<uniform> launch: Launch;
@group(0) @binding(1) var<storage, read> members: array<Member>;
@group(0) @binding(2) var<storage, read> tables: array<u32>;
@group(0) @binding(3) var<storage, read> parameters: array<f32>;
@group(0) @binding(4) var<storage, read> progress: array<Progress>;
@group(0) @binding(5) var<storage, read_write> partialSums: array<f32>;

@compute @workgroup_size(${tileLength})
fn sumGradient(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let slice = workgroup.x;
  let member = launch.firstMember + workgroup.y;
  let state = progress[member];
  if (!keepsErrors && state.diverged == 1u) {
    return;
  }
  let record = members[workgroup.y];
  let slicePlace = workgroup.y * launch.sliceCount + slice;
  openTile(slicePlace);
  sampleLane = lane;
  memberParameters = (2u * member + state.current) * parameterCount;
  let sums = slicePlace * launch.sumCount;
  let tileCount = record.sampleCount / ${tileLength}u + select(0u, 1u, record.sampleCount % ${tileLength}u > 0u);
  if (slice >= tileCount) {
    for (var place = lane; place < launch.sumCount; place += ${tileLength}u) {
      partialSums[sums + place] = 0.0;
    }
  }
  for (var tile = slice; tile < tileCount; tile += launch.sliceCount) {
    let firstSample = tile * ${tileLength}u;
    let count = min(${tileLength}u, record.sampleCount - firstSample);
    if (lane < count) {
      passSample(record, state.step, firstSample + lane);
    }
    tileBarrier();
    for (var place = lane; place < launch.sumCount; place += ${tileLength}u) {
      var sum = sumOf(place, count);
      if (tile != slice) {
        sum += partialSums[sums + place];
      }
      partialSums[sums + place] = sum;
    }
    tileBarrier();
  }
}
`
