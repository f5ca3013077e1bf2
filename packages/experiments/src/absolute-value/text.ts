import { prose } from '../vocabulary/prose.js'
import { absoluteValueSettings, deviation, type Row, smallModel } from './settings.js'

const { quick, paper: long } = absoluteValueSettings.settings
const batches = ({ rows }: { readonly rows: readonly Row[] }) => `${rows[0]!.batchSize} to ${rows.at(-1)!.batchSize}`

export const paper = prose`
  Models can compute in superposition. The task is y = |x| with x uniform on [−1, 1] when active, through a ReLU hidden layer
  without bias, untied weights, and a ReLU output. Since |x| = ReLU(x) + ReLU(−x), a feature costs two neurons. With three features
  and six neurons the model finds one neuron for each side of each feature.

  With a hundred features of importance 0.8ⁱ and forty neurons, all neurons are monosemantic at 1 − S = 1 and .3. At .1 the first
  slightly polysemantic ones appear. At .03 a few are highly polysemantic and hold features of low importance. At .01 there are
  more, at .003 more still, and at .001 all are polysemantic.
`

export const method = prose`
  We use the paper's sizes, importances and probabilities with ${quick.large.restarts} restarts each, and ${quick.small.restarts}
  restarts (paper: ${long!.small.restarts}) of the small model at p = ${smallModel.probability}, which the paper leaves open.
  AdamW runs on a quarter cosine at learning rate 0.02 (0.01 from 1 − S = .03 on and for the small model) for
  ${quick.large.steps} steps (paper: ${long!.large.steps}; small model: ${quick.small.steps} and ${long!.small.steps}). Batches
  have ${batches(quick.large)} samples (paper: ${batches(long!.large)}). They grow as features become sparser, so that each
  feature occurs in a batch.

  Initial weights of the large models are small: normal with deviation ${deviation} instead of the usual 0.12. That decides much
  of the outcome. From larger weights every neuron starts on every feature, and at p = .1 and below models stay polysemantic in
  every neuron at many times the loss. From small ones features compete for neurons, and the loss at p = .3 comes near that of
  twenty exact features, V(p)·Σ_{i≥20} I_i / n. From much smaller ones the sparsest models do not leave the neighborhood of 0 in
  the steps they have.

  As in the paper, each neuron is scaled so that its largest input weight is 1, and its output weights the other way round. A feature
  counts for a neuron above 0.2 of that; the paper judges by eye. A neuron is silent when it computes less than a twentieth of one
  side of |x|. By this count, in preset quick, neurons are polysemantic sooner than by eye: at .01, where the paper sees both kinds,
  nearly all are. From there on their number cannot rise, and the number of features that share one differs as much between
  restarts as between probabilities. So it must rise up to .01 and be three or more in the end.
`
