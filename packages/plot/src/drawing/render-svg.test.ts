import { matrixFromRows } from '@digon/matrix'
import { expect, test, vi } from 'vitest'
import type { Figure } from '../index.js'
import { featureVectorFigure, gramFigure, lossFigure, normBarsFigure } from '../index.js'
import { FigureDrawingError, renderSvg } from '../svg.js'
import { texts } from '../testing/svg-marks.js'

const text = { title: 'A & B < C', description: 'Said in <words> & signs.' }
const figures: Figure[] = [
  featureVectorFigure({
    ...text,
    name: 'vectors',
    panels: [
      {
        weights: matrixFromRows([
          [1, 0],
          [0, 1],
        ]),
      },
    ],
    importance: [1, 0.5],
  }),
  gramFigure({
    ...text,
    name: 'gram',
    panels: [
      {
        gram: matrixFromRows([
          [1, 0.3],
          [0.3, 1],
        ]),
        bias: [0.1, -0.1],
      },
    ],
  }),
  normBarsFigure({ ...text, name: 'norms', panels: [{ norms: [1, 0.4], interference: [0.2, 3] }], hiddenSize: 1 }),
  lossFigure({
    ...text,
    name: 'loss',
    series: [
      {
        label: 'a',
        steps: [1, 20],
        losses: [
          [0.3, 0.1],
          [0.2, 0.04],
        ],
      },
    ],
  }),
]

/** A figure that nobody of ours has made. */
function foreign(specification: Figure['specification']): Figure {
  return { ...text, name: 'foreign', specification }
}
const dot = { mark: 'point', encoding: { x: { field: 'a', type: 'quantitative' } } }
const values = [{ a: 1 }, { a: 2 }]

test('the same figure gives the same bytes, whatever was drawn before or is drawn at once', async () => {
  const first: string[] = []
  for (const figure of figures) first.push(await renderSvg(figure))
  const again = await Promise.all([...figures].reverse().map(renderSvg))
  expect(again.reverse()).toEqual(first)
})

test('a figure is not changed by drawing it', async () => {
  for (const figure of figures) {
    const before = JSON.stringify(figure)
    await renderSvg(deepFrozen(figure))
    expect(JSON.stringify(figure)).toBe(before)
  }
})

test('ids carry the name of the figure, so that several figures can stand in one page', async () => {
  for (const figure of figures) {
    const svg = await renderSvg(figure)
    const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!)
    const used = [...svg.matchAll(/url\(#([^)]*)\)/g)].map(([, id]) => id!)
    expect(ids).toEqual(ids.map((_, i) => `${figure.name}-${i}`))
    expect(new Set(used)).toEqual(new Set(ids))
  }
  expect(await renderSvg(figures[1]!)).toContain('id="gram-0"')
})

test('title and description are in the picture, for those who cannot see it', async () => {
  for (const figure of figures) {
    const svg = await renderSvg(figure)
    expect(svg).toMatch(
      /^<svg [^>]* role="img"><title>A &amp; B &lt; C<\/title><desc>Said in &lt;words&gt; &amp; signs.<\/desc>/,
    )
    expect(texts(svg)).toContain('A &amp; B &lt; C')
  }
})

test('numbers have at most three decimals, colors are written short', async () => {
  for (const figure of figures) {
    const svg = await renderSvg(figure)
    expect(svg).not.toMatch(/\d\.\d{4}/)
    expect(svg).not.toMatch(/rgb\(| aria-/)
    expect(svg).not.toContain('NaN')
  }
})

test('the picture is as wide as its longest line needs, by the widths of its own font', async () => {
  const series = [{ label: 'a', steps: [0, 1], losses: [[1, 0.5]] }]
  const title = 'i'.repeat(150)
  const svg = await renderSvg(lossFigure({ ...text, name: 'long', title, series }))
  // 150 letters of 702 / 2048 of 19 pixels in bold, a padding of 14 on both sides, and rounding.
  const width = Number(/ width="([\d.]+)"/.exec(svg)![1])
  expect(Math.abs(width - (150 * 19 * 702) / 2048 - 28)).toBeLessThanOrEqual(2)
})

test('a figure that Vega warns of is not delivered, and says why', async () => {
  const warned = foreign({
    data: { values },
    mark: 'bar',
    encoding: { x: { field: 'a', type: 'quantitative', scale: { type: 'log', zero: true } } },
  })
  await expect(renderSvg(warned)).rejects.toThrow(FigureDrawingError)
  await expect(renderSvg(warned)).rejects.toThrow('cannot draw figure foreign: x-scale\'s "zero" is dropped')
})

test('what is no specification is an error that names the figure', async () => {
  for (const specification of [
    {},
    { data: { values }, mark: 'nonsense' },
    { ...dot, data: { values }, transform: [{ calculate: '(', as: 'b' }] },
  ]) {
    const failure = await renderSvg(foreign(specification)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(FigureDrawingError)
    expect((failure as FigureDrawingError).figure).toBe('foreign')
    expect((failure as FigureDrawingError).problems.length).toBeGreaterThan(0)
  }
})

test('data, images and links from elsewhere are refused without asking anyone', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network in tests'))
  const elsewhere = ['https://example.com/data.json', 'data.csv', 'file:///etc/passwd', 'data:application/json,[]']
  for (const url of elsewhere) {
    await expect(renderSvg(foreign({ ...dot, data: { url } }))).rejects.toThrow(`refused to load ${url}`)
  }
  const image = { mark: 'image', encoding: { ...dot.encoding, url: { value: 'https://example.com/picture.png' } } }
  const link = { mark: 'point', encoding: { ...dot.encoding, href: { value: 'https://example.com/' } } }
  for (const layer of [link, image]) {
    await expect(renderSvg(foreign({ data: { values }, ...layer }))).rejects.toThrow(
      'refused to load https://example.com/',
    )
  }
  expect(fetched).not.toHaveBeenCalled()
  fetched.mockRestore()
})

test('expressions are interpreted: no function is made from text, and none reaches the outside', async () => {
  const noFunction = new Proxy(Function, {
    apply: () => {
      throw new Error('Function was called')
    },
    construct: () => {
      throw new Error('Function was constructed')
    },
  })
  vi.stubGlobal('Function', noFunction)
  try {
    const computed = foreign({ ...dot, data: { values }, transform: [{ calculate: 'datum.a * 2', as: 'b' }] })
    expect(await renderSvg(computed)).toContain('<svg')
    const calculate = "datum.constructor.constructor('globalThis.reached = true')()"
    await renderSvg(foreign({ ...dot, data: { values }, transform: [{ calculate, as: 'b' }] })).catch(() => undefined)
    expect(globalThis).not.toHaveProperty('reached')
  } finally {
    vi.unstubAllGlobals()
  }
})

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFrozen(part)
    Object.freeze(value)
  }
  return value
}
