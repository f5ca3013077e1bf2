/**
 * What a cell costs, and how many of them make a task. Rough numbers are enough: they decide how work is cut, never what comes
 * out. The rule is frozen by a test, since a sweep that was begun must be cut in the same way when it is resumed.
 */
import type { PlanValue, SweepPlan } from '@digon/formats'
import { cyclesPerSample } from '@digon/model'

/** What a cell takes, by estimate. */
export interface CellCost {
  /** Of training and evaluation on one core. */
  readonly microseconds: number
  /** Of its files. */
  readonly bytes: number
  /** While it is trained. */
  readonly memoryBytes: number
}

/** What a task should take on one core: long beside its files, short beside a lost machine. */
const taskMicroseconds = 2_000_000

/** Most cells of a task, and what it should need at most while it is trained. */
const mostCells = 256
const mostMemoryBytes = 256 * 2 ** 20

/** @param fields of a combination's cells; what is no number counts as the default. */
export function cellCost(fields: Readonly<Record<string, PlanValue>>, plan: SweepPlan): CellCost {
  const model = fields.model as { readonly featureCount?: PlanValue; readonly hiddenSize?: PlanValue } | null
  const [features, hidden] = [countOr(model?.featureCount, 1), countOr(model?.hiddenSize, 1)]
  const [batchSize, steps] = [countOr(fields.batchSize, 1024), countOr(fields.steps, 0)]
  const samples = batchSize * steps + plan.evaluationSamples / 3
  const cycles = cyclesPerSample({ featureCount: features, hiddenSize: hidden })
  const parameters = features * hidden + features
  const losses = 1 + (plan.lossEvery === null ? (plan.lossSteps ?? []).length : steps / plan.lossEvery)
  return {
    microseconds: Math.max(1, (samples * cycles) / 2500),
    bytes: 4 * parameters + 8 * (features + 1) + 5 * losses + 300,
    memoryBytes: 16 * parameters + 24 * features + 28 * losses + 2000,
  }
}

/** Cells of one task when there are so many of them; all tasks but the last have this size. */
export function cellsPerTask({ microseconds, memoryBytes }: CellCost, cellCount: number): number {
  const byTime = Math.floor(taskMicroseconds / microseconds)
  const byMemory = Math.floor(mostMemoryBytes / memoryBytes)
  const most = Math.max(1, Math.min(mostCells, byTime, byMemory))
  return Math.ceil(cellCount / Math.ceil(cellCount / most))
}

function countOr(value: PlanValue | undefined, otherwise: number): number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : otherwise
}
