import { matrix, matrixFromRows, ShapeError } from '@digon/matrix'
import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type GramInput, gramFigure } from './index.js'
import { signedColors } from './palette.js'
import { markGroups, marks, numbersIn, texts } from './testing/svg-marks.js'

const [negative, neutral, positive] = [signedColors[0]!, signedColors[3]!, signedColors[6]!].map((c) => c.toLowerCase())
const digon = matrixFromRows([
  [1, -1, 0],
  [-1, 1, 0],
  [0, 0, 0.004],
])
const input: GramInput = {
  name: 'gram',
  title: 'Dot products',
  description: 'A digon.',
  panels: [{ probability: 0.1, gram: digon, bias: [0, 1.5, -1] }],
}

test('a cell lies at its row and column in the color of its number, zeros are left out', async () => {
  const cells = marks(await renderSvg(gramFigure({ ...input, panels: [{ gram: digon }] })), 'mark-rect role-mark')
  const side = 73
  // The first is the ground: all of the map, in the color of 0.
  expect(cells.map(({ d, fill }) => [d, fill])).toEqual([
    [`M0,0h${3 * side}v${3 * side}h-${3 * side}Z`, neutral],
    [`M0,0h${side}v${side}h-${side}Z`, positive],
    [`M${side},0h${side}v${side}h-${side}Z`, negative],
    [`M0,${side}h${side}v${side}h-${side}Z`, negative],
    [`M${side},${side}h${side}v${side}h-${side}Z`, positive],
  ])
})

test('the bias is a column of its own beside the map, clamped to the ends of the scale, and marked b', async () => {
  const svg = await renderSvg(gramFigure(input))
  const beside = marks(svg, 'mark-rect role-mark').filter(({ d }) => numbersIn(d)[0]! > 3 * 73)
  expect(beside.map(({ fill }) => fill)).toEqual([neutral, positive, negative])
  expect(beside.map(({ d }) => numbersIn(d)[1])).toEqual([0, 73, 146])
  expect(texts(svg)).toContain('b')
  expect(texts(svg)).toContain('W Wᵀ, bias b')
  expect(marks(svg, 'role-legend-label').map(({ text }) => text)).toEqual(['≤ −1', '−0.5', '0.0', '0.5', '≥ 1'])
})

test('numbers between the ends are between the colors', async () => {
  const gram = matrixFromRows([[0.5]])
  const cells = marks(await renderSvg(gramFigure({ ...input, panels: [{ gram }] })), 'mark-rect role-mark')
  // Half way between the fifth color (at 1/3) and the sixth (at 2/3).
  const between = [0xfd + 0xef, 0xdb + 0x8a, 0xc7 + 0x62].map((sum) => sum / 2)
  const found = numbersFromHex(cells[1]!.fill!)
  for (const [channel, value] of between.entries()) expect(Math.abs(found[channel]! - value)).toBeLessThanOrEqual(1)
})

test('features of large maps are named at round numbers, and cells stay whole pixels', async () => {
  const featureCount = 80
  const identity = new Float64Array(featureCount ** 2)
  for (let i = 0; i < featureCount; i++) identity[i * (featureCount + 1)] = 1
  const gram = matrix(featureCount, featureCount, identity)
  const panels = [1, 0.3, 0.1].map((probability) => ({ probability, gram, bias: new Float64Array(featureCount) }))
  const svg = await renderSvg(gramFigure({ ...input, panels }))
  const groups = markGroups(svg, 'mark-rect role-mark')
  expect(groups).toHaveLength(3)
  for (const group of groups) {
    // Two grounds and the diagonal.
    expect(group).toHaveLength(2 + featureCount)
    expect(group[2 + 7]!.d).toBe('M21,21h3v3h-3Z')
  }
  expect(texts(svg)).toEqual(
    expect.arrayContaining(['0', '20', '40', '60', 'feature i', 'feature j', 'p = 0.3 (S = 0.7)']),
  )
})

test('matrices and biases that do not fit are refused by their place', () => {
  const make =
    (...panels: GramInput['panels']) =>
    () =>
      gramFigure({ ...input, panels })
  expect(make({ gram: matrixFromRows([[1, 2]]) })).toThrow('invalid panels[0].gram: 1 × 2; expected 1 × 1')
  expect(make({ gram: digon }, { gram: matrixFromRows([[1]]) })).toThrow(
    'invalid panels[1].gram: 1 × 1; expected 3 × 3',
  )
  expect(make({ gram: digon, bias: [1] })).toThrow('invalid panels[0].bias: 1 numbers; expected 3')
  expect(make({ gram: digon, bias: [1, 2, 3] }, { gram: digon })).toThrow(
    'invalid panels[1].bias: 0 numbers; expected 3',
  )
  expect(make({ gram: digon }, { gram: digon, bias: [1, 2, 3] })).toThrow(
    'invalid panels[1].bias: 3 numbers; expected 0',
  )
  expect(make({ gram: matrixFromRows([[Number.NaN]]) })).toThrow(ShapeError)
})

function numbersFromHex(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
}
