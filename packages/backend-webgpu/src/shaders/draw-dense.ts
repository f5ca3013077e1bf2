/**
 * A sample of a law whose features all draw one word each, into `input0`, `input1`, …: word f is mask and value of feature f.
 * The layout of a plan's words is `layout/plan-words.ts`.
 */
import { forEach } from './for-each.js'

/** Before the samples: limits and multipliers of the features. */
export const prepareDense: string = /* wgsl */ `
  let dense = members[member].plan + tables[members[member].plan + planDenseFeatures];
  var limit: array<u32, featureCount>;
  var multiplier: array<u32, featureCount>;
  for (var feature = 0u; feature < featureCount; feature++) {
    limit[feature] = tables[dense + featureCount + feature];
    multiplier[feature] = tables[dense + 2u * featureCount + feature];
  }
`

/** Up to here the code for every block of words stands behind that of the other: faster, and slower to compile. */
const mostUnrolledBlocks = 2

function drawBlock(block: string): string {
  return `words[${block}] = philox(vec4<u32>(${block}, sample, step, 0u), seed);`
}

/** For every sample. */
export function drawDense(featureCount: number): string {
  const blocks = Math.ceil(featureCount / 4)
  return /* wgsl */ `
    var words: array<vec4<u32>, ${blocks}>;
    ${blocks <= mostUnrolledBlocks ? forEach(blocks, (block) => drawBlock(`${block}u`)) : `for (var block = 0u; block < ${blocks}u; block++) { ${drawBlock('block')} }`}
    ${forEach(featureCount, (feature) => {
      const word = `words[${Math.floor(feature / 4)}].${'xyzw'[feature % 4]}`
      const value = `f32(highWord(${word}, multiplier[${feature}])) * valueScale + valueOffset`
      return `let input${feature} = select(0.0, ${value}, ${word} <= limit[${feature}]);`
    })}
`
}
