/**
 * Models of a sweep whose weights a picture shows: which of them, in what they differ, and in words what was left out. Reading and
 * drawing the weights is left to others.
 */
import type { PlanValue, Table, TableValue } from '@digon/formats'
import type { Sweep } from '../expand.js'
import { bestRow, type Choice } from './restarts.js'
import { hasResult, inWords, rowsAt, SweepFigureError } from './selected-rows.js'

/** A model that is drawn. */
export interface ChosenModel {
  readonly cell: number
  /** Folder of the task that trained it, inside the run, and its place in the ensemble there. */
  readonly task: string
  readonly member: number
  /** The step from which on it was not trained any more. */
  readonly divergedAt: number | undefined
  /** In what it differs from other models of the picture, for example `density = 0.1` and `restart 2`. */
  readonly conditions: readonly string[]
}

/** The models of a sweep that a picture shows. */
export interface ChosenModels {
  /** In the order of their numbers; at least one. */
  readonly models: readonly ChosenModel[]
  /** What all of them share, and what was left out, for example `hidden = 2; 20 of 1,000 models, evenly spaced`. */
  readonly note: string
}

/** Options of `chooseModels`. */
export interface ChooseModelsOptions {
  /** Numbers of cells. Default: all. */
  readonly cells?: readonly number[] | undefined
  /** Coordinates that are held at one value. Default none. */
  readonly where?: Readonly<Record<string, PlanValue>> | undefined
  /** `best`: of all restarts of a condition only the one of the least loss. Default: every restart. */
  readonly choice?: Extract<Choice, 'best'> | undefined
  /** Most models of a picture, an integer ≥ 1; of more of them it shows some, evenly spaced. */
  readonly most: number
}

/**
 * Models that diverged are left out where others are left.
 *
 * @throws {SweepFigureError} for a cell, a coordinate or a value that the sweep does not have, and when no model is left.
 */
export function chooseModels(sweep: Sweep, table: Table, options: ChooseModelsOptions): ChosenModels {
  const { cells, where = {}, choice, most } = options
  const value = (row: number, column: string): TableValue => table.rows[column]?.[row] ?? null
  const held = rowsAt(sweep, table, new Map(Object.entries(where)))
  const asked = rowsOfCells(sweep, held.rows, value, cells)
  const withResult = asked.filter((row) => hasResult(table, row))
  const sound = withResult.filter((row) => value(row, 'status') !== 'diverged')
  const drawable = sound.length > 0 ? sound : withResult
  if (drawable.length === 0) throw new SweepFigureError('none of these models has weights that can be drawn')
  const names = sweep.coordinates.map(({ name }) => name)
  const candidates = choice === 'best' ? bestOfEach(drawable, names, value) : drawable
  const shown = evenlySpaced(candidates, most)
  const differing = [...names, 'restart'].filter((name) => new Set(shown.map((row) => value(row, name))).size > 1)
  const text = Object.fromEntries(differing.map((name) => [name, shortTexts(shown.map((row) => value(row, name)))]))
  const shared = [...names, ...(sweep.plan.restarts > 1 ? ['restart'] : [])]
    .filter((name) => !differing.includes(name))
    .map((name) => `${name} = ${value(shown[0]!, name)}`)
  const count = `${inWords(shown.length)} of ${inWords(table.rowCount)} models`
  const note = [
    ...shared,
    choice === 'best' && sweep.plan.restarts > 1 ? `best of ${sweep.plan.restarts} restarts` : '',
    shown.length < table.rowCount ? `${count}${shown.length < candidates.length ? ', evenly spaced' : ''}` : '',
    withResult.length < asked.length ? `${inWords(asked.length - withResult.length)} models without a result` : '',
    drawable.length < withResult.length ? `${inWords(withResult.length - drawable.length)} that diverged left out` : '',
  ]
  return {
    models: shown.map((row, index) => ({
      cell: Number(value(row, 'cell')),
      task: String(value(row, 'task')),
      member: Number(value(row, 'member')),
      divergedAt: (value(row, 'divergedAt') ?? undefined) as number | undefined,
      conditions: differing.map((name) =>
        name === 'restart' ? `restart ${text[name]![index]}` : `${name} = ${text[name]![index]}`,
      ),
    })),
    note: note.filter((part) => part !== '').join('; '),
  }
}

type ValueOf = (row: number, column: string) => TableValue

function rowsOfCells(
  { cellCount }: Sweep,
  rows: readonly number[],
  value: ValueOf,
  cells: readonly number[] | undefined,
): readonly number[] {
  if (cells === undefined) return rows
  const unknown = cells.find((cell) => cell >= cellCount)
  if (unknown !== undefined) {
    throw new SweepFigureError(`no model ${unknown}; the sweep has models 0 to ${cellCount - 1}`)
  }
  const wanted = new Set<TableValue>(cells)
  return rows.filter((row) => wanted.has(value(row, 'cell')))
}

function bestOfEach(rows: readonly number[], names: readonly string[], value: ValueOf): readonly number[] {
  const byCondition = new Map<string, number[]>()
  for (const row of rows) {
    const key = JSON.stringify(names.map((name) => value(row, name)))
    const restarts = byCondition.get(key)
    if (restarts === undefined) byCondition.set(key, [row])
    else restarts.push(row)
  }
  return [...byCondition.values()].map((restarts) => bestRow({ value }, restarts))
}

function evenlySpaced(rows: readonly number[], most: number): readonly number[] {
  if (rows.length <= most) return rows
  return Array.from({ length: most }, (_, index) => rows[Math.floor(((index + 0.5) * rows.length) / most)]!)
}

/** Numbers with as few digits as tell them apart, at least three. */
function shortTexts(values: readonly TableValue[]): readonly string[] {
  const isNumber = (value: TableValue): value is number => typeof value === 'number'
  if (!values.every(isNumber)) return values.map(String)
  const differing = new Set(values).size
  for (let digits = 3; digits < 17; digits++) {
    const rounded = values.map((value) => Number(value.toPrecision(digits)))
    if (new Set(rounded).size === differing) return rounded.map(String)
  }
  return values.map(String)
}
