import { type Matrix, matrix, matrixFromRows, selectRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameShapes, productName } from './index.js'
import { polygon, simplex, squareAntiprism, tegumProduct } from './polytopes.js'
import { normalSource, uniformSource, withNoise } from './testing/noise.js'
import { rotated, scaled } from './testing/rotation.js'

const dedicated = matrixFromRows([[1]])
const factors: [string, Matrix][] = [
  ['dedicated', dedicated],
  ['digon', simplex(1)],
  ['triangle', simplex(2)],
  ['tetrahedron', simplex(3)],
  ['4-simplex', simplex(4)],
  ['5-simplex', simplex(5)],
  ['pentagon', polygon(5)],
  ['hexagon', polygon(6)],
  ['heptagon', polygon(7)],
  ['octagon', polygon(8)],
  ['square antiprism', squareAntiprism()],
]
const named = (weights: Matrix) => nameShapes(weights).map(({ name }) => name)

test.each(factors)('an exact %s is named with full confidence and its dimensions', (name, weights) => {
  const [shape, ...others] = nameShapes(weights)
  expect(others).toEqual([])
  expect(shape).toMatchObject({ name, dimensions: name.endsWith('gon') && weights.rows >= 5 ? 2 : weights.columns })
  expect(shape!.features).toEqual(Array.from({ length: weights.rows }, (_, i) => i))
  expect(shape!.confidence).toBeGreaterThan(1 - 1e-12)
})

test('1,000 random rotations of each factor, at any scale that counts, with 2 % noise, are named right in 99 %', () => {
  const uniform = uniformSource(11)
  const normal = normalSource(uniform)
  for (const [name, exact] of factors) {
    let right = 0
    for (let trial = 0; trial < 1000; trial++) {
      const weights = disguised(exact, 0.8 + uniform(), uniform, normal)
      if (named(weights.weights).join() === name) right++
    }
    expect([name, right >= 990]).toEqual([name, true])
  }
})

test('1,000 random products of up to four factors, rotated and shuffled, with 2 % noise, are named right in 99 %', () => {
  const uniform = uniformSource(12)
  const normal = normalSource(uniform)
  let right = 0
  for (let trial = 0; trial < 1000; trial++) {
    const parts = Array.from(
      { length: 2 + Math.floor(3 * uniform()) },
      () => factors[Math.floor(factors.length * uniform())]!,
    )
    const sizes = parts.map(() => 0.9 + 0.4 * uniform())
    const exact = tegumProduct(parts.map(([, weights], i) => scaled(weights, sizes[i]!)))
    const { weights, order } = disguised(exact, 1, uniform, normal)
    const expected = parts.flatMap(([name, { rows }]) => Array<string>(rows).fill(name))
    const shapes = nameShapes(weights)
    const found = new Map(shapes.flatMap(({ name, features }) => features.map((feature) => [feature, name])))
    const factorCount = shapes.length === parts.length
    if (factorCount && order.every((original, place) => found.get(place) === expected[original])) right++
  }
  expect(right).toBeGreaterThanOrEqual(990)
})

test('Gaussian weights with six and more features in three and more dimensions are none of these in 95 %', () => {
  const uniform = uniformSource(13)
  const normal = normalSource(uniform)
  let none = 0
  for (let trial = 0; trial < 1000; trial++) {
    const hiddenSize = 3 + Math.floor(4 * uniform())
    const featureCount = Math.max(6, hiddenSize + 1) + Math.floor(10 * uniform())
    const weights = matrix(featureCount, hiddenSize, Float64Array.from({ length: featureCount * hiddenSize }, normal))
    if (named(weights).every((name) => name === 'none of these')) none++
  }
  expect(none).toBeGreaterThanOrEqual(950)
})

/** Simplices whose cosines, −1/dimensions, are no larger than those of orthogonal features with noise. */
const large = fc.integer({ min: 6, max: 39 })
const noise = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  share: fc.double({ min: 0, max: 0.02, noNaN: true }),
  size: fc.double({ min: 0.7, max: 100, noNaN: true }),
  spareDimensions: fc.nat({ max: 20 }),
})

