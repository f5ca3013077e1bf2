// What the host writes into the memory and the kernels read: the shape of the session, its members, their data.
// The build reads the fields of these classes and hands their offsets to the host (src/generated/record-layouts.ts), so this
// file is the only description of the layout. Pointers are addresses in bytes; "strideInBytes" is a row length in floats.

/** All members of a session share this: model, optimizer, scratch space. */
@unmanaged
export class Shape {
  featureCount: i32
  hiddenSize: i32
  /** featureCount rounded up to a multiple of 4. */
  featureStride: i32
  /** hiddenSize rounded up to a multiple of 4. */
  hiddenStride: i32
  /** 0 identity, 1 relu. */
  hiddenActivation: i32
  /** 0 identity, 1 relu, 2 gelu. */
  outputActivation: i32
  /** 0 identity, 1 absolute. */
  target: i32
  tied: i32
  batchSize: i32
  /** Samples computed at once, a multiple of 8. */
  blockSize: i32

  /** 0 adam and adamw, 1 sgd. */
  optimizer: i32
  beta1: f32
  /** 1 - beta1, rounded once. */
  oneMinusBeta1: f32
  beta2: f32
  oneMinusBeta2: f32
  epsilon: f32
  momentum: f32

  /** Floats of one member's parameters with their padding; a state is three times as many: parameters and both moments. */
  parameterCount: i32
  /** Where a tensor begins, in bytes; -1 where the model has none. Weights begin at 0. */
  outputWeightsOffset: i32
  biasOffset: i32
  hiddenBiasOffset: i32

  /** A state that no member owns: the next one is written there, and the two change places when all of it is finite. */
  spareState: usize
  /** [parameterCount], in the layout of the parameters. */
  gradient: usize
  /** [feature], [hidden]: inside the gradient, or scratch space in models without biases. */
  biasGradient: usize
  hiddenBiasGradient: usize
  /** Zeros, as many floats as the longer of both strides: the bias of models without one. */
  zeros: usize
  /** [feature] f64: sums of squared errors over samples. */
  errors: usize
  /** [feature, 4]: lanes of errors. */
  errorLanes: usize

  /** A block of samples as entries. */
  offsets: usize
  features: usize
  values: usize
  /**
   * Panels of 8 samples: inputs, [panel, feature, 8], one panel more than a block has; outputs that are replaced by their gradients, of all features as the inputs in
   * lanes, of a group in tiles, [panel, 16, 8].
   */
  inputPanels: usize
  outputPanels: usize
  /** [panel, hidden, 8] (in lanes without padding) and [sample, hidden]. */
  hiddenPanels: usize
  hiddenRows: usize
  hiddenGradientPanels: usize
  hiddenGradientRows: usize
  /** A list of samples, and of a number for each. */
  listIndices: usize
  listNumbers: usize
  /** [feature]: where the list of a feature's samples ends, in bytes, among those that stand where entries stood. */
  listEnds: usize

  /** [hidden, feature]: weights and output weights transposed. */
  transposedWeights: usize
  transposedOutputWeights: usize
  /** [feature, feature]: what a unit input of the first adds to the output of the second. */
  gram: usize
  /** [sample, feature]: sums of outputs by the Gram matrix. */
  gramRows: usize
}

/** One member. */
@unmanaged
export class Member {
  seedLow: u32
  seedHigh: u32
  /** [3, parameterCount]: parameters, first moments, second moments. */
  state: usize
  /** [feature] f32: 2 · importance / (batch · features), what an error is multiplied with to give the derivative of the loss. */
  lossScales: usize
  /** [feature] f64: importance / (batch · features). */
  lossWeights: usize
  /** hiddenL1 / batch. */
  penalty: f64
  /** Weight decay of adam and sgd, added to the gradient; 0 for adamw. */
  coupledDecay: f32

  /** 1 by the wide kernel, 0 by narrow ones. */
  wide: i32
  /** How inputs come: 0 as entries, 1 as panels along lists of active ones (wide only), 2 as panels. */
  inputs: i32
  /** Wide with entries: 1 when sums of outputs come from the Gram matrix. */
  gram: i32
  /** Wide: share of live outputs of a group from which its way back is tiled. */
  tiledFrom: f32

  /** 0 drawn from the plan, 1 fixed batches. */
  source: i32
  plan: usize
  /** [batchCount] records. */
  batches: usize
  batchCount: u32

  /** [frozenCount, 2]: first float and number of floats that keep their values. */
  frozen: usize
  frozenCount: i32

  /** The last finite loss. */
  loss: f64
  diverged: i32
  divergedStep: u32
}

/** Fixed samples in compressed rows. */
@unmanaged
export class Batch {
  sampleCount: i32
  offsets: usize
  features: usize
  values: usize
}

/** Bands of a sampling plan, see Bands of @digon/data. */
@unmanaged
export class Bands {
  count: i32
  starts: usize
  /** One more than there are: behind the last, the row behind a panel. */
  units: usize
  acceptanceLimits: usize
  thinned: usize
  leastCounts: usize
  countStarts: usize
  countThresholds: usize
}

/** A sampling plan, see SamplingPlan of @digon/data. */
@unmanaged
export class Plan {
  valueScale: f32
  valueOffset: f32
  denseCount: i32
  denseFeatures: usize
  denseLimits: usize
  denseMultipliers: usize
  featureBands: usize
  denseGroupCount: i32
  denseGroups: usize
  denseGroupLimits: usize
  groupBands: usize
  groupKinds: usize
  groupStarts: usize
  groupFeatures: usize
  /** [largestBand] bytes, 0 between samples: which positions of a band are chosen. */
  marks: usize
  /** [position] the chosen ones, to clear the marks by. */
  chosen: usize
  /** A sample whose first word is below this is empty: the plan is one band without certain candidates. 0 when not so. */
  firstThreshold: u32
  /** 1 when every active feature draws one word of its own: no bands, no groups. */
  dense: i32
  /** 1 when the plan is one band of equal probabilities with few candidates, and nothing else: see sparse-panels.ts. */
  sparse: i32
}

/** The numbers of one step that differ from step to step. */
@unmanaged
export class Coefficients {
  /** Learning rate times first correction; sgd: the learning rate. */
  stepSize: f32
  decayFactor: f32
  secondCorrection: f32
  unused: f32
}
