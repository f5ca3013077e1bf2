/** What the shaders know about members and launches. The host writes them in `member-records.ts` and `member-group.ts`. */
export const records: string = /* wgsl */ `
struct Member {
  // Low and high word.
  seed: vec2<u32>,
  // Places in the tables: the sampling plan, or the fixed batches where batchCount is not 0.
  plan: u32,
  batches: u32,
  batchCount: u32,
  sampleCount: u32,
  // [feature] 2 · importance / (samples · features): the slope of the loss in an output, per unit of its error.
  slopes: u32,
  // A bit for every feature.
  frozen: u32,
  // hiddenL1 / samples.
  penalty: f32,
  // Weight decay that is added to the gradient.
  coupledDecay: f32,
}

struct Launch {
  // Members that have a row of coefficients for each step.
  memberCount: u32,
  // The step of the first row of coefficients.
  firstStep: u32,
  // Samples of a member that have a place in a row, a multiple of 4.
  rowLength: u32,
  // Parts into which a row is cut to be summed, and the samples of each, a multiple of 4.
  sliceCount: u32,
  sliceLength: u32,
  // Sums over samples that are made of a member.
  sumCount: u32,
}
`

/** How far a member has come. @param flag the type of the flag: atomic for the shader in which many set it. */
export function progressRecord(flag: 'u32' | 'atomic<u32>'): string {
  return /* wgsl */ `
struct Progress {
  // Which of the two copies of parameters and moments is the member's state, 0 or 1.
  current: u32,
  diverged: u32,
  divergedStep: u32,
  // The step that comes next.
  step: u32,
  // Bits of the last finite loss, of NaN before the first.
  loss: u32,
  // Whether a parameter of the step being made is not finite.
  broken: ${flag},
}
`
}
