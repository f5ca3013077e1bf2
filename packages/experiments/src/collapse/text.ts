import { prose } from '../vocabulary/prose.js'
import {
  collapseSettings,
  deviation,
  learningRate,
  otherDeviations,
  probabilities,
  stuckProbability,
  thresholdProbabilities,
} from './settings.js'

const { quick, paper: long } = collapseSettings.settings

export const paper = prose`
  Six features in two dimensions come in three pairs. The partners of a pair are always active together, each with a
  value of its own. In the sparse regime they form a hexagon in which partners are neighbors. As they become denser,
  the pairs collapse one after another: both partners share one vector, so that (a + b)/√2 of the pair is stored and
  (a − b)/√2 is dropped. In the end the model is most like principal components.

  The paper's strip shows no collapsed pair below p = 0.05, one from 0.05 to 0.15, two from 0.15 to 0.2, and all three
  from 0.25 to 0.5. Above 0.5 the model is most like principal components.
`

export const method = prose`
  Importance is 1, and a pair is on with the same p throughout. The paper does not state the optimizer, the initial
  weights and the number of models. Initial weights are normal with deviation ${deviation}. AdamW runs on a quarter
  cosine from ${learningRate}, for ${quick.steps} steps of ${quick.batchSize} samples (preset paper: ${long!.steps} of
  ${long!.batchSize}). The rate matters: from 0.01 with the steps of preset paper, two thirds of the restarts at p =
  0.03 keep a collapsed pair, in a local minimum. There are ${quick.restarts} restarts (preset paper:
  ${long!.restarts}) at each of ${probabilities.length} probabilities, ${quick.restartsWhereStuck}
  (${long!.restartsWhereStuck}) at p = ${stuckProbability}, and ${quick.otherRestarts}
  (${long!.otherRestarts}) from initial weights of deviations ${otherDeviations.join(' and ')} at
  ${thresholdProbabilities.length} of them, ${quick.otherRestartsAtThird} (${long!.otherRestartsAtThird}) where the
  third pair collapses. The state at a probability is the one that most restarts end in, because the paper shows
  typical models and not optima.

  A pair is collapsed when the cosine of its partners is above 0.95 and neither is shorter than 0.35. Losses are exact
  expectations. The exact optimum of each state (none, one, two or three pairs collapsed) is found by gradient descent
  on the exact loss over all weights and biases.

  Exact optima and the paper differ in one place. The optimum changes from none to one collapsed pair at p ≈ 0.07 and
  to two at 0.14, near the paper's, but to three only at 0.39, where the paper has 0.2 to 0.25. Training explains it.
  From small weights a model first learns principal components, in which all pairs are collapsed. At 0.2 to 0.39 most
  restarts stay in the local optimum that develops from them. With smaller initial weights more of them do, so the
  thresholds depend on the initial weights, which the paper does not state. Its thresholds are judged for the
  deviations ${otherDeviations[0]!} and ${deviation}, the one whose models the strip shows. For ${otherDeviations[1]!}
  the third pair collapses at a still higher p.
`
