/** What a training run was asked, as run.json holds it, and back: the plan in, the same plan out. */
import {
  decodeEnsemble,
  encodeEnsemble,
  InvalidFileError,
  type RunRecord,
  type TrainPlan,
  trainSchedule,
} from '@digon/formats'
import { z } from 'zod'
import type { RunRequest } from './create-run.js'

export interface EncodedPlan {
  readonly request: RunRequest
  /** Files that the spec names by their hash (fixed samples, given parameters), to be written into the run's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

const specSchema = z.strictObject({
  kind: z.literal('train'),
  ensemble: z.record(z.string(), z.unknown()),
  steps: z.int().nonnegative(),
  lossEvery: z.int().positive(),
  checkpointEvery: z.int().positive(),
  record: z.array(z.int().nonnegative()),
})

/** The request of a plan. Every seed stands in the ensemble, so the run has none of its own. */
export async function encodePlan(plan: TrainPlan, backend: string, precision: string): Promise<EncodedPlan> {
  const { document, files } = await encodeEnsemble(plan.ensemble)
  const { steps, lossEvery, checkpointEvery, record } = plan
  const spec = { kind: 'train', ensemble: document, steps, lossEvery, checkpointEvery, record }
  return { request: { spec, seed: null, backend, precision }, files }
}

/**
 * The plan that a run's record describes.
 *
 * @param file the record's path, for messages.
 * @param read gives the files of the run's folder.
 * @throws {InvalidFileError} when the record is not that of a training run, or a file that it names is not the one named.
 * @throws {InvalidEnsembleError} when its ensemble is none.
 */
export async function decodePlan(
  record: RunRecord,
  file: string,
  read: (path: string) => Promise<Uint8Array>,
): Promise<TrainPlan> {
  const spec = specSchema.safeParse(record.spec)
  if (!spec.success) {
    const { path, message } = spec.error.issues[0]!
    throw new InvalidFileError(file, ['spec', ...path].join('.'), `${message}; expected the spec of a training run`)
  }
  const ensemble = await decodeEnsemble(spec.data.ensemble, file, read)
  return { ensemble, ...trainSchedule(spec.data) }
}
