/** Settings of the sparsity penalty's experiment. */
import { defineSettings } from '../vocabulary/settings.js'

/** The small models of the demonstration. */
export const model = { featureCount: 20, hiddenSize: 5 }
export const probability = 0.1
/** Feature i has the importance `importanceBase`ⁱ, i from 0. */
export const importanceBase = 0.7

/** λ at which as many features as dimensions are worth their penalty: one restart in ten finds a unit for each, so there are more. */
export const fullFrom = 0.0075

/** The least λ at which fewer features than dimensions are worth their penalty: a share of its restarts is judged, so there are more. */
export const roomyFrom = 0.01

/** λ, rising. Closed forms drop feature after feature between 0.00004 and 0.034; at 0.0075 as many are left as dimensions. */
const penalties: readonly number[] = [0, 0.0003, 0.001, 0.003, 0.005, 0.0075, 0.01, 0.02, 0.03]
const morePenalties: readonly number[] = [...penalties, 0.0001, 0.015, 0.04].sort((a, b) => a - b)

export const sparsityPenaltySettings = defineSettings({
  id: 'sparsity-penalty',
  title: 'A penalty on hidden units removes superposition',
  section: '§12 Strategic picture',
  presets: {
    quick: { penalties, restarts: 16, restartsAtFull: 64, restartsAtRoomy: 160, batchSize: 256, steps: 2000 },
    paper: {
      penalties: morePenalties,
      restarts: 16,
      restartsAtFull: 64,
      restartsAtRoomy: 160,
      batchSize: 1024,
      steps: 10_000,
    },
  },
  summary: ({ penalties, restarts, restartsAtFull, restartsAtRoomy, steps, batchSize }) =>
    `${model.featureCount} features in ${model.hiddenSize} dimensions under ${penalties.length} penalties, ` +
    `${restarts} restarts each, ${restartsAtFull} and ${restartsAtRoomy} where superposition goes, ${steps} steps of ${batchSize} samples`,
})
