import fc from 'fast-check'
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
    // A loss that is not finite is at the upper edge.
    [width, y(8)],
    [0, y(8)],
  ])
  expect(texts(svg).join()).toContain('line: median, band: from the best to the worst restart')
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

/** Losses of some restarts over some steps, any share of them 0 or not finite. */
const histories = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .chain(([restarts, steps, share]) => {
    const loss = fc
      .tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -8, max: 3, noNaN: true }),
        fc.nat({ max: 9 }),
      )
      .map(([chance, exponent, kind]) =>
        chance >= share ? 10 ** exponent : kind === 0 ? Number.NaN : kind === 1 ? Number.POSITIVE_INFINITY : 0,
      )
    const restart = fc.array(loss, { minLength: steps, maxLength: steps })
    return fc.array(restart, { minLength: restarts, maxLength: restarts })
  })
const worst = (loss: number) => (Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY)
const medianOf = (losses: readonly number[]) => {
  const sorted = losses.map(worst).sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}

test('whatever share of losses is 0 or not finite, every step is drawn, its median where it is or at the edge, and counted', () => {
  fc.assert(
    fc.property(histories, fc.constantFrom('log' as const, 'linear' as const), (losses, lossScale) => {
      fc.pre(losses.flat().some((loss) => Number.isFinite(loss) && (lossScale === 'linear' || loss > 0)))
      const steps = losses[0]!.map((_, i) => i)
      const { specification } = lossFigure({ ...input, series: [{ label: 'all', steps, losses }], lossScale })
      const points = (
        specification.data as { values: { step: number; median: number; lowest: number; highest: number }[] }
      ).values
      const line = (specification.layer as { encoding: { y: { scale: { domain: number[]; clamp: boolean } } } }[]).at(
        -1,
      )!
      const { domain, clamp } = line.encoding.y.scale
      const [low, high] = domain as [number, number]
      expect(clamp).toBe(true)
      if (lossScale === 'log') expect(low).toBeGreaterThan(0)
      expect(points.map(({ step }) => step)).toEqual(steps)
      for (const { step, median, lowest, highest } of points) {
        const found = losses.map((restart) => worst(restart[step]!))
        expect(median).toBe(Math.min(high, medianOf(found)))
        expect(lowest).toBe(Math.min(high, ...found))
        expect(highest).toBe(Math.min(high, Math.max(...found)))
        for (const loss of found)
          if (loss > 0 && loss < Number.POSITIVE_INFINITY) expect(loss >= low && loss <= high).toBe(true)
      }
      const subtitle = [(specification.title as { subtitle?: string | string[] } | undefined)?.subtitle ?? []]
        .flat()
        .join('; ')
      const zeros = steps.filter((step) => medianOf(losses.map((restart) => restart[step]!)) === 0).length
      const share = zeros === steps.length ? `all ${zeros}` : `${zeros} of ${steps.length}`
      const atEdge = `0 at ${share} steps: drawn at the lower edge`
      expect(subtitle.includes('drawn at the lower edge')).toBe(lossScale === 'log' && zeros > 0)
      if (lossScale === 'log' && zeros > 0) expect(subtitle).toContain(atEdge)
      expect(subtitle.includes('not finite')).toBe(!losses.flat().every(Number.isFinite))
    }),
    { seed: 11, numRuns: 150 },
  )
})

test('a loss of 0 is drawn at the lower edge of a logarithmic axis, one that is not finite at the upper', async () => {
  const series = [{ label: 'one', steps: [0, 1, 2, 3], losses: [[1, Number.NaN, 0, 0.25]] }]
  const svg = await renderSvg(lossFigure({ ...input, series }))
  const found = pairs(marks(svg, 'mark-line role-mark')[0]!.d)
  expect(found.map(([x]) => x)).toEqual([0, 1, 2, 3].map((step) => expect.closeTo((step * width) / 3, 2)))
  expect(found[1]![1]).toBe(0)
  expect(found[2]![1]).toBe(height)
  expect(texts(svg).join()).toContain('loss 0 at 1 of 4 steps: drawn at the lower edge')
})

test('a step that a logarithmic axis has no place for is named', async () => {
  const series = [{ label: 'one', steps: [0, 1, 2], losses: [[1, 0.5, 0.25]] }]
  const said = 'step 0 is left out: the axis is logarithmic'
  expect(texts(await renderSvg(lossFigure({ ...input, series, stepScale: 'log' })))).toContain(said)
  expect(texts(await renderSvg(lossFigure({ ...input, series })))).not.toContain(said)
})

test('whatever the steps, each is a whole number on the axis at most once, and the axis is named', async () => {
  for (const last of [1, 2, 3, 4, 7, 20, 101, 2000, 1_234_567]) {
    for (const stepScale of ['linear', 'log'] as const) {
      const steps = [1, ...(last > 1 ? [last] : [])]
      const svg = await renderSvg(
        lossFigure({ ...input, stepScale, series: [{ label: 'one', steps, losses: [steps.map(() => 1)] }] }),
      )
      const [across] = markGroups(svg, 'role-axis-label')
      const labels = across!.map(({ text }) => text!)
      expect(labels.length).toBeGreaterThan(0)
      expect(new Set(labels).size).toBe(labels.length)
      for (const label of labels) expect(Number.isInteger(Number(label.replaceAll(',', '')))).toBe(true)
    }
  }
})

test('losses in the narrowest range have ticks that can be told apart', async () => {
  for (const losses of [
    [0.1531, 0.1485],
    [1, 1.0001],
    [0.5, 0.5],
    [1e-9, 1.5e-9],
  ]) {
    const svg = await renderSvg(lossFigure({ ...input, series: [{ label: 'one', steps: [0, 1], losses: [losses] }] }))
    const up = markGroups(svg, 'role-axis-label')[1]!.map(({ text }) => text)
    expect(up.length).toBeGreaterThanOrEqual(2)
    expect(new Set(up).size).toBe(up.length)
  }
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
