import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type CurvesInput, curvesFigure } from './index.js'
import { ink, seriesColors } from './palette.js'
import { canShow } from './quantity-axis.js'
import { marks, numbersIn, texts } from './testing/svg-marks.js'

const input: CurvesInput = {
  name: 'curves',
  title: 'Curves',
  description: 'Two curves.',
  curves: [
    { label: 'pentagon', x: [0.1, 1, 10], y: [1, 2, 4] },
    { label: 'digons', x: [0.1, 1, 10], y: [0.5, 2, 8] },
  ],
  xAxis: { title: 'relative density', scale: 'log', domain: [0.1, 10] },
  yAxis: { title: 'loss', domain: [0, 8] },
}
const [width, height] = [520, 340]
const pairs = (d: string | undefined) => {
  const flat = numbersIn(d)
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!])
}
const draw = (change: Partial<CurvesInput> = {}) => renderSvg(curvesFigure({ ...input, ...change }))

test('points lie at their numbers, joined by a line of their series', async () => {
  const svg = await draw()
  const expected = [
    [1, 2, 4],
    [0.5, 2, 8],
  ].map((ys) => ys.map((y, i) => [(i * width) / 2, height * (1 - y / 8)]))
  expect(marks(svg, 'mark-line role-mark').map(({ d }) => pairs(d))).toEqual(expected)
  expect(marks(svg, 'mark-line role-mark').map(({ stroke }) => stroke)).toEqual(seriesColors.slice(0, 2))
  const circles = marks(svg, 'mark-symbol role-mark').map(({ transform }) => numbersIn(transform))
  expect(circles).toEqual(expected.flat())
})

test('points are joined in the order given, also when x goes back', async () => {
  const curves = [{ label: 'loop', x: [10, 0.1, 1], y: [4, 8, 0] }]
  expect(pairs(marks(await draw({ curves }), 'mark-line role-mark')[0]!.d).map(([x]) => x)).toEqual([
    width,
    0,
    width / 2,
  ])
})

test('a spread becomes a band around its curve, cut off where the axis ends', async () => {
  const spread = { lowest: [0.5, 1, -1], highest: [2, 4, 5] }
  const curves = [{ ...input.curves[0]!, spread }]
  const linear = await draw({ curves, bandMeaning: 'band: quartiles', yAxis: { title: 'loss', domain: [-2, 8] } })
  const y = (value: number) => Math.round(height * (1 - (value + 2) / 10))
  expect(pairs(marks(linear, 'mark-area role-mark')[0]!.d)).toEqual([
    [0, y(0.5)],
    [width / 2, y(1)],
    [width, y(-1)],
    [width, y(5)],
    [width / 2, y(4)],
    [0, y(2)],
  ])
  expect(texts(linear)).toContain('band: quartiles')
  expect(texts(linear).join()).not.toContain('cut off')
  const log = await draw({ curves, yAxis: { title: 'loss', scale: 'log' } })
  const band = pairs(marks(log, 'mark-area role-mark')[0]!.d)
  expect(band).toHaveLength(6)
  expect(band[2]).toEqual([width, height])
  expect(texts(log)).toContain('the band is cut off at the edge at 1 of 3 points')
  expect(marks(log, 'mark-symbol role-mark')).toHaveLength(3)
})

test('references are dashed, without points, in the color of their curve or in gray, and told apart', async () => {
  const references = [
    { label: 'theory', of: 'digons', x: [0.1, 10], y: [1, 1] },
    { label: 'bound', x: [0.1, 10], y: [2, 2] },
  ]
  const svg = await draw({ references })
  const lines = marks(svg, 'mark-line role-mark').slice(2)
  expect(lines.map(({ stroke }) => stroke)).toEqual([seriesColors[1], ink])
  const dashes = lines.map((line) => line['stroke-dasharray'])
  expect(new Set(dashes).size).toBe(2)
  expect(dashes.every((dash) => dash !== undefined)).toBe(true)
  expect(marks(svg, 'mark-symbol role-mark')).toHaveLength(6)
  expect(marks(svg, 'role-legend-label').map(({ text }) => text)).toEqual(['pentagon', 'digons', 'theory', 'bound'])
  const signs = marks(svg, 'role-legend-symbol').map((sign) => [sign.stroke, sign['stroke-dasharray']])
  expect(signs.slice(2)).toEqual(lines.map((line) => [line.stroke, line['stroke-dasharray']]))
})

