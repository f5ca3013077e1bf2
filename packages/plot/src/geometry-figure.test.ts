import { matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type GeometryInput, geometryFigure } from './index.js'
import { ink, seriesColors } from './palette.js'
import { markGroups, marks, numbersIn, texts } from './testing/svg-marks.js'

const octahedron = matrixFromRows([
  [1, 0, 0],
  [-1, 0, 0],
  [0, 1, 0],
  [0, -1, 0],
  [0, 0, 1],
  [0, 0, -1],
])
const side = { label: 'from the side', azimuthInDegrees: 30, elevationInDegrees: 20 }
const above = { label: 'from above', azimuthInDegrees: 0, elevationInDegrees: 90 }
const input: GeometryInput = {
  name: 'geometry',
  title: 'Octahedron',
  description: 'Six corners.',
  snapshots: [{ weights: octahedron }],
  views: [above],
  sets: [0, 1, 0, 1, 0, 1],
}
const draw = (change: Partial<GeometryInput> = {}) => renderSvg(geometryFigure({ ...input, ...change }))
const pixel = (right: number, up: number) => [100 + (100 * right) / 1.2, 100 - (100 * up) / 1.2]
/** Dots of both halves, in the order drawn, without the circle of radius 1. */
const dots = (svg: string) => marks(svg, 'mark-symbol role-mark').filter(({ fill }) => fill?.startsWith('#'))

test('corners are seen from above at their first two coordinates, in the colors of their sets', async () => {
  const found = dots(await draw())
  expect(found).toHaveLength(6)
  const seen = found.map(({ transform, fill }) => [...numbersIn(transform).map((n) => Math.round(n)), fill])
  for (const [feature, [x, y]] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
    [0, 0],
    [0, 0],
  ].entries()) {
    expect(seen).toContainEqual([...pixel(x!, y!).map((n) => Math.round(n)), seriesColors[feature % 2]])
  }
})

test('what is nearer is drawn later, what is behind the origin is pale', async () => {
  const svg = await draw({ views: [side] })
  // Nearness from 30° round and 20° up: the reader stands at (0.47, −0.81, 0.34).
  const reader = [Math.sin(Math.PI / 6), -Math.cos(Math.PI / 6)].map((part) => part * Math.cos(Math.PI / 9))
  const nearness = [reader[0]!, -reader[0]!, reader[1]!, -reader[1]!, Math.sin(Math.PI / 9), -Math.sin(Math.PI / 9)]
  const order = [...nearness.keys()].sort((a, b) => nearness[a]! - nearness[b]!)
  const labels = marks(svg, 'mark-text role-mark').map(({ text }) => Number(text))
  expect(labels).toEqual(order)
  const found = dots(svg)
  expect(found.map(({ fill }) => fill)).toEqual(order.map((feature) => seriesColors[feature % 2]))
  expect(found.map((dot) => Number(dot['fill-opacity'] ?? 1))).toEqual([0.35, 0.35, 0.35, 1, 1, 1])
  // In the whole drawing: the circle, dots behind, edges and spokes behind, edges and spokes in front, dots in front.
  const layers = [...svg.matchAll(/class="mark-(symbol|rule|text) role-mark/g)].map(([, mark]) => mark)
  expect(layers).toEqual(['symbol', 'symbol', 'text', 'rule', 'rule', 'rule', 'rule', 'symbol', 'text'])
})

test('features are joined to the origin unless asked otherwise, and along edges', async () => {
  const edges = [{ from: 0, to: 2 }]
  const svg = await draw({ snapshots: [{ weights: octahedron, edges }], spokes: false })
  const lines = marks(svg, 'mark-rule role-mark')
  expect(lines).toHaveLength(1)
  expect(lines[0]!.stroke).toBe(ink)
  const [x, y] = numbersIn(lines[0]!.transform) as [number, number]
  expect([x, y].map(Math.round)).toEqual(pixel(1, 0).map(Math.round))
  expect([x + Number(lines[0]!.x2), y + Number(lines[0]!.y2)].map(Math.round)).toEqual(pixel(0, 1).map(Math.round))
  expect(marks(await draw(), 'mark-rule role-mark')).toHaveLength(6)
})

test('snapshots are columns, views are rows, all on one scale', async () => {
  const small = matrixFromRows([...Array(6)].map((_, i) => [0.1 * i, 0, 0]))
  const svg = await draw({
    snapshots: [
      { note: 'step 1', weights: small },
      { note: 'step 9', weights: octahedron },
    ],
    views: [side, above],
  })
  expect(texts(svg).filter((text) => text.startsWith('step'))).toEqual([
    'step 1, from the side',
    'step 9, from the side',
    'step 1, from above',
    'step 9, from above',
  ])
  const circles = markGroups(svg, 'role-mark child_layer_0_marks').map(([circle]) => numbersIn(circle!.d)[0])
  expect(new Set(circles).size).toBe(1)
  expect(circles[0]).toBeCloseTo(100 / 1.2, 2)
})

test('labels stand beyond their points, can be given, and can be left out', async () => {
  const words = marks(await draw(), 'mark-text role-mark')
  const first = words.find(({ text }) => text === '0')!
  expect(numbersIn(first.transform)[0]).toBeCloseTo(pixel(1, 0)[0]! + 14, 1)
  const given = texts(await draw({ labels: ['a', 'b', 'c', 'd', 'e', 'f'] }))
  expect(given).toEqual(expect.arrayContaining(['a', 'f']))
  expect(
    marks(await draw({ labels: [] }), 'mark-text role-mark')
      .map(({ text }) => text)
      .join(''),
  ).toBe('')
})

test('one set has no legend, several have their names', async () => {
  expect(marks(await draw({ sets: undefined }), 'role-legend-label')).toEqual([])
  const labels = marks(await draw({ setLabels: ['left', 'right'] }), 'role-legend-label').map(({ text }) => text)
  expect(labels).toEqual(['left', 'right'])
})

test('what does not fit is refused by its place', () => {
  const make = (change: Partial<GeometryInput>) => () => geometryFigure({ ...input, ...change })
  expect(make({ snapshots: [] })).toThrow('invalid snapshots: none; expected at least one')
  expect(make({ views: [] })).toThrow('invalid views: none; expected at least one')
  expect(make({ sets: [0] })).toThrow('invalid sets: 1 numbers; expected 6')
  expect(make({ labels: ['a'] })).toThrow('invalid labels: 1 labels; expected 6, or none')
  expect(make({ snapshots: [...input.snapshots, { weights: matrixFromRows([[1, 2, 3]]) }] })).toThrow(
    'invalid snapshots[1].weights: 1 × 3; expected 6 × 3',
  )
  expect(make({ snapshots: [{ weights: octahedron, edges: [{ from: 0, to: 6 }] }] })).toThrow(
    'invalid snapshots[0].edges[0]: from 0 to 6; expected features below 6',
  )
  expect(make({ views: [{ ...side, elevationInDegrees: 91 }] })).toThrow('invalid views[0].elevationInDegrees: 91')
})
