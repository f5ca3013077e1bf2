import { prose } from '../vocabulary/prose.js'
import { andGatesSettings, apart, beyond, explicit, largest } from './settings.js'

const { quick, paper: long } = andGatesSettings.settings

export const paper = prose`
  Li, Lin, Shi, Jiang, Gao and Han (2026, "The Ball and the Box", arXiv 2610.11744) ask how many dimensions d a code needs before the AND
  of every pair of features can be read from it. There are m binary features, exactly k active; each has a random column of d normal numbers
  of variance 1/d, and the code u is the sum of the active columns. The gate of features i and j compares ⟨e_i + e_j, u⟩ with a bias. All
  gates share the m reads ⟨e_i, u⟩, whose joint law is exact and simple, so networks of any size are drawn through their extreme reads alone.

  The probability that no gate errs jumps from 0 to 1 at a number of dimensions in closed form: 4k(λ1 + λ0)² with the bias half way, k(3λ1 +
  λ0)² with the best one, where λ1 and λ0 are the sizes that the largest of k and of m − k normal numbers reach. There, the probability
  has a limit that two Gumbel numbers give. The expected number of errors goes to 0 later: errors come together in few networks. "Ball" and
  "box" are the shapes that give the two criteria.
`

export const method = prose`
  Nothing is trained: these networks are random, not learned, and every number is one of mathematics or of drawing. We draw ${quick.networks}
  networks at each setting that the preprint reports, as it does, and ${quick.otherNetworks} at the others (preset paper: ${long!.networks} and
  ${long!.otherNetworks}). The active reads are drawn all, of the others only the two
  largest, by uniform tails one after the other. Shares are given with 95 % intervals (Wilson).

  The preprint's numbers stand beside ours: the best bias at its threshold for m = k⁴, the midpoint bias at its own for m = k⁴, k¹⁶ and k⁶⁴ with
  k = ${largest}, both at ${beyond} times the threshold of the best one, and the midpoint bias of the largest networks at ${apart} times its
  own, where no drawn network errs although 10¹⁹ errors are expected. That number is an integral and no draw shows it.

  Whether the law of the reads is the right one is checked on ${quick.explicitNetworks} networks of ${explicit.featureCount} features (preset
  paper: ${long!.explicitNetworks}), ${explicit.activeCount} of them active, whose columns are all drawn and whose gates are all evaluated.
`
