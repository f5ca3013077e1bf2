import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type NormBarsInput, normBarsFigure } from './index.js'
import { interferenceColors } from './palette.js'
import { markGroups, marks, numbersIn, texts } from './testing/svg-marks.js'

const input: NormBarsInput = {
  name: 'norms',
  title: 'Norms',
  description: 'Bars.',
  panels: [
    { probability: 1, norms: [1, 0.5, 0], interference: [0, 0.5, 0] },
    { probability: 0.01, norms: [0.2, 0.4, 0.8], interference: [1, 7, 1 / 6] },
  ],
}

test('a bar is as high as its norm, on one scale for all panels, in the order given', async () => {
  const groups = markGroups(await renderSvg(normBarsFigure(input)), 'mark-rect role-mark')
  expect(groups).toHaveLength(2)
  for (const [panel, bars] of groups.entries()) {
    const boxes = bars.map(({ d }) => numbersIn(d))
    for (const [feature, norm] of Array.from(input.panels[panel]!.norms).entries()) {
      const [left, top, width, height] = boxes[feature] as [number, number, number, number]
      expect(height).toBeCloseTo(130 * norm, 2)
      expect(top + height).toBeCloseTo(130, 2)
      expect(left).toBeCloseTo((220 / 3) * (feature + 0.05), 2)
      expect(width).toBeCloseTo((220 / 3) * 0.9, 2)
    }
  }
})

test('a bar is dark without interference, bright from 1 on', async () => {
  const fills = marks(await renderSvg(normBarsFigure(input)), 'mark-rect role-mark').map(({ fill }) => fill)
  const color = (i: number) => interferenceColors[i]!.toLowerCase()
  expect(fills).toEqual([color(0), color(3), color(0), color(6), color(6), color(1)])
})

test('axes and legend are named, and the legend says that its end is open', async () => {
  const svg = await renderSvg(normBarsFigure(input))
  expect(texts(svg)).toEqual(expect.arrayContaining(['norm', 'feature', 'interference']))
  expect(marks(svg, 'role-legend-label').map(({ text }) => text)).toEqual(['0', '0.25', '0.5', '0.75', '≥ 1'])
})

test('an order of importance is claimed where every panel has it, and nowhere else', () => {
  const importances = fc.array(fc.constantFrom(1, 0.5, 0.1), { minLength: 3, maxLength: 3 })
  const falls = ([a, b, c]: readonly number[]) => a! >= b! && b! >= c! && a! > c!
  const titleOf = (panels: NormBarsInput['panels'], importance?: readonly number[]) =>
    JSON.stringify(normBarsFigure({ ...input, panels, hiddenSize: 2, ...(importance && { importance }) }).specification)
  fc.assert(
    fc.property(fc.tuple(importances, importances), importances, (own, shared) => {
      const panels = input.panels.map((panel, i) => ({ ...panel, importance: own[i]! }))
      expect(titleOf(panels).includes('most important first')).toBe(own.every(falls))
      expect(titleOf(panels).includes('dashed line')).toBe(own.every(falls))
      expect(titleOf(input.panels, shared).includes('most important first')).toBe(falls(shared))
      expect(titleOf([panels[0]!, input.panels[1]!]).includes('most important first')).toBe(false)
    }),
    { seed: 10, numRuns: 60 },
  )
})

test('a line after as many bars as there are hidden dimensions stands in every panel, and is explained', async () => {
  const svg = await renderSvg(normBarsFigure({ ...input, hiddenSize: 2, importance: [1, 0.9, 0.81] }))
  const lines = markGroups(svg, 'mark-rule role-mark')
  expect(lines).toHaveLength(2)
  for (const [line] of lines) expect(numbersIn(line!.transform)[0]).toBeCloseTo((220 / 3) * 2, 2)
  expect(texts(svg)).toContain('dashed line: the hidden size, 2')
  expect(markGroups(await renderSvg(normBarsFigure(input)), 'mark-rule role-mark')).toHaveLength(0)
})

test('a model that has learned nothing is drawn', async () => {
  const nothing = [{ norms: [0, 0], interference: [0, 0] }]
  for (const { d } of marks(await renderSvg(normBarsFigure({ ...input, panels: nothing })), 'mark-rect role-mark')) {
    expect(numbersIn(d)[3]).toBe(0)
  }
})

test('numbers that are no norms are refused by their place', () => {
  const make =
    (...panels: NormBarsInput['panels']) =>
    () =>
      normBarsFigure({ ...input, panels })
  expect(make({ norms: [1, -1], interference: [0, 0] })).toThrow(
    'invalid panels[0].norms[1]: -1; expected a finite number ≥ 0',
  )
  expect(make({ norms: [1], interference: [Number.NaN] })).toThrow('invalid panels[0].interference[0]: NaN')
  expect(make({ norms: [1], interference: [] })).toThrow('invalid panels[0].interference: 0 numbers; expected 1')
  expect(() => normBarsFigure({ ...input, hiddenSize: 2.5 })).toThrow(
    'invalid hiddenSize: 2.5; expected an integer ≥ 1',
  )
})
