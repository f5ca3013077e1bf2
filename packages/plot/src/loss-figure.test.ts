import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type LossInput, lossFigure } from './index.js'
import { seriesColors } from './palette.js'
import { markGroups, marks, numbersIn, texts } from './testing/svg-marks.js'

const input: LossInput = {
  name: 'loss',
  title: 'Losses',
  description: 'Two series.',
  series: [
    { label: 'p = 1', steps: [0, 50, 100], losses: [[1, 0.1, 0.01]] },
    { label: 'p = 0.1', steps: [0, 100], losses: [[0.5, 0.05]] },
  ],
}
const [width, height] = [560, 340]
const pairs = (d: string | undefined) => {
  const flat = numbersIn(d)
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!])
}

test('a line goes through its losses, steps linear and losses logarithmic by default', async () => {
  const [first, second] = marks(await renderSvg(lossFigure(input)), 'mark-line role-mark')
  // The axis runs from 0.01 / 1.1 to 1 × 1.1.
  const y = (loss: number) => (height * Math.log((1 * 1.1) / loss)) / Math.log(1.1 ** 2 / 0.01)
  const expected = [
    [0, y(1)],
    [width / 2, y(0.1)],
    [width, y(0.01)],
  ]
  const found = pairs(first!.d)
  expect(found).toHaveLength(3)
  for (const [i, point] of expected.entries()) {
    expect(found[i]![0]).toBeCloseTo(point[0]!, 2)
    expect(found[i]![1]).toBeCloseTo(point[1]!, 2)
  }
  expect(pairs(second!.d)[1]![1]).toBeCloseTo(y(0.05), 2)
})

test('on a logarithmic step axis step 0 is left out, on a linear loss axis everything starts at 0', async () => {
  const steps = [0, 1, 10, 100]
  const series = [{ label: 'one', steps, losses: [[9, 4, 2, 1]] }]
  const svg = await renderSvg(lossFigure({ ...input, series, stepScale: 'log', lossScale: 'linear' }))
  const found = pairs(marks(svg, 'mark-line role-mark')[0]!.d)
  expect(found.map(([x]) => x)).toEqual([0, width / 2, width])
  expect(found.map(([, y]) => y)).toEqual([0, height / 2, (height * 3) / 4])
})

test('restarts become a line of medians and a band from the best to the worst', async () => {
  const losses = [
    [4, 1],
    [2, 1],
    [8, 1],
    [6, Number.NaN],
  ]
  const series = [{ label: 'one', steps: [0, 1], losses }]
  const svg = await renderSvg(lossFigure({ ...input, series, lossScale: 'linear' }))
  const y = (loss: number) => height * (1 - loss / 8)
  expect(pairs(marks(svg, 'mark-line role-mark')[0]!.d)).toEqual([
    [0, y(5)],
    [width, y(1)],
  ])
  expect(pairs(marks(svg, 'mark-area role-mark')[0]!.d)).toEqual([
    [0, y(2)],
    [width, y(1)],
    [width, y(1)],
    [0, y(8)],
  ])
  expect(texts(svg)).toContain('line: median, band: from the best to the worst restart')
  const alone = await renderSvg(lossFigure({ ...input, series: [{ ...series[0]!, losses: [[4, 1]] }] }))
  expect(markGroups(alone, 'mark-area role-mark')).toHaveLength(0)
})

test('every series has its own sign, and the legend shows all of them in the order given', async () => {
  const series = Array.from({ length: 14 }, (_, i) => ({ label: `member ${i}`, steps: [0, 1], losses: [[1, 0.5]] }))
  const svg = await renderSvg(lossFigure({ ...input, series }))
  const lines = marks(svg, 'mark-line role-mark')
  const signs = lines.map((line) => `${line.stroke} ${line['stroke-dasharray'] ?? ''}`)
  expect(new Set(signs).size).toBe(14)
  expect(lines.slice(0, 7).map(({ stroke }) => stroke)).toEqual(seriesColors)
  expect(marks(svg, 'role-legend-label').map(({ text }) => text)).toEqual(series.map(({ label }) => label))
  const symbols = marks(svg, 'role-legend-symbol').map((line) => `${line.stroke} ${line['stroke-dasharray'] ?? ''}`)
  expect(symbols).toEqual(signs)
})

test('axes are named', async () => {
  expect(texts(await renderSvg(lossFigure(input)))).toEqual(expect.arrayContaining(['Losses', 'training step', 'loss']))
})

test('losses that are not finite, or not above 0 on a logarithmic axis, are gaps', async () => {
  const steps = [0, 1, 2, 3]
  const series = [{ label: 'one', steps, losses: [[1, Number.NaN, 0, 0.25]] }]
  expect(pairs(marks(await renderSvg(lossFigure({ ...input, series })), 'mark-line role-mark')[0]!.d)).toHaveLength(2)
  const linear = await renderSvg(lossFigure({ ...input, series, lossScale: 'linear' }))
  expect(pairs(marks(linear, 'mark-line role-mark')[0]!.d)).toHaveLength(3)
})

test('one point alone is drawn as a point', async () => {
  const series = [{ label: 'one', steps: [7], losses: [[0.3]] }]
  for (const stepScale of ['linear', 'log'] as const) {
    const svg = await renderSvg(lossFigure({ ...input, series, stepScale }))
    expect(marks(svg, 'mark-symbol role-mark')).toHaveLength(1)
    expect(svg).not.toContain('NaN')
  }
})

test('a hundred thousand points are no trouble', () => {
  const steps = Array.from({ length: 100_000 }, (_, i) => i)
  const figure = lossFigure({ ...input, series: [{ label: 'long', steps, losses: [steps.map((s) => 1 / (1 + s))] }] })
  expect((figure.specification.data as { values: unknown[] }).values).toHaveLength(100_000)
})

test('series that cannot be drawn are refused by their place', () => {
  const one = { label: 'one', steps: [0, 1], losses: [[1, 1]] }
  const make =
    (...series: LossInput['series']) =>
    () =>
      lossFigure({ ...input, series })
  expect(make()).toThrow('invalid series: 0; expected from 1 to 28')
  expect(make(...Array.from({ length: 29 }, (_, i) => ({ ...one, label: `${i}` })))).toThrow('invalid series: 29')
  expect(make(one, one)).toThrow("invalid series[1].label: 'one' again; expected a label of its own")
  expect(make({ ...one, steps: [1, 1] })).toThrow('invalid series[0].steps[1]: 1; expected more than 1')
  expect(make({ ...one, steps: [0, Number.NaN] })).toThrow('invalid series[0].steps[1]: NaN; expected a finite number')
  expect(make({ ...one, losses: [] })).toThrow('invalid series[0].losses: none; expected at least one restart')
  expect(make({ ...one, losses: [[1]] })).toThrow('invalid series[0].losses[0]: 1 numbers; expected 2, one per step')
  expect(make({ ...one, losses: [[Number.NaN, 0]] })).toThrow('invalid series: no point that can be drawn')
})
