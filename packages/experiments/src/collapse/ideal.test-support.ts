/** Exact optima with as many collapsed pairs as the paper's strip has. */
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { collapse } from './collapse.js'
import { optimumWith } from './exact-states.js'
import type { Start } from './measure.js'

export const ideal: Ideal<ReturnType<typeof collapse.description.plan>> = {
  strip: paperState,
  others: paperState,
}

function paperState({ probability }: Start): IdealModel {
  const collapsed = [0.05, 0.15, 0.2].filter((line) => line < probability).length
  const { model, loss } = optimumWith({ collapsed, probability })
  return { ...model, loss }
}
