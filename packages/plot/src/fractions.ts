/** Dimensionalities that have a name: the levels that features gather on (paper §6), and the axis they are shown along. */
import type { Layer } from './layer.js'
import { guide, ink } from './palette.js'
import type { AxisEncoding } from './quantity-axis.js'

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

/** From 0 to `top`, ≥ 1. */
export function dimensionalityAxis(top: number): AxisEncoding {
  return {
    scale: { type: 'linear', domain: [0, top], nice: false },
    axis: {
      title: 'dimensionality',
      values: [0, 0.25, 0.5, 0.75, 1],
      labelExpr: "format(datum.value, '.2~f')",
      grid: false,
    },
  }
}

/** A line at every fraction, with its name right of the picture; the two nearest ones keep their words apart. */
export function fractionLayers(y: AxisEncoding): Layer[] {
  const place = { ...y, field: 'value', type: 'quantitative' } as const
  const words = namedFractions.map(({ label, value, shape }) => ({ value, text: `${label} ${shape}` }))
  const word = (nudge: number, shapes: typeof words): Layer => ({
    data: { values: shapes },
    mark: { type: 'text', align: 'left', baseline: 'middle', dx: 8, dy: nudge, color: ink, fontSize: 13 },
    encoding: { x: { value: 'width' }, y: place, text: { field: 'text', type: 'nominal' } },
  })
  const crowded = words.filter(({ value }) => value === 2 / 5)
  return [
    {
      data: { values: [...namedFractions] },
      mark: { type: 'rule', color: guide, strokeWidth: 1.5 },
      encoding: { y: place },
    },
    word(
      0,
      words.filter((each) => !crowded.includes(each)),
    ),
    word(-5, crowded),
  ]
}
