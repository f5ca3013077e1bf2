import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type FeatureGraphInput, featureGraphFigure } from './index.js'
import { signedColors } from './palette.js'
import { marks, numbersIn, texts } from './testing/svg-marks.js'

const input: FeatureGraphInput = {
  name: 'graph',
  title: 'Graph',
  description: 'A digon and a triangle.',
  panels: [
    {
      probability: 0.1,
      components: [
        { name: 'digon', features: [1, 4] },
        { name: 'triangle', features: [0, 2, 3] },
      ],
      edges: [
        { from: 1, to: 4, weight: 1, cosine: -1 },
        { from: 0, to: 2, weight: 0.5, cosine: 0.4 },
        { from: 0, to: 3, weight: 7, cosine: -0.5 },
      ],
    },
  ],
}
const draw = (panels: FeatureGraphInput['panels'] = input.panels) => renderSvg(featureGraphFigure({ ...input, panels }))

test('edges join their features, as thick as their weight up to 1, blue when negative and red when positive', async () => {
  const svg = await draw()
  const nodes = marks(svg, 'mark-symbol role-mark').map(({ transform }) => numbersIn(transform))
  const place = new Map([1, 4, 0, 2, 3].map((feature, i) => [feature, nodes[i]!]))
  const lines = marks(svg, 'mark-rule role-mark')
  const expected: [from: number, to: number, thickness: number, color: string][] = [
    [0, 2, 0.3 + 4.7 / 2, signedColors.at(-1)!],
    [1, 4, 5, signedColors[0]!],
    [0, 3, 5, signedColors[0]!],
  ]
  expect(lines).toHaveLength(expected.length)
  for (const [i, [from, to, thickness, color]] of expected.entries()) {
    const line = lines[i]!
    const [x, y] = numbersIn(line.transform) as [number, number]
    const ends = [
      [x, y],
      [x + Number(line.x2 ?? 0), y + Number(line.y2 ?? 0)],
    ].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!)
    const wanted = [place.get(from)!, place.get(to)!].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!)
    for (const end of [0, 1]) {
      for (const axis of [0, 1]) expect(ends[end]![axis]).toBeCloseTo(wanted[end]![axis]!, 2)
    }
    expect(Number(line['stroke-width'])).toBeCloseTo(thickness, 6)
    expect(line.stroke).toBe(color)
  }
})

test('what the caller left out is said below the title', async () => {
  const note = 'left out: features that are not learned'
  expect(texts(await renderSvg(featureGraphFigure({ ...input, note })))).toContain(note)
})

test('components are named, features of small graphs numbered, and the legend says what the colors mean', async () => {
  const found = texts(await draw())
  for (const text of ['1 × digon', '1 × triangle', 'p = 0.1 (S = 0.9)', 'dot product', 'negative', 'positive']) {
    expect(found).toContain(text)
  }
  for (const feature of [0, 1, 2, 3, 4]) expect(found).toContain(String(feature))
})

test('large graphs have smaller nodes without numbers', async () => {
  const components = Array.from({ length: 30 }, (_, i) => ({ name: 'digon', features: [2 * i, 2 * i + 1] }))
  const svg = await draw([{ components, edges: [] }])
  expect(marks(svg, 'mark-symbol role-mark')).toHaveLength(60)
  expect(texts(svg)).toContain('30 × digon')
  expect(texts(svg)).not.toContain('17')
})

test('graphs that contradict themselves are refused by their place', () => {
  const make = (change: object) => () => featureGraphFigure({ ...input, panels: [{ ...input.panels[0]!, ...change }] })
  const one = { name: 'dedicated', features: [0] }
  expect(make({ components: [], edges: [] })).toThrow('invalid panels[0].components: none; expected at least one')
  expect(make({ components: [{ name: 'a', features: [] }], edges: [] })).toThrow(
    'invalid panels[0].components[0].features: none; expected at least one',
  )
  expect(make({ components: [one, one], edges: [] })).toThrow(
    'invalid panels[0].components[1].features: 0 again; expected each feature once',
  )
  expect(make({ components: [one] })).toThrow('invalid panels[0].edges[0]: from 1 to 4; expected two features')
  expect(make({ edges: [{ from: 1, to: 4, weight: Number.NaN, cosine: 0 }] })).toThrow(
    'invalid panels[0].edges[0]: weight NaN, cosine 0',
  )
  expect(make({ edges: [{ from: 1, to: 4, weight: 1, cosine: 1.1 }] })).toThrow('cosine 1.1')
})

test('numbers of three digits are small enough for their nodes: white, they could not be seen outside', async () => {
  const components = [{ name: 'digon', features: [7, 114] }]
  const svg = await draw([{ probability: 0.1, components, edges: [] }])
  const sizes = new Map(
    [...svg.matchAll(/font-size="([\d.]+)px"[^>]*>(\d+)</g)].map(([, size, feature]) => [feature, Number(size)]),
  )
  expect(sizes.get('7')).toBe(12)
  // Digits of DejaVu Sans are 0.636 of the font size wide; a node has an area of 420 square pixels.
  expect(3 * 0.636 * sizes.get('114')!).toBeLessThan(2 * Math.sqrt(420 / Math.PI))
})
