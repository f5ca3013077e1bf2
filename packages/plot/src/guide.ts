/** Thin dotted lines across a picture with a word each: places that theory or the paper names. They carry no data. */
import type { Layer } from './layer.js'
import { ink } from './palette.js'
import type { AxisEncoding } from './quantity-axis.js'
import { rimmedText } from './rimmed-text.js'

/** At one x from bottom to top, or at one y from left to right; the word stands at its top, or right of the picture. */
export type Guide = { readonly label: string } & ({ readonly x: number } | { readonly y: number })

/** Axes that the guides stand on: those of the picture's other layers. */
export interface GuideAxes {
  readonly x: AxisEncoding
  readonly y: AxisEncoding
}

/** The lines: to be drawn below the data. */
export function guideLines(guides: readonly Guide[], axes: GuideAxes): Layer[] {
  const mark = { type: 'rule' as const, color: ink, strokeDash: [2, 3] }
  const { x, y } = positionsOf(axes)
  const layers: Layer[] = []
  const [upright, level] = [guides.filter(isUpright), guides.filter(isLevel)]
  if (upright.length > 0) layers.push({ data: { values: upright }, mark, encoding: { x } })
  if (level.length > 0) layers.push({ data: { values: level }, mark, encoding: { y } })
  return layers
}

/** Height of a line of words in pixels. */
const lineHeight = 18

/**
 * The words: to be drawn over the data, on a rim of the background's color. Those of upright lines stand one below the other,
 * right of their lines where there is room, else left.
 */
export function guideWords(guides: readonly Guide[], axes: GuideAxes): Layer[] {
  const { x, y } = positionsOf(axes)
  const upright = guides.filter(isUpright).sort((a, b) => a.x - b.x)
  const level = guides.filter(isLevel)
  const layers = upright.flatMap((guide, i) => {
    const side =
      share(guide.x, axes.x) > 0.6 ? ({ align: 'right', dx: -5 } as const) : ({ align: 'left', dx: 5 } as const)
    return rimmedText([guide], { ...side, baseline: 'top' }, { x, y: { value: i * lineHeight } })
  })
  if (level.length > 0) {
    layers.push(...rimmedText(level, { align: 'left', baseline: 'middle', dx: 6 }, { x: { value: 'width' }, y }))
  }
  return layers
}

/** The x of guides that have one. */
export const guidesAtX = (guides: readonly Guide[]): number[] => guides.filter(isUpright).map(({ x }) => x)

/** The y of guides that have one. */
export const guidesAtY = (guides: readonly Guide[]): number[] => guides.filter(isLevel).map(({ y }) => y)

const isUpright = (guide: Guide): guide is Guide & { x: number } => 'x' in guide
const isLevel = (guide: Guide): guide is Guide & { y: number } => 'y' in guide

function positionsOf(axes: GuideAxes) {
  return {
    x: { ...axes.x, field: 'x', type: 'quantitative' },
    y: { ...axes.y, field: 'y', type: 'quantitative' },
  } as const
}

/** How far along the axis, from 0 to 1. */
function share(value: number, { scale }: AxisEncoding): number {
  const [low, high] = scale.domain as [number, number]
  if (scale.type === 'log') return Math.log(value / low) / Math.log(high / low)
  return (value - low) / (high - low)
}
