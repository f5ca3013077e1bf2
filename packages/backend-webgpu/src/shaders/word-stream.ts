/** The words of one sample, one after the other: STREAM.md of @digon/data, "Words", for the purpose of training batches. */
export const wordStream: string = /* wgsl */ `
var<private> wordSeed: vec2<u32>;
var<private> wordStep: u32;
var<private> wordSample: u32;
var<private> wordBlockIndex: u32;
// The words of a block that are not drawn yet come first.
var<private> wordBlock: vec4<u32>;
var<private> wordsLeft: u32;

// Goes to draw 0 of a sample.
fn openWords(seed: vec2<u32>, step: u32, sample: u32) {
  wordSeed = seed;
  wordStep = step;
  wordSample = sample;
  wordBlockIndex = 0u;
  wordsLeft = 0u;
}

fn nextWord() -> u32 {
  if (wordsLeft == 0u) {
    wordBlock = philox(vec4<u32>(wordBlockIndex, wordSample, wordStep, 0u), wordSeed);
    wordBlockIndex++;
    wordsLeft = 4u;
  }
  let word = wordBlock.x;
  wordBlock = wordBlock.yzww;
  wordsLeft--;
  return word;
}
`
