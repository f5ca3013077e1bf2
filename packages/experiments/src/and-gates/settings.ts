/** Settings of the AND gates: sizes, dimensions and numbers of networks. */
import { defineSettings } from '../vocabulary/settings.js'

/** Active features k of the networks at the best rule's threshold; there are k⁴ features. */
export const activeCounts: readonly number[] = [64, 256, 1024]
/** Of all other networks of the law. */
export const largest = 1024
/** Powers of `largest`: numbers of features of the networks at the midpoint rule's threshold. */
export const exponents: readonly number[] = [4, 16, 64]
/** Where the best rule is nearly always right: times the dimensions of its threshold. */
export const beyond = 1.35
/** Where the midpoint rule is right in the largest networks, although many errors are expected: times those of its threshold. */
export const apart = 1.5
/** Places x in the window of the midpoint rule, whose dimensions are d0 + 8k(1 + β)x. */
export const places: readonly number[] = [-1, 1]
/** Active features of the networks in the figure, and dimensions over those of the best rule's threshold. */
export const shown = { activeCount: 256, dimensions: [0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 1.7, 1.9, 2.2] }
/** Networks whose columns are all drawn, at the best rule's threshold. */
export const explicit = { featureCount: 128, activeCount: 4 }

/** What the preprint reports, each from 4,096 networks. */
export const reported = {
  atThreshold: [0.143, 0.139, 0.155],
  midpoint: [0.295, 0.324, 0.34],
  beyond: [3984 / 4096, 2 / 4096],
  expectedErrorsApart: 2.8e19,
}

export const andGatesSettings = defineSettings({
  id: 'and-gates',
  title: 'AND of all pairs, read from a random code',
  section: 'After the paper: Li, Lin, Shi, Jiang, Gao and Han, 2026',
  publication: {
    title: 'The Ball and the Box: Two Geometries of Computation in Superposition',
    authors: 'Li et al.',
    year: 2026,
    address: 'https://arxiv.org/abs/2610.11744',
  },
  presets: {
    quick: { networks: 4096, otherNetworks: 1024, explicitNetworks: 512 },
    paper: { networks: 65_536, otherNetworks: 16_384, explicitNetworks: 16_384 },
  },
  summary: ({ networks, otherNetworks, explicitNetworks }) =>
    `nothing is trained: ${networks} networks of the exact law at each of ${activeCounts.length + exponents.length + 1} settings that the ` +
    `preprint reports, ${largest} active of up to ${largest}^${exponents.at(-1)} features, ${otherNetworks} at each of the others; ` +
    `${explicitNetworks} networks with all ${explicit.featureCount} columns drawn`,
})
