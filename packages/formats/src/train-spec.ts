/**
 * The file that `digon train` reads: the description of an ensemble (see `EnsembleDescription` of @digon/model) and, beside
 * its fields, how long to train and what to keep. YAML or JSON:
 *
 *     model: { featureCount: 5, hiddenSize: 2 }
 *     members: { count: 8, seed: 1, data: { probability: 0.1 } }
 *     steps: 10000
 *
 * Reading the text and reading the files that it names are two steps, so that this runs anywhere.
 */
import { foundJson, type Problem as PathProblem, unknownField, valueAt } from '@digon/messages'
import {
  defineEnsemble,
  type Ensemble,
  type EnsembleDescription,
  InvalidEnsembleError,
  resolveStages,
  type Stage,
  type TrainingTask,
} from '@digon/model'
import { z } from 'zod'
import {
  contentOf,
  type FileReference,
  findReferences,
  type LocatedReference,
  replaceReferences,
  standIns,
} from './file-reference.js'
import { regularSteps } from './run-spec.js'
import { sha256 } from './sha256.js'
import { readYaml, type YamlSource } from './yaml-source.js'

/** How long to train, and what to keep. */
export interface TrainSchedule {
  /** An integer from 0 to 2³² − 1. */
  readonly steps: number
  /** Losses are kept at steps 0, lossEvery, 2 · lossEvery, … and at the last step. Default: so that about 1000 are kept. At most a million. */
  readonly lossEvery?: number | undefined
  /** A checkpoint is kept every so many steps and at the end. Default: a tenth of the steps. At most a million. */
  readonly checkpointEvery?: number | undefined
  /** Numbers of steps after which parameters are kept (0: the initial ones); ascending, at most `steps`. Default none. */
  readonly record?: readonly number[] | undefined
  /** Fresh samples per member on which the final loss is measured, an integer ≥ 0. Default 0: it is not measured. */
  readonly evaluationSamples?: number | undefined
  /** What changes from a step on, as `TrainingTask.stages`. Default none. */
  readonly stages?: readonly Stage[] | undefined
}

/** A checked spec whose files have not been read yet. */
export interface TrainSpec {
  /** The files beside the spec that it needs, each once. */
  readonly files: readonly FileReference[]
  /** What is to be trained; while there are files, laws and initializations stand in for their contents. */
  readonly task: TrainingTask
  /** The text's value, for `completeSpec`. */
  readonly source: YamlSource
}

/** Most losses, and most checkpoints, that a run keeps. */
const maximumKept = 1_000_000

const scheduleFields = {
  steps: integerFrom(0).describe('steps of training'),
  lossEvery: integerFrom(1).optional().describe('keep losses every N steps; default: about 1000 times in all'),
  checkpointEvery: integerFrom(1).optional().describe('keep a snapshot every N steps; default: a tenth of all steps'),
  record: z
    .array(integerFrom(0), { error: 'a list of steps' })
    .optional()
    .describe('steps at which parameters are kept, ascending; default none'),
  evaluationSamples: integerFrom(0)
    .optional()
    .describe('fresh samples per member for the final loss; default 0: it is not measured'),
  // Checked with the ensemble.
  stages: z.unknown().optional() as z.ZodType<readonly Stage[] | undefined>,
}
/** What a spec says beside its ensemble. */
export const scheduleSchema: z.ZodType<TrainSchedule> = z.object(scheduleFields)

function integerFrom(least: number): z.ZodType<number> {
  const error = `an integer from ${least} to ${2 ** 32 - 1}`
  return z
    .int({ error })
    .min(least, { error })
    .max(2 ** 32 - 1, { error })
}

/**
 * The spec in a YAML or JSON text, everything checked but the contents of the files that it names.
 *
 * @param file the spec file's name, for messages.
 * @param change makes another value from the one in the text, before it is looked at. Default: the same.
 * @throws {InvalidSpecError} naming every problem as `file:line:column: message`.
 */
export function parseSpec(
  text: string,
  file: string,
  change: (value: unknown) => unknown = (value) => value,
): TrainSpec {
  const read = readYaml(text, file)
  const source: YamlSource = { ...read, value: change(read.value) }
  if (typeof source.value !== 'object' || source.value === null || Array.isArray(source.value)) {
    throw source.refuse([{ path: [], found: 'not a mapping', expected: 'a description with model, members and steps' }])
  }
  const { schedule, problems: scheduleProblems } = readSchedule(source.value)
  const { references, problems: referenceProblems } = findReferences(source.value)
  const { ensemble, problems: ensembleProblems } = ensembleOf(
    replaceReferences(descriptionOf(source), (_, __, kind) => standIns[kind]),
    schedule?.stages,
  )
  const problems = [...scheduleProblems, ...referenceProblems, ...ensembleProblems.map(withScheduleFields)]
  if (problems.length > 0 || schedule === undefined || ensemble === undefined) throw source.refuse(problems)
  const files = new Map(references.map(({ file, sha256 }) => [`${file} ${sha256}`, { file, sha256 }]))
  return { files: [...files.values()], task: scheduledTask(ensemble, schedule), source }
}

