/**
 * Trained ensembles of an experiment in a run's folder, so that an interrupted experiment need not train them again and a
 * finished one can be looked at: `EXPERIMENT/ENSEMBLE/weights.safetensors`, `history.parquet`, `evaluation.safetensors`,
 * `recorded/STEP.safetensors`, and `trained.json`, written last, with the hashes of the others and of what was planned.
 */
import { join } from 'node:path'
import {
  canonicalJson,
  encodeEnsemble,
  InvalidFileError,
  parseStrictJson,
  type RunRecord,
  readHistory,
  readSafetensors,
  readWeights,
  sha256,
  writeHistory,
  writeSafetensors,
  writeWeights,
} from '@digon/formats'
import {
  type Parameters,
  resolveStages,
  stageAt,
  stepCoefficients,
  type TrainedEnsemble,
  type TrainingTask,
} from '@digon/model'
import { z } from 'zod'
import type { RunFolder } from './open-run.js'
import type { Run } from './run.js'
import { RunDamagedError } from './run-errors.js'

export type LoadedEnsemble =
  /** Exactly what was saved, bit for bit. */
  | { readonly found: 'saved'; readonly trained: TrainedEnsemble }
  /** Nothing to use: never saved, saved for another plan, backend or stream, or damaged since. */
  | { readonly found: 'absent' | 'different' | 'damaged'; readonly reason: string }

const maximumSummaryBytes = 1 << 24

const summarySchema = z.strictObject({
  schemaVersion: z.literal(1),
  plan: z.string(),
  diverged: z.array(z.strictObject({ member: z.int().nonnegative(), step: z.int().nonnegative() })),
  files: z.record(z.string(), z.string()),
})

/**
 * Writes a trained ensemble into a run. It counts as saved once this has resolved.
 *
 * @param experiment the experiment's id, or a folder for it inside the run: `seeds/12/intro` for another seed than the run's.
 * @throws {CannotWriteError} when the disk does not take it.
 */
export async function saveTrainedEnsemble(run: Run, experiment: string, trained: TrainedEnsemble): Promise<void> {
  const { task, parameters, recorded, history, evaluation, diverged } = trained
  const { ensemble, name } = task
  const folder = `${experiment}/${name}`
  const stages = resolveStages(ensemble, task.stages)
  const entries = history.map(({ step, losses }) => {
    return { step, losses, learningRates: stepCoefficients(stageAt(stages, step).ensemble, step).learningRates }
  })
  const contents: Record<string, Uint8Array> = {
    'weights.safetensors': writeWeights(parameters, ensemble.model),
    'history.parquet': writeHistory(entries),
    'evaluation.safetensors': writeEvaluation(evaluation, ensemble.members.length),
  }
  for (const entry of recorded) contents[recordedName(entry.step)] = writeWeights(entry.parameters, ensemble.model)
  const files: Record<string, string> = {}
  for (const [path, bytes] of Object.entries(contents)) {
    await run.write(`${folder}/${path}`, bytes)
    files[path] = await sha256(bytes)
  }
  const summary = { schemaVersion: 1, plan: await planHash(task, run.record), diverged, files }
  await run.write(`${folder}/trained.json`, `${canonicalJson(summary, 2)}\n`)
}

/**
 * A trained ensemble from a run, if what is saved there is of this very plan. Of a run that is being written, the files
 * that were used are listed as the run's again.
 *
 * @param experiment as in `saveTrainedEnsemble`.
 */
