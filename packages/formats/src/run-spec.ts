/** What a run is asked to do: the one place where specs of runs are parsed. Each kind is handled everywhere by its type. */
import { z } from 'zod'
import { encodeSteps } from './step-list.js'
import { type SweepPlan, sweepPlanSchema } from './sweep-plan.js'
import { type TaskDocument, taskSchema } from './task-document.js'

/** What was asked of a run, by the command that made it. */
export type RunSpec = TrainRunSpec | ReproduceRunSpec | SweepRunSpec

/** One task, whose files stand in the run's own folder. */
export interface TrainRunSpec {
  readonly kind: 'train'
  readonly task: TaskDocument
  /** The run that it went on from, and at which step. Left out when it began at its first step. */
  readonly parent?: { readonly id: string; readonly step: number } | undefined
}

/** Experiments, each with a folder `EXPERIMENT/TASK` for every task. */
export interface ReproduceRunSpec {
  readonly kind: 'reproduce'
  /** Ids, in the order of their results. At least one. */
  readonly experiments: readonly string[]
  readonly preset: 'quick' | 'paper'
  /** What all seeds derive from, an integer from 0 up to, not including, 2⁵³. */
  readonly seed: number
  /** How many seeds from `seed` on, an integer ≥ 1. Tasks of the later ones are in `seeds/SEED/EXPERIMENT/TASK`. */
  readonly seeds: number
}

/** A plan; which tasks it makes, and in which folders, is up to @digon/sweeps. */
export interface SweepRunSpec {
  readonly kind: 'sweep'
  readonly plan: SweepPlan
}

const count = z.int({ error: 'an integer ≥ 0' }).nonnegative({ error: 'an integer ≥ 0' })
const reproduceFields = {
  kind: z.literal('reproduce'),
  experiments: z.array(z.string()).min(1, { error: 'at least one experiment' }),
  preset: z.enum(['quick', 'paper'], { error: 'quick or paper' }),
}
const kinds = { error: 'one of the kinds train, reproduce, sweep' }

export const runSpecSchema: z.ZodType<RunSpec> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('train'),
      task: taskSchema,
      parent: z.strictObject({ id: z.string(), step: count }).optional(),
    }),
    z.strictObject({ ...reproduceFields, seed: count, seeds: count.min(1, { error: 'an integer ≥ 1' }) }),
    z.strictObject({ kind: z.literal('sweep'), plan: sweepPlanSchema }),
  ],
  kinds,
)

const version1Schema = z.discriminatedUnion(
  'kind',
  [
    z
      .strictObject({
        kind: z.literal('train'),
        ensemble: z.record(z.string(), z.unknown()),
        steps: count,
        lossEvery: count.min(1),
        checkpointEvery: count.min(1),
        record: z.array(count),
      })
      .refine(({ steps, lossEvery, checkpointEvery }) => steps <= 1_000_000 * Math.min(lossEvery, checkpointEvery), {
        error: 'at most a million losses and checkpoints',
      }),
    z.strictObject({ ...reproduceFields, seeds: count.min(1).default(1) }),
  ],
  { error: 'one of the kinds train, reproduce' },
)

/** The spec of a run.json of schema version 1, which kept its seed beside the spec (null for a training run). */
export const runOfVersion1Schema: z.ZodType<RunSpec> = z
  .object({ spec: version1Schema, seed: count.nullable() })
  .transform(({ spec, seed }): RunSpec => {
    switch (spec.kind) {
      case 'train':
        return { kind: 'train', task: taskOfVersion1(spec) }
      case 'reproduce':
        return { ...spec, seed: seed ?? 0 }
    }
  })

type TrainSpecOfVersion1 = z.output<typeof version1Schema> & { readonly kind: 'train' }

/** There `record` named further checkpoints, and the last step was always one. */
function taskOfVersion1({ ensemble, steps, lossEvery, checkpointEvery, record }: TrainSpecOfVersion1): TaskDocument {
  return {
    ensemble,
    steps,
    lossSteps: encodeSteps(regularSteps(0, lossEvery, steps - 1)),
    record: [],
    checkpoints: encodeSteps(merged(record, regularSteps(checkpointEvery, checkpointEvery, steps))),
    evaluationSamples: 0,
  }
}

/** first, first + every, … up to `last`, and `last` itself; none when `last` < 0. */
export function regularSteps(first: number, every: number, last: number): number[] {
  const count = Math.max(0, Math.floor((last - first) / every) + 1)
  const steps = Array.from({ length: count }, (_, index) => first + index * every)
  return last >= 0 && steps.at(-1) !== last ? [...steps, last] : steps
}

/** Both lists as one, ascending, each step once. */
export function merged(one: readonly number[], other: readonly number[]): number[] {
  return [...new Set([...one, ...other])].sort((a, b) => a - b)
}
