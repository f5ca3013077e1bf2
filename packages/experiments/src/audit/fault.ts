/**
 * A fault: what a subtly broken system would do to an experiment, and how it is planted. The published list is `faults.ts`,
 * judging under faults `audit-experiment.ts`.
 */
import { foundText } from '@digon/messages'
import { defineEnsemble, resolveStages, type TrainingTask } from '@digon/model'
import type { ExperimentPlan } from '../experiment.js'
import type { Sweeps, TrainedSweeps } from '../vocabulary/controls.js'
import type { Tools } from '../vocabulary/simulation.js'

/** What an audit hands to a fault and takes back: trained models by sweep and condition. */
export type AuditedSweeps = TrainedSweeps<Sweeps>

/** At least one of `plan`, `trained` and `tools`. Analysis always believes the planned tasks and conditions. */
export interface Fault {
  /** Unique among the faults of an audit, and not `none`. */
  readonly name: string
  /** One sentence: what is broken. */
  readonly description?: string
  /**
   * Whether the experiment has what is broken. Default: the plan fault changes a task, there is a fault in results and something is
   * trained, or the experiment simulates with a broken tool. Pure.
   */
  readonly touches?: (plan: ExperimentPlan) => boolean
  /** The task that is trained instead; same name, model sizes and number of members. Pure. */
  readonly plan?: (task: TrainingTask) => TrainingTask
  /** What is judged instead: the same sweeps and conditions. Pure. */
  readonly trained?: (trained: AuditedSweeps) => AuditedSweeps
  /** What each broken tool of simulations does instead. Pure. */
  readonly tools?: { readonly [Name in keyof Tools]?: (tool: Tools[Name]) => Tools[Name] }
}

/** Whether a fault changes something that the experiment has. An untouched experiment is not judged under it. */
export function faultTouches(fault: Fault, plan: ExperimentPlan): boolean {
  if (fault.touches !== undefined) return fault.touches(plan)
  const { tasks, tools = [] } = plan
  return (
    (fault.trained !== undefined && tasks.length > 0) ||
    tasks.some((task) => faultyTask(fault, task) !== task) ||
    tools.some((name) => fault.tools?.[name] !== undefined)
  )
}

/** The tools that a simulation gets under a fault. */
export function faultyTools({ tools: broken }: Fault, tools: Tools): Tools {
  const changed = Object.entries(broken ?? {}).map(([name, change]) => [
    name,
    change(tools[name as keyof Tools] as never),
  ])
  return { ...tools, ...Object.fromEntries(changed) }
}

/**
 * The task that is trained under a fault; the very same one where the fault leaves it as it is.
 *
 * @throws {RangeError} when the fault fails, or gives another task than the conditions are for.
 * @throws {InvalidEnsembleError} when it gives an ensemble that cannot be.
 */
export function faultyTask(fault: Fault, task: TrainingTask): TrainingTask {
  if (fault.plan === undefined) return task
  const changed = applied(fault, 'plan', () => fault.plan!(task))
  const shapeOf = (of: TrainingTask | undefined) =>
    `${of?.name}: ${of?.ensemble?.members?.length} members, ${of?.ensemble?.model?.featureCount} features`
  if (shapeOf(changed) !== shapeOf(task)) throw invalid(fault, 'plan', `gave ${shapeOf(changed)}`, shapeOf(task))
  if (JSON.stringify(changed) === JSON.stringify(task)) return task
  defineEnsemble(changed.ensemble, { memoryLimitInBytes: Number.MAX_SAFE_INTEGER })
  resolveStages(changed.ensemble, changed.stages)
  return changed
}

/**
 * What is judged under a fault.
 *
 * @throws {RangeError} when the fault fails, or gives other sweeps or conditions.
 */
export function faultyResults(fault: Fault, trained: AuditedSweeps): AuditedSweeps {
  if (fault.trained === undefined) return trained
  const changed = applied(fault, 'trained', () => fault.trained!(trained))
  for (const [name, conditions] of Object.entries(trained)) {
    const found: unknown = changed?.[name]
    const expected = `${conditions.length} conditions in the sweep ${name}`
    if (!Array.isArray(found) || found.length !== conditions.length) {
      throw invalid(fault, 'trained', `gave ${foundText(found)}`, expected)
    }
  }
  return changed
}

function applied<Result>(fault: Fault, field: 'plan' | 'trained', change: () => Result): Result {
  try {
    return change()
  } catch (error) {
    throw invalid(fault, field, `threw ${error}`, field === 'plan' ? 'a task' : 'sweeps', error)
  }
}

function invalid({ name }: Fault, field: string, found: string, expected: string, cause?: unknown): RangeError {
  return new RangeError(`invalid fault ${name}: ${field} ${found}; expected ${expected}`, { cause })
}
