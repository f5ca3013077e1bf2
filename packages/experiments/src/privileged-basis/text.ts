import { prose } from '../vocabulary/prose.js'
import { privilegedBasisSettings, probabilities } from './settings.js'

const { quick, paper: long } = privilegedBasisSettings.settings

export const paper = prose`
  With a ReLU on the hidden layer, h = ReLU(Wx), x' = ReLU(Wᵀh + b), single neurons mean something. The paper trains
  ten features of importance 0.75ⁱ in five neurons, 1,000 models at each sparsity. The best of them stores five
  features, one a neuron (1 − S ≥ .5); three so, and three more in two neurons as a binary code (.2 to .5); two, and
  five features in three neurons (.15); one, and six in four (.12); eight features in five neurons, all polysemantic
  (.05 to .08); each feature as one of the ten pairs of neurons (.04 and less).

  Both monosemantic and polysemantic neurons form. There is no hidden bias, which would let the model become linear.
`

export const method = prose`
  Sizes and importances are the paper's, with one probability for each row of its table. Instead of 1,000 there are
  ${Math.min(...quick.restarts)} to ${Math.max(...quick.restarts)} restarts each (preset paper:
  ${Math.min(...long!.restarts)} to ${Math.max(...long!.restarts)}). The denser codes are so frequent that more restarts change
  nothing. The sparser ones compete within a few percent of the loss and get more. AdamW runs at learning rate 0.01 on a quarter
  cosine, for ${quick.steps} steps of ${quick.batchSize} samples (quick) or ${long!.steps} of ${long!.batchSize} (paper). At
  p = ${probabilities[0]!} the same is trained with a linear hidden layer for comparison.

  A weight counts for a neuron when it is above 0.2 of the neuron's largest. A feature is represented when its norm is above
  0.5, and switches a neuron on when its weight there is above 0.3 of its largest. Negative weights push neurons below 0, where
  the ReLU hides them, so that a feature with two positive weights is a pair of neurons however negative the others are.

  The best restart is the one with the least loss on 200,000 fresh samples (500,000 at p = ${probabilities[2]!}), the same for all
  restarts of a row: on samples of their own chance ranks codes that lie within a few percent. Whether the paper's code is the best is judged by the best restart
  with it and the best with any other code, on these samples. At p = ${probabilities[2]!} it must lose less by more than two standard
  errors of the difference, else nothing is decided. At p = ${probabilities[3]!} and ${probabilities[4]!} codes lie so close that the luck
  of the restarts decides between them, and it must come within 4 and 2 %; in a longer search the paper's is the best at both.
  At p = ${probabilities.at(-1)!} which feature gets which pair matters as
  much as whether all ten pairs are used: some percent of the restarts use them all, and not always the best one. The loss of the best restart is compared, on the same samples, with the best model of a
  longer search, whose weights are stored; at p = ${probabilities[0]!} with the linear optimum.
`
