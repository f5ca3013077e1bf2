/**
 * From an ensemble and a list of stages to one complete ensemble per stage, or to a list of everything that is wrong. The switch in
 * mid-training is `train.ts`; what a stage may say is `stage.ts`.
 */
import { foundText, type Problem } from '@digon/messages'
import { defineEnsemble } from './define-ensemble.js'
import type { Ensemble, Member, MemberData, Optimizer } from './ensemble.js'
import type { EnsembleDescription, MemberDescription, OptimizerDescription } from './ensemble-description.js'
import { InvalidEnsembleError, type Report } from './ensemble-problems.js'
import { defaultMemoryLimitInBytes, requiredBytes } from './required-memory.js'
import { readValue } from './schema.js'
import type { LawChanges, MemberChanges, ResolvedStage, Stage, StageChanges } from './stage.js'
import { stagesSchema } from './stage-schema.js'
import type { TrainingTask } from './training-task.js'

/**
 * The complete ensemble of every stage, the first being the given ensemble itself from step 0 on. Members that share a law or an
 * importance curve still share it afterwards, and fields that no stage names are those of the given ensemble.
 *
 * @param stages default none.
 * @throws {InvalidEnsembleError} naming every field that is wrong: `stages[1].set.members.data.probability`.
 */
export function resolveStages(ensemble: Ensemble, stages: readonly Stage[] = []): readonly ResolvedStage[] {
  const wrong = readValue(stagesSchema, { stages }).problems
  if (wrong.length > 0) throw new InvalidEnsembleError(wrong)
  const memoryLimitInBytes = Math.max(
    defaultMemoryLimitInBytes,
    requiredBytes(ensemble.model, ensemble.members.length, ensemble.batchSize),
  )
  const problems: Problem[] = []
  const resolved: ResolvedStage[] = [{ fromStep: 0, ensemble }]
  for (const [index, { fromStep, set }] of stages.entries()) {
    const report: Report = (path, found, expected) =>
      problems.push({ path: ['stages', index, ...path], found, expected })
    const before = stages[index - 1]?.fromStep ?? 0
    if (fromStep <= before) report(['fromStep'], String(fromStep), `an integer > ${before}, as stages are ascending`)
    // After a wrong stage the ones behind it are checked against the last right one.
    const changed = changeEnsemble(resolved.at(-1)!.ensemble, set, memoryLimitInBytes, report)
    if (changed !== undefined) resolved.push({ fromStep, ensemble: changed })
  }
  if (problems.length > 0) throw new InvalidEnsembleError(unique(problems))
  return resolved
}

/** The stage in which a step is made. @param step an integer ≥ 0; a stage's own first step belongs to it. */
export function stageAt(resolved: readonly ResolvedStage[], step: number): ResolvedStage {
  return resolved.findLast(({ fromStep }) => fromStep <= step)!
}

/**
 * The ensemble with which a task makes a step. For many steps of one task, resolve once and ask `stageAt`.
 *
 * @param step an integer ≥ 0.
 * @throws {InvalidEnsembleError} as `resolveStages`.
 */
export function ensembleAt(task: Pick<TrainingTask, 'ensemble' | 'stages'>, step: number): Ensemble {
  return stageAt(resolveStages(task.ensemble, task.stages), step).ensemble
}

