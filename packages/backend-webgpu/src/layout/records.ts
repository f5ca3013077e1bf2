/** The records that host and shaders share. */
import type { ReductionLayout } from '../reduction-layout.js'
import { type RecordOf, type Struct, struct } from './struct.js'

/** What the shaders know about a member. */
const memberFields = {
  // Low and high word.
  seed: 'vec2<u32>',
  // Places in the tables: the sampling plan, or the fixed batches where batchCount is not 0.
  plan: 'u32',
  batches: 'u32',
  batchCount: 'u32',
  sampleCount: 'u32',
  // [feature] 2 · importance / (samples · features): the slope of the loss in an output, per unit of its error.
  slopes: 'u32',
  // A bit for every feature.
  frozen: 'u32',
  // hiddenL1 / samples.
  penalty: 'f32',
  // Weight decay that is added to the gradient.
  coupledDecay: 'f32',
} as const

export const memberRecord: Struct<typeof memberFields> = struct('Member', memberFields)

export type MemberRecord = RecordOf<typeof memberFields>

/** What all invocations of some steps know. */
const uniformsFields = {
  // Members that have a row of coefficients for each step.
  memberCount: 'u32',
  // The step of the first row of coefficients.
  firstStep: 'u32',
  // Samples of a member that have a place in a row, a multiple of 4.
  rowLength: 'u32',
  // Parts into which a row is cut to be summed, and the samples of each, a multiple of 4.
  sliceCount: 'u32',
  sliceLength: 'u32',
  // Sums over samples that are made of a member.
  sumCount: 'u32',
} as const

export const uniformsRecord: Struct<typeof uniformsFields> = struct('Uniforms', uniformsFields)

/** How far a member has come. */
const progressFields = {
  // Which of the two copies of parameters and moments is the member's state, 0 or 1.
  current: 'u32',
  diverged: 'u32',
  divergedStep: 'u32',
  // The step that comes next.
  step: 'u32',
  // The last finite loss; NaN before the first.
  loss: 'f32',
  // Whether a parameter of the step being made is not finite.
  broken: 'u32',
} as const

export const progressRecord: Struct<typeof progressFields> = struct('Progress', progressFields)

/** The declarations that every shader begins with. */
export const records: string = memberRecord.declaration() + uniformsRecord.declaration()

/** The uniforms of steps, or of an evaluation. */
export function uniformWords(
  { rowLength, sliceCount, sliceLength, sumCount }: ReductionLayout,
  { memberCount, firstStep }: { readonly memberCount: number; readonly firstStep: number },
): Uint32Array<ArrayBuffer> {
  return uniformsRecord.write([{ memberCount, firstStep, rowLength, sliceCount, sliceLength, sumCount }])
}
