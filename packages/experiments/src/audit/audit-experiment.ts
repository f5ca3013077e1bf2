/**
 * Which claims of an experiment notice which faults. Everything that no fault changes is trained once; the conditions that analysis
 * believes are always those planned. No I/O, no clock; the backend is handed in.
 */
import { checkSeed } from '@digon/data'
import type { TrainedEnsemble } from '@digon/model'
import { nextTurn } from '@digon/model/engine'
import type { Claim, ClaimKind, Experiment } from '../experiment.js'
import type { RunEvent } from '../run-events.js'
import { checkPreset, type RunOptions, trainTasks } from '../run-experiment.js'
import { type DefinedExperiment, measured, trainedSweeps } from '../vocabulary/define-experiment.js'
import { median } from '../vocabulary/statistics.js'
import { type Fault, faultTouches, faultyResults, faultyTask, faultyTools } from './fault.js'
import { faults as publishedFaults } from './faults.js'

/** Options of `auditExperiment`. */
export interface AuditOptions extends Omit<RunOptions, 'onEvent'> {
  /** Default: the published ones. */
  readonly faults?: readonly Fault[]
  /** Told of every fault and of the training in between. */
  readonly onEvent?: (event: AuditEvent) => void
}

/** Events of the training without a fault, then of each fault after its `fault-start`. */
export type AuditEvent = RunEvent | FaultStartEvent

/** A fault that touches the experiment is about to be planted. */
export interface FaultStartEvent {
  readonly type: 'fault-start'
  readonly fault: string
  /** Its index among those that touch the experiment, from 0. */
  readonly index: number
  readonly count: number
}

/** The audit of one experiment. */
export interface ExperimentAudit {
  readonly id: string
  /** Names of the faults that touch the experiment, in the order given. */
  readonly touchedBy: readonly string[]
  /** Of faults that train something else: the loss on fresh samples over that without a fault, median over all models that stay finite. */
  readonly lossRatios: Readonly<Record<string, number>>
  /** In the experiment's order. */
  readonly claims: readonly AuditedClaim[]
}

/** A claim, and how it is judged without a fault and under each. */
export interface AuditedClaim {
  /** `experiment/short-name`. */
  readonly id: string
  readonly kind: ClaimKind
  /** Whether it speaks about trained models: its judgment changes under at least one of the faults. */
  readonly trained: boolean
  /** Names of the faults under which it must fail, by its own words. */
  readonly nearMisses: readonly string[]
  /** Those of them under which it holds all the same, or that touch nothing of the experiment: a finding against the claim. */
  readonly unnoticed: readonly string[]
  /** The verdict without a fault (`none`) and under each, by name. A fault that does not touch the experiment changes nothing. */
  readonly holds: Readonly<Record<string, boolean>>
}

/**
 * A claim that is missing under a fault, or whose measurement throws, does not hold there.
 *
 * @throws {UnknownPresetError}, {OutOfRangeError} or {RangeError} before any training: the preset, the seed, or a fault is wrong.
 * @throws what the backend throws, what measuring without a fault throws, or the signal's reason.
 */
