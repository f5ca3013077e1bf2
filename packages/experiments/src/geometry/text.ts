import { prose } from '../vocabulary/prose.js'
import { geometrySettings, halvedAt, plateauEnds } from './settings.js'

const { quick, paper: long } = geometrySettings.settings
const [wide, small] = [quick.wide, quick.small]

export const paper = prose`
  The paper trains n = 400 equally important features in m = 30 dimensions, at many sparsities. D* = m/‖W‖²,
  dimensions per feature learned, is 1 for dense features, stays at 1/2 over a wide range, and then falls.

  The dimensionality of a single feature, D_i = ‖W_i‖² / Σ_j (Ŵ_i·W_j)², clusters at a few fractions: 3/4 of
  tetrahedra, 2/3 of triangles, 1/2 of digons, 2/5 of pentagons, 3/8 of square antiprisms. Models fall into parts that
  do not interfere (tegum factors). Each is a solution of the Thomson problem or a part of one: bipyramids split into
  a polygon and a digon, the octahedron into three digons. The dimensionalities add up to the number of dimensions.
`

export const method = prose`
  Preset quick has ${wide.featureCount} features in ${wide.hiddenSize} dimensions at ${wide.probabilities.length}
  probabilities from ${wide.probabilities[0]!} to ${wide.probabilities.at(-1)!}, with ${wide.restarts} restarts each
  (${wide.restartsAtEnds!} at the ends of the plateau, p = ${plateauEnds.join(' and ')}). Preset paper has the paper's
  ${long!.wide.featureCount} in ${long!.wide.hiddenSize}, at ${long!.wide.probabilities.length} probabilities down to
  ${long!.wide.probabilities.at(-1)!}. The paper says that n does not matter when it is much larger than m, and that
  the number of features learned is proportional to m. Both are judged on models of half the dimensions and of half
  the features, at p = ${halvedAt}. Which shapes the remaining features take depends on local minima. So
  ${small.featureCount} features in three dimensions are trained as well, at ${small.probabilities.length}
  probabilities with ${small.restarts} restarts each (paper: ${long!.small.restarts}). Claims state the share of them
  that end as a shape from the paper. A model counts only if every feature has the dimensionality of its factor.

  AdamW runs without weight decay on a quarter cosine from a rate of ${wide.learningRate}, for ${wide.steps} steps of
  ${wide.batchSize} samples (small: ${small.steps}). The paper leaves optimizer and steps open. Initial weights are
  normal with deviation ${wide.deviation} (small: ${small.deviation}), biases 0.

  At every probability the best model is compared with the lowest known loss. From p = .25 up this is the exact loss
  of the best regular shape. Below, models mix shapes and have no closed form, so the best of a longer search is
  stored. The ends of the plateau are judged in two ways. Models that start at exact digons with noise on every weight
  must stay there. Models that start at small weights end between exact digons and what independent PyTorch runs reach
  with the official notebook's settings. With 400 features in 30 dimensions they stay in local minima on every
  backend: at p = .5 many short vectors still share a few dimensions (D* .57 to .61), and at p = .25 some pentagons
  remain. Their loss is within one percent of the digons'.

  Three dimensions at p = .6 to .7 give triangles and tetrahedra, at p = .2 pentagons and square antiprisms. In exact
  losses, triangles and tetrahedra are never the best use of many dimensions below p = .7, so they only fill remaining
  dimensions. Square antiprisms become better than digons and pentagons at p of about .2: per dimension, their exact
  optimum lowers the loss 1.7096, 1.7996, 2.1375 and 2.3358 times as much as a dedicated feature at p = .23, .2, .1
  and .05. Near p = .7 features that are not learned keep short vectors, which share the dimensions of the tetrahedra
  and lower their D_i from 3/4 to about .7. So no tetrahedron passes the bound.

  A feature is learned when its norm is above 0.5; two features are joined when their |cosine| is above 0.15. Below p
  = .15 with n ≫ m models store more features than any shape with a name, and their graphs are one large part. So the
  clustering at fractions is judged from p = .45 to .2, at each probability against chance: dimensionalities that are
  all equally likely. In preset paper n = 400 is no longer much larger than what 30 dimensions store at p ≤ .02.
`
