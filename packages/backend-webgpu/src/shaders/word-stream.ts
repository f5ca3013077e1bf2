/** The words of one sample, one after the other: STREAM.md of @digon/data, "Words", for the purpose of training batches. */
export const wordStream: string = /* wgsl */ `
var<private> wordSeed: vec2<u32>;
var<private> wordStep: u32;
var<private> wordSample: u32;
var<private> wordDraw: u32;
var<private> wordBlock: vec4<u32>;

// Goes to draw 0 of a sample.
fn openWords(seed: vec2<u32>, step: u32, sample: u32) {
  wordSeed = seed;
  wordStep = step;
  wordSample = sample;
  wordDraw = 0u;
}

fn nextWord() -> u32 {
  let place = wordDraw & 3u;
  if (place == 0u) {
    wordBlock = philox(vec4<u32>(wordDraw >> 2u, wordSample, wordStep, 0u), wordSeed);
  }
  wordDraw++;
  return wordBlock[place];
}
`