/**
 * The spec's task, with its files read.
 *
 * @param read gives the bytes of a file beside the spec.
 * @throws {InvalidSpecError} when a file has another hash than the spec says, or its numbers do not fit the ensemble.
 * @throws {InvalidFileError} when a file is not whole.
 */
export async function completeSpec(
  spec: TrainSpec,
  read: (file: string) => Promise<Uint8Array>,
): Promise<TrainingTask> {
  const { source, task, files } = spec
  if (files.length === 0) return task
  const { references } = findReferences(source.value)
  const contents = new Map<string, unknown>()
  const problems: PathProblem[] = []
  for (const reference of references) {
    const bytes = await read(reference.file)
    const found = await sha256(bytes)
    const key = JSON.stringify(reference.path)
    if (found === reference.sha256) contents.set(key, contentOf(reference, bytes, task.ensemble.model))
    else problems.push(wrongHash(reference, found))
  }
  if (problems.length > 0) throw source.refuse(problems)
  const described = replaceReferences(descriptionOf(source), (_, path) => contents.get(JSON.stringify(path)))
  const { ensemble, problems: ensembleProblems } = ensembleOf(described, task.stages)
  if (ensemble === undefined) throw source.refuse(ensembleProblems)
  return { ...task, ensemble }
}

/**
 * The task of training an ensemble, with the defaults of a spec file.
 *
 * @throws {RangeError} when `steps` is not an integer ≥ 0.
 */
export function scheduledTask(ensemble: Ensemble, schedule: TrainSchedule): TrainingTask {
  const { steps, record = [], evaluationSamples = 0, stages = [] } = schedule
  if (!Number.isSafeInteger(steps) || steps < 0)
    throw new RangeError(`invalid steps: ${steps}; expected an integer ≥ 0`)
  const lossEvery = schedule.lossEvery ?? Math.max(1, Math.floor(steps / 1000))
  const checkpointEvery = schedule.checkpointEvery ?? Math.max(1, Math.ceil(steps / 10))
  const lossSteps = regularSteps(0, lossEvery, steps - 1)
  const checkpoints = regularSteps(checkpointEvery, checkpointEvery, steps)
  const kept = { lossSteps, record, checkpoints, evaluationSamples }
  return { name: 'train', ensemble, ...(stages.length > 0 && { stages }), steps, ...kept }
}

function readSchedule(value: object): { schedule: TrainSchedule | undefined; problems: PathProblem[] } {
  const result = scheduleSchema.safeParse(value)
  if (!result.success) {
    const problems = result.error.issues.map((issue) => ({
      path: issue.path as (string | number)[],
      found: foundJson(valueAt(value, issue.path)),
      expected: issue.message,
    }))
    return { schedule: undefined, problems }
  }
  const schedule = result.data
  return { schedule, problems: problemsOf(schedule) }
}

function problemsOf({ steps, lossEvery, checkpointEvery, record = [] }: TrainSchedule): PathProblem[] {
  const problems: PathProblem[] = []
  for (const [name, every] of Object.entries({ lossEvery, checkpointEvery })) {
    const least = Math.ceil(steps / maximumKept)
    if (every !== undefined && every < least)
      problems.push({ path: [name], found: String(every), expected: `at least ${least} for ${steps} steps` })
  }
  const odd = record.findIndex((step, index) => step > steps || (index > 0 && step <= record[index - 1]!))
  if (odd >= 0) {
    const expected = `ascending numbers from 0 to ${steps}, the steps`
    problems.push({ path: ['record', odd], found: String(record[odd]), expected })
  }
  return problems
}

/** The spec's value without the fields that are not the ensemble's. */
function descriptionOf(source: YamlSource): unknown {
  const fields = Object.entries(source.value as object).filter(([name]) => !(name in scheduleFields))
  return Object.fromEntries(fields)
}

function ensembleOf(
  description: unknown,
  stages: readonly Stage[] | undefined,
): { ensemble?: Ensemble; problems: readonly PathProblem[] } {
  try {
    const ensemble = defineEnsemble(description as EnsembleDescription)
    resolveStages(ensemble, stages)
    return { ensemble, problems: [] }
  } catch (error) {
    if (error instanceof InvalidEnsembleError) return { problems: error.problems }
    throw error
  }
}

/** The schedule's fields stand beside the ensemble's, so they are known there too. */
function withScheduleFields(problem: PathProblem): PathProblem {
  if (problem.kind !== 'unknown-field' || problem.path.length > 1) return problem
  return unknownField(problem.path, [...(problem.known ?? []), ...Object.keys(scheduleFields)])
}

function wrongHash(reference: LocatedReference, found: string): PathProblem {
  const expected = `the SHA-256 of ${reference.file} as it is, ${found}`
  return { path: [...reference.path, 'sha256'], found: reference.sha256, expected }
}
