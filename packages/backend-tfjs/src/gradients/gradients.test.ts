import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { startDevice } from '../engine.js'
import { onEngine } from '../realm.js'

type Tensor = tf.Tensor
type Numbers = readonly number[]

/** Central difference in float64. */
function slope(f: (x: number) => number, x: number): number {
  const width = 1e-5
  return (f(x + width) - f(x - width)) / (2 * width)
}

/** The gradient of Σ c·f(x) by automatic differentiation, with coefficients c = 1, 2, 3, … so that no two entries look alike. */
function gradientsOf(f: (...inputs: Tensor[]) => Tensor, inputs: readonly Tensor[]): number[][] {
  return tf.tidy(() => {
    const weighted = (...xs: Tensor[]) => tf.sum(tf.mul(f(...xs), coefficients(f(...inputs).shape)))
    return tf
      .grads(weighted)([...inputs])
      .map((gradient) => Array.from(gradient.dataSync()))
  })
}

function coefficients(shape: number[]): Tensor {
  const size = shape.reduce((total, length) => total * length, 1)
  return tf.reshape(tf.range(1, size + 1), shape)
}

/** The same by central differences of the float32 function; right to 1e-3 for the functions that only move or add numbers. */
function differencesOf(f: (...inputs: Tensor[]) => Tensor, inputs: readonly Tensor[]): number[][] {
  const width = 2 ** -7
  const value = (moved: readonly Tensor[]) => {
    const numbers = Array.from(f(...moved).dataSync())
    return numbers.reduce((total, number, k) => total + number * (k + 1), 0)
  }
  return inputs.map((input, own) =>
    Array.from(input.dataSync(), (_, k) => {
      const at = (shift: number) =>
        tf.tidy(() => {
          const numbers = Float32Array.from(input.dataSync())
          numbers[k]! += shift
          return value(inputs.map((other, index) => (index === own ? tf.tensor(numbers, input.shape) : other)))
        })
      return (at(width) - at(-width)) / (2 * width)
    }),
  )
}

function expectClose(found: Numbers, expected: Numbers, relative: number): void {
  const size = Math.max(...expected.map(Math.abs), 1e-3)
  expect(found).toHaveLength(expected.length)
  for (const [k, number] of found.entries()) {
    // Not toBeCloseTo: NaN must fail.
    expect(Math.abs(number - expected[k]!) <= relative * size, `${k}: ${number}, expected ${expected[k]}`).toBe(true)
  }
}

