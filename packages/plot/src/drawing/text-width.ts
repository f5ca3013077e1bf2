/** Tells Vega how wide text is. Without this it would measure on a canvas in a page and guess (badly) in Node. */
import { fontFamily } from '../theme.js'
import { bold, regular, unitsPerEm } from './font-widths.js'

/** As much of a text mark of Vega's scene as decides its width. */
export interface TextItem {
  readonly font?: string
  readonly fontSize?: number
  readonly fontWeight?: string | number
  /** Longest width in pixels; 0 or none: no limit. */
  readonly limit?: number
}

/** Vega's own measure, which may be replaced (vega-scenegraph, util/text.js). */
export interface TextMetrics {
  width(item: TextItem, text: unknown): number
}

const installed = new WeakSet<TextMetrics>()

/** Replaces Vega's measure for text in the figures' font; text in any other font is measured as before. */
export function installTextWidth(metrics: TextMetrics): void {
  if (installed.has(metrics)) return
  installed.add(metrics)
  const before = metrics.width
  metrics.width = (item, text) => {
    const limit = item.limit !== undefined && item.limit > 0 ? item.limit : Number.POSITIVE_INFINITY
    // Vega's own measure cuts at the limit by measuring again, through us: without the limit, or it would never end.
    const width = item.font === fontFamily ? textWidth(item, String(text ?? '')) : before({ ...item, limit: 0 }, text)
    return Math.min(width, limit)
  }
}

/** Width in pixels of one line in DejaVu Sans, 11 pixels high unless the item says otherwise. */
export function textWidth({ fontSize = 11, fontWeight }: Omit<TextItem, 'font' | 'limit'>, text: string): number {
  const widths = fontWeight === 'bold' || Number(fontWeight) >= 600 ? bold : regular
  const digit = widths.get('0')!
  let units = 0
  for (const sign of text.trim()) units += widths.get(sign) ?? digit
  return (units / unitsPerEm) * fontSize
}
