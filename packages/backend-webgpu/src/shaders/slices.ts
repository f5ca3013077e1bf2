/** What reads sums of slices, and tells numbers from what is none. Infinities and NaN have all bits of the exponent. */
export const slices: string = /* wgsl */ `
fn isFinite(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
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
`
