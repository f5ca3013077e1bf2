/** Exact optima with as many collapsed pairs as the paper's strip has. */
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { collapse } from './collapse.js'
import { optimumWith } from './exact-states.js'

export const ideal: Ideal<ReturnType<typeof collapse.description.plan>> = {
  strip: ({ probability }) => stateBetween([0.05, 0.15, 0.2], probability),
  /** The larger the initial weights, the later the third pair. */
  others: ({ deviation, probability }) => stateBetween([0.05, 0.15, deviation < 0.3 ? 0.17 : 0.25], probability),
}

function stateBetween(lines: readonly number[], probability: number): IdealModel {
  const collapsed = lines.filter((line) => line < probability).length
  const { model, loss } = optimumWith({ collapsed, probability })
  return { ...model, loss }
}
