/**
 * What becomes of a feature, as one color from two numbers (paper §5): its norm (0: not represented, 1: represented) and its
 * superposition (0: a dimension of its own, 1 and more: shared).
 */
import { phaseColors } from './palette.js'

/** Steps of either number that differ in color: 0, 1/10, …, 1. */
export const phaseSteps = 10

/**
 * `#rrggbb`, bilinear in norm and superposition, both cut to 0 … 1 and rounded to tenths: at norm 0 light whatever the
 * superposition, at norm 1 from blue (dedicated) to red (in superposition).
 */
export function phaseColor(norm: number, superposition: number): string {
  const [represented, shared] = [norm, superposition].map(
    (value) => Math.round(Math.min(1, Math.max(0, value)) * phaseSteps) / phaseSteps,
  ) as [number, number]
  const [absent, dedicated, superposed] = [phaseColors.absent, phaseColors.dedicated, phaseColors.superposed].map(
    channels,
  )
  return `#${absent!
    .map((light, c) => {
      const full = dedicated![c]! + shared * (superposed![c]! - dedicated![c]!)
      return Math.round(light + represented * (full - light))
        .toString(16)
        .padStart(2, '0')
    })
    .join('')}`
}

function channels(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
}
