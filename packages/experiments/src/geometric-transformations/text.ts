import { prose } from '../vocabulary/prose.js'
import { deviation, geometricTransformationsSettings, probability } from './settings.js'

const { quick, paper: long } = geometricTransformationsSettings.settings

export const paper = prose`
  Six features in three dimensions come in two correlated sets of three. Training passes through distinct stages, with
  regimes of the loss to match. From a random start near the origin (A) the two sets move apart along one axis, a
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

  A stage is told from the weights. Near the origin, the mean norm is below 0.25. On lines, the mean cosine inside the
  sets is above 0.95 and that of their centers below 0.3; above it, both sets are on one line. Spread, the mean cosine
  inside the sets is below 0.8, and in triangles the cosines of a set also differ by 0.15 or less. An octahedron is told
  by its dot products, with antipodes across the sets. A plateau is where |d ln loss / d ln step| stays below 0.25 for
  at least a factor 1.4 of steps.

  Our result differs in one place. On the lines the sets come to lie at right angles rather than opposite to each other
  along one axis. The exact loss there is that of two principal components, p/18, and opposite directions lose more,
  because they interfere when both sets are on. The sets turn to opposite sides only as they spread. Some models first
  have both sets on one line, on the same side, where the loss rests as well.
`
