/** Which shapes trained models fall into: each that the paper names, how often, and how its features split. */
import type { Claim } from '../experiment.js'
import { atLeast, verdict } from '../judge.js'
import { median } from '../restarts.js'
import type { GeometryNumbers, RestartResult } from './numbers.js'

/**
 * With the dimensionality of their features, and how far from it their median may be. Tetrahedra only form near p = .7, where
 * features that are not learned still have short vectors: these share the dimensions and take a few hundredths.
 */
const namedShapes = [
  ['digon', '1/2', 1 / 2, 0.03],
  ['triangle', '2/3', 2 / 3, 0.03],
  ['tetrahedron', '3/4', 3 / 4, 0.07],
  ['pentagon', '2/5', 2 / 5, 0.03],
  ['square antiprism', '3/8', 3 / 8, 0.03],
] as const

export function shapeClaims({ wide, small }: GeometryNumbers): readonly Claim[] {
  const models = { wide: all(wide), small: all(small) }
  return [
    ...namedShapes.map((shape) => shapeClaim(shape, models)),
    productClaim('triangular bipyramid', { triangle: 3, digon: 2 }, models.small),
    productClaim('pentagonal bipyramid', { pentagon: 5, digon: 2 }, models.small),
    atLeast(
      {
        id: 'geometry/octahedron',
        statement:
          'Six features in three dimensions form an octahedron, three digons: share of small models at p = 0.4.',
        source: 'paper §6: the octahedron is three digons',
        control: 'untrained weights; dedicated features',
      },
      share(
        small.groups.filter(({ probability }) => probability === 0.4).flatMap(({ restarts }) => restarts),
        ({ product }) => product === 'octahedron',
      ),
      0.5,
    ),
  ]
}

interface Models {
  readonly wide: readonly RestartResult[]
  readonly small: readonly RestartResult[]
}

function shapeClaim([name, fraction, value, tolerance]: (typeof namedShapes)[number], { wide, small }: Models): Claim {
  const withShape = (models: readonly RestartResult[]) =>
    models.filter(({ shapes }) => shapes.some((shape) => shape.name === name))
  const [inWide, inSmall] = [withShape(wide), withShape(small)]
  const dimensionalities = [...inWide, ...inSmall].flatMap(({ shapes, dimensionality }) =>
    shapes.filter((shape) => shape.name === name).flatMap(({ features }) => features.map((i) => dimensionality[i]!)),
  )
  const middle = median(dimensionalities)
  return verdict(
    {
      id: `geometry/${name.replace(' ', '-')}`,
      statement: `Some trained models have a ${name} as a factor; its features have dimensionality ${fraction} (median).`,
      source: 'paper §6: shapes that the fractions stand for',
      control: 'untrained weights; dedicated features',
    },
    {
      expected: `at least one model, D ${value}`,
      measured: `in ${inWide.length} of ${wide.length} wide and ${inSmall.length} of ${small.length} small models, D ${middle.toFixed(3)}`,
      tolerance: `${tolerance} of the dimensionality`,
      holds: inWide.length + inSmall.length > 0 && Math.abs(middle - value) <= tolerance,
    },
  )
}

/** Factors keep the fractions that they have alone. */
function productClaim(
  product: string,
  parts: Readonly<Record<string, number>>,
  small: readonly RestartResult[],
): Claim {
  const models = small.filter((model) => model.product === product)
  const expected = Object.entries(parts).flatMap(([name, count]) =>
    new Array<number>(count).fill(namedShapes.find(([known]) => known === name)![2]),
  )
  const splits = models.filter(({ represented, dimensionality }) => {
    const found = represented.map((feature) => dimensionality[feature]!).sort((a, b) => a - b)
    const wanted = [...expected].sort((a, b) => a - b)
    return found.length === wanted.length && found.every((value, k) => Math.abs(value - wanted[k]!) <= 0.03)
  })
  return verdict(
    {
      id: `geometry/${product.replace(' ', '-')}`,
      statement: `A ${product} is ${Object.entries(parts)
        .map(([name, count]) => `a ${name} (${count} features)`)
        .join(' times ')}, each with the dimensionality that it has alone; no line of their mean.`,
      source: 'paper §6: non-uniform solutions of the Thomson problem split into tegum factors',
      control: 'untrained weights; dedicated features',
    },
    {
      expected: 'at least one model, three quarters of them split so',
      measured: `${models.length} of ${small.length} small models, ${splits.length} of them split so`,
      tolerance: '0.03 of the dimensionality',
      holds: models.length > 0 && splits.length >= 0.75 * models.length,
    },
  )
}

function all({ groups }: GeometryNumbers['wide']): readonly RestartResult[] {
  return groups.flatMap(({ restarts }) => restarts)
}

/** NaN for none. */
function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.filter(holds).length / items.length
}
