/** Settings of the experiment on energy levels. */
import { defineSettings } from '../vocabulary/settings.js'

export const model = { featureCount: 20, hiddenSize: 5 }
/** On the plateau of digons. */
export const probability = 0.35
/** Standard deviation of the initial weights: so small that features grow from nothing. */
export const deviation = 0.01

export const energyLevelsSettings = defineSettings({
  id: 'energy-levels',
  title: 'Features hop between levels as the loss drops',
  section: '§8 Learning dynamics: discrete energy levels',
  presets: {
    // Small batches: their noise is what takes models from one level to the next.
    quick: { batchSize: 128, steps: 4000, learningRate: 0.01, restarts: 40, timePoints: 130 },
    paper: { batchSize: 128, steps: 20_000, learningRate: 0.01, restarts: 64, timePoints: 160 },
  },
  summary: ({ restarts, steps, batchSize, timePoints }) =>
    `${model.featureCount} equal features in ${model.hiddenSize} dimensions, ${restarts} restarts, ` +
    `${steps} steps of ${batchSize} samples, each restart seen at about ${timePoints} of them`,
})
