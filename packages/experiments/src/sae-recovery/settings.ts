/** Settings of the autoencoders on known features: sizes, laws, and what is varied. */
import { defineSettings } from '../vocabulary/settings.js'

/** Of the toy models whose hidden activations are read, all features equally important. */
export const toyModel = { featureCount: 6, hiddenSize: 3 }
export const toyProbability = 0.05

/** Probabilities of features for absorption and hedging; the first is the parent, the second its child. */
export const absorption = { probability: [0.25, 0.05, 0.05, 0.05], inputSize: 8, sparsity: 0.05 }

/** Hedging: P(parent), then P(child) with the parent and without it. One latent reads two features. */
export const hedging = { parent: 0.25, inputSize: 8, sparsity: 0.02 }
export const hedgingCases = {
  independent: { withParent: 0.2, without: 0.2 },
  nested: { withParent: 0.2, without: 0 },
  'more together': { withParent: 0.2, without: 0.1 },
  'less together': { withParent: 0.1, without: 0.2 },
} as const
export type HedgingCase = keyof typeof hedgingCases

/** Wrong numbers of active latents: five features, two active on average, the first correlated with the others. */
export const active = { featureCount: 5, inputSize: 10, probability: 0.4, correlation: 0.4, deviation: 0.15 }
export const activeCounts: readonly number[] = [1.7, 1.8, 1.9, 2]
/**
 * Where autoencoders start that do not start at random, as in the sources: at the true directions with normal numbers of this deviation on
 * each coordinate; with too few active latents at the true directions themselves, from which they drift.
 */
export const startNoise = 0.25

/** The detector: correlated features, `trueCount` active on average; the rank is well above it. */
export const detector = { featureCount: 16, inputSize: 24, trueCount: 4, correlation: 0.3, rank: 8 }
export const detectorCounts: readonly number[] = [2, 3, 4, 5, 6]

/** Matryoshka: a parent and three children, each with this probability given the parent. */
export const matryoshka = { parent: 0.25, child: 0.15, children: 3, inputSize: 8, sparsity: 0.03 }
export const innerWeights: readonly number[] = [0, 0.25, 4]

export const saeRecoverySettings = defineSettings({
  id: 'sae-recovery',
  title: 'Sparse autoencoders on known features: absorption, hedging, and the wrong number of active latents',
  section: 'After the paper: Chanin, Garriga-Alonso, Dulka and others, 2024 and 2025; Bussmann and others, 2025',
  publication: {
    title: 'A is for Absorption: Studying Feature Splitting and Absorption in Sparse Autoencoders',
    authors: 'Chanin et al.',
    year: 2024,
    address: 'https://arxiv.org/abs/2409.14507',
  },
  presets: {
    quick: { restarts: 5, activeRestarts: 3, toyModels: 5, steps: 2000, batchSize: 256, dictionarySteps: 2000 },
    paper: { restarts: 10, activeRestarts: 10, toyModels: 10, steps: 10_000, batchSize: 1024, dictionarySteps: 20_000 },
  },
  summary: ({ restarts, activeRestarts, toyModels, steps, batchSize, dictionarySteps }) =>
    `autoencoders of up to ${detector.featureCount} latents, ${Math.min(restarts, activeRestarts)} to ${restarts} restarts each, up to ${dictionarySteps} steps of ${batchSize} ` +
    `samples, on known features and on the hidden activations of ${toyModels} toy models, ${steps} steps of ${batchSize}`,
})
