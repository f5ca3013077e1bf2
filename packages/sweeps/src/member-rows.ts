/** The rows of a sweep's table: what a cell is, and what came out of it. Which columns there are is `member-columns.ts`. */
import { createHash } from 'node:crypto'
import { canonicalJson, type Engine, type TableRows, type TableValue } from '@digon/formats'
import { type NamedShape, nameShapes, productName, summarizeMember } from '@digon/metrics'
import {
  type Ensemble,
  ensembleAt,
  type Member,
  memberParameters,
  memberWeights,
  type TrainedEnsemble,
} from '@digon/model'
import { reluLoss } from '@digon/theory'
import { cellAt, type Sweep } from './expand.js'
import { coordinateValue, memberColumns } from './member-columns.js'

type Row = Readonly<Record<string, TableValue>>

/** Features up to which the exact loss is computed: it takes about n · 3ⁿ terms. */
const mostExactFeatures = 6

/** @param folder of the task that trained them. @param cells as the members of the ensemble. */
export function trainedRows(
  sweep: Sweep,
  folder: string,
  cells: readonly number[],
  trained: TrainedEnsemble,
  engine: Engine,
): TableRows {
  const divergedAt = new Map(trained.diverged.map(({ member, step }) => [member, step]))
  const last = trained.history.at(-1)?.losses
  const ensemble = ensembleAt(trained.task, trained.task.steps)
  const rows = cells.map((cell, member): Row => {
    const step = divergedAt.get(member)
    return {
      ...cellFields(sweep, cell),
      status: step === undefined ? 'done' : 'diverged',
      divergedAt: step ?? null,
      trainingLoss: finite(last?.[member]),
      loss: finite(trained.evaluation.losses[member]),
      ...measured(trained, ensemble, member),
      ...{ task: folder, member },
      id: cellId(trained.task, member, engine),
    }
  })
  return asColumns(sweep, rows)
}

/** The row of a cell that could not be trained. */
export function failedRows(sweep: Sweep, folder: string, cell: number): TableRows {
  return asColumns(sweep, [{ ...cellFields(sweep, cell), status: 'failed', task: folder }])
}

/**
 * What identifies a cell wherever it is trained: 32 hexadecimal digits of the SHA-256 of its resolved settings, its seed among
 * them, and of what computes it.
 */
export function cellId(
  { ensemble, steps, stages, evaluationSamples }: TrainedEnsemble['task'],
  member: number,
  engine: Engine,
): string {
  const { backend, arithmetic, streamVersion } = engine
  const settings = { ...ensemble, members: [ensemble.members[member]], steps, stages, evaluationSamples }
  const text = canonicalJson({ ...settings, backend, arithmetic, streamVersion })
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

function cellFields({ plan, coordinates }: Sweep, index: number): Row {
  const { restart, seed, coordinates: at } = cellAt(plan, index)
  const values = coordinates.map((coordinate) => {
    return [coordinate.name, coordinateValue(coordinate, at[coordinate.name]!)] as const
  })
  return { cell: index, restart, seed, ...Object.fromEntries(values) }
}

/** @param ensemble of the last step. */
function measured(trained: TrainedEnsemble, ensemble: Ensemble, member: number): Row {
  const weights = memberWeights(trained.parameters, member)
  const bias = memberParameters(trained.parameters, member).bias?.values
  if (![...weights.values, ...(bias ?? [])].every(Number.isFinite)) return {}
  const { features, represented, frobeniusSquared, dimensionsPerFeature } = summarizeMember(weights, bias)
  const mean = (quantity: 'norm' | 'interference' | 'dimensionality') =>
    features.reduce((sum, feature) => sum + feature[quantity], 0) / features.length
  const single = features.flatMap((feature, index) =>
    Object.entries(feature).map(([name, value]): [string, TableValue] => [`${name}${index}`, finite(value)]),
  )
  const shapes: readonly NamedShape[] = nameShapes(weights)
  return {
    represented,
    frobeniusSquared,
    dimensionsPerFeature: finite(dimensionsPerFeature),
    meanNorm: mean('norm'),
    meanInterference: mean('interference'),
    meanDimensionality: mean('dimensionality'),
    shape: productName(shapes),
    exactLoss: exactLoss(ensemble, ensemble.members[member]!, {
      weights,
      bias: bias ?? new Float64Array(weights.rows),
    }),
    ...Object.fromEntries(single),
  }
}

/** Null where there is no formula: correlated or otherwise distributed features, untied or wide models, a penalty. */
function exactLoss(
  { model, target }: Ensemble,
  { data, importance, hiddenL1 }: Member,
  tied: Parameters<typeof reluLoss>[0],
): number | null {
  if (model.kind !== 'autoencoder' || !model.tied || model.hiddenBias || model.featureCount > mostExactFeatures)
    return null
  if (model.outputActivation !== 'relu' || model.hiddenActivation !== 'identity' || target !== 'identity') return null
  if (data.kind !== 'independent' || (data.groups ?? []).length > 0 || hiddenL1 > 0) return null
  if (data.values !== undefined && data.values.kind !== 'unit') return null
  return reluLoss(tied, { probability: data.probability, importance })
}

function asColumns(sweep: Sweep, rows: readonly Row[]): TableRows {
  return Object.fromEntries(memberColumns(sweep).map(({ name }) => [name, rows.map((row) => row[name] ?? null)]))
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}
