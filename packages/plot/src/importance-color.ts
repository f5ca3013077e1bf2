/** The color of a feature by its importance, with a legend that fits how many importances there are. */
import { importanceColors } from './palette.js'
import { distinctLabels, labelExpression } from './ticks.js'

/** With more different importances than this the legend is a strip of color. */
const mostSwatches = 8

/** A color channel for the field `importance`. One importance for all is one color, and nothing to explain. */
export function importanceColor(importance: ArrayLike<number>): {
  field: 'importance'
  type: 'quantitative'
  scale: { domain: [number, number]; range: string[]; interpolate: 'rgb' }
  legend:
    | null
    | { title: string; type: 'gradient' }
    | { title: string; type: 'symbol'; values: number[]; labelExpr: string }
} {
  const values = [...new Set(Array.from(importance))].sort((a, b) => b - a)
  const [least, most] = [values.at(-1) ?? 0, values[0] ?? 0]
  const title = 'importance'
  const labelExpr = labelExpression(values, distinctLabels(values))
  const swatches = { title, type: 'symbol', values, labelExpr } as const
  const strip = { title, type: 'gradient' } as const
  return {
    field: 'importance',
    type: 'quantitative',
    scale: { domain: [least, most], range: [...importanceColors], interpolate: 'rgb' },
    legend: values.length <= 1 ? null : values.length <= mostSwatches ? swatches : strip,
  }
}
