/**
 * The plan of a sweep, complete: what run.json stores of it. Every value of every axis is written out, in order, so that no
 * other version or machine can expand it to other cells. People write a `SweepPlanDescription`.
 */
import { z } from 'zod'
import { checkRecord } from './record-fields.js'

/** JSON: what a field of a plan may hold. */
export type PlanValue = null | boolean | number | string | readonly PlanValue[] | { readonly [name: string]: PlanValue }

/** A sweep plan with every value of every axis written out. */
export interface SweepPlan {
  /** Fields of every cell before axes set theirs: model, steps, and as given target, optimizer, batchSize, member, stages. */
  readonly base: Readonly<Record<string, PlanValue>>
  /** The first varies slowest; restarts vary fastest. */
  readonly axes: readonly PlanAxis[]
  /** Models per combination of axis values, an integer ≥ 1. */
  readonly restarts: number
  /** What all seeds derive from, an integer from 0 up to, not including, 2⁵³. */
  readonly seed: number
  /** Fresh samples on which each model's loss is measured, an integer ≥ 0. */
  readonly evaluationSamples: number
  /** Losses are kept every so many steps, and of the last step; null: of the last step alone. */
  readonly lossEvery: number | null
  /** Or at these steps, ascending integers ≥ 0, as far as a cell has them, and at its last; then `lossEvery` is null. */
  readonly lossSteps?: readonly number[] | undefined
}

/** Coordinates that vary together: one, unless the axis is zipped. */
export interface PlanAxis {
  /** At least one. */
  readonly coordinates: readonly PlanCoordinate[]
}

/** One name of an axis, and the fields that it sets. */
export interface PlanCoordinate {
  /** Unique in a plan; a column of the table of results. */
  readonly name: string
  /** Paths of the fields that take its values, as `member.importance.1`. At least one. */
  readonly fields: readonly string[]
  /** At least one; as many as the other coordinates of the axis have. */
  readonly values: readonly PlanValue[]
}

export const planValue: z.ZodType<PlanValue> = z.json({ error: 'a value' }) as z.ZodType<PlanValue>
export const axisName: z.ZodType<string, string> = z
  .string()
  .regex(/^[A-Za-z][\w.-]{0,99}$/, { error: 'a name of letters, digits, ".", "_" and "-", a letter first' })

const count = z.int({ error: 'an integer ≥ 0' }).min(0, { error: 'an integer ≥ 0' })

export const sweepPlanSchema: z.ZodType<SweepPlan> = z.strictObject({
  base: z.record(z.string(), planValue, { error: 'the fields of every cell' }),
  axes: z
    .array(
      z
        .strictObject({
          coordinates: z
            .array(
              z.strictObject({
                name: axisName,
                fields: z.array(z.string()).min(1),
                values: z.array(planValue).min(1),
              }),
            )
            .min(1),
        })
        .refine(
          ({ coordinates }) => coordinates.every(({ values }) => values.length === coordinates[0]!.values.length),
          {
            error: 'coordinates of one length',
          },
        ),
    )
    .refine((axes) => new Set(namesOf(axes)).size === namesOf(axes).length, { error: 'axes of different names' }),
  restarts: count.min(1, { error: 'an integer ≥ 1' }),
  seed: count,
  evaluationSamples: count,
  lossEvery: count.min(1, { error: 'an integer ≥ 1' }).nullable(),
  lossSteps: z.array(count).refine(isAscending, { error: 'ascending steps' }).optional(),
})

/**
 * A complete plan from elsewhere, for example from a queue.
 *
 * @param from where it comes from, for the message.
 * @throws {InvalidFileError} naming the first field that is wrong.
 */
export function checkSweepPlan(value: unknown, from: string): SweepPlan {
  return checkRecord(value, sweepPlanSchema, from)
}

/** Whether every number is greater than the one before. */
export function isAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number > numbers[index - 1]!)
}

function namesOf(axes: readonly PlanAxis[]): readonly string[] {
  return axes.flatMap(({ coordinates }) => coordinates.map(({ name }) => name))
}
