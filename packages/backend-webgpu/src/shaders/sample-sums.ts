/**
 * Sums over the samples of a tile, each made by one invocation in the order of the samples: the loss, the squared errors
 * (in evaluations), and the gradient of every parameter.
 */
export const sampleSums: string = /* wgsl */ `
fn sumOfRow(row: u32, count: u32) -> f32 {
  var sum = 0.0;
  for (var sample = 0u; sample < count; sample++) {
    sum += tileAt(row, sample);
  }
  return sum;
}

// The gradient of a weight comes through its feature as input, of an output weight through it as output, of a tied one both ways.
fn sumOfProducts(feature: u32, index: u32, asInput: bool, count: u32) -> f32 {
  let left = select(outputSlopeRow, inputRow, asInput) + feature;
  let right = select(hiddenRow, hiddenSlopeRow, asInput) + index;
  var sum = 0.0;
  for (var sample = 0u; sample < count; sample++) {
    sum += tileAt(left, sample) * tileAt(right, sample);
    if (tied) {
      sum += tileAt(outputSlopeRow + feature, sample) * tileAt(hiddenRow + index, sample);
    }
  }
  return sum;
}

fn sumOf(place: u32, count: u32) -> f32 {
  var row = lossRow;
  if (place >= firstGradientSum) {
    let parameter = place - firstGradientSum;
    let asInput = parameter < weightsStart + featureCount * hiddenSize;
    if (asInput || (!tied && parameter < outputWeightsStart + featureCount * hiddenSize)) {
      let output = parameter - outputWeightsStart;
      let feature = select(output % featureCount, parameter / hiddenSize, asInput);
      let index = select(output / featureCount, parameter % hiddenSize, asInput);
      return sumOfProducts(feature, index, asInput, count);
    }
    row = hiddenSlopeRow + parameter - hiddenBiasStart;
    if (hasOutputBias && parameter < outputBiasStart + featureCount) {
      row = outputSlopeRow + parameter - outputBiasStart;
    }
  } else if (place > 0u) {
    row = errorRow + place - 1u;
  }
  return sumOfRow(row, count);
}
`
