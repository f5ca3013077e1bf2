/** The color of numbers from −1 over 0 to 1, with its legend; beyond ±1 the color of the end. */
import { signedColors } from './palette.js'

/** What a color encoding of such numbers has beside its field. */
export interface SignedColor {
  readonly type: 'quantitative'
  readonly scale: { domain: number[]; range: string[]; clamp: boolean; interpolate: 'rgb' }
  readonly legend: { title: string; type: 'gradient'; values: number[]; labelExpr: string }
}

/** @param title of the legend. */
export function signedColor(title: string): SignedColor {
  return {
    type: 'quantitative',
    scale: {
      domain: signedColors.map((_, i) => i / 3 - 1),
      range: [...signedColors],
      clamp: true,
      interpolate: 'rgb',
    },
    legend: {
      title,
      type: 'gradient',
      values: [-1, -0.5, 0, 0.5, 1],
      labelExpr: "datum.value >= 1 ? '≥ 1' : datum.value <= -1 ? '≤ −1' : datum.label",
    },
  }
}
