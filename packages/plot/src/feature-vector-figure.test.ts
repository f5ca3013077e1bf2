import { matrixFromRows, ShapeError } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type FeatureVectorInput, featureVectorFigure, InvalidFigureError } from './index.js'
import { importanceColors } from './palette.js'
import { markGroups, marks, numbersIn, texts } from './testing/svg-marks.js'

const square = matrixFromRows([
  [1, 0.25],
  [-0.5, 1.2],
  [0, 0],
])
const pentagonal = matrixFromRows([
  [-1, -1],
  [0.75, 0],
  [0, -1.5],
])
const input: FeatureVectorInput = {
  name: 'vectors',
  title: 'Three features',
  description: 'Two panels.',
  panels: [
    { probability: 1, weights: square },
    { probability: 0.1, note: 'best of 8', weights: pentagonal },
  ],
  importance: [1, 0.5, 0],
}
/** Panels are 160 pixels wide and show −1.5 to 1.5; the vertical axis points up. */
const pixels = (x: number, y: number, reach = 1.5) => [80 + (80 * x) / reach, 80 - (80 * y) / reach]

test('every feature is a dot at its weights, on one scale for both axes and all panels, the most important on top', async () => {
  const panels = markGroups(await renderSvg(featureVectorFigure(input)), 'role-mark child_layer_2_marks')
  expect(panels).toHaveLength(2)
  for (const [panel, weights] of [square, pentagonal].entries()) {
    expect(panels[panel]).toHaveLength(3)
    for (const [place, feature] of [2, 1, 0].entries()) {
      const found = numbersIn(panels[panel]![place]!.transform)
      const expected = pixels(weights.values[2 * feature]!, weights.values[2 * feature + 1]!)
      for (const axis of [0, 1]) expect(found[axis]).toBeCloseTo(expected[axis]!, 2)
    }
  }
})

test('every dot is joined to the origin', async () => {
  for (const panel of markGroups(await renderSvg(featureVectorFigure(input)), 'role-mark child_layer_1_marks')) {
    expect(panel).toHaveLength(3)
    for (const line of panel) {
      const [x, y] = numbersIn(line.transform) as [number, number]
      // Lines are drawn from their transform by x2, y2; the origin is at (80, 80).
      expect(x + Number(line.x2 ?? 0)).toBeCloseTo(80, 2)
      expect(y + Number(line.y2 ?? 0)).toBeCloseTo(80, 2)
    }
  }
})

test('colors go from the least to the most important, and the legend names each importance', async () => {
  const svg = await renderSvg(featureVectorFigure(input))
  const fills = marks(svg, 'role-mark child_layer_2_marks').map(({ fill }) => fill)
  expect(fills[0]).toBe(importanceColors[0]!.toLowerCase())
  expect(fills[2]).toBe(importanceColors.at(-1)!.toLowerCase())
  expect(marks(svg, 'role-legend-label').map(({ text }) => text)).toEqual(['1', '0.5', '0'])
  expect(marks(svg, 'role-legend-title').map(({ text }) => text)).toEqual(['importance'])
})

test('each panel shows the importance of its own model, whatever the order of importances in the others', () => {
  const importances = fc.uniqueArray(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(fc.array(importances, { minLength: 1, maxLength: 6 }), (own) => {
      const panels = own.map((importance) => ({ weights: square, importance }))
      const { specification } = featureVectorFigure({ ...input, importance: undefined, panels })
      const dots = (specification.data as { values: { panel: number; feature: number; importance: number }[] }).values
      expect(dots).toHaveLength(3 * own.length)
      for (const { panel, feature, importance } of dots) expect(importance).toBe(own[panel]![feature])
      for (const panel of own.keys()) {
        const inPanel = dots.filter((dot) => dot.panel === panel).map(({ importance }) => importance)
        expect(inPanel).toEqual([...inPanel].sort((a, b) => a - b))
      }
    }),
    { seed: 9, numRuns: 50 },
  )
})

test('one scale of colors and one legend serve the importances of all panels', async () => {
  const panels = [
    { weights: square, importance: [1, 0.01, 0.01] },
    { weights: square, importance: [0.01, 0.01, 1] },
  ]
  const svg = await renderSvg(featureVectorFigure({ ...input, importance: undefined, panels }))
  const fills = markGroups(svg, 'role-mark child_layer_2_marks').map((dots) => dots.map(({ fill }) => fill))
  const [least, most] = [importanceColors[0]!.toLowerCase(), importanceColors.at(-1)!.toLowerCase()]
  expect(fills).toEqual([
    [least, least, most],
    [least, least, most],
  ])
  const tips = markGroups(svg, 'role-mark child_layer_2_marks').map((dots) => numbersIn(dots[2]!.transform))
  expect(tips).toEqual([pixels(1, 0.25), pixels(0, 0)].map((tip) => tip.map((pixel) => Number(pixel.toFixed(3)))))
  expect(marks(svg, 'role-legend-label').map(({ text }) => text)).toEqual(['1', '0.01'])
})

