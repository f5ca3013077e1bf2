import { prose } from '../vocabulary/prose.js'
import { fullFrom, model, probability, roomyFrom, sparsityPenaltySettings } from './settings.js'

const { quick, paper: long } = sparsityPenaltySettings.settings

export const paper = prose`
  The paper names three ways to deal with superposition. One can be tried on toy models directly: train models without
  it. An L1 penalty λ·Σ|hidden| on the hidden units removes superposition and raises the loss. The paper reports this
  without figures or settings.
`

export const method = prose`
  The small models of the demonstration (${model.featureCount} features of importance 0.7ⁱ in ${model.hiddenSize}
  dimensions, ReLU output) at p = ${probability}, where all stored features are in superposition, with λ from 0 to
  ${quick.penalties.at(-1)!} (preset paper: to ${long!.penalties.at(-1)!}). The penalty is added to a loss that is
  averaged over features. There are ${quick.restarts} restarts at each λ, ${quick.restartsAtFull} at λ =
  ${fullFrom} and ${quick.restartsAtRoomy} at λ = ${roomyFrom}. AdamW runs without weight decay, which would be a second penalty, at learning rate 0.01 on a quarter
  cosine, for ${quick.steps} steps of ${quick.batchSize} samples (quick) or ${long!.steps} of ${long!.batchSize}
  (paper).

  The outcome can be computed. A feature that has a hidden unit to itself costs V(p)·(1 − w²)² + κ'·w·V(p)·3/2 at norm
  w and at the best bias p(1 − w²)/2, in units of I/n, with κ' = nλ/I/(1 − 3p/4). Its norm is the larger root of w(1 −
  w²) = 3κ'/8 and jumps to 0 at κ' = (8/9)·√(2/3) = 0.7258, so features die in order of importance, each at its own λ.
  Nearly the same holds for antipodal pairs. So the penalty does not separate a pair; it drops one of the two.
  Superposition ends at λ = 0.0056, where only as many features as there are dimensions are worth their penalty.

  Restarts matter, because 0 is always a local minimum for a norm. A unit can go to 0 before features have separated,
  and then two features stay an antipodal pair although there is room for both. That costs little: 0.34 % of the loss
  for the last two features at λ = 0.01. So all restarts are measured on the same 200,000 samples, with the penalty
  and without it. If each restart had its own samples, the error of a loss would be 0.4 %, and chance would decide
  which restart is the best. The loss of the best restart is compared with that of the closed form on common samples,
  too, which resolves a difference of a thousandth. A pair costs less when features are sparser; this is why p is not
  smaller.
`
