/** SVG to PNG in Node, with fonts that come along, so every machine draws the same letters. */
import { fileURLToPath } from 'node:url'
import { InvalidFigureError } from '../invalid-figure-error.js'

/** One of the two, or neither: one pixel per SVG pixel. */
export type PngSize =
  | { /** Pixels per SVG pixel, > 0. */ readonly scale?: number; readonly widthInPixels?: never }
  | { /** An integer ≥ 1; the height follows. */ readonly widthInPixels: number; readonly scale?: never }

/** A square picture with such sides takes a gigabyte while it is drawn. */
const longestSideInPixels = 16_384

/**
 * The bytes of a PNG file; the same SVG and size give the same bytes. Drawn off the main thread.
 *
 * @param svg as `renderSvg` gives it. The only fonts known are DejaVu Sans, regular and bold; links are not followed.
 * @throws {InvalidFigureError} when the text is no SVG document with a width and a height, the size is out of range, or a side
 * would be longer than 16,384 pixels.
 */
export async function renderPng(svg: string, size: PngSize = {}): Promise<Uint8Array> {
  const { width, height } = documentSize(svg)
  const widthInPixels = size.widthInPixels ?? Math.round(width * checkScale(size.scale ?? 1))
  checkSides(widthInPixels, (widthInPixels / width) * height)
  const { renderAsync } = await import('@resvg/resvg-js')
  try {
    const picture = await renderAsync(svg, {
      font: {
        loadSystemFonts: false,
        fontFiles: ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map(fontFile),
        defaultFontFamily: 'DejaVu Sans',
        sansSerifFamily: 'DejaVu Sans',
      },
      fitTo: { mode: 'width', value: widthInPixels },
    })
    return picture.asPng()
  } catch (cause) {
    throw new InvalidFigureError('svg', String(cause), 'a well-formed SVG document')
  }
}

/** A font of this package. All of DejaVu from npm would take ten megabytes. */
function fontFile(name: string): string {
  return fileURLToPath(new URL(`../../fonts/${name}`, import.meta.url))
}

function documentSize(svg: string): { width: number; height: number } {
  const root = /<svg\s[^>]*>/.exec(svg)?.[0] ?? ''
  const width = Number(/\swidth="([\d.]+)"/.exec(root)?.[1])
  const height = Number(/\sheight="([\d.]+)"/.exec(root)?.[1])
  if (width > 0 && height > 0) return { width, height }
  throw new InvalidFigureError('svg', root === '' ? 'no SVG document' : root, 'an SVG document with width and height')
}

function checkScale(scale: number): number {
  if (Number.isFinite(scale) && scale > 0) return scale
  throw new InvalidFigureError('scale', String(scale), 'a number > 0')
}

function checkSides(widthInPixels: number, heightInPixels: number): void {
  if (!Number.isInteger(widthInPixels) || widthInPixels < 1) {
    throw new InvalidFigureError('widthInPixels', String(widthInPixels), 'an integer ≥ 1')
  }
  if (Math.max(widthInPixels, heightInPixels) > longestSideInPixels) {
    const found = `${widthInPixels} × ${Math.round(heightInPixels)} pixels`
    throw new InvalidFigureError('size', found, `no side longer than ${longestSideInPixels} pixels`)
  }
}