export async function loadTrainedEnsemble(
  run: Run | RunFolder,
  experiment: string,
  task: TrainingTask,
): Promise<LoadedEnsemble> {
  const folder = `${experiment}/${task.name}`
  const summaryPath = `${folder}/trained.json`
  try {
    const summaryBytes = await run.read(summaryPath).catch((error: unknown) => {
      if (error instanceof InvalidFileError && error.field === 'path') return undefined
      throw error
    })
    if (summaryBytes === undefined) {
      return { found: 'absent', reason: `${join(run.directory, summaryPath)}: no such file` }
    }
    const summary = readSummary(summaryBytes, summaryPath)
    if (summary.plan !== (await planHash(task, run.record))) {
      return { found: 'different', reason: `${join(run.directory, summaryPath)}: saved for another plan` }
    }
    const read = async (name: string): Promise<Uint8Array> => {
      const bytes = await run.read(`${folder}/${name}`)
      const found = await sha256(bytes)
      if (found === summary.files[name]) return bytes
      throw new InvalidFileError(`${folder}/${name}`, 'SHA-256', `${found}; expected ${summary.files[name]}`)
    }
    const trained = await readTrained(task, summary.diverged, read)
    if ('keep' in run) {
      for (const name of [...Object.keys(summary.files), 'trained.json']) await run.keep(`${folder}/${name}`)
    }
    return { found: 'saved', trained }
  } catch (error) {
    if (!(error instanceof InvalidFileError) && !(error instanceof RunDamagedError)) throw error
    return { found: 'damaged', reason: error.message }
  }
}

async function readTrained(
  task: TrainingTask,
  diverged: TrainedEnsemble['diverged'],
  read: (name: string) => Promise<Uint8Array>,
): Promise<TrainedEnsemble> {
  const weights = async (name: string): Promise<Parameters> => readWeights(await read(name), name)
  const recorded: TrainedEnsemble['recorded'][number][] = []
  for (const step of task.record) recorded.push({ step, parameters: await weights(recordedName(step)) })
  const entries = await readHistory(await read('history.parquet'), 'history.parquet')
  return {
    task,
    parameters: await weights('weights.safetensors'),
    recorded,
    history: entries.map(({ step, losses }) => ({ step, losses })),
    evaluation: readEvaluation(await read('evaluation.safetensors'), 'evaluation.safetensors'),
    diverged,
  }
}

function recordedName(step: number): string {
  return `recorded/${step}.safetensors`
}

function writeEvaluation(
  { losses, errors, gradients = {} }: TrainedEnsemble['evaluation'],
  memberCount: number,
): Uint8Array {
  const named = Object.entries(gradients).map(([name, tensor]) => [`gradients.${name}`, tensor] as const)
  return writeSafetensors({
    ...Object.fromEntries(named),
    losses: { shape: [memberCount], values: losses },
    errors: { shape: [memberCount, errors.length / memberCount], values: errors },
  })
}

function readEvaluation(bytes: Uint8Array, file: string): TrainedEnsemble['evaluation'] {
  const { losses, errors, ...others } = readSafetensors(bytes, file).tensors
  if (!(losses?.values instanceof Float64Array) || !(errors?.values instanceof Float64Array)) {
    throw new InvalidFileError(file, 'tensors', 'expected losses and errors, F64')
  }
  const gradients = Object.entries(others).map(([name, tensor]) => [name.replace(/^gradients\./, ''), tensor] as const)
  return {
    losses: losses.values,
    errors: errors.values,
    ...(gradients.length > 0 && { gradients: Object.fromEntries(gradients) as Parameters }),
  }
}

function readSummary(bytes: Uint8Array, file: string): z.infer<typeof summarySchema> {
  if (bytes.length > maximumSummaryBytes) throw new InvalidFileError(file, 'size', `${bytes.length} bytes`)
  const value = parseStrictJson(new TextDecoder().decode(bytes), { file, field: 'content', maximumDepth: 4 })
  const result = summarySchema.safeParse(value)
  if (result.success) return result.data
  throw new InvalidFileError(file, result.error.issues[0]!.path.join('.') || 'content', result.error.issues[0]!.message)
}

/** Hash of everything that decides a trained ensemble's numbers. */
async function planHash(task: TrainingTask, record: RunRecord): Promise<string> {
  const { stages = [], steps, lossSteps, record: recordedSteps, evaluationSamples } = task
  const { document } = await encodeEnsemble(task.ensemble)
  const { backend, precision, streamVersion } = record
  const asked = {
    ensemble: document,
    ...(stages.length > 0 && { stages }),
    steps,
    lossSteps,
    record: recordedSteps,
    evaluationSamples,
  }
  return sha256(canonicalJson({ ...asked, backend, precision, streamVersion }))
}
