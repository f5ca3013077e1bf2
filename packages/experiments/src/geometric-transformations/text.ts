import { prose } from '../vocabulary/prose.js'
import { deviation, geometricTransformationsSettings, probability } from './settings.js'

const { quick, paper: long } = geometricTransformationsSettings.settings

export const paper = prose`
  Six features in three dimensions come in two correlated sets of three. Training passes through distinct stages, and
  the loss has matching regimes. From a random start near the origin (A) the two sets move apart along one axis, a
  linear phase like principal components (B). Each set spreads into a triangle (C). The triangles twist into an
  antiprism, which is an octahedron with antipodal partners from different sets (D). The octahedron is a strong
  attractor. The path varies at C, where some models go straight to the antiprism or to antipodal pairs.
`

export const method = prose`
  Both sets are on with p = ${probability}, and importance is 1. The paper leaves density, optimizer and initial
  weights open. Initial weights are normal with deviation ${deviation}, near the origin. AdamW runs on a quarter
  cosine from ${quick.learningRate}, for ${quick.steps} steps of ${quick.batchSize} samples (preset paper: from
  ${long!.learningRate}, ${long!.steps} of ${long!.batchSize}). There are ${quick.restarts} restarts
  (${long!.restarts}). Parameters are kept at about ${quick.snapshots} steps (${long!.snapshots}), evenly on a
  logarithmic axis, and all losses are exact expectations at these weights.

  The weights determine the stage. Near the origin: the mean norm is below 0.25. On lines: the mean cosine within the
  sets is above 0.95 and the cosine of their centers below 0.3; if it is above, both sets are on one line. Spread: the
  mean cosine within the sets is below 0.8. Triangles: the cosines of a set also differ by 0.15 or less. Octahedron:
  the dot products are those of an octahedron with antipodes across the sets. A plateau is where |d ln loss / d ln
  step| stays below 0.25 for at least a factor 1.4 of steps.

  Our result differs in one place. On the lines, the sets are orthogonal to each other instead of opposite along one
  axis. The exact loss there is that of two principal components, p/18. Opposite directions have a higher loss,
  because they interfere when both sets are active. The sets move to opposite sides only as they spread. Some models
  first have both sets on one line, on the same side, where the loss has a plateau as well.
`
