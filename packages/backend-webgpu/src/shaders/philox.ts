/**
 * Philox4x32-10 in WGSL, the same words as @digon/data's. WGSL has no 64-bit integers, so the high word of a product is
 * put together from 16-bit halves.
 */
export const philox: string = /* wgsl */ `
// The high word of the 64-bit product; no partial sum leaves 32 bits.
fn highWord(a: u32, b: u32) -> u32 {
  let aLow = a & 0xffffu;
  let aHigh = a >> 16u;
  let bLow = b & 0xffffu;
  let bHigh = b >> 16u;
  let middle = aHigh * bLow + ((aLow * bLow) >> 16u);
  let cross = aLow * bHigh + (middle & 0xffffu);
  return aHigh * bHigh + (middle >> 16u) + (cross >> 16u);
}

fn philox(counter: vec4<u32>, seed: vec2<u32>) -> vec4<u32> {
  var words = counter;
  var key = seed;
  var round = 0u;
  loop {
    words = vec4<u32>(
      highWord(words.z, 0xcd9e8d57u) ^ words.y ^ key.x,
      words.z * 0xcd9e8d57u,
      highWord(words.x, 0xd2511f53u) ^ words.w ^ key.y,
      words.x * 0xd2511f53u,
    );
    key += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
    continuing {
      round++;
      break if round == 10u;
    }
  }
  return words;
}
`
