import { prose } from '../vocabulary/prose.js'
import { privilegedBasisSettings, probabilities } from './settings.js'

const { quick, paper: long } = privilegedBasisSettings.settings

export const paper = prose`
  With a ReLU on the hidden layer, h = ReLU(Wx), x' = ReLU(Wᵀh + b), single neurons have a meaning. The paper trains
  ten features of importance 0.75ⁱ in five neurons, 1,000 models at each sparsity. The best of them stores five
  features, one a neuron (1 − S ≥ .5); three so, and three more in two neurons as a binary code (.2 to .5); two, and
  five features in three neurons (.15); one, and six in four (.12); eight features in five neurons, all polysemantic
  (.05 to .08); each feature as one of the ten pairs of neurons (.04 and less).

  Both monosemantic and polysemantic neurons form. There is no hidden bias, which would let the model become linear.
`

export const method = prose`
  Sizes and importances are the paper's, with one probability for each row of its table. Instead of 1,000 there are
  ${Math.min(...quick.restarts)} to ${Math.max(...quick.restarts)} restarts each (preset paper:
  ${Math.min(...long!.restarts)} to ${Math.max(...long!.restarts)}). The codes at high density are so frequent that
  more restarts change nothing. The codes at low density differ by only a few percent in loss, so these rows have more
  restarts. AdamW runs at learning rate 0.01 on a quarter cosine, for ${quick.steps} steps of ${quick.batchSize}
  samples (quick; ${quick.sparsestSteps} at p = ${probabilities.at(-1)!}, where longer training helps more than more restarts) or ${long!.steps} of ${long!.batchSize} (paper). At p = ${probabilities[0]!} the same is trained
  with a linear hidden layer for comparison.

  A weight counts for a neuron when it is above 0.2 of the neuron's largest. A feature is represented when its norm is
  above 0.5, and switches a neuron on when its weight there is above 0.3 of its largest. Negative weights only push
  neurons below 0, where the ReLU outputs 0. So a feature with two positive weights counts as a pair of neurons,
  however negative its other weights are.

  The best restart is the one with the lowest loss on 200,000 fresh samples (500,000 at p = ${probabilities[2]!}), the
  same for all restarts of a row. If each restart had its own samples, chance would rank codes that differ by a few
  percent. To judge whether the paper's code is the best, the best restart with it is compared on these samples with
  the best restart with any other code. At p = ${probabilities[2]!} its loss must be lower by more than two standard
  errors of the difference; otherwise the claim is undecided. At p = ${probabilities[3]!} and ${probabilities[4]!} the
  codes are so close that chance decides between them, so it must come within 4 and 2 %. In a longer search the
  paper's code is the best at both. At p = ${probabilities.at(-1)!} which feature gets which pair matters as much as
  whether all ten pairs are used. A few percent of the restarts use all of them, and the best restart is not always
  among these. The loss of the best restart is compared, on the same samples, with the best model of a longer search,
  whose weights are stored; at p = ${probabilities[0]!} with the linear optimum.
`
