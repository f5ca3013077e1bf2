/** What reads sums of slices, and tells numbers from what is none. Infinities and NaN have all bits of the exponent. */
export const slices: string = /* wgsl */ `
fn isFinite(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
}

fn sumOfSlices(member: u32, place: u32) -> f32 {
  var sum = 0.0;
  var next = member * uniforms.sliceCount * uniforms.sumCount + place;
  for (var slice = 0u; slice < uniforms.sliceCount; slice++) {
    sum += partialSums[next];
    next += uniforms.sumCount;
  }
  return sum;
}
`
