import type { SweepPlan } from '@digon/formats'
import { phaseBoundary } from '@digon/theory'
import { expect, test } from 'vitest'
import { expandPlan } from '../expand.js'
import { planFrom } from '../plan.test-support.js'
import { sweepFigure } from './sweep-figure.js'
import { tableOf } from './table.test-support.js'

const layersOf = (figure: { specification: unknown }) =>
  (figure.specification as { layer: { data: { values: Record<string, number>[] } }[] }).layer.map(
    ({ data }) => data.values,
  )
/** Long ones stand on several lines. */
const subtitleOf = (figure: { specification: unknown }) =>
  [(figure.specification as { title: { subtitle?: string | string[] } }).title.subtitle ?? []].flat().join(' ')

const rates = planFrom(`
model: { featureCount: 4, hiddenSize: 2 }
member: { data: { probability: 0.2 } }
axes:
  rate: { field: member.learningRate, from: 0.001, to: 1, count: 4, scale: log }
  hidden: { field: model.hiddenSize, values: [3, 1, 2] }
  kind: { field: optimizer.kind, values: [adam, sgd] }
restarts: 3
seed: 1
steps: 10
`)
const byRate = (plan: SweepPlan = rates) =>
  tableOf(plan, {
    loss: ({ coordinates, restart }) => Number(coordinates.rate) * 10 ** restart + Number(coordinates.hidden),
  })

test('two axes are a heat map of the median, its numbers ascending; what else varies is held, and the picture says so', async () => {
  const figure = sweepFigure(expandPlan(rates), await byRate())
  expect(figure.title).toBe('loss over rate and hidden')
  expect(subtitleOf(figure)).toBe('median of 3 restarts; kind = adam; 36 of 72 models')
  const [cells] = layersOf(figure)
  expect(cells!.length).toBe(12)
  // The first row is that of the least hidden size, its first cell that of the least rate: 0.001 · 10 + 1.
  expect(cells![0]!.value).toBeCloseTo(1.01, 12)
  expect(cells!.at(-1)!.value).toBeCloseTo(13, 12)
})

test('one axis is a curve of the median, with a band over all restarts', async () => {
  const figure = sweepFigure(expandPlan(rates), await byRate(), { where: { hidden: 2, kind: 'sgd' } })
  expect(subtitleOf(figure)).toBe('median of 3 restarts; band: all restarts; hidden = 2; kind = sgd; 12 of 72 models')
  const [band] = layersOf(figure)
  expect(band!.map(({ x }) => x)).toEqual([0.001, 0.01, 0.1, 1])
  expect(band![3]).toMatchObject({ y: 12, lowest: 3, highest: 102 })
})

test('the best restart instead of the median is the one of the least loss, whatever the metric', async () => {
  const table = await tableOf(rates, {
    loss: ({ restart }) => 3 - restart,
    frobeniusSquared: ({ restart }) => 10 * restart,
  })
  const figure = sweepFigure(expandPlan(rates), table, { metric: 'frobeniusSquared', choice: 'best' })
  expect(new Set(layersOf(figure)[0]!.map(({ value }) => value))).toEqual(new Set([20]))
  expect(subtitleOf(figure)).toMatch(/^best of 3 restarts/)
})

test('an axis that groups is one curve for each of its values', async () => {
  const figure = sweepFigure(expandPlan(rates), await byRate(), { groupBy: 'hidden' })
  const series = new Set(layersOf(figure)[0]!.map(({ series }) => String(series)))
  expect([...series]).toEqual(['hidden = 3', 'hidden = 1', 'hidden = 2'])
  expect([figure.name, figure.title]).toEqual(['loss-over-rate-by-hidden', 'loss over rate by hidden'])
})

test('models without a result leave their cell empty, and are counted', async () => {
  const table = await tableOf(rates, {
    loss: () => 1,
    represented: ({ coordinates }) => (coordinates.hidden === 1 && coordinates.rate === 1 ? null : 1),
  })
  const figure = sweepFigure(expandPlan(rates), table)
  expect(layersOf(figure)[0]!.length).toBe(11)
  expect(subtitleOf(figure)).toMatch(/; 3 models without a result\b/)
})

test('models that diverged are in the numbers, and the picture says how many; its scale says which loss it is', async () => {
  const table = await tableOf(rates, {
    loss: ({ restart }) => restart,
    trainingLoss: ({ restart }) => restart,
    status: ({ restart }) => (restart === 2 ? 'diverged' : 'done'),
  })
  const figure = sweepFigure(expandPlan(rates), table)
  expect(subtitleOf(figure)).toMatch(/; 12 models diverged and count as they ended$/)
  expect(JSON.stringify(figure.specification)).toContain('"title":"loss on fresh samples"')
  const ofBatch = sweepFigure(expandPlan(rates), table, { metric: 'trainingLoss', where: { hidden: 1 } })
  expect(JSON.stringify(ofBatch.specification)).toContain('"title":"loss of the last batch"')
})

