/**
 * One sample of one member: drawn, through the model forward, and back to the slopes of the loss in outputs and hidden sums.
 * What the gradient needs goes into the tile; nothing is summed over samples here.
 */
export const samplePass: string = /* wgsl */ `
var<private> sampleLane: u32;
var<private> memberParameters: u32;

// An active feature of the sample. Compilers copy this to all places that call it, so it does nothing more.
fn emit(feature: u32, value: f32) {
  setTile(inputRow + feature, sampleLane, value);
}

fn clearInput() {
  for (var feature = 0u; feature < featureCount; feature++) {
    setTile(inputRow + feature, sampleLane, 0.0);
  }
}

fn sumHidden() {
  for (var index = 0u; index < hiddenSize; index++) {
    var sum = 0.0;
    if (hasHiddenBias) {
      sum = parameters[memberParameters + hiddenBiasStart + index];
    }
    setHidden(index, sampleLane, sum);
  }
  for (var feature = 0u; feature < featureCount; feature++) {
    let value = tileAt(inputRow + feature, sampleLane);
    if (value == 0.0) {
      continue;
    }
    let weights = memberParameters + weightsStart + feature * hiddenSize;
    for (var index = 0u; index < hiddenSize; index++) {
      setHidden(index, sampleLane, hiddenAt(index, sampleLane) + parameters[weights + index] * value);
    }
  }
}

// Activates the hidden sums; the penalty on them.
fn passHidden(penalty: f32) -> f32 {
  var loss = 0.0;
  for (var index = 0u; index < hiddenSize; index++) {
    let value = activateHidden(hiddenAt(index, sampleLane));
    setHidden(index, sampleLane, value);
    loss += penalty * abs(value);
    setHiddenSlope(index, sampleLane, penalty * sign(value));
  }
  return loss;
}

// Where the output weight of a feature and a hidden value stands.
fn outputWeightPlace(feature: u32, index: u32) -> u32 {
  if (tied) {
    return weightsStart + feature * hiddenSize + index;
  }
  return outputWeightsStart + index * featureCount + feature;
}

// One output and its error; the slope of the loss in its sum goes to the tile and, through the weights, to the hidden values.
fn passOutput(feature: u32, lossSlope: f32) -> f32 {
  var sum = 0.0;
  if (hasOutputBias) {
    sum = parameters[memberParameters + outputBiasStart + feature];
  }
  for (var index = 0u; index < hiddenSize; index++) {
    sum += parameters[memberParameters + outputWeightPlace(feature, index)] * hiddenAt(index, sampleLane);
  }
  var wanted = tileAt(inputRow + feature, sampleLane);
  if (absoluteTarget) {
    wanted = abs(wanted);
  }
  let error = wanted - activateOutput(sum);
  let slope = -lossSlope * error * outputSlope(sum);
  setTile(outputSlopeRow + feature, sampleLane, slope);
  if (keepsErrors) {
    setTile(errorRow + feature, sampleLane, error * error);
  }
  if (slope != 0.0) {
    for (var index = 0u; index < hiddenSize; index++) {
      let weight = parameters[memberParameters + outputWeightPlace(feature, index)];
      setHiddenSlope(index, sampleLane, hiddenSlopeAt(index, sampleLane) + slope * weight);
    }
  }
  return 0.5 * lossSlope * error * error;
}

fn passSample(record: Member, step: u32, sample: u32) {
  clearInput();
  takeSample(record, step, sample);
  sumHidden();
  var loss = passHidden(record.penalty);
  for (var feature = 0u; feature < featureCount; feature++) {
    loss += passOutput(feature, bitcast<f32>(tables[record.slopes + feature]));
  }
  for (var index = 0u; index < hiddenSize; index++) {
    let slope = hiddenSlopeAt(index, sampleLane) * hiddenSlope(hiddenAt(index, sampleLane));
    setHiddenSlope(index, sampleLane, slope);
  }
  setTile(lossRow, sampleLane, loss);
  keepHidden(sampleLane);
}
`
