/**
 * A sample of a law whose features are all one band without thinning, into `input0`, `input1`, …: a word for the number of
 * candidates, then a word for the position and one for the value of each. A block of four words therefore holds, in turn, the
 * value of the candidate before (in the first block: the count), position and value of one, and the position of the next.
 */
import { forEach, sumOf } from './for-each.js'

/** Before the samples. @param mostThresholds of a member that is drawn so. */
export function prepareBand(mostThresholds: number): string {
  return /* wgsl */ `
  let bands = members[member].plan + tables[members[member].plan + planFeatureBands];
  let band = bands + 1u;
  let leastCandidates = tables[band + bandLeastCandidates];
  let thresholds = bands + tables[band + bandCountThresholds];
  let thresholdCount = tables[band + bandCountThresholdsEnd] - tables[band + bandCountThresholds];
  var threshold: array<u32, ${mostThresholds}>;
  for (var place = 0u; place < ${mostThresholds}u; place++) {
    threshold[place] = tables[thresholds + min(place, thresholdCount - 1u)];
  }
`
}

/** For every sample. At most 32 features: a bit of one word marks each that is chosen. */
export function drawBand(featureCount: number, mostThresholds: number): string {
  const excess = sumOf(
    mostThresholds,
    (place) => `select(0u, 1u, (threshold[${place}] <= words.x) & (${place}u < thresholdCount))`,
  )
  return /* wgsl */ `
    ${forEach(featureCount, (feature) => `var drawn${feature} = 0.0;`)}
    var marks = 0u;
    var candidates = 0u;
    var block = 0u;
    var pending = 0u;
    loop {
      let words = philox(vec4<u32>(block, sample, step, 0u), seed);
      candidates = select(candidates, leastCandidates + ${excess}, block == 0u);
      ${place('pending', 'words.x', '2u * block - 1u', '(block > 0u) &')}
      ${place('words.y', 'words.z', '2u * block', '')}
      pending = words.w;
      block++;
      continuing {
        break if 2u * block > candidates;
      }
    }
    ${forEach(featureCount, (feature) => `let input${feature} = drawn${feature};`)}
`
  /** Floyd's subset: a candidate takes the position that its word chooses, or the newest where that is taken. */
  function place(positionWord: string, valueWord: string, candidate: string, condition: string): string {
    return /* wgsl */ `{
        let candidate = ${candidate};
        let newest = ${featureCount}u - candidates + candidate;
        let chosen = highWord(${positionWord}, newest + 1u);
        let position = select(chosen, newest, ((marks >> (chosen & 31u)) & 1u) == 1u);
        let isThere = ${condition} (candidate < candidates);
        marks |= select(0u, 1u << (position & 31u), isThere);
        let value = f32(${valueWord} >> 8u) * valueScale + valueOffset;
        ${forEach(featureCount, (feature) => `drawn${feature} = select(drawn${feature}, value, isThere & (position == ${feature}u));`)}
      }`
  }
}
