/** The columns of a sweep's table, one row a model. `member-rows.ts` fills them. */
import {
  canonicalJson,
  type PlanCoordinate,
  type PlanValue,
  type TableColumn,
  type TableType,
  type TableValue,
} from '@digon/formats'
import { describeCell, type Sweep } from './expand.js'

/** Before the coordinates. */
const identity: readonly TableColumn[] = [
  { name: 'cell', type: 'integer' },
  { name: 'restart', type: 'integer' },
  { name: 'seed', type: 'integer' },
]

/** After the coordinates. */
const results: readonly TableColumn[] = [
  { name: 'status', type: 'text' },
  { name: 'divergedAt', type: 'integer' },
  { name: 'trainingLoss', type: 'number' },
  { name: 'loss', type: 'number' },
  { name: 'exactLoss', type: 'number' },
  { name: 'represented', type: 'integer' },
  { name: 'frobeniusSquared', type: 'number' },
  { name: 'dimensionsPerFeature', type: 'number' },
  { name: 'meanNorm', type: 'number' },
  { name: 'meanInterference', type: 'number' },
  { name: 'meanDimensionality', type: 'number' },
  { name: 'shape', type: 'text' },
]

/** At the end. */
const origin: readonly TableColumn[] = [
  { name: 'task', type: 'text' },
  { name: 'member', type: 'integer' },
  { name: 'id', type: 'text' },
]

/** What is measured of each feature, as `norm0`, `norm1`, … */
export const featureQuantities = ['norm', 'interference', 'dimensionality', 'bias'] as const

/** Models with more features have no columns of single features. */
const mostFeatures = 8

/** Names that no axis may have. */
export const reservedColumns: readonly string[] = [
  ...[...identity, ...results, ...origin].map(({ name }) => name),
  ...featureQuantities.flatMap((name) => Array.from({ length: mostFeatures }, (_, feature) => `${name}${feature}`)),
]

/** Of a sweep they are asked for with every task. */
const known = new WeakMap<Sweep, readonly TableColumn[]>()

/** The same for every part of a sweep. */
export function memberColumns(sweep: Sweep): readonly TableColumn[] {
  const columns = known.get(sweep) ?? columnsOf(sweep)
  known.set(sweep, columns)
  return columns
}

function columnsOf(sweep: Sweep): readonly TableColumn[] {
  const features = Array.from({ length: featureColumns(sweep) }, (_, feature) => feature)
  return [
    ...identity,
    ...sweep.coordinates.map(({ name, values }) => ({ name, type: typeOf(values) })),
    ...results,
    ...featureQuantities.flatMap((name) =>
      features.map((feature): TableColumn => ({ name: `${name}${feature}`, type: 'number' })),
    ),
    ...origin,
  ]
}

/** How many features have columns of their own: all of the widest model, or none. */
function featureColumns({ plan, tasks }: Sweep): number {
  // Tasks of one shape follow one another, and share what a cell costs.
  const shapes = tasks.filter(({ cost }, index) => cost !== tasks[index - 1]?.cost)
  const counts = shapes.map(({ cells }) => {
    const { model } = describeCell(plan, Math.floor(cells[0]! / plan.restarts))
    return (model as { readonly featureCount: number }).featureCount
  })
  return Math.max(0, ...new Set(counts.filter((count) => count <= mostFeatures)))
}

function typeOf(values: readonly PlanValue[]): TableType {
  const every = (type: string) => values.every((value) => typeof value === type)
  if (every('number')) return 'number'
  return every('boolean') ? 'boolean' : 'text'
}

/** A value of a coordinate as its column has it: where not all of them are numbers, or booleans, words as they are and the rest as JSON. */
export function coordinateValue({ values }: PlanCoordinate, value: PlanValue): TableValue {
  return typeOf(values) !== 'text' || typeof value === 'string' ? (value as TableValue) : canonicalJson(value)
}
