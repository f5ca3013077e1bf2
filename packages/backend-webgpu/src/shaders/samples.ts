/** First dispatch of a step, and of an evaluation: an invocation for every sample of every member. */

/** Invocations of a workgroup. */
export const samplesLength = 64

export const samples: string = /* wgsl */ `
@group(0) @binding(0) var<uniform> launch: Launch;
@group(0) @binding(1) var<storage, read> members: array<Member>;
@group(0) @binding(2) var<storage, read> tables: array<u32>;
@group(0) @binding(3) var<storage, read> parameters: array<f32>;
@group(0) @binding(4) var<storage, read> progress: array<Progress>;
@group(0) @binding(5) var<storage, read> roster: array<u32>;
@group(0) @binding(6) var<storage, read_write> rows: array<f32>;

@compute @workgroup_size(${samplesLength})
fn computeSamples(@builtin(global_invocation_id) place: vec3<u32>) {
  let member = roster[place.y];
  let record = select(member, place.y, keepsErrors);
  if (place.x >= members[record].sampleCount || (!keepsErrors && progress[member].diverged == 1u)) {
    return;
  }
  sampleMember = place.y;
  samplePlace = place.x;
  memberParameters = (2u * member + progress[member].current) * parameterCount;
  passSample(record, progress[member].step, place.x);
}
`
