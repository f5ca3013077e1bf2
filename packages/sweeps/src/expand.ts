/**
 * A plan as cells and tasks. A cell is one model: a combination of axis values and a restart, numbered in the order of the axes
 * (the first varies slowest, restarts fastest). Cells of one shape are packed into tasks, each an ensemble, by what they cost.
 * Nothing is made per cell before it is asked for, so that a plan of 100,000 cells is there at once.
 */
import { deriveSeed } from '@digon/data'
import { canonicalJson, type PlanCoordinate, type PlanValue, type SweepPlan } from '@digon/formats'
import {
  defineEnsemble,
  type EnsembleDescription,
  type MemberDescription,
  type Stage,
  type TrainingTask,
} from '@digon/model'
import { withField } from './field-path.js'
import { type CellCost, cellCost, cellsPerTask } from './pack.js'

/** Inside the run: where the folders of all tasks are. */
export const tasksFolder = 'tasks'

/** A plan with its cells and tasks. */
export interface Sweep {
  readonly plan: SweepPlan
  readonly cellCount: number
  /** Of all axes, in their order. */
  readonly coordinates: readonly PlanCoordinate[]
  /** In the order of their numbers. */
  readonly tasks: readonly SweepTask[]
}

/** Cells that are trained together. */
export interface SweepTask {
  /** Inside the run, for example `tasks/00017`. */
  readonly folder: string
  /** Numbers of its cells, ascending. */
  readonly cells: readonly number[]
  readonly cost: CellCost
}

/** One model of a sweep. */
export interface Cell {
  readonly index: number
  readonly restart: number
  readonly seed: number
  /** Coordinate name to its value. */
  readonly coordinates: Readonly<Record<string, PlanValue>>
}

const known = new WeakMap<SweepPlan, Sweep>()

/** A plan's cells and tasks; the same for the same plan, always. @throws {InvalidEnsembleError} when a shape makes no sense. */
export function expandPlan(plan: SweepPlan): Sweep {
  const sweep = known.get(plan) ?? expand(plan)
  known.set(plan, sweep)
  return sweep
}

function expand(plan: SweepPlan): Sweep {
  const combinations = combinationCount(plan)
  const coordinates = plan.axes.flatMap((axis) => axis.coordinates)
  const tasks: SweepTask[] = []
  for (const group of shapeGroups(plan)) {
    const cost = cellCost(describeCell(plan, group[0]!), plan)
    const size = cellsPerTask(cost, group.length * plan.restarts)
    const cells = group.flatMap((combination) =>
      Array.from({ length: plan.restarts }, (_, restart) => combination * plan.restarts + restart),
    )
    for (let start = 0; start < cells.length; start += size) {
      const folder = `${tasksFolder}/${String(tasks.length).padStart(5, '0')}`
      tasks.push({ folder, cells: cells.slice(start, start + size), cost })
    }
  }
  return { plan, cellCount: combinations * plan.restarts, coordinates, tasks }
}

/** Everything about a cell but its ensemble. @param index from 0. */
export function cellAt(plan: SweepPlan, index: number): Cell {
  const positions = positionsOf(plan, Math.floor(index / plan.restarts))
  const coordinates: Record<string, PlanValue> = {}
  for (const [axis, position] of positions.entries()) {
    for (const { name, values } of plan.axes[axis]!.coordinates) coordinates[name] = values[position]!
  }
  const restart = index % plan.restarts
  // From what the cell is, not from where it stands: a finer grid keeps the models that it has in common with a coarser one.
  const path = Object.entries(coordinates).map(([name, value]) => `${name}=${canonicalJson(value)}`)
  return { index, restart, seed: deriveSeed(plan.seed, ['sweep', ...path.sort(), restart]), coordinates }
}

/**
 * The training task of some cells of one shape.
 *
 * @param name as `TrainingTask.name`.
 * @throws {InvalidEnsembleError} when a cell's settings are no ensemble.
 */
export function taskOfCells(plan: SweepPlan, cells: readonly number[], name: string): TrainingTask {
  const first = describeCell(plan, Math.floor(cells[0]! / plan.restarts))
  const { steps, stages, member: _, ...shape } = first
  const members = cells.map((index): MemberDescription => {
    const { member } = describeCell(plan, Math.floor(index / plan.restarts))
    return { ...(member as MemberDescription | undefined), seed: cellAt(plan, index).seed }
  })
  const ensemble = defineEnsemble({ ...shape, members } as unknown as EnsembleDescription)
  const count = steps as number
  return {
    name,
    ensemble,
    ...(stages !== undefined && { stages: stages as unknown as readonly Stage[] }),
    steps: count,
    lossSteps: lossStepsOf(count, plan),
    record: [],
    evaluationSamples: plan.evaluationSamples,
  }
}

function lossStepsOf(steps: number, { lossEvery, lossSteps = [] }: SweepPlan): readonly number[] {
  if (steps === 0) return []
  const asked =
    lossEvery === null
      ? lossSteps.filter((step) => step < steps)
      : Array.from({ length: Math.ceil(steps / lossEvery) }, (_, index) => index * lossEvery)
  return asked.at(-1) === steps - 1 ? asked : [...asked, steps - 1]
}

/** The fields of a combination's cells: those of the plan, with the values of its axes. */
export function describeCell(plan: SweepPlan, combination: number): Readonly<Record<string, PlanValue>> {
  let fields: PlanValue = plan.base
  for (const [axis, position] of positionsOf(plan, combination).entries()) {
    for (const { fields: paths, values } of plan.axes[axis]!.coordinates) {
      for (const path of paths) fields = withField(fields, path, values[position]!)
    }
  }
  return fields as Readonly<Record<string, PlanValue>>
}

export function combinationCount(plan: SweepPlan): number {
  return lengthsOf(plan).reduce((product, length) => product * length, 1)
}

/** Position on each axis. */
export function positionsOf(plan: SweepPlan, combination: number): readonly number[] {
  const positions: number[] = []
  let rest = combination
  for (const length of lengthsOf(plan).toReversed()) {
    positions.unshift(rest % length)
    rest = Math.floor(rest / length)
  }
  return positions
}

function lengthsOf({ axes }: SweepPlan): readonly number[] {
  return axes.map(({ coordinates }) => coordinates[0]!.values.length)
}

/** Combinations that can be one ensemble, by the order of their first: those that differ in fields of `member` alone. */
function shapeGroups(plan: SweepPlan): readonly (readonly number[])[] {
  const shaping = plan.axes.map(({ coordinates }) =>
    coordinates.some(({ fields }) => fields.some((field) => !field.startsWith('member.'))),
  )
  const groups = new Map<string, number[]>()
  for (let combination = 0; combination < combinationCount(plan); combination++) {
    const key = positionsOf(plan, combination)
      .filter((_, axis) => shaping[axis])
      .join()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [combination])
    else group.push(combination)
  }
  return [...groups.values()]
}