test('a simplex of up to 40 corners is one factor, at any scale, in any hidden space; with up to 1 % noise it is named', () => {
  fc.assert(
    fc.property(large, noise, (dimensions, noise) => {
      const shapes = nameShapes(hidden([simplex(dimensions)], noise))
      expect(shapes.map(({ features }) => features.length)).toEqual([dimensions + 1])
      const [{ name, dimensions: named } = { name: '', dimensions: 0 }] = shapes
      if (name !== 'none of these' || noise.share <= 0.01) {
        expect([name, named]).toEqual([`${dimensions}-simplex`, dimensions])
      }
    }),
    { seed: 15, numRuns: 30 },
  )
})

test('with more noise it keeps its name or loses it, and never fills more dimensions than there are', () => {
  const more = noise.chain((other) =>
    fc.double({ min: 0, max: 0.5, noNaN: true }).map((share) => ({ ...other, share })),
  )
  fc.assert(
    fc.property(large, more, (dimensions, noise) => {
      const weights = hidden([simplex(dimensions)], { ...noise, spareDimensions: 0 })
      const shapes = nameShapes(weights)
      expect(filled(shapes)).toBeLessThanOrEqual(dimensions)
      expect(shapes.length).toBeLessThanOrEqual(dimensions)
    }),
    { seed: 16, numRuns: 30 },
  )
})

test('large simplices beside other factors, with up to 1 % noise, are told apart', () => {
  const others = fc.subarray([simplex(1), polygon(5), simplex(3), dedicated, simplex(12)], { minLength: 1 })
  fc.assert(
    fc.property(large, others, noise, (dimensions, others, noise) => {
      const shapes = nameShapes(hidden([simplex(dimensions), ...others], { ...noise, share: noise.share / 2 }))
      expect(shapes.map(({ features }) => features.length)).toEqual([dimensions + 1, ...others.map(({ rows }) => rows)])
      expect(shapes[0]!.name).toBe(`${dimensions}-simplex`)
      for (const { name } of shapes) expect(name).not.toBe('none of these')
    }),
    { seed: 17, numRuns: 20 },
  )
})

test('factors of any weights fill together no more dimensions than there are, and every number is one', () => {
  const size = fc.integer({ min: 1, max: 12 })
  const entry = fc.oneof(
    fc.constantFrom(0, 1, -1, 0.1, 1e-160, 1e160, -1e300),
    fc.double({ min: -2, max: 2, noNaN: true }),
  )
  const anyWeights = fc
    .tuple(fc.integer({ min: 1, max: 30 }), size)
    .chain(([rows, columns]) =>
      fc
        .array(entry, { minLength: rows * columns, maxLength: rows * columns })
        .map((values) => matrix(rows, columns, Float64Array.from(values))),
    )
  fc.assert(
    fc.property(anyWeights, (weights) => {
      const shapes = nameShapes(weights)
      expect(filled(shapes)).toBeLessThanOrEqual(weights.columns)
      for (const { confidence } of shapes) {
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
      }
    }),
    { seed: 18, numRuns: 200 },
  )
})

test('two directions that are nearly one, and a third across both, do not fill three dimensions of two', () => {
  const arm = (degrees: number) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  expect(nameShapes(matrixFromRows([arm(8.4), arm(-8.4), arm(90)]))).toMatchObject([
    { name: 'none of these', features: [0, 1, 2], dimensions: 2 },
  ])
})

test('a large simplex that lacks a corner, and a chain of features that are nearly orthogonal, are no simplices', () => {
  for (const dimensions of [8, 20, 39]) {
    const { rows, columns, values } = simplex(dimensions)
    const lacking = matrix(rows - 1, columns, values.slice(columns))
    expect(named(lacking)).not.toContain(`${dimensions - 1}-simplex`)
    const chain = Array.from({ length: dimensions + 1 }, (_, i) =>
      Array.from({ length: dimensions + 1 }, (_, k) => (k === i ? 1 : k === i + 1 ? -0.2 : 0)),
    )
    expect(named(matrixFromRows(chain))).toEqual(['none of these'])
  }
})

test.each([1e-200, 1, 1e200])(
  'a shape has its name whatever its size, when features of that size count: %s',
  (size) => {
    for (const [name, exact] of factors) {
      const shapes = nameShapes(scaled(exact, size), { normThreshold: size / 2 })
      expect(shapes).toMatchObject([{ name }])
      expect(shapes[0]!.confidence).toBeGreaterThan(1 - 1e-12)
    }
  },
)