test('a curve that is not joined is points alone, in the legend too', async () => {
  const curves = [{ ...input.curves[0]!, joined: false }, input.curves[1]!]
  const svg = await draw({ curves })
  expect(marks(svg, 'mark-line role-mark')).toHaveLength(1)
  const points = marks(svg, 'mark-symbol role-mark').filter(({ fill }) => fill === seriesColors[0])
  expect(points.map(({ transform }) => numbersIn(transform))).toEqual([
    [0, height * (7 / 8)],
    [width / 2, height * (6 / 8)],
    [width, height / 2],
  ])
  const [sign, lineSign] = marks(svg, 'role-legend-symbol')
  expect(sign!.d).toBe(points[0]!.d)
  expect(lineSign!.d).not.toContain('A')
})

test('a curve of many points is drawn without dots', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => 0.1 + i)
  const at = async (count: number) => {
    return marks(await draw({ curves: [{ label: 'one', x: many(count), y: many(count) }] }), 'mark-symbol role-mark')
      .length
  }
  expect([await at(60), await at(61)]).toEqual([60, 0])
})

test('guides stand at their places with their words, upright words one below the other and never over the edge', async () => {
  const guides = [
    { x: 1, label: 'theory' },
    { x: 8, label: 'paper' },
    { y: 6, label: 'most' },
  ]
  const svg = await draw({ guides })
  const rules = marks(svg, 'mark-rule role-mark').map((rule) => [
    ...numbersIn(rule.transform),
    Number(rule.x2 ?? 0),
    Number(rule.y2 ?? 0),
  ])
  const paperX = (width * Math.log(80)) / Math.log(100)
  expect(rules[0]![0]).toBe(width / 2)
  expect(Math.abs(rules[0]![3]!)).toBe(height)
  expect(rules[1]![0]).toBeCloseTo(paperX, 2)
  expect(rules[2]![1]).toBe(height / 4)
  expect(Math.abs(rules[2]![2]!)).toBe(width)
  const words = marks(svg, 'mark-text role-mark').filter(({ stroke }) => stroke === undefined)
  expect(words.map(({ text }) => text)).toEqual(['theory', 'paper', 'most'])
  const anchor = words.map((word) => word['text-anchor'])
  expect(anchor).toEqual(['start', 'end', 'start'])
  const heights = words.map(({ transform }) => numbersIn(transform)[1]!)
  expect(heights[1]! - heights[0]!).toBe(18)
  expect(numbersIn(words[2]!.transform)[0]!).toBeGreaterThan(width)
})

test('points that cannot be shown are left out, and axes fit what is left', async () => {
  const curves = [{ label: 'one', x: [0, 1, 10, 100], y: [5, 1, Number.NaN, 4] }]
  const svg = await draw({ curves, xAxis: { title: 'x', scale: 'log' }, yAxis: { title: 'y' } })
  const [first, second, ...rest] = marks(svg, 'mark-symbol role-mark').map(({ transform }) => numbersIn(transform))
  expect(rest).toEqual([])
  // A fortieth of the two decades is left free at either end, and 0 is at the bottom.
  expect(first![0]).toBeCloseTo(width * (0.05 / 2.1), 2)
  expect(second).toEqual([expect.closeTo(width * (2.05 / 2.1), 2), 0])
  expect(first![1]).toBeCloseTo(height * (3 / 4), 2)
})

