/** How often trained models are the shapes that the paper names, their features split as the shapes say. */
import type { ClaimRow } from '../vocabulary/define-experiment.js'
import { shareAtLeast } from '../vocabulary/expectations.js'
import { countOf, type Restarts } from '../vocabulary/restarts.js'
import type { RestartResult } from './measure.js'

const fractions = { digon: 1 / 2, triangle: 2 / 3, tetrahedron: 3 / 4, pentagon: 2 / 5, 'square antiprism': 3 / 8 }

/** How far the dimensionality of each feature may be from its factor's. */
const fractionTolerance = 0.03

interface Product {
  readonly name: string
  /** Features by factor, and the factors in words. */
  readonly features: Readonly<Partial<Record<keyof typeof fractions, number>>>
  readonly inWords: string
  readonly probability: number
  /** Of the restarts. */
  readonly leastShare: number
  readonly departs?: { readonly departs: true; readonly explanation: string }
}

const products: readonly Product[] = [
  {
    name: 'tetrahedron',
    features: { tetrahedron: 4 },
    inWords: 'four features of dimensionality 3/4',
    probability: 0.7,
    leastShare: 0.1,
    departs: {
      departs: true,
      explanation:
        'Tetrahedra form, but only near p = .7, where the features that are not learned keep short vectors. These share ' +
        'the dimensions and lower D_i from 3/4 to about .7.',
    },
  },
  {
    name: 'triangular bipyramid',
    features: { triangle: 3, digon: 2 },
    inWords: 'a triangle (2/3) times a digon (1/2)',
    probability: 0.6,
    leastShare: 0.1,
  },
  {
    name: 'octahedron',
    features: { digon: 6 },
    inWords: 'three digons (1/2)',
    probability: 0.4,
    leastShare: 0.5,
  },
  {
    name: 'pentagonal bipyramid',
    features: { pentagon: 5, digon: 2 },
    inWords: 'a pentagon (2/5) times a digon (1/2)',
    probability: 0.22,
    leastShare: 0.1,
  },
  {
    name: 'square antiprism',
    features: { 'square antiprism': 8 },
    inWords: 'eight features of dimensionality 3/8',
    probability: 0.18,
    leastShare: 0.5,
  },
]

/** @param restartsAt of the small models. */
export function shapeClaims(
  restartsAt: (probability: number) => Restarts<RestartResult>,
): readonly ClaimRow<'dedicated features'>[] {
  return products.map(({ name, features, inWords, probability, leastShare, departs }) => ({
    id: name.replace(' ', '-'),
    kind: 'paper',
    says:
      `At p = ${probability} at least ${100 * leastShare} % of the models in three dimensions end as ${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}, ${inWords}, ` +
      'in which every feature has the dimensionality of its factor.',
    measures: `share of restarts with this shape, every D_i within ${fractionTolerance} of its factor's`,
    source: 'paper §6: shapes that the fractions stand for; products split into tegum factors',
    holds: shareAtLeast(leastShare)(
      countOf(restartsAt(probability), (restart) => restart.product === name && isSplit(restart, features)),
    ),
    failsOn: ['untrained weights', 'dedicated features'],
    ...(departs ?? { nearMisses: ['untrained', 'noise on weights'] }),
  }))
}

/** Every feature has the dimensionality that its factor has alone, and none their mean. */
function isSplit({ represented, dimensionality }: RestartResult, features: Product['features']): boolean {
  const wanted = Object.entries(features)
    .flatMap(([name, count]) => new Array<number>(count).fill(fractions[name as keyof typeof fractions]))
    .sort((a, b) => a - b)
  const found = represented.map((feature) => dimensionality[feature]!).sort((a, b) => a - b)
  return found.length === wanted.length && found.every((value, k) => Math.abs(value - wanted[k]!) <= fractionTolerance)
}
