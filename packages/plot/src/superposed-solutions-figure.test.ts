import { matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type SuperposedSolutionsInput, superposedSolutionsFigure } from './index.js'
import { relativeDensityColors } from './palette.js'
import { markGroups, marks, numbersIn, texts } from './testing/svg-marks.js'

const solution = (relativeDensity: number, x: number) => ({
  relativeDensity,
  weights: matrixFromRows([
    [x, 0.5],
    [0, -x],
  ]),
})
const input: SuperposedSolutionsInput = {
  name: 'superposed',
  title: 'Solutions',
  description: 'Two panels.',
  panels: [
    { note: 'pentagons', solutions: [solution(0.25, 1), solution(1, 0.5), solution(8, 1.5)] },
    { note: 'digons', solutions: [solution(1, 0)] },
  ],
  variedFeature: 1,
}

test('all solutions of a panel lie in one plane, colored from sparser over equal to denser', async () => {
  const panels = markGroups(await renderSvg(superposedSolutionsFigure(input)), 'role-mark child_layer_1_marks')
  expect(panels.map((dots) => dots.length)).toEqual([6, 2])
  const [sparse, equal, dense] = [0, 3, 6].map((i) => relativeDensityColors[i]!.toLowerCase())
  expect(panels[0]!.map(({ fill }) => fill)).toEqual([sparse, sparse, equal, equal, dense, dense])
  const places = panels[0]!.map(({ transform }) => numbersIn(transform))
  for (const [i, x] of [1, 0.5, 1.5].entries()) {
    expect(places[2 * i]![0]).toBeCloseTo(130 + (130 * x) / 1.5, 2)
    expect(places[2 * i]![1]).toBeCloseTo(130 - (130 * 0.5) / 1.5, 2)
    expect(places[2 * i + 1]![1]).toBeCloseTo(130 + (130 * x) / 1.5, 2)
  }
})

test('the varied feature is ringed, and the legend names the quantity', async () => {
  const svg = await renderSvg(superposedSolutionsFigure(input))
  expect(markGroups(svg, 'role-mark child_layer_2_marks').map((rings) => rings.length)).toEqual([3, 1])
  const ring = numbersIn(markGroups(svg, 'role-mark child_layer_2_marks')[1]![0]!.transform)
  expect(ring).toEqual([130, 130])
  expect(texts(svg)).toEqual(expect.arrayContaining(['relative density', 'pentagons', '1', '5']))
  const unmarked = await renderSvg(superposedSolutionsFigure({ ...input, variedFeature: undefined }))
  expect(marks(unmarked, 'role-mark child_layer_2_marks')).toEqual([])
  expect(texts(unmarked)).toContain('circle: length 1')
})

test('what does not fit is refused by its place', () => {
  const make = (change: Partial<SuperposedSolutionsInput>) => () => superposedSolutionsFigure({ ...input, ...change })
  expect(make({ panels: [{ solutions: [] }] })).toThrow('invalid panels[0].solutions: none; expected at least one')
  expect(make({ panels: [{ solutions: [solution(0, 1)] }] })).toThrow(
    'invalid panels[0].solutions[0].relativeDensity: 0; expected a finite number > 0',
  )
  expect(make({ variedFeature: 2 })).toThrow('invalid variedFeature: 2; expected an integer from 0 to 1')
  const wide = { relativeDensity: 1, weights: matrixFromRows([[1, 2, 3]]) }
  expect(make({ panels: [...input.panels, { solutions: [wide] }] })).toThrow(
    'invalid panels[2].solutions[0].weights: 1 × 3; expected 2 × 2',
  )
})
