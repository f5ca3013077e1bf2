import { expect, test } from 'vitest'
import { cellEdges } from './cell-edges.js'
import { renderSvg } from './drawing/render-svg.js'
import { type HeatMapInput, heatMapFigure } from './index.js'
import { quantityColors } from './palette.js'
import { markGroups, marks, numbersIn, texts } from './testing/svg-marks.js'

const side = 420
const input: HeatMapInput = {
  name: 'loss',
  title: 'Loss over rate and width',
  description: 'Six cells.',
  xAxis: { title: 'learning rate', scale: 'log', values: [0.001, 0.01, 0.1] },
  yAxis: { title: 'hidden size', values: [2, 4] },
  cells: [
    [0, 1, 2],
    [3, null, 6],
  ],
  quantity: 'loss',
}
const draw = (change: Partial<HeatMapInput> = {}) => renderSvg(heatMapFigure({ ...input, ...change }))
const cells = (svg: string) =>
  markGroups(svg, 'mark-rect role-mark')[0]!.map(({ d, fill }) => ({ box: numbersIn(d).slice(0, 4), fill }))
const channels = (color: string) =>
  color.startsWith('#') ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) : numbersIn(color)

test('cells reach half way to their neighbors, the least is light, the most is dark, and one without a value is empty', async () => {
  const found = cells(await draw())
  expect(found.length).toBe(5)
  const [first, , third, fourth, last] = found
  expect(first!.box.map(Math.round)).toEqual([0, side / 2, side / 3, side / 2])
  expect(fourth!.box.map(Math.round)).toEqual([0, 0, side / 3, side / 2])
  expect(last!.box.map(Math.round)).toEqual([(2 * side) / 3, 0, side / 3, side / 2])
  expect(channels(first!.fill!)).toEqual(channels(quantityColors[0]!))
  expect(channels(last!.fill!)).toEqual(channels(quantityColors.at(-1)!))
  // 2 of 6 is a third of the way: between the third color of seven and the second.
  expect(channels(third!.fill!)).toEqual(channels(quantityColors[2]!))
})

test('on a logarithmic scale of colors, the middle of a color is the root of the ends', async () => {
  const svg = await draw({
    scale: 'log',
    cells: [
      [1, 10, 100],
      [null, null, 0],
    ],
  })
  const found = cells(svg)
  // What has no place on the scale has the color of its end, and both kinds of cells are counted.
  expect(found.length).toBe(4)
  expect(channels(found[3]!.fill!)).toEqual(channels(quantityColors[0]!))
  expect(texts(svg).join()).toContain('1 of 6 cells are 0 or infinite: colored as the end')
  expect(texts(svg).join()).toContain('2 of 6 cells have no number: empty')
  const middle = channels(found[1]!.fill!)
  for (const [i, value] of channels(quantityColors[3]!).entries()) expect(Math.abs(middle[i]! - value)).toBeLessThan(3)
})

test('words stand side by side in their order, upwards on y', async () => {
  const svg = await draw({ yAxis: { title: 'optimizer', labels: ['sgd', 'adam'] } })
  const found = cells(svg)
  expect(found[0]!.box[1]).toBeGreaterThan(found[3]!.box[1]!)
  expect(texts(svg)).toEqual(expect.arrayContaining(['sgd', 'adam', 'optimizer', 'learning rate', 'loss']))
})

test('a curve of theory is drawn over the cells, and the note stands below the title', async () => {
  const svg = await draw({ boundaries: [{ x: [0.001, 0.1], y: [2, 4] }], note: 'best of 5; 1 cell has no value' })
  const [light, dark] = marks(svg, 'mark-line role-mark')
  expect(numbersIn(dark!.d)).toEqual(numbersIn(light!.d))
  const [fromX, fromY, toX, toY] = numbersIn(dark!.d)
  expect([fromX, toX].map((x) => Math.round(x!))).toEqual([side / 6, (5 * side) / 6])
  expect([fromY, toY].map((y) => Math.round(y!))).toEqual([(3 * side) / 4, side / 4])
  expect(texts(svg).join()).toContain('best of 5; 1 cell has no value')
})

test.each<[string, Partial<HeatMapInput>, RegExp]>([
  ['rows of another number', { cells: [[1, 2, 3]] }, /invalid cells: 1 rows; expected 2/],
  ['a row of another length', { cells: [[1, 2, 3], [1]] }, /cells\[1\]: 1 cells; expected 3/],
  ['an axis that does not ascend', { yAxis: { title: 'y', values: [2, 2] } }, /yAxis\.values\[1\]: 2/],
  ['0 on a logarithmic axis', { xAxis: { title: 'x', scale: 'log', values: [0, 1, 2] } }, /xAxis\.values\[0\]: 0/],
  ['labels twice', { yAxis: { title: 'y', labels: ['a', 'a'] } }, /'a' again/],
  [
    'no cell at all',
    {
      cells: [
        [null, null, null],
        [null, null, Number.NaN],
      ],
    },
    /no number that can be drawn/,
  ],
])('%s is refused', (_, change, message) => {
  expect(() => heatMapFigure({ ...input, ...change })).toThrow(message)
})

test('edges of one value alone are a unit apart, or a factor of two', () => {
  expect(cellEdges([3], 'linear')).toEqual([2.5, 3.5])
  const [low, high] = cellEdges([3], 'log')
  expect(high! / low!).toBeCloseTo(2, 12)
  expect(cellEdges([1, 3, 4], 'linear')).toEqual([0, 2, 3.5, 4.5])
})
