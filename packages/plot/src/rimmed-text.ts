/** Words over data: on a rim of the background's color, so that they can be read over anything. */
import type { Layer } from './layer.js'
import { background, ink } from './palette.js'
import type { AxisEncoding } from './quantity-axis.js'

/** How the words of the field `label` hang on their positions. */
export interface TextPlacement {
  readonly align?: 'left' | 'center' | 'right'
  readonly baseline?: 'top' | 'middle' | 'bottom'
  /** Shift in pixels. */
  readonly dx?: number
  readonly dy?: number
  readonly fontSize?: number
}

/** A field of the values on an axis, or the same number of pixels for all. */
export type TextChannel =
  | (AxisEncoding & { readonly field: string; readonly type: 'quantitative' })
  | { readonly value: number | 'width' }

/** Two layers: the rims, then the letters. */
export function rimmedText(
  values: readonly object[],
  placement: TextPlacement,
  position: { readonly x: TextChannel; readonly y: TextChannel },
): Layer[] {
  const data = { values: [...values] }
  const mark = { fontSize: 13, ...placement, type: 'text' } as const
  const encoding = { ...position, text: { field: 'label', type: 'nominal' } } as const
  return [
    { data, mark: { ...mark, stroke: background, strokeWidth: 4, strokeJoin: 'round' }, encoding },
    { data, mark: { ...mark, color: ink }, encoding },
  ]
}
