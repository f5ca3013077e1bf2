import { expect, test, vi } from 'vitest'

test('figures are made without loading Vega, the drawing entries load it at the first call', async () => {
  const loaded: string[] = []
  for (const library of ['vega', 'vega-lite', 'vega-interpreter', '@resvg/resvg-js']) {
    vi.doMock(library, async (original) => {
      loaded.push(library)
      return original()
    })
  }
  const { lossFigure } = await import('./index.js')
  const { renderSvg } = await import('./svg.js')
  const { renderPng } = await import('./png.js')
  const series = [{ label: 'a', steps: [0, 1], losses: [[1, 0.5]] }]
  const figure = lossFigure({ name: 'loss', title: 'Loss', description: 'One curve.', series })
  expect(loaded).toEqual([])
  const svg = await renderSvg(figure)
  expect(loaded.sort()).toEqual(['vega', 'vega-interpreter', 'vega-lite'])
  await renderPng(svg)
  expect(loaded).toContain('@resvg/resvg-js')
})

test('a figure is plain JSON, complete with theme and data', async () => {
  const { lossFigure } = await import('./index.js')
  const series = [{ label: 'a', steps: [0, 1], losses: [[1, 0.5]] }]
  const { specification } = lossFigure({ name: 'loss', title: 'Loss', description: 'One curve.', series })
  expect(JSON.parse(JSON.stringify(specification))).toEqual(specification)
  expect(specification).toMatchObject({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: 'Loss',
    description: 'One curve.',
    config: { background: '#FCFBF8' },
  })
})
