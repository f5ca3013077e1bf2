/** Settings of the experiment on energy levels. */
import { defineSettings } from '../vocabulary/settings.js'

export const model = { featureCount: 20, hiddenSize: 5 }
/** Where digons store most per dimension. */
export const probability = 0.3

export const energyLevelsSettings = defineSettings({
  id: 'energy-levels',
  title: 'Features hop between levels as the loss drops',
  section: '§8 Learning dynamics: discrete energy levels',
  presets: {
    quick: { batchSize: 512, steps: 4000, learningRate: 0.01, restarts: 8, timePoints: 80 },
    paper: { batchSize: 1024, steps: 20_000, learningRate: 0.003, restarts: 32, timePoints: 120 },
  },
  summary: ({ restarts, steps, batchSize, timePoints }) =>
    `${model.featureCount} equal features in ${model.hiddenSize} dimensions, ${restarts} restarts, ` +
    `${steps} steps of ${batchSize} samples, each restart seen at about ${timePoints} of them`,
})
