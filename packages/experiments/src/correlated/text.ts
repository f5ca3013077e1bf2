import { prose } from '../vocabulary/prose.js'
import { correlatedSettings, deviation, setUps } from './settings.js'

const { quick, paper: long } = correlatedSettings.settings

export const paper = prose`
  Features come in sets. In a correlated set one draw switches all features on, each with a value of its own. In an
  anticorrelated set one draw switches on one of them. Two correlated pairs in two dimensions become orthogonal within
  a pair and antipodal across; two anticorrelated pairs become antipodal within a pair. Three correlated pairs in two
  dimensions form a hexagon with partners side by side, and sometimes a set collapses. Six independent features do not
  form this hexagon. Two correlated sets of ten features in ten dimensions become two nearly orthogonal bases, with
  interference only between them.

  Correlated features prefer to be orthogonal. Where there is no room for that, they prefer to be as close together as
  possible, or else they collapse onto one direction. Anticorrelated features prefer to share a line, ideally as
  antipodes.
`

export const method = prose`
  The paper states neither densities nor importances; importance is 1 throughout. Correlated pairs are on with p =
  ${setUps.correlated.probability}. An anticorrelated pair is on with p = ${setUps.anticorrelated.probability}, and
  each of its features is then active with half of that, as in the paper. When the pairs are sparser, more restarts
  end as antipodes across the sets (at p = 0.05 about three quarters), a local optimum with the loss p²/24. Three
  pairs are on with p = ${setUps.crowded.probability}, where the hexagon is the exact optimum (from p ≈ 0.06 on it is
  not, see "collapse"), and as many independent features are active with the same p. The sets of ten are on with p =
  ${setUps['local-bases'].probability}.

  Initial weights are normal with deviation ${deviation}, as small as in the official notebook's wide models. AdamW
  runs on a quarter cosine from ${quick.learningRate} (preset paper: ${long!.learningRate}), for ${quick.steps} steps
  of ${quick.batchSize} samples (${long!.steps} of ${long!.batchSize}). There are ${quick.restarts} restarts of each
  (${long!.restarts}), ${quick.crowdedRestarts} of three pairs and of six independent features
  (${long!.crowdedRestarts}), and ${quick.basesRestarts} of the sets of ten (${long!.basesRestarts}). Losses are exact
  expectations over all sets of active features. Where ten features are active at once, means over sampled values
  replace the integrals; which sets are active is still summed exactly. Ten digons across two sets of ten do not
  interfere with each other, so the lowest loss there is that of one digon. In figures, solutions are rotated,
  reflected and reordered onto the best one, since sets and the features of a set are interchangeable. Five are shown,
  from the lowest to the highest loss.

  Exact losses add one thing to the paper. At p = ${setUps.independent.probability} the exact optimum of six
  independent features is a hexagon as well, regular and with norms of 1.3 and biases of −0.6, but almost all restarts
  end as a pentagon with one feature left out, and not with partners side by side. Both are judged.
`
