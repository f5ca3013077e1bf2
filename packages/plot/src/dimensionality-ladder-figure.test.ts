import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type DimensionalityLadderInput, dimensionalityLadderFigure } from './index.js'
import { ink } from './palette.js'
import { marks, numbersIn, texts } from './testing/svg-marks.js'

const input: DimensionalityLadderInput = {
  name: 'ladder',
  title: 'Ladder',
  description: 'Two models.',
  models: [
    { probability: 1, dimensionality: [1, 1, 0], dimensionsPerFeature: 1 },
    { probability: 0.1, dimensionality: [0.5, 0.4, 0.75], dimensionsPerFeature: 0.4 },
  ],
}
const [width, height] = [640, 440]
/** A quarter of one factor 2, the widest spread, at either side; twice that is left free at the ends. */
const spread = 0.25 * Math.log(2)
const across = (place: number) => (width * (Math.log(place) + 2 * spread)) / (Math.log(10) + 4 * spread)
const draw = (change: Partial<DimensionalityLadderInput> = {}) =>
  renderSvg(dimensionalityLadderFigure({ ...input, ...change }))
const points = (svg: string) =>
  marks(svg, 'mark-symbol role-mark')
    .filter(({ fill }) => fill === ink)
    .map(({ transform }) => numbersIn(transform))

test('every feature is a point at its dimensionality, near its place between dense and sparse', async () => {
  const found = points(await draw())
  expect(found).toHaveLength(6)
  for (const [model, { probability, dimensionality }] of input.models.entries()) {
    for (let feature = 0; feature < 3; feature++) {
      const [x, y] = found[3 * model + feature]!
      expect(y).toBeCloseTo(height * (1 - dimensionality[feature]! / 1.05), 2)
      const moved = ((x! - across(1 / probability)) * (Math.log(10) + 4 * spread)) / width
      expect(Math.abs(moved)).toBeLessThanOrEqual(spread + 1e-3)
    }
  }
})

test('features are spread by a fixed pattern that fills the width evenly', async () => {
  const models = [{ probability: 0.5, dimensionality: Array(20).fill(0.5) }]
  const xs = points(await draw({ models })).map(([x]) => x!)
  const sorted = [...xs].sort((a, b) => a - b)
  const gaps = sorted.slice(1).map((x, i) => x - sorted[i]!)
  expect(Math.min(...gaps)).toBeGreaterThan((sorted.at(-1)! - sorted[0]!) / 60)
  expect(Math.max(...gaps)).toBeLessThan((sorted.at(-1)! - sorted[0]!) / 8)
  expect(await draw({ models })).toBe(await draw({ models }))
})

test('of points on the same half pixel one is drawn', async () => {
  const models = [{ probability: 1, dimensionality: [...Array(3000).fill(0), 0.5] }]
  const found = points(await draw({ models }))
  expect(found.length).toBeLessThan(1000)
  expect(found.filter(([, y]) => Math.abs(y! - height * (1 - 0.5 / 1.05)) < 0.01)).toHaveLength(1)
})

test('D* is a line through the mean of models with one probability, past those that have learned nothing', async () => {
  const models = [
    ...input.models,
    { probability: 0.1, dimensionality: [0], dimensionsPerFeature: 0.6 },
    { probability: 0.1, dimensionality: [0], dimensionsPerFeature: Number.POSITIVE_INFINITY },
    { probability: 0.1, dimensionality: [0] },
  ]
  const svg = await draw({ models })
  const [line] = marks(svg, 'mark-line role-mark')
  const [x1, y1, x2, y2] = numbersIn(line!.d) as [number, number, number, number]
  expect(x1).toBeCloseTo(across(1), 2)
  expect(x2).toBeCloseTo(across(10), 2)
  expect(y1).toBeCloseTo(height * (1 - 1 / 1.05), 2)
  expect(y2).toBeCloseTo(height * (1 - 0.5 / 1.05), 2)
  expect(texts(svg)).toContain('D* = m / ‖W‖²')
})

test('models that the line leaves out are counted below the title, and a line that leaves the picture is named', async () => {
  const nothing = { probability: 0.1, dimensionality: [0, 0, 0], dimensionsPerFeature: Number.POSITIVE_INFINITY }
  const said = 'the line leaves out 1 of 3 models that have learned nothing'
  expect(texts(await draw({ models: [...input.models, nothing] })).join()).toContain(said)
  const high = { probability: 0.01, dimensionality: [0, 0, 0], dimensionsPerFeature: 9 }
  expect(texts(await draw({ models: [...input.models, high] })).join()).toContain('the line goes beyond 1.5')
  expect(texts(await draw()).join()).not.toMatch(/leaves out|beyond/)
})

test('lines at the fractions carry their names', async () => {
  const svg = await draw()
  const heights = marks(svg, 'mark-rule role-mark').map(({ transform }) => numbersIn(transform)[1]!)
  const values = [1, 3 / 4, 2 / 3, 1 / 2, 2 / 5, 3 / 8, 1 / 3]
  for (const [i, value] of values.entries()) expect(heights[i]).toBeCloseTo(height * (1 - value / 1.05), 2)
  expect(texts(svg)).toEqual(
    expect.arrayContaining(['1 dedicated', '1/2 digon', '2/5 pentagon', '3/8 square antiprism', '1 / (1 − S) = 1 / p']),
  )
  const names = marks(svg, 'mark-text role-mark').map(({ transform }) => numbersIn(transform)[1]!)
  for (let i = 1; i < names.length; i++) expect(names[i]! - names[i - 1]!).toBeGreaterThan(14.9)
})

test('numbers that are no dimensionalities are refused by their place', () => {
  const make =
    (...models: DimensionalityLadderInput['models']) =>
    () =>
      dimensionalityLadderFigure({ ...input, models })
  expect(make()).toThrow('invalid models: none; expected at least one')
  for (const probability of [0, 1.1, Number.NaN]) {
    expect(make({ probability, dimensionality: [] })).toThrow(
      `invalid models[0].probability: ${probability}; expected a number above 0 and at most 1`,
    )
  }
  expect(make({ probability: 1, dimensionality: [1.01] })).toThrow(
    'invalid models[0].dimensionality[0]: 1.01; expected a number from 0 to 1',
  )
  expect(make({ probability: 1, dimensionality: [Number.NaN] })).toThrow('invalid models[0].dimensionality[0]: NaN')
  expect(make({ probability: 1, dimensionality: [], dimensionsPerFeature: 0 })).toThrow(
    'invalid models[0].dimensionsPerFeature: 0; expected a number > 0',
  )
})