export async function auditExperiment(experiment: Experiment, options: AuditOptions): Promise<ExperimentAudit> {
  const { preset = 'quick', seed, faults = publishedFaults, trained: given, onEvent, ...others } = options
  checkPreset(experiment, preset)
  checkNames(faults)
  const { description, simulationOf } = described(experiment)
  const plan = experiment.plan(preset, checkSeed(seed))
  const touching = faults
    .filter((fault) => faultTouches(fault, plan))
    .map((fault) => ({ fault, tasks: plan.tasks.map((task) => faultyTask(fault, task)) }))
  const training = { ...others, ...(onEvent && { onEvent }) }

  const trained = await trainTasks(plan.tasks, { ...training, ...(given && { trained: given }) })
  const judge = (ensembles: readonly TrainedEnsemble[], fault?: Fault): readonly Claim[] => {
    const planned = ensembles.map((ensemble, k) => ({ ...ensemble, task: plan.tasks[k]! }))
    const sweeps = trainedSweeps(plan.sweeps, planned)
    const judged = fault === undefined ? sweeps : faultyResults(fault, sweeps)
    const { tools, seedOf } = simulationOf(plan.seed)
    const means = { tools: fault === undefined ? tools : faultyTools(fault, tools), seedOf }
    const settings = description.settings.settings[preset]!
    const claims = () => experiment.claims(measured(description, settings, judged, means))
    return fault === undefined ? claims() : claimsOrNone(claims)
  }
  const claims = judge(trained)
  const underFault = new Map<string, readonly Claim[]>()
  const lossRatios: Record<string, number> = {}
  for (const [index, { fault, tasks }] of touching.entries()) {
    onEvent?.({ type: 'fault-start', fault: fault.name, index, count: touching.length })
    const unchanged = trained.filter((_, k) => tasks[k] === plan.tasks[k])
    const known = new Map(unchanged.map((ensemble) => [ensemble.task.name, ensemble]))
    // Judging alone would leave no turn to whoever aborts.
    await nextTurn()
    const faulty = await trainTasks(tasks, { ...training, trained: known })
    if (fault.plan) lossRatios[fault.name] = lossRatio(faulty, trained)
    underFault.set(fault.name, judge(faulty, fault))
  }
  return {
    id: experiment.id,
    touchedBy: touching.map(({ fault }) => fault.name),
    lossRatios,
    claims: claims.map((claim) => auditedClaim(claim, faults, underFault)),
  }
}

function lossRatio(faulty: readonly TrainedEnsemble[], trained: readonly TrainedEnsemble[]): number {
  const ratios = trained.flatMap(({ evaluation }, k) =>
    Array.from(evaluation.losses, (loss, member) => faulty[k]!.evaluation.losses[member]! / loss),
  )
  return median(ratios.filter(Number.isFinite))
}

function auditedClaim(
  claim: Claim,
  faults: readonly Fault[],
  underFault: ReadonlyMap<string, readonly Claim[]>,
): AuditedClaim {
  const verdicts = faults.map(({ name }) => {
    const claims = underFault.get(name)
    return { name, claims, found: claims?.find(({ id }) => id === claim.id) }
  })
  // Where measuring threw, nothing is known of a claim's judgment.
  const trained = verdicts.some(
    ({ claims, found }) => claims !== undefined && claims.length > 0 && judgmentOf(found) !== judgmentOf(claim),
  )
  const holds = verdicts.map(
    ({ name, claims, found }) => [name, claims ? (found?.holds ?? false) : claim.holds] as const,
  )
  const { nearMisses } = claim
  const unnoticed = holds.filter(([name, held]) => held && nearMisses.includes(name)).map(([name]) => name)
  return {
    id: claim.id,
    kind: claim.kind,
    trained,
    nearMisses,
    unnoticed,
    holds: { none: claim.holds, ...Object.fromEntries(holds) },
  }
}

function judgmentOf(claim: Claim | undefined): string {
  return JSON.stringify([claim?.expected, claim?.measured, claim?.tolerance, claim?.holds])
}

/** None where a fault made models of which the experiment cannot measure anything. */
function claimsOrNone(claims: () => readonly Claim[]): readonly Claim[] {
  try {
    return claims()
  } catch {
    return []
  }
}

function checkNames(faults: readonly Fault[]): void {
  const names = ['none']
  for (const { name } of faults) {
    if (names.includes(name))
      throw new RangeError(`invalid fault ${name}; expected another name than ${names.join(', ')}`)
    names.push(name)
  }
}

function described(experiment: Experiment): DefinedExperiment {
  if ('description' in experiment) return experiment as DefinedExperiment
  throw new RangeError(`invalid experiment ${experiment.id}: it has no description; expected one of defineExperiment`)
}
