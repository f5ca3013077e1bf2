import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fontFamily } from '../theme.js'
import { bold, type FontWidths, regular, unitsPerEm } from './font-widths.js'
import { installTextWidth, type TextItem, type TextMetrics, textWidth } from './text-width.js'

test.each<[string, FontWidths]>([
  ['DejaVuSans', regular],
  ['DejaVuSans-Bold', bold],
])('the widths of %s are those in the font file', (file, widths) => {
  const font = readFont(file)
  expect(font.unitsPerEm).toBe(unitsPerEm)
  expect(widths.size).toBeGreaterThan(95)
  for (const [sign, width] of widths) expect([sign, width]).toEqual([sign, font.advanceWidth(sign.codePointAt(0)!)])
})

test('the width of text is the sum of its letters, in pixels of its size and weight', () => {
  // W 2025, i 569 in regular; W 2259, i 702 in bold.
  expect(textWidth({ fontSize: 20 }, 'Wi')).toBeCloseTo(((2025 + 569) / 2048) * 20, 12)
  expect(textWidth({ fontSize: 20, fontWeight: 'bold' }, 'Wi')).toBeCloseTo(((2259 + 702) / 2048) * 20, 12)
  expect(textWidth({ fontWeight: 'normal' }, ' W ')).toBeCloseTo((2025 / 2048) * 11, 12)
  expect(textWidth({ fontSize: 10 }, '語')).toBe(textWidth({ fontSize: 10 }, '0'))
})

test('only text in our font is measured by us, and a limit holds for both', () => {
  const seen: TextItem[] = []
  const metrics: TextMetrics = {
    width: (item) => {
      seen.push(item)
      return 77
    },
  }
  installTextWidth(metrics)
  installTextWidth(metrics)
  expect(metrics.width({ font: fontFamily, fontSize: 20 }, 'W')).toBeCloseTo((2025 / 2048) * 20, 12)
  expect(metrics.width({ font: fontFamily, fontSize: 20, limit: 5 }, 'W')).toBe(5)
  expect(seen).toEqual([])
  expect(metrics.width({ font: 'Times', limit: 50 }, 'W')).toBe(50)
  expect(metrics.width({ font: 'Times' }, 'W')).toBe(77)
  expect(seen).toEqual([
    { font: 'Times', limit: 0 },
    { font: 'Times', limit: 0 },
  ])
})

/** As much of a TrueType file as tells advance widths: tables head, hhea, hmtx, and cmap in format 4. */
function readFont(name: string): { unitsPerEm: number; advanceWidth(codePoint: number): number | undefined } {
  const file = readFileSync(new URL(`../../fonts/${name}.ttf`, import.meta.url))
  const table = (tag: string): number => file.readUInt32BE(file.indexOf(tag, 12, 'latin1') + 8)
  const [head, hhea, hmtx, cmap] = [table('head'), table('hhea'), table('hmtx'), table('cmap')]
  const lastWide = file.readUInt16BE(hhea + 34) - 1
  const format4 = Array.from(
    { length: file.readUInt16BE(cmap + 2) },
    (_, i) => cmap + file.readUInt32BE(cmap + 8 + 8 * i),
  ).find((at) => file.readUInt16BE(at) === 4)!
  const segments = file.readUInt16BE(format4 + 6) / 2
  return {
    unitsPerEm: file.readUInt16BE(head + 18),
    advanceWidth(codePoint) {
      for (let segment = 0; segment < segments; segment++) {
        const end = format4 + 14 + 2 * segment
        const [start, delta, offset] = [end + 2 + 2 * segments, end + 2 + 4 * segments, end + 2 + 6 * segments]
        if (file.readUInt16BE(end) < codePoint) continue
        const first = file.readUInt16BE(start)
        if (first > codePoint) return undefined
        const range = file.readUInt16BE(offset)
        const shifted = (index: number) => (index + file.readUInt16BE(delta)) & 0xffff
        const glyph = range === 0 ? shifted(codePoint) : file.readUInt16BE(offset + range + 2 * (codePoint - first))
        return file.readUInt16BE(hmtx + 4 * Math.min(glyph, lastWide))
      }
      return undefined
    },
  }
}
