/** Dimensionalities that have a name: the levels that features gather on (paper §6), and the axis they are shown along. */
import type { Layer } from './layer.js'
import { guide, ink } from './palette.js'
import type { AxisEncoding } from './quantity-axis.js'
import { labelExpression } from './ticks.js'

/** The fractions that the paper names, and 1/3 of the hexagon, with the shape whose corners have them; the largest first. */
export const namedFractions: readonly { readonly label: string; readonly value: number; readonly shape: string }[] = [
  { label: '1', value: 1, shape: 'dedicated' },
  { label: '3/4', value: 3 / 4, shape: 'tetrahedron' },
  { label: '2/3', value: 2 / 3, shape: 'triangle' },
  { label: '1/2', value: 1 / 2, shape: 'digon' },
  { label: '2/5', value: 2 / 5, shape: 'pentagon' },
  { label: '3/8', value: 3 / 8, shape: 'square antiprism' },
  { label: '1/3', value: 1 / 3, shape: 'hexagon' },
]

/** A dimensionality may be above 1 by rounding in float32, no more. */
export const mostDimensionality: number = 1 + 1e-6

/** From 0 to `top`, ≥ 1. */
export function dimensionalityAxis(top: number): AxisEncoding {
  const ticks = Array.from({ length: Math.floor(top * 4) + 1 }, (_, i) => i / 4)
  return {
    scale: { type: 'linear', domain: [0, top], nice: false },
    axis: { title: 'dimensionality', values: ticks, labelExpr: labelExpression(ticks), grid: false },
  }
}

/** Least distance between two names, in pixels. */
const nameHeight = 15

/**
 * A line at every fraction, with its name right of the picture, `height` pixels high; names keep clear of each other.
 *
 * @param withShapes whether the shape with such corners is named as well; during training a feature may be at the level without it.
 */
export function fractionLayers(y: AxisEncoding, height: number, withShapes = true): Layer[] {
  const position = { ...y, type: 'quantitative' } as const
  const [low, high] = y.scale.domain as [number, number]
  const shown = namedFractions.map(({ label, value, shape }) => ({
    value,
    text: withShapes ? `${label} ${shape}` : label,
  }))
  const apart = (nameHeight * (high - low)) / height
  const names = spreadOut(shown.map(({ value }) => value).reverse(), apart).reverse()
  return [
    {
      data: { values: shown },
      mark: { type: 'rule', color: guide, strokeWidth: 1.5 },
      encoding: { y: { ...position, field: 'value' } },
    },
    {
      data: { values: shown.map(({ text }, i) => ({ text, height: names[i]! })) },
      mark: { type: 'text', align: 'left', baseline: 'middle', dx: 8, color: ink, fontSize: 13 },
      encoding: {
        x: { value: 'width' },
        y: { ...position, field: 'height' },
        text: { field: 'text', type: 'nominal' },
      },
    },
  ]
}

/** Ascending values moved as little as possible until neighbors are `apart`: crowded ones share their move. */
export function spreadOut(ascending: readonly number[], apart: number): number[] {
  const groups: { first: number; values: number[] }[] = []
  for (const value of ascending) {
    let group = { first: value, values: [value] }
    for (let below = groups.at(-1); below !== undefined; below = groups.at(-1)) {
      if (below.first + below.values.length * apart <= group.first) break
      groups.pop()
      const values = [...below.values, ...group.values]
      const middle = values.reduce((sum, each, i) => sum + each - i * apart, 0) / values.length
      group = { first: middle, values }
    }
    groups.push(group)
  }
  return groups.flatMap(({ first, values }) => values.map((_, i) => first + i * apart))
}
