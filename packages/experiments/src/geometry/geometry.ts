/** The experiment of the paper's section "The geometry of superposition", put together. */

import type { Experiment } from '../experiment.js'
import { geometryClaims } from './claims.js'
import { geometryFigures } from './figures.js'
import { analyzeGeometry, type GeometryNumbers } from './numbers.js'
import { planGeometry } from './plan.js'
import { geometrySettings } from './settings.js'

/** Equally important features: dimensions per feature, dimensionality of each, and the regular shapes that they form. */
export const geometry: Experiment<GeometryNumbers> = {
  ...geometrySettings,
  paper: `n = 400 equally important features in m = 30 dimensions, at many sparsities. D* = m/‖W‖², dimensions per feature learned, is 1 for dense features, sticks at 1/2 over a wide range, and then falls.

The dimensionality of a single feature, D_i = ‖W_i‖² / Σ_j (Ŵ_i·W_j)², gathers on a few fractions: 3/4 of tetrahedra, 2/3 of triangles, 1/2 of digons, 2/5 of pentagons, 3/8 of square antiprisms. Models fall into parts that do not interfere (tegum factors), each a solution of the Thomson problem or a part of one: bipyramids split into a polygon and a digon, the octahedron into three digons. The dimensionalities add up to the number of dimensions.`,
  method: `Preset quick has 120 features in 12 dimensions at thirteen probabilities from 1 to 0.05, three restarts each (seven at the ends of the plateau, p = .5 and .25), preset paper the paper's 400 in 30, at sixteen down to 0.01. The paper says that n does not matter when it is much larger than m and that features learned go with m: both are judged on models of half the dimensions and of half the features. Which shapes left-over features take is decided by local minima, so 16 features in three dimensions are trained as well, at six probabilities with 32 restarts each (paper 100), and every shape that the paper names is counted.

AdamW without weight decay on a quarter cosine from a rate of 0.03, 3,500 steps of 256 samples (small 2,000); optimizer and steps are open in the paper. The high rate is for the ends of the plateau: at p = .5 a digon saves 1.27 times what a dedicated feature does, yet from a rate of 0.01 and 2,500 steps one dimension in twelve is left to short vectors of many features (D* .56 instead of .533 of exact digons), and more steps or more noise fill it. With 400 features in 30 dimensions nothing we tried does, rates from 0.001 to 0.03 and up to 20,000 steps: a few of the thirty stay shared at p = .5, by features that are all alike (D* .57 to .7; preset paper keeps a rate of 0.003, 10,000 steps of 512, which gives .6). At p = .25 a pentagon saves only 1.6 % less than a digon, and models with a pentagon or two are local minima. Initial weights are normal with deviation 0.03 (small 0.1), biases 0. Three dimensions at p = .6 to .7 give triangles and tetrahedra, at p = .2 pentagons and square antiprisms; mathematics says that triangles and tetrahedra are never the best use of many dimensions below p = .7, so they are left-overs. Square antiprisms pass digons and pentagons at p of about .2: the exact optimum, over all weights and biases, saves 1.7096, 1.7996, 2.1375 and 2.3358 times a dedicated feature per dimension at p = .23, .2, .1 and .05, a little less than an earlier quasi-Monte-Carlo table (1.729, 1.816, 2.146, 2.341). Near p = .7 features that are not learned keep short vectors, which share the dimensions of the tetrahedra and bring their D_i from 3/4 to about .71.

A feature is learned when its norm is above 0.5; two features are joined when their |cosine| is above 0.15. Below p = .15 with n ≫ m models store more features than any shape with a name and their graphs are one large part: the gathering on fractions is judged from p = .5 to .2, and the ladder shows where it ends.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planGeometry(preset, seed) }),
  measure: (_, trained) => analyzeGeometry(trained),
  figures: geometryFigures,
  claims: geometryClaims,
}
