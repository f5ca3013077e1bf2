/** Thin dotted lines across a picture with a word each: places that theory or the paper names. They carry no data. */

import type { Layer } from './layer.js'
import { ink } from './palette.js'
import type { AxisEncoding } from './quantity-axis.js'

/** At one x from bottom to top, or at one y from left to right; the word stands at the top or at the right end. */
export type Guide = { readonly label: string } & ({ readonly x: number } | { readonly y: number })

/** Axes that the guides stand on: those of the picture's other layers. */
export interface GuideAxes {
  readonly x: AxisEncoding
  readonly y: AxisEncoding
}

/** One layer of lines and one of words for either direction that occurs. */
export function guideLayers(guides: readonly Guide[], axes: GuideAxes): Layer[] {
  const rule = { type: 'rule' as const, color: ink, strokeDash: [2, 3] }
  const word = { type: 'text', color: ink, fontSize: 13 } as const
  const label = { field: 'label', type: 'nominal' } as const
  const x = { ...axes.x, field: 'x', type: 'quantitative' } as const
  const y = { ...axes.y, field: 'y', type: 'quantitative' } as const
  const upright = guides.filter((guide) => 'x' in guide)
  const level = guides.filter((guide) => 'y' in guide)
  const layers: Layer[] = []
  if (upright.length > 0) {
    layers.push(
      { data: { values: upright }, mark: rule, encoding: { x } },
      {
        data: { values: upright },
        mark: { ...word, align: 'left', baseline: 'top', dx: 5 },
        encoding: { x, y: { value: 0 }, text: label },
      },
    )
  }
  if (level.length > 0) {
    layers.push(
      { data: { values: level }, mark: rule, encoding: { y } },
      {
        data: { values: level },
        mark: { ...word, align: 'right', baseline: 'bottom', dy: -3 },
        encoding: { x: { value: 'width' }, y, text: label },
      },
    )
  }
  return layers
}

/** The x of guides that have one. */
export const guidesAtX = (guides: readonly Guide[]): number[] =>
  guides.flatMap((guide) => ('x' in guide ? guide.x : []))

/** The y of guides that have one. */
export const guidesAtY = (guides: readonly Guide[]): number[] =>
  guides.flatMap((guide) => ('y' in guide ? guide.y : []))
