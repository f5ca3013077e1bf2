/** Which shapes trained models fall into: each that the paper names, how often, and how its features split. */
import { judged } from '../vocabulary/expectations.js'
import { median } from '../vocabulary/statistics.js'
import type { RestartResult } from './measure.js'

/**
 * With the dimensionality of their features, and how far from it their median may be. Tetrahedra only form near p = .7,
 * where features that are not learned still have short vectors: these share the dimensions and take a few hundredths.
 */
const namedShapes = [
  ['digon', '1/2', 1 / 2, 0.03],
  ['triangle', '2/3', 2 / 3, 0.03],
  ['tetrahedron', '3/4', 3 / 4, 0.07],
  ['pentagon', '2/5', 2 / 5, 0.03],
  ['square antiprism', '3/8', 3 / 8, 0.03],
] as const

interface Models {
  readonly wide: readonly RestartResult[]
  readonly small: readonly RestartResult[]
}

/** Claims without their controls, which are the same for all. */
export function shapeClaims(models: Models) {
  return [
    ...namedShapes.map((shape) => shapeClaim(shape, models)),
    productClaim('triangular bipyramid', { triangle: 3, digon: 2 }, models.small),
    productClaim('pentagonal bipyramid', { pentagon: 5, digon: 2 }, models.small),
  ]
}

function shapeClaim([name, fraction, value, tolerance]: (typeof namedShapes)[number], { wide, small }: Models) {
  const withShape = (models: readonly RestartResult[]) =>
    models.filter(({ shapes }) => shapes.some((shape) => shape.name === name))
  const [inWide, inSmall] = [withShape(wide), withShape(small)]
  const dimensionalities = [...inWide, ...inSmall].flatMap(({ shapes, dimensionality }) =>
    shapes.filter((shape) => shape.name === name).flatMap(({ features }) => features.map((i) => dimensionality[i]!)),
  )
  const middle = median(dimensionalities)
  return {
    id: name.replace(' ', '-'),
    says: `Some trained models have a ${name} as a factor, whose features have dimensionality ${fraction}.`,
    measures: 'models with that factor, and the median dimensionality of its features',
    source: 'paper §6: shapes that the fractions stand for',
    holds: judged(
      `at least one model, D ${value}`,
      inWide.length + inSmall.length > 0 && Math.abs(middle - value) <= tolerance,
      `${tolerance} of the dimensionality`,
    )(
      `in ${inWide.length} of ${wide.length} wide and ${inSmall.length} of ${small.length} small models, D ${middle.toFixed(3)}`,
    ),
  }
}

/** Factors keep the fractions that they have alone. */
function productClaim(product: string, parts: Readonly<Record<string, number>>, small: readonly RestartResult[]) {
  const models = small.filter((model) => model.product === product)
  const wanted = Object.entries(parts)
    .flatMap(([name, count]) => new Array<number>(count).fill(namedShapes.find(([known]) => known === name)![2]))
    .sort((a, b) => a - b)
  const splits = models.filter(({ represented, dimensionality }) => {
    const found = represented.map((feature) => dimensionality[feature]!).sort((a, b) => a - b)
    return found.length === wanted.length && found.every((value, k) => Math.abs(value - wanted[k]!) <= 0.03)
  })
  const factors = Object.entries(parts).map(([name, count]) => `a ${name} (${count} features)`)
  return {
    id: product.replace(' ', '-'),
    says: `A ${product} is ${factors.join(' times ')}, each with the dimensionality that it has alone.`,
    measures: 'such models, and how many of them have the dimensionalities of both factors and not their mean',
    source: 'paper §6: non-uniform solutions of the Thomson problem split into tegum factors',
    holds: judged(
      'at least one model, three quarters of them split so',
      models.length > 0 && splits.length >= 0.75 * models.length,
      '0.03 of the dimensionality',
    )(`${models.length} of ${small.length} small models, ${splits.length} of them split so`),
  }
}
