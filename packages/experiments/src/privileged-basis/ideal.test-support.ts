/** The best models known, row by row, and one restart with another code; without a ReLU, features that lie across neurons. */
import { matrixFromRows } from '@digon/matrix'
import { linearOptimum } from '@digon/theory'
import type { Ideal } from '../vocabulary/ideal.test-support.js'
import bestKnown from './best-known.json' with { type: 'json' }
import * as codes from './codes.test-support.js'
import type { privilegedBasis } from './privileged-basis.js'
import { hiddenSize } from './settings.js'

export const ideal: Ideal<ReturnType<typeof privilegedBasis.description.plan>> = {
  linear: (probability, { importance }) => {
    const { bias, loss } = linearOptimum({ probability, importance }, hiddenSize)
    return { weights: matrixFromRows(codes.rotated), bias, loss }
  },
  relu: (probability, { importance }, restart) => {
    const known = bestKnown.models.find((each) => each.probability === probability)
    const { bias, loss } = known ?? linearOptimum({ probability, importance }, hiddenSize)
    const weights = known?.weights ?? codes.fiveAlone
    if (restart !== 1) return { weights: matrixFromRows(weights), bias, loss }
    // The most important feature is lost, and with it a third of the loss or more.
    return {
      weights: matrixFromRows(weights.map((row, i) => (i === 0 ? row.map(() => 0) : row))),
      bias,
      loss: 1.3 * loss,
    }
  },
}
