/** Exact optima; in the sparsest cells of one dimension half of the restarts lose a feature. */
import { matrixFromRows } from '@digon/matrix'
import { type PhaseSetting, phaseCandidates, reluLoss, type TiedModel } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { phaseChange } from './phase-change.js'
import { exactOptimum, importanceAt } from './theory.js'

export const ideal: Ideal<ReturnType<typeof phaseChange.description.plan>> = {
  /** In one dimension only half of the restarts at the smallest p reach the optimum. */
  grids: (setting, _, restart) =>
    setting.hiddenSize === 1 && setting.probability === 0.01 && restart > 4
      ? idealOf(phaseCandidates(setting).at(-1)!.model, setting)
      : idealOf(exactOptimum(setting).model, setting),
  ends: (setting) => idealOf(exactOptimum(setting).model, setting),
  biasFree: (setting) => idealOf({ weights: matrixFromRows([[0.7249], [0.6866]]), bias: [0, 0] }, setting),
}

function idealOf(model: TiedModel, setting: PhaseSetting): IdealModel {
  return { ...model, loss: reluLoss(model, { probability: setting.probability, importance: importanceAt(setting) }) }
}
