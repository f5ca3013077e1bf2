/**
 * What a picture of a sweep shows: the rows of its table by the values of the axes that it shows, the others held at one value.
 * It also knows in words what was left out.
 */
import type { PlanCoordinate, PlanValue, Table, TableValue } from '@digon/formats'
import type { Sweep } from '../expand.js'
import { coordinateValue } from '../member-columns.js'

/** A picture was asked for that the sweep cannot give. */
export class SweepFigureError extends Error {
  override readonly name = 'SweepFigureError'
  readonly category = 'input'
}

export interface SelectedRows {
  /** The axes that vary in it, in the order of the plan; each by its first coordinate. */
  readonly axes: readonly PlanCoordinate[]
  /** Row numbers of the restarts at a position on each of the axes; those without results are left out. */
  readonly at: (positions: readonly number[]) => readonly number[]
  /** One value of a column. */
  readonly value: (row: number, column: string) => TableValue
  /** For example `hiddenSize = 2; 20 of 1,000 models, 3 have no result`. */
  readonly note: string
}

/**
 * @param where coordinate name to the value that it is held at.
 * @param mostAxes how many axes may vary; further ones are held at their first value.
 * @throws {SweepFigureError} for a coordinate, or a value of it, that the sweep does not have.
 */
export function selectRows(
  sweep: Sweep,
  table: Table,
  where: Readonly<Record<string, PlanValue>>,
  mostAxes: number,
): SelectedRows {
  for (const name of Object.keys(where)) coordinateOf(sweep, name)
  const held = new Map<string, PlanValue>(Object.entries(where))
  const axes: PlanCoordinate[] = []
  for (const { coordinates } of sweep.plan.axes) {
    const [first] = coordinates
    if (first!.values.length === 1 || coordinates.some(({ name }) => held.has(name))) continue
    if (axes.length < mostAxes) axes.push(first!)
    else held.set(first!.name, first!.values[0]!)
  }
  const { rows: kept, conditions } = rowsAt(sweep, table, held)
  const byPlace = new Map<string, number[]>()
  let [without, diverged] = [0, 0]
  for (const row of kept) {
    if (!hasResult(table, row)) {
      without++
      continue
    }
    if (table.rows.status![row] === 'diverged') diverged++
    const key = JSON.stringify(axes.map(({ name }) => table.rows[name]![row]))
    const rows = byPlace.get(key)
    if (rows === undefined) byPlace.set(key, [row])
    else rows.push(row)
  }
  const some = kept.length === table.rowCount ? '' : `${inWords(kept.length)} of ${inWords(table.rowCount)} models`
  const gaps = without === 0 ? '' : `${inWords(without)} models without a result`
  const wild = diverged === 0 ? '' : `${inWords(diverged)} models diverged and count as they ended`
  return {
    axes,
    at: (positions) => {
      const key = positions.map((position, axis) => coordinateValue(axes[axis]!, axes[axis]!.values[position]!))
      return byPlace.get(JSON.stringify(key)) ?? []
    },
    value: (row, column) => table.rows[column]?.[row] ?? null,
    note: [...conditions, some, gaps, wild].filter((text) => text !== '').join('; '),
  }
}

/** The models at such values of some coordinates, and in words which those are. */
export function rowsAt(
  sweep: Sweep,
  table: Table,
  held: ReadonlyMap<string, PlanValue>,
): { readonly rows: readonly number[]; readonly conditions: readonly string[] } {
  const checks = [...held].map(([name, value]) => ({ name, value: valueIn(coordinateOf(sweep, name), value) }))
  const rows = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) =>
    checks.every(({ name, value }) => table.rows[name]![row] === value),
  )
  return { rows, conditions: checks.map(({ name, value }) => `${name} = ${value}`) }
}

/** Whether a model has weights that can be measured. */
export function hasResult({ rows }: Table, row: number): boolean {
  return rows.status![row] !== 'failed' && rows.represented![row] !== null
}

/** A count, for people. */
export function inWords(count: number): string {
  return count.toLocaleString('en-US')
}

export function coordinateOf({ coordinates }: Sweep, name: string): PlanCoordinate {
  const found = coordinates.find((coordinate) => coordinate.name === name)
  if (found !== undefined) return found
  const names = coordinates.map((coordinate) => coordinate.name)
  throw new SweepFigureError(`unknown axis: ${name}; one of ${names.join(', ') || 'none, as the sweep has no axes'}`)
}

function valueIn(coordinate: PlanCoordinate, value: PlanValue): TableValue {
  const { name, values } = coordinate
  const known = values.map((each) => coordinateValue(coordinate, each))
  const asked = coordinateValue(coordinate, value)
  if (known.includes(asked)) return asked
  const shown = `${known.slice(0, 8).join(', ')}${known.length > 8 ? ', …' : ''}`
  throw new SweepFigureError(`no models at ${name} = ${asked}; values are ${shown}`)
}
