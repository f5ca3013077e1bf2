/** Settings of the experiment on phase changes. */
import { defineSettings } from '../vocabulary/settings.js'

export type HiddenSize = 1 | 2
export const sizes: readonly HiddenSize[] = [1, 2]
/** Of tasks, figures and claims. */
export const sizeNames: Readonly<Record<HiddenSize, string>> = { 1: 'one-dimension', 2: 'two-dimensions' }

/** Models in a cell; the paper trains as many and drops the worst. */
export const restartsInCell = 10
/** Models without biases. */
export const restartsAtPoint = 16

/** McGrath's point in the paper's comments, S = .1 and r = .8, trained without biases. */
export const biasFreePoint = { hiddenSize: 1, relativeImportance: 0.8, probability: 0.9 } as const

/** Where superposition ends, in one dimension: relative importances, and densities in units of the boundary of theory. */
export const endImportances: readonly number[] = [0.1, 0.2, 0.3, 0.5, 0.65, 0.8, 0.9]
export const endFactors: readonly number[] = [0.95, 1.05, 1.15, 1.25, 1.4]
/** In units of the boundary; the candidates have left superposition there, the exact optimum has not. */
export const beyondTheory = 1.05

/** Peak rates that let the best of ten models reach the exact optimum. */
export const learningRates: Readonly<Record<HiddenSize, number>> = { 1: 0.1, 2: 0.05 }

export const phaseChangeSettings = defineSettings({
  id: 'phase-change',
  title: 'An extra feature is ignored, shared or dedicated',
  section: '§5 Superposition as a phase change',
  presets: {
    // `gridSize`: points of either axis, both ends included.
    quick: { gridSize: 9, batchSize: 256, steps: 1500 },
    paper: { gridSize: 17, batchSize: 512, steps: 5000 },
  },
  summary: ({ gridSize, steps, batchSize }) =>
    `two features in one dimension and three in two, ${gridSize} × ${gridSize} cells of ${restartsInCell} models ` +
    `each, ${steps} steps of ${batchSize} samples; ${restartsAtPoint} models without bias`,
})
