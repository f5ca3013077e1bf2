import { matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type NeuronBarsInput, neuronBarsFigure } from './index.js'
import { interferenceColors, neuronColors, seriesColors } from './palette.js'
import { markGroups, marks, numbersIn, texts } from './testing/svg-marks.js'

const input: NeuronBarsInput = {
  name: 'neurons',
  title: 'Neurons',
  description: 'Four neurons.',
  panels: [
    {
      probability: 0.1,
      // Neurons: feature 1 with two smaller ones, feature 0 alone, nothing, feature 0 negative.
      weights: matrixFromRows([
        [-0.5, 2, 0.001, -1],
        [1, 0, 0, 0],
        [0.5, 0.02, 0, 0],
      ]),
      interference: [0, 0.5, 3],
      neurons: [{ kind: 'polysemantic' }, { kind: 'monosemantic' }, { kind: 'silent' }, { kind: 'monosemantic' }],
    },
  ],
}
const [width, height] = [220, 170]
/** The bars reach from −1 to 2; the strips stand a twentieth below. */
const [lowest, highest] = [-1 - 2 * 0.18, 2]
const up = (weight: number) => height * ((highest - weight) / (highest - lowest))
const left = (place: number) => (width / 4) * (place + 0.08)
const box = (d: string | undefined) => {
  const [x, y, w, h] = numbersIn(d) as [number, number, number, number]
  return { x, y, w, h }
}
const draw = (change: Partial<NeuronBarsInput> = {}) => renderSvg(neuronBarsFigure({ ...input, ...change }))

test('a rectangle is as high as its weight, stacked away from the axis, largest first, units by their largest feature', async () => {
  const [bars] = markGroups(await draw(), 'role-mark child_layer_1_marks')
  const expected: [place: number, bottom: number, top: number, color: number][] = [
    [0, 0, 2, 0],
    [1, -1, 0, 0],
    [2, 0, 1, 3],
    [2, -0.5, 0, 0],
    [2, 1, 1.5, 6],
  ]
  expect(bars).toHaveLength(expected.length)
  for (const [i, [place, bottom, top, color]] of expected.entries()) {
    const { x, y, w, h } = box(bars![i]!.d)
    expect(x).toBeCloseTo(left(place), 2)
    expect(w).toBeCloseTo((width / 4) * 0.84, 2)
    expect(y).toBeCloseTo(up(top), 2)
    expect(h).toBeCloseTo(up(bottom) - up(top), 2)
    expect(bars![i]!.fill).toBe(interferenceColors[color]!.toLowerCase())
  }
})

test('below its bars every unit is marked by its kind, silent units last', async () => {
  const svg = await draw()
  const [strips] = markGroups(svg, 'role-mark child_layer_0_marks')
  const kinds = ['monosemantic', 'monosemantic', 'polysemantic', 'silent'] as const
  expect(strips!.map(({ fill }) => fill)).toEqual(kinds.map((kind) => neuronColors[kind]))
  for (const [place, { d }] of strips!.entries()) {
    expect(box(d).x).toBeCloseTo(left(place), 2)
    expect(box(d).y).toBeCloseTo(up(-1.18), 2)
  }
  expect(marks(svg, 'role-legend-label').map(({ text }) => text)).toEqual(
    expect.arrayContaining(['monosemantic', 'polysemantic', 'silent', '≥ 1']),
  )
  expect(texts(svg)).toEqual(expect.arrayContaining(['neuron', 'weight', 'interference', 'p = 0.1 (S = 0.9)']))
})

test('that small weights are left out is said below the title, where there are any', async () => {
  const said = "weights under a fiftieth of the panel's largest are left out"
  expect(texts(await draw()).join()).toContain(said)
  const panels = input.panels.map((panel) => ({
    ...panel,
    weights: matrixFromRows([
      [-0.5, 2, 0, -1],
      [1, 0, 0, 0],
      [0.5, 0.5, 0, 0],
    ]),
  }))
  expect(texts(await draw({ panels })).join()).not.toContain(said)
})

test('a few features can have colors of their own', async () => {
  const svg = await draw({ colorBy: 'feature' })
  const [bars] = markGroups(svg, 'role-mark child_layer_1_marks')
  expect(bars!.map(({ fill }) => fill)).toEqual([0, 0, 1, 0, 2].map((feature) => seriesColors[feature]))
  expect(texts(svg)).toContain('feature')
  expect(texts(svg)).not.toContain('interference')
})

test('weights that are all 0 are drawn as an empty panel', async () => {
  const panels = [{ ...input.panels[0]!, weights: matrixFromRows([...Array(3)].map(() => [0, 0, 0, 0])) }]
  const svg = await draw({ panels })
  expect(markGroups(svg, 'role-mark child_layer_1_marks')).toEqual([])
  expect(svg).not.toContain('NaN')
})

test('panels that do not fit are refused by their place', () => {
  const make = (change: object, more: Partial<NeuronBarsInput> = {}) => {
    return () => neuronBarsFigure({ ...input, panels: [input.panels[0]!, { ...input.panels[0]!, ...change }], ...more })
  }
  expect(make({ weights: matrixFromRows([[1]]) })).toThrow('invalid panels[1].weights: 1 × 1; expected 3 × 4')
  expect(make({ interference: [1, 2] })).toThrow('invalid panels[1].interference: 2 numbers; expected 3')
  expect(make({ interference: [0, -1, 0] })).toThrow('invalid panels[1].interference[1]: -1')
  expect(make({ neurons: [] })).toThrow('invalid panels[1].neurons: 0 neurons; expected 4')
  const wide = {
    weights: matrixFromRows([...Array(8)].map(() => [1])),
    interference: Array(8).fill(0),
    neurons: [{ kind: 'polysemantic' as const }],
  }
  expect(() => neuronBarsFigure({ ...input, panels: [wide], colorBy: 'feature' })).toThrow(
    "invalid colorBy: 'feature' of 8 features; expected at most 7",
  )
})
