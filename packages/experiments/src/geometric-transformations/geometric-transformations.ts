/** The experiment of the paper's section on geometric transformations during training, put together. */

import type { Experiment } from '../experiment.js'
import { transformationClaims } from './claims.js'
import { transformationFigures } from './figures.js'
import { analyzeTransformations, type TransformationNumbers } from './numbers.js'
import { planGeometricTransformations } from './plan.js'
import { geometricTransformationsSettings } from './settings.js'

/** Two correlated sets of three in three dimensions pass through lines and triangles before they become an octahedron. */
export const geometricTransformations: Experiment<TransformationNumbers> = {
  ...geometricTransformationsSettings,
  paper: `Six features in three dimensions come in two correlated sets of three. Training passes through distinct stages, with regimes of the loss to match. From a random start near the origin (A) the two sets move apart along one axis, a linear phase like principal components (B); each set spreads into a triangle (C); the triangles twist into an antiprism, which is an octahedron with antipodal partners from different sets (D). The octahedron is a strong attractor; the path varies at C, where some models go straight to the antiprism or to antipodal pairs.`,
  method: `Both sets are on with p = 0.05, importance is 1; density, optimizer and initial weights are open in the paper. Initial weights are normal with deviation 0.02, near the origin; AdamW on a quarter cosine from 0.01, 4,000 steps of 512 samples (preset paper: from 0.003, 20,000 of 1,024). 16 restarts; parameters are kept at about 80 steps, evenly on a logarithmic axis, and all losses are exact expectations at these weights.

A stage is told from the weights: near the origin, mean norm below 0.25; on lines, mean cosine inside the sets above 0.95 and the centers' below 0.3; triangles, below 0.8 and no octahedron yet; octahedron, by its dot products and with antipodes across the sets. A plateau is where |d ln loss / d ln step| stays below 0.25 for at least a factor 1.4 of steps.

Where ours differs: on the lines the sets come to lie at right angles rather than opposite to each other along one axis. Both are free of interference at this density, and the exact loss there is that of two principal components, p/18; they turn to opposite sides only as they spread.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planGeometricTransformations(preset, seed) }),
  measure: (_, trained) => analyzeTransformations(trained),
  figures: transformationFigures,
  claims: transformationClaims,
}