test('many importances are shown as a strip of color, one alone without a legend', async () => {
  const weights = matrixFromRows(Array.from({ length: 9 }, (_, i) => [i / 9, 0]))
  const many = { ...input, panels: [{ weights }], importance: Array.from({ length: 9 }, (_, i) => 0.9 ** i) }
  expect(marks(await renderSvg(featureVectorFigure(many)), 'role-legend-gradient')).toHaveLength(1)
  const one = await renderSvg(featureVectorFigure({ ...many, importance: Array(9).fill(1) }))
  expect(texts(one)).not.toContain('importance')
  const fills = new Set(marks(one, 'role-mark child_layer_2_marks').map(({ fill }) => fill))
  expect(fills.size).toBe(1)
  expect([...fills][0]).toMatch(/^#[0-9a-f]{6}$/)
})

test('title, panel titles with probability and sparsity, and both axes are named', async () => {
  const found = texts(await renderSvg(featureVectorFigure(input)))
  for (const text of ['Three features', 'p = 1 (S = 0)', 'best of 8, p = 0.1 (S = 0.9)']) expect(found).toContain(text)
  for (const axis of ['hidden dimension 1', 'hidden dimension 2']) expect(found).toContain(axis)
})

test('panels are squares, also when a long vector widens the scale to the next half', async () => {
  const long = {
    ...input,
    panels: [
      {
        weights: matrixFromRows([
          [0, 1.6],
          [0, 0],
          [-0.3, 0],
        ]),
      },
    ],
  }
  const svg = await renderSvg(featureVectorFigure(long))
  const [, , tip] = marks(svg, 'role-mark child_layer_2_marks')
  expect(numbersIn(tip!.transform)).toEqual(pixels(0, 1.6, 2).map((pixel) => Number(pixel.toFixed(3))))
  expect(featureVectorFigure(long).specification.spec).toMatchObject({ width: 160, height: 160 })
  // The circle of radius 1 has a diameter of half the panel: 80 pixels.
  const [circle] = marks(svg, 'role-mark child_layer_0_marks')
  expect(numbersIn(circle!.d)[0]).toBeCloseTo(40, 2)
})

test('panels that do not fill the last row leave no axis under nothing', async () => {
  const panels = Array.from({ length: 3 }, () => ({ weights: square }))
  const svg = await renderSvg(featureVectorFigure({ ...input, panels, columns: 2 }))
  expect(texts(svg).filter((text) => text === 'hidden dimension 1')).toHaveLength(3)
})

test('what cannot be drawn is refused by its place', () => {
  const make = (change: Partial<FeatureVectorInput>) => () => featureVectorFigure({ ...input, ...change })
  expect(make({ panels: [] })).toThrow('invalid panels: none; expected at least one')
  expect(make({ columns: 0 })).toThrow('invalid columns: 0; expected an integer ≥ 1')
  expect(make({ importance: [1, 2] })).toThrow('invalid importance: 2 numbers; expected 3')
  expect(make({ importance: [1, Number.NaN, 0] })).toThrow('invalid importance[1]: NaN; expected a finite number')
  const spatial = matrixFromRows([
    [0, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
  ])
  expect(make({ panels: [{ weights: spatial }] })).toThrow('invalid panels[0].weights: 3 × 3; expected 3 × 2')
  const broken = matrixFromRows([
    [0, 0],
    [Number.POSITIVE_INFINITY, 1],
    [1, 0],
  ])
  expect(make({ panels: [{ weights: broken }] })).toThrow(ShapeError)
  expect(make({ panels: [{ probability: 1.2, weights: square }] })).toThrow(
    'invalid panels[0].probability: 1.2; expected a number from 0 to 1',
  )
  expect(make({ name: 'Über/alles' })).toThrow(InvalidFigureError)
  expect(make({ name: '../escape' })).toThrow(
    "invalid name: '../escape'; expected lower case letters, digits and single hyphens",
  )
  expect(make({ title: ' ' })).toThrow('invalid title: nothing; expected one line of text')
  expect(make({ description: '' })).toThrow('invalid description: nothing; expected what can be seen, in words')
})
