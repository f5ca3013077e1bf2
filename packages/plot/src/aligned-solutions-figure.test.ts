import { matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type AlignedSolutionsInput, alignedSolutionsFigure } from './index.js'
import { seriesColors } from './palette.js'
import { markGroups, marks, numbersIn, texts } from './testing/svg-marks.js'

const square = matrixFromRows([
  [1, 0],
  [0, 1],
  [-1.2, 0],
  [0, -0.75],
])
const input: AlignedSolutionsInput = {
  name: 'aligned',
  title: 'Sets',
  description: 'Two sets in two solutions.',
  panels: [
    { weights: square, note: 'first' },
    { weights: matrixFromRows([...Array(4)].map(() => [0.3, 0.6])), probability: 0.05 },
  ],
  sets: [0, 0, 1, 1],
}
const pixel = (x: number, y: number) => [80 + (80 * x) / 1.5, 80 - (80 * y) / 1.5]

test('every feature is a dot at its weights, joined to the origin, in the color of its set', async () => {
  const svg = await renderSvg(alignedSolutionsFigure(input))
  const dots = markGroups(svg, 'role-mark child_layer_2_marks')
  const spokes = markGroups(svg, 'role-mark child_layer_1_marks')
  expect(dots).toHaveLength(2)
  for (const [panel, { weights }] of input.panels.entries()) {
    for (let feature = 0; feature < 4; feature++) {
      const expected = pixel(weights.values[2 * feature]!, weights.values[2 * feature + 1]!)
      const [x, y] = numbersIn(dots[panel]![feature]!.transform)
      expect(x).toBeCloseTo(expected[0]!, 2)
      expect(y).toBeCloseTo(expected[1]!, 2)
      expect(dots[panel]![feature]!.fill).toBe(seriesColors[feature < 2 ? 0 : 1])
      const spoke = spokes[panel]![feature]!
      const from = numbersIn(spoke.transform)
      expect(spoke.stroke).toBe(dots[panel]![feature]!.fill)
      expect(from[0]! + Number(spoke.x2 ?? 0)).toBeCloseTo(80, 2)
      expect(from[1]! + Number(spoke.y2 ?? 0)).toBeCloseTo(80, 2)
    }
  }
})

test('the legend names the sets, panels have titles', async () => {
  const svg = await renderSvg(alignedSolutionsFigure({ ...input, setLabels: ['cats', 'dogs', 'not needed'] }))
  expect(marks(svg, 'role-legend-label').map(({ text }) => text)).toEqual(['cats', 'dogs'])
  expect(texts(svg)).toEqual(expect.arrayContaining(['first', 'p = 0.05 (S = 0.95)', 'hidden dimension 1']))
  const named = marks(await renderSvg(alignedSolutionsFigure(input)), 'role-legend-label').map(({ text }) => text)
  expect(named).toEqual(['set 1', 'set 2'])
})

test('sets and weights that do not fit are refused by their place', () => {
  const make = (change: Partial<AlignedSolutionsInput>) => () => alignedSolutionsFigure({ ...input, ...change })
  expect(make({ panels: [] })).toThrow('invalid panels: none')
  expect(make({ sets: [0, 1] })).toThrow('invalid panels[0].weights: 4 × 2; expected 2 × 2')
  expect(make({ sets: [0, 1, 7, 0] })).toThrow('invalid sets[2]: 7; expected an integer from 0 to 6')
  expect(make({ sets: [0, 0.5, 1, 0] })).toThrow('invalid sets[1]: 0.5')
  expect(make({ setLabels: ['one'] })).toThrow('invalid setLabels: 1 labels; expected 2, one per set')
})
