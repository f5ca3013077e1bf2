import { prose } from '../vocabulary/prose.js'
import { list } from '../vocabulary/statistics.js'
import { absoluteValueSettings, deviation, learningRateAt, smallModel, sparse, stages } from './settings.js'

const { quick, paper: long } = absoluteValueSettings.settings
const batches = ({ batchSizes, batchSizesOfStages }: typeof quick.large) => {
  const all = [...batchSizes, ...batchSizesOfStages]
  return `${Math.min(...all)} to ${Math.max(...all)}`
}
const plainOf = ({ plain }: typeof quick) => list(plain.map(({ probability }) => probability))

export const paper = prose`
  Models can compute in superposition. The task is y = |x| with x uniform on [−1, 1] when active, through a ReLU
  hidden layer without bias, untied weights, and a ReLU output. Since |x| = ReLU(x) + ReLU(−x), a feature costs two
  neurons. With three features and six neurons the model finds one neuron for each side of each feature.

  With a hundred features of importance 0.8ⁱ and forty neurons, all neurons are monosemantic at 1 − S = 1 and .3. At
  .1 the first slightly polysemantic ones appear. At .03 a few are highly polysemantic and hold features of low
  importance. At .01 there are more, at .003 more still, and at .001 all are polysemantic.
`

export const method = prose`
  We use the paper's sizes, importances and probabilities with ${Math.min(...quick.large.restarts)} to
  ${Math.max(...quick.large.restarts)} restarts each, and ${quick.small.restarts} restarts (paper:
  ${long!.small.restarts}) of the small model at p = ${smallModel.probability}, which the paper leaves open. AdamW
  runs on a quarter cosine at learning rate ${learningRateAt(1)} (${learningRateAt(0.1)} at p = .1,
  ${learningRateAt(sparse)} at p ≤ ${sparse} and for the small model) for ${quick.large.steps} steps (paper:
  ${long!.large.steps}; p = 1: ${quick.large.stepsAtOne} and ${long!.large.stepsAtOne}; small model:
  ${quick.small.steps} and ${long!.small.steps}). Batches have ${batches(quick.large)} samples (paper:
  ${batches(long!.large)}), more for the sparsest features, so that a batch still contains each of them.

  At p ≤ ${sparse} training from the start fails. Most outputs are pushed below 0 before a neuron represents their
  feature, and from then on the ReLU of the output passes no gradient. More steps, other learning rates and other
  initial weights do not help. So the features become sparser in stages during training: p = ${list(stages)}, down to
  the p of the row, with ${quick.large.stepsOfStage} steps at each (paper: ${long!.large.stepsOfStage}). Models that
  were trained from the start at p = ${plainOf(quick)} (paper: ${plainOf(long!)}) are shown beside them.

  In about one restart of four both neurons of an important feature end on one side of it, and stay there. The initial
  weights decide which restarts these are, so the best of several is judged.

  The loss of every row is compared with that of twenty exact features, V(p)·Σ_{i≥20} I_i / n: forty neurons that
  compute twenty features in full and leave the others at their mean. A feature is two-sided when its output, alone at
  1 and alone at −1, is at least a half above that at 0. Initial weights of the large models are small: normal with
  deviation ${deviation} instead of the usual 0.12. From larger ones, every neuron starts with weights for every
  feature and stays polysemantic, with many times the loss.

  The strength of a neuron for a feature is √|input weight · output weight|. A feature counts for a neuron when its
  strength is above 0.2 of the strongest, and a neuron is silent when no strength is above 0.2, where 1 would be one
  full side of |x|. The paper judges by eye. For figures each neuron is scaled so that its largest input weight is 1,
  as in the paper.
`