test('shapes that only look alike are none of these', () => {
  const cube = matrixFromRows(
    [1, -1].flatMap((x) => [1, -1].flatMap((y) => [1, -1].map((z) => [x, y, z].map((c) => c / Math.sqrt(3))))),
  )
  const [shape] = nameShapes(cube)
  expect(shape).toMatchObject({ name: 'none of these', dimensions: 3 })
  expect(shape!.confidence).toBeGreaterThan(0.3)
  // Two features on one side of a line, as when a correlated pair collapses.
  expect(
    nameShapes(
      matrixFromRows([
        [1, 0],
        [0.98, 0.1],
      ]),
    ),
  ).toMatchObject([{ name: 'none of these', dimensions: 1 }])
  // Five arms at the angles of an octagon.
  expect(named(matrix(5, 2, polygon(8).values.slice(0, 10)))).toEqual(['none of these'])
  // A digon with one arm much shorter.
  expect(
    named(
      matrixFromRows([
        [1, 0],
        [-0.6, 0],
      ]),
    ),
  ).toEqual(['none of these'])
})

test('an antiprism at the Thomson angle keeps its name, with less confidence', () => {
  const [shape] = nameShapes(squareAntiprism(0.56))
  expect(shape).toMatchObject({ name: 'square antiprism', dimensions: 3 })
  expect(shape!.confidence).toBeLessThan(0.95)
  expect(shape!.confidence).toBeGreaterThan(0.5)
})

test('interference below the threshold of the graph lowers the confidence', () => {
  const shapes = nameShapes(
    matrixFromRows([
      [1, 0],
      [0.14, Math.sqrt(1 - 0.14 ** 2)],
    ]),
  )
  expect(shapes.map(({ name }) => name)).toEqual(['dedicated', 'dedicated'])
  for (const { confidence } of shapes) expect(confidence).toBeCloseTo(1 - 0.14 / 0.15, 12)
})

test('a square is two digons, an octahedron three; features that are not represented belong to no shape', () => {
  const square = matrixFromRows([
    [1, 0],
    [0, 1],
    [0.01, 0.02],
    [-1, 0],
    [0, -1],
  ])
  expect(nameShapes(square).map(({ name, features }) => [name, features])).toEqual([
    ['digon', [0, 3]],
    ['digon', [1, 4]],
  ])
  expect(productName(nameShapes(square))).toBe('square')
  expect(productName(nameShapes(rotated(tegumProduct([simplex(1), simplex(1), simplex(1)]), [1, 2, 3])))).toBe(
    'octahedron',
  )
  expect(productName(nameShapes(tegumProduct([polygon(5), simplex(1)])))).toBe('pentagonal bipyramid')
  expect(productName(nameShapes(tegumProduct([simplex(1), simplex(2)])))).toBe('triangular bipyramid')
  expect(productName(nameShapes(tegumProduct([simplex(3), dedicated, simplex(1), dedicated])))).toBe(
    '2 dedicated × 1 digon × 1 tetrahedron',
  )
  expect(productName(nameShapes(simplex(3)))).toBe('tetrahedron')
  expect(nameShapes(matrix(4, 2, new Float64Array(8)))).toEqual([])
  expect(productName([])).toBe('nothing')
})

const filled = (shapes: readonly { readonly dimensions: number }[]) =>
  shapes.reduce((sum, { dimensions }) => sum + dimensions, 0)

/** The factors in orthogonal spaces, turned into a hidden space with spare dimensions, with noise in every weight. */
function hidden(
  parts: readonly Matrix[],
  { seed, share, size, spareDimensions }: { seed: number; share: number; size: number; spareDimensions: number },
): Matrix {
  const product = tegumProduct(parts)
  const spare = matrix(0, spareDimensions, new Float64Array())
  const uniform = uniformSource(seed)
  const angles = Array.from({ length: 7 }, () => 2 * Math.PI * uniform())
  return withNoise(scaled(rotated(tegumProduct([product, spare]), angles), size), share * size, normalSource(uniform))
}

/** Rotated by random angles, scaled, with noise of 2 % of a norm in every weight, and with its features shuffled. */
function disguised(
  exact: Matrix,
  size: number,
  uniform: () => number,
  normal: () => number,
): { weights: Matrix; order: number[] } {
  const angles = Array.from(
    { length: Math.max(1, (exact.columns * (exact.columns - 1)) / 2) },
    () => 2 * Math.PI * uniform(),
  )
  const weights = withNoise(scaled(rotated(exact, angles), size), 0.02 * size, normal)
  const order = Array.from({ length: exact.rows }, (_, i) => ({ i, key: uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ i }) => i)

  return { weights: selectRows(weights, order), order }
}
