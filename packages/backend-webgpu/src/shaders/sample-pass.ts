/**
 * One sample of one member: drawn, through the model forward, and back to the slopes of the loss in outputs and hidden sums.
 * What the gradient needs goes into the rows; nothing is summed over samples here.
 */

/** Up to this many hidden values, code for each of them stands behind that of the other, so that they stay in registers. */
const mostUnrolled = 8

/** Code for every hidden value. @param code gets the text of its index. */
function forEachHidden(hiddenSize: number, code: (index: string) => string): string {
  if (hiddenSize > mostUnrolled) {
    return `for (var index = 0u; index < hiddenSize; index++) {\n    ${code('index')}\n  }`
  }
  return Array.from({ length: hiddenSize }, (_, index) => `{\n    ${code(`${index}u`)}\n  }`).join('\n  ')
}

/** `passSample` for models with this many hidden values. */
export function samplePass(hiddenSize: number): string {
  const forHidden = (code: (index: string) => string): string => forEachHidden(hiddenSize, code)
  return /* wgsl */ `
var<private> memberParameters: u32;

// An active feature of the sample. Compilers copy this to all places that call it, so it does nothing more.
fn emit(feature: u32, value: f32) {
  setRow(inputRow + feature, value);
}

fn clearInput() {
  var feature = 0u;
  loop {
    setRow(inputRow + feature, 0.0);
    continuing {
      feature++;
      break if feature == featureCount;
    }
  }
}

fn hiddenStart(index: u32) -> f32 {
  if (hasHiddenBias) {
    return parameters[memberParameters + hiddenBiasStart + index];
  }
  return 0.0;
}

fn sumHidden() {
  ${forHidden((index) => `setHidden(${index}, hiddenStart(${index}));`)}
  var feature = 0u;
  loop {
    let value = rowAt(inputRow + feature);
    let weights = memberParameters + weightsStart + feature * hiddenSize;
    ${forHidden((index) => `setHidden(${index}, hiddenAt(${index}) + parameters[weights + ${index}] * value);`)}
    continuing {
      feature++;
      break if feature == featureCount;
    }
  }
}

fn passHiddenValue(index: u32, penalty: f32) -> f32 {
  let value = activateHidden(hiddenAt(index));
  setHidden(index, value);
  setHiddenSlope(index, penalty * sign(value));
  return penalty * abs(value);
}

// Activates the hidden sums; the penalty on them.
fn passHidden(penalty: f32) -> f32 {
  var loss = 0.0;
  ${forHidden((index) => `loss += passHiddenValue(${index}, penalty);`)}
  return loss;
}

// Where the output weight of a feature and a hidden value stands.
fn outputWeightPlace(feature: u32, index: u32) -> u32 {
  if (tied) {
    return memberParameters + weightsStart + feature * hiddenSize + index;
  }
  return memberParameters + outputWeightsStart + index * featureCount + feature;
}

// One output and its error; the slope of the loss in its sum goes to the rows and, through the weights, to the hidden values.
fn passOutput(feature: u32, lossSlope: f32) -> f32 {
  var sum = 0.0;
  if (hasOutputBias) {
    sum = parameters[memberParameters + outputBiasStart + feature];
  }
  ${forHidden((index) => `sum += parameters[outputWeightPlace(feature, ${index})] * hiddenAt(${index});`)}
  var wanted = rowAt(inputRow + feature);
  if (absoluteTarget) {
    wanted = abs(wanted);
  }
  let error = wanted - activateOutput(sum);
  let slope = -lossSlope * error * outputSlope(sum);
  setRow(outputSlopeRow + feature, slope);
  if (keepsErrors) {
    setRow(errorRow + feature, error * error);
  }
  ${forHidden((index) => `setHiddenSlope(${index}, hiddenSlopeAt(${index}) + slope * parameters[outputWeightPlace(feature, ${index})]);`)}
  return 0.5 * lossSlope * error * error;
}

fn passSample(member: u32, step: u32, sample: u32) {
  clearInput();
  takeSample(member, step, sample);
  sumHidden();
  var loss = passHidden(members[member].penalty);
  let slopes = members[member].slopes;
  var feature = 0u;
  loop {
    loss += passOutput(feature, bitcast<f32>(tables[slopes + feature]));
    continuing {
      feature++;
      break if feature == featureCount;
    }
  }
  ${forHidden((index) => `setHiddenSlope(${index}, hiddenSlopeAt(${index}) * hiddenSlope(hiddenAt(${index})));`)}
  setRow(lossRow, loss);
  ${forHidden((index) => `keepHidden(${index});`)}
}
`
}
