import { matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type PhaseDiagramInput, type PhasePanel, phaseDiagramFigure } from './index.js'
import { phaseColors } from './palette.js'
import { phaseColor } from './phase-color.js'
import { markGroups, marks, numbersIn, texts } from './testing/svg-marks.js'

const trained: PhasePanel = {
  title: 'trained',
  relativeImportances: [0.1, 1, 10],
  probabilities: [0.01, 0.1],
  cells: {
    norm: matrixFromRows([
      [1, 1, 1],
      [0, 0.5, 1],
    ]),
    superposition: matrixFromRows([
      [1, 1, 0.5],
      [0, 0, 0],
    ]),
  },
}
const theory: PhasePanel = {
  title: 'theory',
  relativeImportances: [0.1, 1, 10],
  probabilities: [0.01, 0.1],
  cells: {
    states: [
      ['superposition', 'superposition', 'superposition'],
      ['not represented', 'dedicated', 'dedicated'],
    ],
  },
}
const input: PhaseDiagramInput = {
  name: 'phase',
  title: 'Phases',
  description: 'Two panels.',
  panels: [trained, theory],
}
const side = 300
const draw = (change: Partial<PhaseDiagramInput> = {}) => renderSvg(phaseDiagramFigure({ ...input, ...change }))
const cells = (svg: string, panel: number) =>
  markGroups(svg, 'mark-rect role-mark')[panel]!.map(({ d, fill }) => ({ box: numbersIn(d).slice(0, 4), fill }))

test('a cell lies at its importance and density, half way to its neighbors, in the color of the key', async () => {
  const found = cells(await draw(), 0)
  const third = side / 3
  // Neighbors of one color in a row are one rectangle.
  expect(found).toEqual([
    { box: [0, side / 2, 2 * third, side / 2], fill: phaseColor(1, 1) },
    { box: [2 * third, side / 2, third, side / 2], fill: phaseColor(1, 0.5) },
    { box: [0, 0, third, side / 2], fill: phaseColor(0, 0) },
    { box: [third, 0, third, side / 2], fill: phaseColor(0.5, 0) },
    { box: [2 * third, 0, third, side / 2], fill: phaseColor(1, 0) },
  ])
})

test('states of theory have the colors of the corners', async () => {
  const found = cells(await draw(), 1)
  expect(found.map(({ fill }) => fill)).toEqual(
    [phaseColors.superposed, phaseColors.absent, phaseColors.dedicated].map((color) => color.toLowerCase()),
  )
  expect(found[0]!.box).toEqual([0, side / 2, side, side / 2])
})

test('the key shows every color at its norm and superposition', async () => {
  const key = cells(await draw(), 2)
  expect(key).toHaveLength(121)
  for (const { box, fill } of key) {
    const [x, y, w, h] = box as [number, number, number, number]
    expect(fill).toBe(phaseColor((x + w / 2 - 5) / 100, 1 - (y + h / 2 - 5) / 100))
  }
  expect(texts(await draw())).toEqual(expect.arrayContaining(['norm', 'superposition', 'extra feature', '≥ 1']))
})

test('boundaries, the triple point and names of regions lie over every panel at their places', async () => {
  const triplePoint = { relativeImportance: 1, probability: Math.sqrt(0.001) }
  const boundaries = [{ points: [{ relativeImportance: 0.1, probability: 0.01 }, triplePoint] }]
  const regions = [{ label: 'dedicated', relativeImportance: 10, probability: 0.1 }]
  const svg = await draw({ boundaries, triplePoint, regions })
  const lines = marks(svg, 'mark-line role-mark')
  // A light one under a dark one in either panel.
  expect(lines).toHaveLength(4)
  for (const { d } of lines) {
    for (const [i, value] of numbersIn(d).entries()) {
      expect(value).toBeCloseTo([side / 6, side * (3 / 4), side / 2, side / 2][i]!, 2)
    }
  }
  const rings = marks(svg, 'mark-symbol role-mark').map(({ transform }) => numbersIn(transform))
  expect(rings).toEqual([
    [side / 2, side / 2],
    [side / 2, side / 2],
  ])
  const words = marks(svg, 'mark-text role-mark').map(({ transform, text }) => [text, ...numbersIn(transform)])
  expect(words).toHaveLength(4)
  for (const word of words)
    expect(word).toEqual(['dedicated', expect.closeTo(side * (5 / 6), 2), expect.closeTo(side / 4 + 4, 0)])
})

test('panels and axes are named, the density once', async () => {
  const found = texts(await draw({ featureName: 'third feature' }))
  expect(found).toEqual(
    expect.arrayContaining(['trained', 'theory', 'relative importance of the third feature', '0.1', '10', '0.01']),
  )
  expect(found.filter((text) => text === 'density 1 − S')).toHaveLength(1)
})

test('one cell alone is drawn', async () => {
  const one: PhasePanel = {
    title: 'one',
    relativeImportances: [1],
    probabilities: [0.1],
    cells: { states: [['dedicated']] },
  }
  expect(cells(await draw({ panels: [one] }), 0)).toEqual([
    { box: [0, 0, side, side], fill: phaseColors.dedicated.toLowerCase() },
  ])
})

test('grids that do not fit are refused by their place', () => {
  const make = (change: object, of: PhasePanel = trained) => {
    return () => phaseDiagramFigure({ ...input, panels: [theory, { ...of, ...change }] })
  }
  expect(() => phaseDiagramFigure({ ...input, panels: [] })).toThrow('invalid panels: none; expected at least one')
  expect(make({ relativeImportances: [] })).toThrow('invalid panels[1].relativeImportances: none')
  expect(make({ relativeImportances: [0, 1, 2] })).toThrow(
    'invalid panels[1].relativeImportances[0]: 0; expected more than 0',
  )
  expect(make({ relativeImportances: [1, 1, 2] })).toThrow(
    'invalid panels[1].relativeImportances[1]: 1; expected more than 1',
  )
  expect(make({ probabilities: [0.5, 1.5] })).toThrow(
    'invalid panels[1].probabilities[1]: 1.5; expected more than 0.5 and at most 1',
  )
  expect(make({ probabilities: [0.5] })).toThrow('invalid panels[1].cells.norm: 2 × 3; expected 1 × 3')
  expect(make({ probabilities: [0.5] }, theory)).toThrow(
    'invalid panels[1].cells.states: 2 rows; expected 1, one per probability',
  )
  expect(make({ relativeImportances: [1] }, theory)).toThrow(
    'invalid panels[1].cells.states[0]: 3 states; expected 1, one per relative importance',
  )
  expect(make({ cells: { states: [['a', 'dedicated', 'dedicated'], []] } }, theory)).toThrow(
    "invalid panels[1].cells.states[0]: 'a'; expected not represented, dedicated, superposition",
  )
})