const points = [-2.5, -1, -0.3, 0.4, 1.2, 3]
const positivePoints = [0.2, 0.7, 1, 1.9, 4]
const errorFunction = (x: number) => {
  let term = x
  let sum = x
  for (let k = 1; k < 80; k++) {
    term *= (-x * x) / k
    sum += term / (2 * k + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

const functionsOfOne: readonly [string, (x: Tensor) => Tensor, (x: number) => number, Numbers][] = [
  ['abs', tf.abs, Math.abs, points],
  ['neg', tf.neg, (x) => -x, points],
  ['square', tf.square, (x) => x * x, points],
  ['sqrt', tf.sqrt, Math.sqrt, positivePoints],
  ['rsqrt', tf.rsqrt, (x) => 1 / Math.sqrt(x), positivePoints],
  ['reciprocal', tf.reciprocal, (x) => 1 / x, points],
  ['exp', tf.exp, Math.exp, points],
  ['expm1', tf.expm1, Math.expm1, points],
  ['log', tf.log, Math.log, positivePoints],
  ['log1p', tf.log1p, Math.log1p, positivePoints],
  ['sin', tf.sin, Math.sin, points],
  ['cos', tf.cos, Math.cos, points],
  ['tanh', tf.tanh, Math.tanh, points],
  ['sigmoid', tf.sigmoid, (x) => 1 / (1 + Math.exp(-x)), points],
  ['softplus', tf.softplus, (x) => Math.log1p(Math.exp(x)), points],
  ['erf', tf.erf, errorFunction, points],
  ['relu', tf.relu, (x) => Math.max(x, 0), points],
  ['leakyRelu', (x) => tf.leakyRelu(x, 0.1), (x) => (x > 0 ? x : 0.1 * x), points],
  ['elu', tf.elu, (x) => (x > 0 ? x : Math.expm1(x)), points],
  ['step', (x) => tf.add(tf.step(x), tf.mul(x, 0)), () => 0, points],
  ['sign', (x) => tf.add(tf.sign(x), tf.mul(x, 0)), () => 0, points],
  ['clone', tf.clone, (x) => x, points],
]

const firsts = [-2, -0.5, 0.75, 2]
const seconds = [1.5, -0.25, 0.5, 3]
const functionsOfTwo: readonly [string, (a: Tensor, b: Tensor) => Tensor, (a: number, b: number) => number, Numbers][] =
  [
    ['add', tf.add, (a, b) => a + b, firsts],
    ['sub', tf.sub, (a, b) => a - b, firsts],
    ['mul', tf.mul, (a, b) => a * b, firsts],
    ['div', tf.div, (a, b) => a / b, firsts],
    ['squaredDifference', tf.squaredDifference, (a, b) => (a - b) ** 2, firsts],
    ['maximum', tf.maximum, Math.max, firsts],
    ['minimum', tf.minimum, Math.min, firsts],
    ['pow', tf.pow, (a, b) => a ** b, firsts.map(Math.abs)],
  ]

/** Numbers that differ by more than the width of a difference, so that a maximum keeps its index. */
const spread = (...shape: number[]) => {
  const size = shape.reduce((total, length) => total * length, 1)
  return tf.tensor(
    Float32Array.from({ length: size }, (_, k) => ((k * 7) % 11) / 4 - 1.25 + k / 16),
    shape,
  )
}

const arrangements: readonly [string, (...inputs: Tensor[]) => Tensor, number[][]][] = [
  ['reshape', (x) => tf.reshape(x, [3, 4]), [[2, 6]]],
  ['expandDims', (x) => tf.expandDims(x, 1), [[2, 3]]],
  ['transpose of three axes', (x) => tf.transpose(x, [2, 0, 1]), [[2, 3, 4]]],
  [
    'concat along the last axis',
    (a, b) => tf.concat([a!, b!], -1),
    [
      [2, 3],
      [2, 1],
    ],
  ],
  [
    'stack along a middle axis',
    (a, b) => tf.stack([a!, b!], 1),
    [
      [2, 3],
      [2, 3],
    ],
  ],
  ['unstack, one part unused', (x) => tf.mul(tf.unstack(x, 1)[1]!, 3), [[2, 3]]],
  ['split, recombined', (x) => tf.sub(tf.split(x, 2, 0)[1]!, tf.split(x, 2, 0)[0]!), [[4, 3]]],
  ['slice from the middle', (x) => tf.slice(x, [1, 1], [1, 2]), [[3, 4]]],
  ['slice by its beginning alone', (x) => tf.slice(x, 1), [[3, 4]]],
  [
    'pad',
    (x) =>
      tf.pad(x, [
        [1, 0],
        [2, 1],
      ]),
    [[2, 3]],
  ],
  ['tile of three axes', (x) => tf.tile(x, [2, 3, 1]), [[2, 1, 3]]],
  [
    'where',
    (a, b) => tf.where(tf.greater(coefficients([2, 3]), 3), a!, b!),
    [
      [2, 3],
      [2, 3],
    ],
  ],
  ['sum over one axis', (x) => tf.sum(x, 1), [[2, 3, 2]]],
  ['sum over all', (x) => tf.sum(x), [[2, 3]]],
  ['mean over two axes', (x) => tf.mean(x, [0, 2]), [[2, 3, 2]]],
  ['max over one axis', (x) => tf.max(x, 1), [[3, 4]]],
  [
    'addN',
    (a, b, c) => tf.addN([a!, b!, c!]),
    [
      [2, 2],
      [2, 2],
      [2, 2],
    ],
  ],
  [
    'broadcast of both sides',
    (a, b) => tf.add(a, b),
    [
      [3, 1],
      [2, 1, 4],
    ],
  ],
  [
    'matMul',
    (a, b) => tf.matMul(a, b),
    [
      [2, 3, 2],
      [2, 2, 4],
    ],
  ],
  [
    'matMul, first transposed',
    (a, b) => tf.matMul(a, b, true, false),
    [
      [2, 2, 3],
      [2, 2, 4],
    ],
  ],
  [
    'matMul, second transposed',
    (a, b) => tf.matMul(a, b, false, true),
    [
      [2, 3, 2],
      [2, 4, 2],
    ],
  ],
  [
    'matMul, both transposed',
    (a, b) => tf.matMul(a, b, true, true),
    [
      [2, 2, 3],
      [2, 4, 2],
    ],
  ],
  [
    'matMul, one matrix for all members',
    (a, b) => tf.matMul(a, b),
    [
      [2, 3, 2],
      [1, 2, 4],
    ],
  ],
  ['softmax', (x) => tf.softmax(x), [[2, 4]]],
]

describe.each(['cpu', 'wasm'] as const)('gradients on %s', (name) => {
  const run = async (work: () => void) => {
    const { device } = await startDevice(name, {})
    await onEngine(device.engineName, () => {
      tf.tidy(work)
    })
  }

  test.each(functionsOfOne)('%s has the slope of its float64 twin', (_, f, twin, xs) =>
    run(() => {
      const [found] = gradientsOf(f, [tf.tensor([...xs])])
      expectClose(
        found!,
        xs.map((x, k) => (k + 1) * slope(twin, x)),
        2e-5,
      )
    }),
  )

  test.each(functionsOfTwo)('%s has both slopes of its float64 twin', (_, f, twin, as) =>
    run(() => {
      const [first, second] = gradientsOf((a, b) => f(a!, b!), [tf.tensor([...as]), tf.tensor([...seconds])])
      expectClose(
        first!,
        as.map((a, k) => (k + 1) * slope((x) => twin(x, seconds[k]!), a)),
        2e-5,
      )
      expectClose(
        second!,
        seconds.map((b, k) => (k + 1) * slope((x) => twin(as[k]!, x), b)),
        2e-5,
      )
    }),
  )

  test.each(arrangements)('%s agrees with central differences', (_, f, shapes) =>
    run(() => {
      const inputs = shapes.map((shape) => spread(...shape))
      const expected = differencesOf(f, inputs)
      for (const [index, found] of gradientsOf(f, inputs).entries()) expectClose(found, expected[index]!, 2e-3)
    }),
  )

  test('relu and abs have slope 0 at 0', () =>
    run(() => {
      expect(gradientsOf((x) => tf.relu(x!), [tf.tensor([0, -0, 0])])).toEqual([[0, 0, 0]])
      expect(gradientsOf((x) => tf.abs(x!), [tf.tensor([0, -0, 0])])).toEqual([[0, 0, 0]])
    }))

  test('equal inputs of maximum give the gradient to the first, equal entries of max share it', () =>
    run(() => {
      expect(gradientsOf((a, b) => tf.maximum(a!, b!), [tf.tensor([2]), tf.tensor([2])])).toEqual([[1], [0]])
      expect(gradientsOf((x) => tf.max(x!), [tf.tensor([2, 1, 2, 2])])[0]!.map((g) => g.toFixed(6))).toEqual(
        [1 / 3, 0, 1 / 3, 1 / 3].map((g) => g.toFixed(6)),
      )
    }))

  test('a power of a base that is not positive has gradient 0 for its exponent', () =>
    run(() => {
      const [base, exponent] = gradientsOf((a, b) => tf.pow(a!, b!), [tf.tensor([-2, 0]), tf.tensor([3, 2])])
      expectClose(base!, [12, 0], 1e-5)
      expect(exponent).toEqual([0, 0])
    }))
})
