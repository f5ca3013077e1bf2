import { expect, test } from 'vitest'
import { InvalidFigureError } from '../index.js'
import { type PngSize, renderPng } from '../png.js'
import { fontFamily } from '../theme.js'

const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40.5" viewBox="0 0 120 40.5">${content}</svg>`
const word = svg(`<text x="5" y="30" font-size="20" font-family="${fontFamily}">Wᵀ ‖ ≥</text>`)

const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}

test('a picture is a PNG of the size asked for', async () => {
  const png = await renderPng(word)
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  expect(sizeOf(png)).toEqual([120, 41])
  expect(sizeOf(await renderPng(word, { scale: 2 }))).toEqual([240, 81])
  expect(sizeOf(await renderPng(word, { scale: 0.5 }))).toEqual([60, 20])
  expect(sizeOf(await renderPng(word, { widthInPixels: 333 }))).toEqual([333, 112])
})

test('the same SVG gives the same bytes', async () => {
  const [one, two] = await Promise.all([renderPng(word), renderPng(word)])
  expect(Buffer.compare(one, two)).toBe(0)
})

test('text is drawn, in regular and bold, in fonts that come along', async () => {
  const empty = await renderPng(svg(''))
  const regular = await renderPng(word)
  const bold = await renderPng(word.replace('<text', '<text font-weight="bold"'))
  expect(Buffer.compare(regular, empty)).not.toBe(0)
  expect(Buffer.compare(bold, regular)).not.toBe(0)
  // A font that is not there is replaced by the one that is.
  expect(Buffer.compare(await renderPng(word.replace(fontFamily, 'Comic Sans MS')), regular)).toBe(0)
})

test('sizes out of range and texts that are no picture are refused', async () => {
  const refused = (text: string, size?: PngSize) => expect(renderPng(text, size)).rejects
  for (const scale of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    await refused(word, { scale }).toThrow(`invalid scale: ${scale}; expected a number > 0`)
  }
  await refused(word, { widthInPixels: 10.5 }).toThrow('invalid widthInPixels: 10.5; expected an integer ≥ 1')
  await refused(word, { widthInPixels: 20_000 }).toThrow(
    'invalid size: 20000 × 6750 pixels; expected no side longer than 16384 pixels',
  )
  await refused('hello').toThrow('invalid svg: no SVG document; expected an SVG document with width and height')
  await refused('<svg viewBox="0 0 1 1"></svg>').toThrow(InvalidFigureError)
  await refused('<svg width="10" height="10"><g></svg>').toThrow('expected a well-formed SVG document')
})