/** The changed ensemble; undefined where something was reported. */
function changeEnsemble(
  ensemble: Ensemble,
  set: StageChanges,
  memoryLimitInBytes: number,
  report: Report,
): Ensemble | undefined {
  let reported = false
  const wrong: Report = (path, found, expected) => {
    reported = true
    report(['set', ...path], found, expected)
  }
  const { members: changes = {} } = set
  if (isList(changes) && changes.length !== ensemble.members.length) {
    const expected = `one object for all members, or a list of ${ensemble.members.length}, one for each`
    wrong(['members'], foundText(changes), expected)
    return undefined
  }
  checkMoments(ensemble.optimizer, set.optimizer ?? {}, wrong)
  const members = changedMembers(ensemble.members, changes)
  const batchSize = set.batchSize ?? ensemble.batchSize
  const fixed = members.findIndex(({ data }) => data !== undefined && 'kind' in data && data.kind === 'batches')
  if (fixed >= 0 && batchSize !== ensemble.batchSize) {
    wrong(['batchSize'], String(batchSize), `${ensemble.batchSize}, as member ${fixed} has fixed batches`)
  }
  if (reported) return undefined
  const description: EnsembleDescription = {
    model: ensemble.model,
    target: set.target ?? ensemble.target,
    optimizer: changedOptimizer(ensemble.optimizer, set.optimizer ?? {}),
    batchSize,
    members,
  }
  try {
    const complete = defineEnsemble(description, { memoryLimitInBytes })
    return { ...complete, model: ensemble.model, members: sharing(complete.members, members, ensemble.members) }
  } catch (error) {
    if (!(error instanceof InvalidEnsembleError)) throw error
    for (const { path, found, expected } of error.problems) {
      const all = path[0] === 'members' && !isList(changes)
      wrong(all ? ['members', ...path.slice(2)] : path, found, expected)
    }
    return undefined
  }
}

/** Moments must stay what they are: two, one or none of each parameter. */
function checkMoments(before: Optimizer, changes: OptimizerDescription, report: Report): void {
  const { kind = before.kind, momentum = before.momentum } = changes
  if ((kind === 'sgd') !== (before.kind === 'sgd')) {
    const expected = before.kind === 'sgd' ? '"sgd"' : '"adamw" or "adam"'
    report(['optimizer', 'kind'], foundText(kind), `${expected}: a stage keeps the shape of the moments`)
  } else if (kind === 'sgd' && (momentum === 0) !== (before.momentum === 0)) {
    const expected = before.momentum === 0 ? '0' : 'a number > 0'
    report(['optimizer', 'momentum'], foundText(momentum), `${expected}: a stage keeps the shape of the moments`)
  }
}

function changedOptimizer(before: Optimizer, changes: OptimizerDescription): OptimizerDescription {
  const { totalSteps, ...schedule } = before.schedule
  const becomesFinite = schedule.kind === 'constant' && (changes.schedule?.kind ?? 'constant') !== 'constant'
  return {
    ...before,
    ...present(changes),
    // The total of a constant schedule means nothing, so that it must not become the end of another.
    schedule: { ...schedule, ...(becomesFinite ? {} : { totalSteps }), ...present(changes.schedule ?? {}) },
  }
}

function changedMembers(
  members: readonly Member[],
  changes: MemberChanges | readonly MemberChanges[],
): readonly MemberDescription[] {
  const laws = new Map<MemberData, MemberDescription['data']>()
  return members.map((member, index) => {
    const own = isList(changes) ? changes[index]! : changes
    if (own.data === undefined) return { ...member, ...present(own), data: member.data }
    const data = (isList(changes) ? undefined : laws.get(member.data)) ?? changedData(member.data, own.data)
    laws.set(member.data, data)
    return { ...member, ...present(own), data }
  })
}

function changedData(before: MemberData, changes: LawChanges): MemberDescription['data'] {
  const kind = 'kind' in changes ? changes.kind : undefined
  return (kind ?? before.kind) === before.kind
    ? ({ ...before, ...present(changes) } as MemberData)
    : (changes as MemberData)
}

/** The complete members, with one value for equal causes: what was not changed from before, what was changed alike once. */
function sharing(
  complete: readonly Member[],
  described: readonly MemberDescription[],
  before: readonly Member[],
): readonly Member[] {
  const names = Object.keys(before[0]!) as (keyof Member)[]
  const done = Object.fromEntries(names.map((name) => [name, new Map<unknown, unknown>()]))
  return complete.map((member, index) => {
    const fields = names.map((name) => {
      const given = described[index]![name]
      if (given === before[index]![name]) return [name, given]
      if (!done[name]!.has(given)) done[name]!.set(given, member[name])
      return [name, done[name]!.get(given)]
    })
    return Object.fromEntries(fields) as Member
  })
}

/** The fields that say something: `undefined` changes nothing. */
function present<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem.path), problem])).values()]
}

function isList(changes: MemberChanges | readonly MemberChanges[]): changes is readonly MemberChanges[] {
  return Array.isArray(changes)
}
