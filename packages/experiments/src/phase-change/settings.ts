/** Settings of the experiment on phase changes. */
import { defineSettings } from '../vocabulary/settings.js'

export type HiddenSize = 1 | 2
export const sizes: readonly HiddenSize[] = [1, 2]
/** Of tasks, figures and claims. */
export const sizeNames: Readonly<Record<HiddenSize, string>> = { 1: 'one-dimension', 2: 'two-dimensions' }

/** Models in a cell; the paper trains as many and drops the worst. */
export const restartsInCell = 10
/** Models at each of the points outside of the grids. */
export const restartsAtPoint = 16

/** McGrath's point in the paper's comments, S = .1 and r = .8, trained without biases. */
export const biasFreePoint = { hiddenSize: 1, relativeImportance: 0.8, probability: 0.9 } as const
/**
 * Between the boundary of theory, p = .343, and the p up to which the exact optimum keeps superposition, about .375.
 */
export const beyondTheory = { relativeImportance: 0.3, probability: 0.36 }

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
