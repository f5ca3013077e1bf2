/**
 * The picture of a sweep that its axes ask for: a phase diagram where theory knows the axes, else a heat map of two axes, or curves
 * over one. Drawing it is @digon/plot.
 */
import type { PlanCoordinate, PlanValue, Table } from '@digon/formats'
import { type Curve, curvesFigure, type Figure, type HeatMapAxis, heatMapFigure } from '@digon/plot'
import type { Sweep } from '../expand.js'
import { coordinateValue } from '../member-columns.js'
import { type PhaseAxes, phaseAxes, phaseBoundaries, phaseFigure } from './phase-figure.js'
import { type Choice, ofRestarts } from './restarts.js'
import { coordinateOf, type SelectedRows, SweepFigureError, selectRows } from './selected-rows.js'

/** Options of `sweepFigure`. */
export interface SweepFigureOptions {
  /** A column of the table with numbers. Default: what theory speaks of, else the loss on fresh samples. */
  readonly metric?: string | undefined
  /** The axis whose values are curves of their own; the other one runs to the right. Default none. */
  readonly groupBy?: string | undefined
  /** What is shown of several restarts. Default: the best in phase diagrams, else the median. */
  readonly choice?: Choice | undefined
  /** Coordinates that are held at one value. Further axes than two are held at their first. Default none. */
  readonly where?: Readonly<Record<string, PlanValue>> | undefined
}

/** Most curves of a picture. */
const mostCurves = 7

/**
 * @param table of the sweep's members.
 * @throws {SweepFigureError} for a metric or an axis that the sweep does not have, or when no axis varies.
 */
export function sweepFigure(sweep: Sweep, table: Table, options: SweepFigureOptions = {}): Figure {
  const { groupBy, where = {}, choice } = options
  if (groupBy !== undefined) coordinateOf(sweep, groupBy)
  const selected = selectRows(sweep, table, where, 2)
  const { restarts } = sweep.plan
  const phase = groupBy === undefined ? phaseAxes(sweep, selected) : undefined
  if (phase && options.metric === undefined && choice !== 'median' && isWhole(selected)) {
    return phaseFigure(selected, phase, restarts)
  }
  const metric = options.metric ?? (sweep.plan.evaluationSamples > 0 ? 'loss' : 'trainingLoss')
  checkMetric(table, metric)
  const shown = { selected, metric, choice: choice ?? 'median', restarts, phase }
  const [first, second] = selected.axes
  if (first === undefined) throw new SweepFigureError('no axis varies here; a picture needs one with several values')
  if (groupBy !== undefined) return curves(shown, groupBy)
  if (second === undefined) return isNumeric(first) ? curves(shown, undefined) : heatMap(shown)
  return heatMap(shown)
}

/** Whether every place of the picture has a model. */
function isWhole({ axes, at }: SelectedRows): boolean {
  const [first, second] = axes
  return first!.values.every((_, one) => second!.values.every((__, other) => at([one, other]).length > 0))
}

interface Shown {
  readonly selected: SelectedRows
  readonly metric: string
  readonly choice: Choice
  readonly restarts: number
  /** What theory knows of the axes. */
  readonly phase: PhaseAxes | undefined
}

function checkMetric({ columns }: Table, metric: string): void {
  const numeric = columns.filter(({ type }) => type === 'number' || type === 'integer').map(({ name }) => name)
  if (!numeric.includes(metric)) throw new SweepFigureError(`unknown metric: ${metric}; one of ${numeric.join(', ')}`)
}

function curves({ selected, metric, choice, restarts }: Shown, groupBy: string | undefined): Figure {
  const { axes } = selected
  const group = axes.findIndex(({ name }) => name === groupBy)
  if (groupBy !== undefined && group === -1)
    throw new SweepFigureError(`${groupBy} does not vary here; it cannot group`)
  const along = axes.findIndex((_, axis) => axis !== group)
  const axis = axes[along]
  if (axis === undefined || !isNumeric(axis)) {
    throw new SweepFigureError(
      `curves need an axis of numbers${axis === undefined ? ' beside the one that groups' : ''}`,
    )
  }
  const groups = group === -1 ? [undefined] : axes[group]!.values
  if (groups.length > mostCurves) {
    throw new SweepFigureError(`${groupBy} has ${groups.length} values; a picture shows at most ${mostCurves} curves`)
  }
  const found = groups.map((value, atGroup): Curve => {
    const points = (axis.values as readonly number[]).map((x, atX) => {
      const positions = group === -1 ? [atX] : group < along ? [atGroup, atX] : [atX, atGroup]
      return { x, spread: ofRestarts(selected, selected.at(positions), metric, choice) }
    })
    const column = (of: 'value' | 'lowest' | 'highest') => points.map(({ spread }) => spread?.[of] ?? Number.NaN)
    const label =
      value === undefined ? chosen(choice, restarts) : `${groupBy} = ${coordinateValue(axes[group]!, value)}`
    const spread = restarts > 1 && { spread: { lowest: column('lowest'), highest: column('highest') } }
    return { label, x: points.map(({ x }) => x), y: column('value'), ...spread }
  })
  const band = restarts > 1 ? `${chosen(choice, restarts)}; band: all restarts` : ''
  const all = found.flatMap(({ y }) => [...Array.from(y)])
  return curvesFigure({
    ...textOf(metric, [axis], selected.note, groupBy),
    curves: found,
    xAxis: { title: axis.name, scale: scaleOf(axis.values as readonly number[]) },
    yAxis: { title: metricInWords(metric), scale: scaleOf(all.filter(Number.isFinite)) },
    ...noteOf([band, selected.note], 'bandMeaning'),
  })
}

