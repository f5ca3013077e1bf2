/** Makes Vega's SVG the same text every time, fit to stand beside others in one page, and readable for screen readers. */
import type { Figure } from '../figure.js'

/**
 * - Numbers in attributes have at most 3 decimals (a thousandth of a pixel), so the last bits of a logarithm do not show.
 * - Colors are written as #rrggbb.
 * - Vega numbers gradients and clips through the whole process; here they get the figure's name and start from 0.
 * - The picture is one image with a title and a description; Vega's roles and labels of its parts are dropped.
 */
export function tidySvg(svg: string, figure: Pick<Figure, 'name' | 'title' | 'description'>): string {
  const short = svg.replace(/<[a-z][^>]*>/g, shortTag)
  const named = renameIds(short, figure.name)
  const words = `<title>${escapeText(figure.title)}</title><desc>${escapeText(figure.description)}</desc>`
  return named.replace(/^<svg[^>]*>/, (tag) => `${tag.slice(0, -1)} role="img">${words}`)
}

function shortTag(tag: string): string {
  return tag
    .replace(/ (?:aria-[a-z]+|role)="[^"]*"/g, '')
    .replace(/-?\d+(?:\.\d{4,}(?:e-?\d+)?|(?:\.\d+)?e-\d+)/g, (number) => String(Number(Number(number).toFixed(3)) + 0))
    .replace(/"rgb\((\d+), (\d+), (\d+)\)"/g, (_, ...channels: string[]) => `"${hex(channels)}"`)
}

const hex = (channels: readonly string[]): string =>
  `#${channels
    .slice(0, 3)
    .map((channel) => Number(channel).toString(16).padStart(2, '0'))
    .join('')}`

function renameIds(svg: string, prefix: string): string {
  const names = new Map<string, string>()
  for (const [, id] of svg.matchAll(/ id="([^"]*)"/g)) names.set(id!, `${prefix}-${names.size}`)
  return svg
    .replace(/ id="([^"]*)"/g, (_, id: string) => ` id="${names.get(id)}"`)
    .replace(/url\(#([^)]*)\)/g, (whole, id: string) => (names.has(id) ? `url(#${names.get(id)})` : whole))
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
