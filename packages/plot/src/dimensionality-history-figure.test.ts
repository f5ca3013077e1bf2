import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type DimensionalityHistoryInput, dimensionalityHistoryFigure } from './index.js'
import { ink, seriesColors } from './palette.js'
import { marks, numbersIn, texts } from './testing/svg-marks.js'

const input: DimensionalityHistoryInput = {
  name: 'history',
  title: 'History',
  description: 'Two features.',
  steps: [0, 1, 10, 100],
  dimensionality: [
    [0.1, 0.2],
    [0.25, 0.5],
    [0.51, 0.5],
    [1, 0],
  ],
  loss: { steps: [1, 100], values: [1, 0.01] },
}
const [width, levelHeight, lossHeight] = [620, 280, 150]
/** Both axes of logarithms leave a fortieth of their length free at either end. */
const share = (decades: number) => (decades + 0.05) / 2.1
const pairs = (d: string | undefined) => {
  const flat = numbersIn(d)
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!])
}
const draw = (change: Partial<DimensionalityHistoryInput> = {}) =>
  renderSvg(dimensionalityHistoryFigure({ ...input, ...change }))

test('every feature is a line over the steps, the loss below it on the same steps', async () => {
  const lines = marks(await draw(), 'mark-line role-mark')
  const features = lines.filter(({ stroke }) => stroke === seriesColors[0])
  expect(features).toHaveLength(2)
  for (const [feature, line] of features.entries()) {
    for (const [record, [x, y]] of pairs(line.d).entries()) {
      expect(x).toBeCloseTo(width * share(record), 2)
      expect(y).toBeCloseTo(levelHeight * (1 - input.dimensionality[record + 1]![feature]! / 1.02), 2)
    }
  }
  const loss = lines.filter(({ stroke }) => stroke === ink)
  expect(loss).toHaveLength(1)
  const [first, last] = pairs(loss[0]!.d)
  expect(first![0]).toBeCloseTo(width * share(0), 2)
  expect(first![1]).toBeCloseTo(lossHeight * (1 - share(2)), 2)
  expect(last![0]).toBeCloseTo(width * share(2), 2)
  expect(last![1]).toBeCloseTo(lossHeight * (1 - share(0)), 2)
})

test('on a linear axis step 0 is shown', async () => {
  const lines = marks(await draw({ stepScale: 'linear', lossScale: 'linear' }), 'mark-line role-mark')
  expect(pairs(lines[0]!.d).map(([x]) => x)).toEqual([0, width / 100, width / 10, width])
  expect(pairs(lines.at(-1)!.d)[0]).toEqual([width / 100, 0])
})

test('a loss of 0 is at the lower edge, and it and step 0 are named below the title', async () => {
  const svg = await draw({ loss: { steps: [1, 10, 100], values: [1, 0, 0.01] } })
  const loss = marks(svg, 'mark-line role-mark').filter(({ stroke }) => stroke === ink)
  expect(pairs(loss[0]!.d)[1]![1]).toBe(lossHeight)
  expect(texts(svg).join()).toContain('1 of 3 losses are 0 or not finite: drawn at the edge')
  expect(texts(svg).join()).toContain('step 0 is left out: the axis is logarithmic')
  const linear = await draw({ stepScale: 'linear', lossScale: 'linear' })
  expect(texts(linear).join()).not.toMatch(/left out|edge/)
})

test('marks stand in both parts, their words in the upper one', async () => {
  const svg = await draw({ marks: [{ step: 10, label: 'hop' }] })
  const upright = marks(svg, 'mark-rule role-mark').filter((rule) => rule['stroke-dasharray'] !== undefined)
  expect(upright).toHaveLength(2)
  for (const rule of upright) expect(numbersIn(rule.transform)[0]).toBeCloseTo(width * share(1), 2)
  expect(texts(svg).filter((text) => text === 'hop')).toHaveLength(2)
  expect(texts(svg)).toEqual(expect.arrayContaining(['training step', 'loss', 'dimensionality', '1/2']))
  expect(texts(svg).filter((text) => text === 'training step')).toHaveLength(1)
})

test('histories that do not fit are refused by their place', () => {
  const make = (change: Partial<DimensionalityHistoryInput>) => () =>
    dimensionalityHistoryFigure({ ...input, ...change })
  expect(make({ steps: [0, 1, 1, 2] })).toThrow('invalid steps[2]: 1; expected more than 1')
  expect(make({ steps: [0, 1] })).toThrow('invalid dimensionality: 4 records; expected 2, one per step')
  expect(make({ dimensionality: [[0], [1], [1], [1, 1]] })).toThrow('invalid dimensionality[3]: 2 numbers; expected 1')
  expect(make({ dimensionality: [[0], [1], [2], [1]] })).toThrow(
    'invalid dimensionality[2][0]: 2; expected a number from 0 to 1',
  )
  expect(make({ loss: { steps: [1], values: [] } })).toThrow('invalid loss.values: 0 numbers; expected 1, one per step')
  expect(make({ loss: { steps: [2, 1], values: [1, 1] } })).toThrow('invalid loss.steps[1]: 1; expected more than 2')
  expect(make({ loss: { steps: [1], values: [0] } })).toThrow('invalid loss: no number that can be drawn')
})
