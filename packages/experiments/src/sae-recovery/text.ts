import { prose } from '../vocabulary/prose.js'
import {
  absorption,
  active,
  activeCounts,
  detector,
  detectorCounts,
  hedging,
  matryoshka,
  saeRecoverySettings,
  toyModel,
  toyProbability,
} from './settings.js'

const { quick, paper: long } = saeRecoverySettings.settings

export const paper = prose`
  A sparse autoencoder is to find the features in a vector. Where the features are known, four things go wrong in a way that can be counted.

  Absorption (Chanin and others, 2024, "A is for Absorption", arXiv 2409.14507): where a child comes only with its parent, the parent's latent
  falls silent on the child, and the child's latent writes both. Fewer latents are active then, which the penalty rewards. Tied encoders do
  not absorb, and a child that also comes alone is absorbed less.

  Hedging (Chanin, Dulka and Garriga-Alonso, 2025, arXiv 2505.11756): with fewer latents than correlated features, a latent mixes the other
  feature in, positively or negatively as they are correlated. Matryoshka autoencoders (Bussmann and others, 2025) hedge where others absorb;
  a weight of ${0.25} on the inner reconstruction balances the two.

  The wrong number of active latents (Chanin and Garriga-Alonso, 2025, "Sparse but Wrong", arXiv 2508.16560): too few, and every latent takes in
  what its feature is correlated with, although the true directions were the start. The wrong directions then reconstruct better than the true
  ones. A projection that needs no knowledge of the features is least at the right number.
`

export const method = prose`
  All features are of known directions, at right angles for the four studies and the weights of trained toy models for the last. Inputs have
  ${absorption.inputSize}, ${active.inputSize} and ${detector.inputSize} coordinates, where the sources have 20 to 100: for features at right angles the others
  are always 0. Training is far shorter: up to ${quick.dictionarySteps} steps of ${quick.batchSize} samples at a rate of 0.01, falling to 0, where the
  sources take up to 10⁸ samples at 3e-4 (preset paper: ${long!.dictionarySteps} steps of ${long!.batchSize}). The penalties are larger as well:
  ${absorption.sparsity} for absorption, ${hedging.sparsity} for hedging, ${matryoshka.sparsity} for Matryoshka; 3e-5 would take the sources' length. Each condition has
  ${quick.restarts} restarts (${quick.activeRestarts} where the number of active latents varies), and medians are judged.

  Absorption: four features, the parent at ${absorption.probability[0]!}, its child and two others at ${absorption.probability[1]!}; four latents from random
  starts. Hedging: a parent at ${hedging.parent}, one tied latent near the parent's direction. Active latents: ${active.featureCount} features at
  ${active.probability}, the first correlated by ±${active.correlation} (Gaussian copula) with the others, BatchTopK of ${activeCounts.join(', ')}; below 2, which is right, it
  starts at the truth. The detector: ${detector.featureCount} features, ${detector.trueCount} active on average, BatchTopK of ${detectorCounts.join(', ')}.

  On hidden activations: ${quick.toyModels} ReLU models of ${toyModel.featureCount} features in ${toyModel.hiddenSize} dimensions at p = ${toyProbability}, and an
  autoencoder of ${toyModel.featureCount} latents on what their hidden units show.

  We could not settle whether absorption occurs there when one feature comes only with another one. An encoder that subtracts the child fires on
  the child's antipode. Where the antipode never comes, the parent's latent subtracts the whole child in some models and little in others: the
  median share was .9 from one seed and .49 from another. Many more models would settle it.
`
