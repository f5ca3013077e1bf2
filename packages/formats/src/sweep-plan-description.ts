/**
 * The plan of a sweep as it is written: one member, described once, and axes that vary its fields. `parseSweepPlan` gives the
 * complete plan (`sweep-plan.ts`); what its cells are is the business of @digon/sweeps.
 *
 *     model: { featureCount: 2, hiddenSize: 1 }
 *     member: { importance: [1, 1], learningRate: 0.02 }
 *     axes:
 *       extra: { field: member.importance.1, from: 0.1, to: 10, count: 30, scale: log }
 *       density: { field: member.data.probability, values: [0.01, 0.1, 1] }
 *     restarts: 5
 *     seed: 1
 *     steps: 1000
 */
import { z } from 'zod'
import { axisName, type PlanValue, planValue } from './sweep-plan.js'

/** Fields that a plan shares with an `EnsembleDescription` are checked with the ensembles that they make. */
export interface SweepPlanDescription {
  readonly model: PlanValue
  readonly target?: PlanValue | undefined
  readonly optimizer?: PlanValue | undefined
  readonly batchSize?: PlanValue | undefined
  /** As `shared` of an ensemble; without seed and count. Default: nothing but what axes set. */
  readonly member?: PlanValue | undefined
  /** As `TrainSchedule.stages`. */
  readonly stages?: PlanValue | undefined
  readonly steps: PlanValue
  /** Axis name to axis; the first one varies slowest. Default none: restarts of one member. */
  readonly axes?: Readonly<Record<string, SweepAxis>> | undefined
  /** Models per combination of axis values, an integer ≥ 1. Default 1. */
  readonly restarts?: number | undefined
  /** What all seeds derive from, an integer from 0 up to, not including, 2⁵³. */
  readonly seed: number
  /** Fresh samples on which each model's loss is measured, an integer ≥ 0. Default 10,000. */
  readonly evaluationSamples?: number | undefined
  /** Losses are kept every so many steps. Default: the last step alone. */
  readonly lossEvery?: number | undefined
  /** Or at these steps, ascending integers ≥ 0, and at the last; cells of fewer steps keep those that they have. */
  readonly lossSteps?: readonly number[] | undefined
}

export type SweepAxis = readonly PlanValue[] | SingleAxis | ZippedAxis

/** Values of one field, or of several fields that are always equal. */
export type SingleAxis = {
  /** For example `member.data.probability`, `member.importance.1`, `model.hiddenSize`. Default: the axis's name. */
  readonly field?: string | readonly string[] | undefined
} & (AxisValues | AxisRange)

export interface AxisValues {
  /** At least one, no two equal. */
  readonly values: readonly PlanValue[]
}

/** Evenly spaced numbers, both ends included, rounded to 12 digits. */
export interface AxisRange {
  readonly from: number
  readonly to: number
  /** An integer ≥ 2. */
  readonly count: number
  /** On `log`, both ends are > 0. Default `linear`. */
  readonly scale?: 'linear' | 'log' | undefined
}

/** Axes of equal length that vary together; each has a name of its own. */
export interface ZippedAxis {
  readonly zip: Readonly<Record<string, readonly PlanValue[] | SingleAxis>>
}

const seedRange = 'an integer from 0 to 9007199254740991'
const integer = (least: number) =>
  z.int({ error: `an integer ≥ ${least}` }).min(least, { error: `an integer ≥ ${least}` })
const number = z.number({ error: 'a finite number' })
const field = z.union([z.string(), z.array(z.string()).min(1)], { error: 'a field, or a list of fields' }).optional()
const values = z.array(planValue, { error: 'a list of values' }).min(1, { error: 'at least one value' })
const single = z.union([
  values,
  z.strictObject({ field, values }),
  z.strictObject({
    field,
    from: number,
    to: number,
    count: integer(2),
    scale: z.enum(['linear', 'log'], { error: 'linear or log' }).optional(),
  }),
])
const seed = z.int({ error: seedRange }).min(0, { error: seedRange })
const axisForms =
  'a list of values, {field, values}, {field, from, to, count, scale: linear or log}, or {zip: {NAME: …}}'
const axis = z.union([single, z.strictObject({ zip: z.record(axisName, single) })], { error: axisForms })

const fields = {
  model: planValue.describe('the model: featureCount, hiddenSize and its options'),
  target: planValue.optional(),
  optimizer: planValue.optional(),
  batchSize: planValue.optional().describe('samples per model and step; default 1024'),
  member: planValue.optional().describe('data, importance, learningRate, … of every model'),
  stages: planValue.optional().describe('what changes from a step on'),
  steps: planValue.describe('steps of training'),
  axes: z.record(axisName, axis, { error: 'axis names with their axes' }).optional(),
  restarts: integer(1).optional().describe('models per combination; default 1'),
  seed,
  evaluationSamples: integer(0).optional().describe('fresh samples per model; default 10,000'),
  lossEvery: integer(1).optional().describe('keep losses every N steps; default: only the last'),
  lossSteps: z
    .array(integer(0), { error: 'a list of steps' })
    .min(1, { error: 'at least one step' })
    .optional()
    .describe('or keep losses at these steps, ascending, and at the last'),
}

export const sweepPlanDescriptionSchema: z.ZodType<SweepPlanDescription> = z.strictObject(fields, {
  error: (issue) =>
    issue.code === 'unrecognized_keys' ? Object.keys(fields).join(', ') : 'a plan with model, steps and seed',
})

/** JSON Schema of plans, for editors. */
export function sweepPlanJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(sweepPlanDescriptionSchema, { io: 'input' }) as Readonly<Record<string, unknown>>
}