test.each([
  [{ metric: 'los' }, /unknown metric: los; one of .*loss/],
  [{ metric: 'shape' }, /unknown metric: shape/],
  [{ groupBy: 'width' }, /unknown axis: width; one of rate, hidden, kind/],
  [{ where: { hidden: 9 } }, /no models at hidden = 9; values are 3, 1, 2/],
  [{ where: { hidden: 1, rate: 1, kind: 'sgd' } }, /no axis varies here/],
  [{ where: { rate: 1 }, groupBy: 'hidden' }, /curves need an axis of numbers/],
])('%j is refused', async (options, message) => {
  const table = await byRate()
  expect(() => sweepFigure(expandPlan(rates), table, options)).toThrow(message)
})

const phasePlan = (change: string, importance = '[1, 1]') =>
  planFrom(`
model: { featureCount: 2, hiddenSize: 1 }
member: { importance: ${importance} }
axes:
  extra: { field: member.importance.1, from: 0.1, to: 10, count: 9, scale: log }
  density: { field: member.data.probability, from: 0.01, to: 1, count: 9, scale: log }
restarts: 2
seed: 1
steps: 10
${change}`)

/** Models that are all in the state of theory, but for a worse restart that represents nothing. */
const ofTheory = (plan: SweepPlan) => {
  const isIn = ({ extra, density }: Readonly<Record<string, unknown>>) =>
    Number(density) < phaseBoundary(1, Number(extra))
  return tableOf(plan, {
    loss: ({ restart }) => restart,
    norm1: ({ coordinates, restart }) =>
      restart === 0 && (isIn(coordinates) || Number(coordinates.extra) > 1) ? 1 : 0,
    interference1: ({ coordinates }) => (isIn(coordinates) ? 1 : 0),
  })
}

test('importance of the last feature over density is a phase diagram of the best restarts, with theory beside and over it', async () => {
  const plan = phasePlan('')
  const figure = sweepFigure(expandPlan(plan), await ofTheory(plan))
  expect(figure.name).toBe('phase-diagram')
  interface Cell {
    left: number
    right: number
    low: number
    high: number
    color: string
  }
  const { hconcat } = figure.specification as unknown as { hconcat: { layer: { data: { values: Cell[] } }[] }[] }
  const [trained, theory] = hconcat.slice(0, 2).map(({ layer }) => layer[0]!.data.values)
  const colorAt = (cells: readonly Cell[], x: number, y: number) =>
    cells.find(({ left, right, low, high }) => left <= x && x < right && low <= y && y < high)!.color
  for (const [x, y] of [
    [0.2, 0.8],
    [5, 0.8],
    [1, 0.05],
    [0.3, 0.02],
    [8, 0.03],
  ] as const) {
    expect(colorAt(trained!, x, y)).toBe(colorAt(theory!, x, y))
  }
  expect(hconcat[0]!.layer.length).toBeGreaterThan(2)
})

test('a heat map of any metric over those axes has the boundaries of theory on it, whichever axis comes first', async () => {
  const plan = phasePlan('')
  const reversed = { ...plan, axes: [...plan.axes].reverse() }
  for (const [each, importance, density] of [
    [plan, 'xCurve', 'yCurve'],
    [reversed, 'yCurve', 'xCurve'],
  ] as const) {
    const figure = sweepFigure(expandPlan(each), await ofTheory(each), { metric: 'norm1' })
    expect(subtitleOf(figure)).toContain('lines: phases of theory')
    const curve = layersOf(figure)[1]!.filter(({ boundary }) => boundary === 0)
    expect(curve.length).toBeGreaterThan(10)
    for (const point of curve) expect(point[density]).toBe(phaseBoundary(1, point[importance]!))
  }
})

test.each([
  ['other features of other importance', phasePlan('', '[2, 1]')],
  ['a change in the middle', phasePlan('stages: [{ fromStep: 5, set: { batchSize: 8 } }]')],
])('theory does not know %s, so that they are a heat map', async (_, plan) => {
  expect(sweepFigure(expandPlan(plan), await ofTheory(plan)).name).toBe('loss-over-extra-density')
})

test('a diagram with a gap is a heat map: a phase would be made up', async () => {
  const plan = phasePlan('')
  const table = await tableOf(plan, { loss: () => 1, represented: ({ index }) => (index < 2 ? null : 1) })
  expect(sweepFigure(expandPlan(plan), table).name).toBe('loss-over-extra-density')
})