function heatMap({ selected, metric, choice, restarts, phase }: Shown): Figure {
  const [y, x] = selected.axes.length === 1 ? [undefined, selected.axes[0]!] : [selected.axes[1]!, selected.axes[0]!]
  const cells = (y?.values ?? [null]).map((_, atY) =>
    x.values.map((__, atX) => {
      const rows = selected.at(y === undefined ? [atX] : [atX, atY])
      return ofRestarts(selected, rows, metric, choice)?.value ?? null
    }),
  )
  const values = cells.flat().filter((value) => value !== null)
  if (values.length === 0) throw new SweepFigureError(`no model has a ${metric} here`)
  return heatMapFigure({
    ...textOf(metric, selected.axes, selected.note),
    xAxis: axisOf(x),
    yAxis: y === undefined ? { title: '', labels: [' '] } : axisOf(y),
    cells: ascending(y, cells).map((row) => ascending(x, row)),
    quantity: metricInWords(metric),
    scale: scaleOf(values),
    ...(phase && { boundaries: phaseBoundaries(selected, phase) }),
    ...noteOf(
      [restarts > 1 ? chosen(choice, restarts) : '', phase ? 'lines: phases of theory' : '', selected.note],
      'note',
    ),
  })
}

function textOf(metric: string, axes: readonly PlanCoordinate[], note: string, groupBy?: string) {
  const names = axes.map(({ name }) => name)
  const over = `${names.join(' and ')}${groupBy === undefined ? '' : ` by ${groupBy}`}`
  const file = [metric, 'over', ...names, ...(groupBy === undefined ? [] : ['by', groupBy])]
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return {
    name: file,
    title: `${metric} over ${over}`,
    description: `${metric} of the models of a sweep over ${over}.${note === '' ? '' : ` ${note}.`}`,
  }
}

/** What a column holds, where its name does not say which samples a loss is of. */
function metricInWords(metric: string): string {
  const words: Readonly<Record<string, string>> = {
    loss: 'loss on fresh samples',
    trainingLoss: 'loss of the last batch',
    exactLoss: 'exact loss',
  }
  return words[metric] ?? metric
}

function noteOf<Name extends string>(parts: readonly string[], name: Name): { [key in Name]?: string } {
  const text = parts.filter((part) => part !== '').join('; ')
  return (text === '' ? {} : { [name]: text }) as { [key in Name]?: string }
}

function chosen(choice: Choice, restarts: number): string {
  if (restarts === 1) return 'one model each'
  return choice === 'best' ? `best of ${restarts} restarts` : `median of ${restarts} restarts`
}

function isNumeric({ values }: PlanCoordinate): boolean {
  return values.every((value) => typeof value === 'number')
}

function axisOf(axis: PlanCoordinate): HeatMapAxis {
  const { name, values } = axis
  if (!isNumeric(axis)) return { title: name, labels: values.map((value) => String(coordinateValue(axis, value))) }
  const numbers = [...(values as readonly number[])].sort((a, b) => a - b)
  return { title: name, values: numbers, scale: scaleOf(numbers) }
}

/** Items of an axis, by its values from the least to the most where they are numbers. */
function ascending<Item>(axis: PlanCoordinate | undefined, items: readonly Item[]): Item[] {
  if (axis === undefined || !isNumeric(axis)) return [...items]
  const order = axis.values.map((_, index) => index).sort((a, b) => Number(axis.values[a]) - Number(axis.values[b]))
  return order.map((index) => items[index]!)
}

/** Logarithmic from a factor of 30 on, where all are > 0. */
function scaleOf(values: readonly number[]): 'linear' | 'log' {
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return least > 0 && most / least >= 30 ? 'log' : 'linear'
}
