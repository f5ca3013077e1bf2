/** The color of a feature by its interference with the others, the same in every figure. */
import { interferenceColors } from './palette.js'

/** A color channel for the field `interference`: dark blue at 0, bright from 1 on, with a legend that says that its end is open. */
export function interferenceColor(): {
  field: 'interference'
  type: 'quantitative'
  scale: { domain: number[]; range: string[]; clamp: true; interpolate: 'rgb' }
  legend: { title: string; type: 'gradient'; format: string; values: number[]; labelExpr: string }
} {
  return {
    field: 'interference',
    type: 'quantitative',
    scale: {
      domain: interferenceColors.map((_, i) => i / (interferenceColors.length - 1)),
      range: [...interferenceColors],
      clamp: true,
      interpolate: 'rgb',
    },
    legend: {
      title: 'interference',
      type: 'gradient',
      format: '.2~f',
      values: [0, 0.25, 0.5, 0.75, 1],
      labelExpr: "datum.value < 1 ? datum.label : '≥ 1'",
    },
  }
}
