/**
 * Exact optima, and the paper's candidates where no optimum is known; a few restarts of the sparsest cells lose one
 * feature.
 */
import { matrixFromRows } from '@digon/matrix'
import { type PhaseSetting, phaseCandidates, type TiedModel } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { phaseChange } from './phase-change.js'
import { exactOptimum } from './theory.js'

export const ideal: Ideal<ReturnType<typeof phaseChange.description.plan>> = {
  /** At the smallest p of two features only four restarts of ten reach the optimum. */
  grids: (setting, _, restart) => {
    const candidates = phaseCandidates(setting)
    if (setting.hiddenSize === 1 && setting.probability === 0.01 && restart > 3)
      return idealOf(candidates.at(-1)!.model)
    return idealOf(setting.hiddenSize === 1 ? exactOptimum(setting).model : candidates[0]!.model)
  },
  bands: (setting: PhaseSetting) => idealOf(exactOptimum(setting).model),
  biasFree: () => ({ weights: matrixFromRows([[0.7249], [0.6866]]) }),
}

function idealOf({ weights, bias }: TiedModel): IdealModel {
  return { weights, bias }
}