test('what has no place on an axis is at its edge or left out, and counted below the title', async () => {
  const some = fc.array(
    fc.oneof(
      fc.double({ min: 1e-6, max: 10, noNaN: true }),
      fc.constantFrom(0, -2, Number.NaN, Number.POSITIVE_INFINITY),
    ),
    { minLength: 1, maxLength: 12 },
  )
  fc.assert(
    fc.property(some, fc.constantFrom('linear' as const, 'log' as const), (y, scale) => {
      fc.pre(y.some((value) => canShow(value, scale)))
      const { specification } = curvesFigure({
        ...input,
        curves: [{ label: 'one', x: y.map((_, i) => i), y }],
        xAxis: { title: 'x' },
        yAxis: { title: 'y', scale },
      })
      const lines = (
        specification.layer as { mark: { type: string }; data: { values: { x: number; y: number }[] } }[]
      ).find(({ mark }) => mark.type === 'line')!
      expect(lines.data.values.map((point) => point.x)).toEqual(
        y.flatMap((value, i) => (Number.isNaN(value) ? [] : [i])),
      )
      for (const point of lines.data.values) {
        const given = y[point.x]!
        if (canShow(given, scale)) expect(point.y).toBe(given)
        else expect(canShow(point.y, scale)).toBe(true)
      }
      const said = [(specification.title as { subtitle?: string | string[] }).subtitle ?? []].flat().join('\n')
      const leftOut = y.filter(Number.isNaN).length
      const atEdge = y.filter((value) => !Number.isNaN(value) && !canShow(value, scale)).length
      expect(said.includes('left out')).toBe(leftOut > 0)
      expect(said.includes('drawn at the edge')).toBe(atEdge > 0)
      if (leftOut > 0) expect(said).toContain(`${leftOut} of ${y.length} points have no place on the axes`)
      if (atEdge > 0) expect(said).toContain(`${atEdge} of ${y.length} points are`)
    }),
    { seed: 8, numRuns: 100 },
  )
})

test('points beyond an asked domain are counted below the title', async () => {
  expect(texts(await draw({ yAxis: { title: 'loss', domain: [0, 4] } }))).toContain('1 of 6 points lie beyond the axes')
  expect(texts(await draw()).join()).not.toContain('beyond')
})

test('an asked domain cuts what lies beyond, without one no point is cut in half', async () => {
  expect(await draw({ yAxis: { title: 'loss', domain: [0, 4] } })).toContain('clip-path')
  expect(await draw({ xAxis: { title: 'x' }, yAxis: { title: 'loss' } })).not.toContain('clip-path')
})

test('axes are named, thousands are written out', async () => {
  const curves = [{ label: 'one', x: [1, 20_000], y: [0.001, 4] }]
  const svg = await draw({ curves, xAxis: { title: 'samples', scale: 'log' }, yAxis: { title: 'share', scale: 'log' } })
  expect(texts(svg)).toEqual(expect.arrayContaining(['samples', 'share', '1', '10,000', '0.001', 'Curves']))
})

test('curves that cannot be drawn are refused by their place', () => {
  const make = (change: Partial<CurvesInput>) => () => curvesFigure({ ...input, ...change })
  const one = input.curves[0]!
  expect(make({ curves: [] })).toThrow('invalid curves: 0; expected from 1 to 7')
  expect(make({ curves: Array.from({ length: 8 }, (_, i) => ({ ...one, label: `${i}` })) })).toThrow(
    'invalid curves: 8',
  )
  expect(make({ curves: [one, one] })).toThrow("invalid curves[1].label: 'pentagon' again; expected a label of its own")
  expect(make({ references: [one] })).toThrow("invalid references[0].label: 'pentagon' again")
  expect(make({ references: [{ label: 'a', of: 'b', x: [], y: [] }] })).toThrow(
    "invalid references[0].of: 'b'; expected the label of a curve",
  )
  expect(make({ curves: [{ ...one, y: [1] }] })).toThrow('invalid curves[0].y: 1 numbers; expected 3, as x')
  expect(make({ curves: [{ ...one, spread: { lowest: [1, 1, 1], highest: [] } }] })).toThrow(
    'invalid curves[0].spread.highest: 0 numbers; expected 3, as x',
  )
  expect(make({ curves: [{ label: 'a', x: [Number.NaN], y: [1] }] })).toThrow(
    'invalid curves: no point that can be drawn',
  )
  for (const domain of [
    [1, 1],
    [2, 1],
    [0, Number.NaN],
  ] as const) {
    expect(make({ yAxis: { title: 'y', domain } })).toThrow(
      `invalid yAxis.domain: [${domain.join(', ')}]; expected two ascending numbers, finite`,
    )
  }
  expect(make({ xAxis: { title: 'x', scale: 'log', domain: [0, 1] } })).toThrow(
    'invalid xAxis.domain: [0, 1]; expected two ascending numbers, above 0',
  )
})
