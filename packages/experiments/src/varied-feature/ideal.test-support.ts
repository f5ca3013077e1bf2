/** The two branches of mathematics: squares far below the crossing, pentagons far above, half of each between. */
import { matrixFromRows } from '@digon/matrix'
import { reluLoss, type TiedModel } from '@digon/theory'
import type { Ideal } from '../vocabulary/ideal.test-support.js'
import { exactBranches, featuresAt, squareAt } from './exact-branches.js'
import { relativeDensities } from './settings.js'
import type { variedFeature } from './varied-feature.js'

export const ideal: Ideal<ReturnType<typeof variedFeature.description.plan>> = {
  sweep: (density, _, restart) => {
    const onPentagon = density > 0.7 || (density > 0.1 && restart % 2 === 0)
    const model = onPentagon ? pentagonAt(density) : squareAt(density)
    return { ...model, loss: reluLoss(model, featuresAt(density)) }
  },
}

/** The best one. */
function pentagonAt(density: number): TiedModel {
  const { points } = exactBranches(relativeDensities)
  const { weights, bias } = points.find(({ relativeDensity }) => relativeDensity === density)!.pentagon!
  return { weights: matrixFromRows(weights), bias }
}
