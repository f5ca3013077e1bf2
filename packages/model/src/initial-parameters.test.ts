import { deriveSeed } from '@digon/data'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createBatchSource } from './batch-source.js'
import { defineEnsemble } from './define-ensemble.js'
import type { InitializationDescription, MemberDescription } from './ensemble-description.js'
import { initialParameters } from './initial-parameters.js'
import { normalValues } from './normal-values.js'
import { stepCoefficients } from './step-coefficients.js'

const untied = { featureCount: 4, hiddenSize: 3, tied: false, hiddenBias: true }
const data = { probability: 0.5 }

const initializations: fc.Arbitrary<InitializationDescription> = fc.oneof(
  fc.constant({ kind: 'xavier-normal' as const }),
  fc.record({ kind: fc.constant('normal' as const), deviation: fc.double({ min: 0, max: 9, noNaN: true }) }),
)
const memberDescriptions: fc.Arbitrary<MemberDescription> = fc.record({
  seed: fc.maxSafeNat(),
  data: fc.constant(data),
  initialization: initializations,
})

test('a member starts the same alone as anywhere among others', () => {
  fc.assert(
    fc.property(fc.array(memberDescriptions, { minLength: 1, maxLength: 6 }), fc.nat(), (members, pick) => {
      const index = pick % members.length
      const among = initialParameters(defineEnsemble({ model: untied, members }))
      const alone = initialParameters(defineEnsemble({ model: untied, members: members[index]! }))
      for (const [name, { values }] of Object.entries(alone)) {
        expect(among[name]!.shape).toEqual([members.length, ...alone[name]!.shape.slice(1)])
        expect(among[name]!.values.slice(index * values.length, (index + 1) * values.length)).toEqual(values)
      }
    }),
    { seed: 1, numRuns: 100 },
  )
})

test('weights are the float32 of deviation × the standard normal stream of the tensor, and biases are 0', () => {
  const ensemble = defineEnsemble({ model: untied, members: { seed: 3, data } })
  const deviation = Math.sqrt(2 / (4 + 3))
  const expected = (name: string) => Float32Array.from(normalValues(deriveSeed(3, [name]), 12), (z) => z * deviation)
  const parameters = initialParameters(ensemble)
  expect(parameters).toEqual({
    weights: { shape: [1, 4, 3], values: expected('weights') },
    outputWeights: { shape: [1, 3, 4], values: expected('outputWeights') },
    bias: { shape: [1, 4], values: new Float32Array(4) },
    hiddenBias: { shape: [1, 3], values: new Float32Array(3) },
  })
  expect(Object.keys(parameters)).toEqual(['weights', 'outputWeights', 'bias', 'hiddenBias'])
})

test('fans are the numbers that were written, so the notebook can be matched', () => {
  const initialization = { kind: 'xavier-normal', fanIn: 100 * 20, fanOut: 20 * 20 } as const
  const model = { featureCount: 100, hiddenSize: 20 }
  const { values } = initialParameters(defineEnsemble({ model, members: { seed: 1, data, initialization } })).weights!
  const deviation = Math.sqrt([...values].reduce((sum, value) => sum + value * value, 0) / values.length)
  // 0.0289 in the paper's notebook with 20 members; four standard errors of a deviation from 2,000 values.
  expect(Math.abs(deviation / Math.sqrt(2 / 2400) - 1)).toBeLessThan(4 / Math.sqrt(2 * 2000))
})

test('a polygon puts its corners on a circle in the first two dimensions', () => {
  const model = { featureCount: 6, hiddenSize: 3 }
  const start = (corners: number) =>
    initialParameters(
      defineEnsemble({
        model,
        members: { seed: 1, data, initialization: { kind: 'polygon', corners, radius: 2, bias: -0.25 } },
      }),
    )
  const square = start(4)
  expect([...square.weights!.values].map((value) => value + 0)).toEqual([
    ...[2, 0, 0],
    ...[0, 2, 0],
    ...[-2, 0, 0],
    ...[0, -2, 0],
    ...[0, 0, 0],
    ...[0, 0, 0],
  ])
  expect([...square.bias!.values]).toEqual(new Array(6).fill(-0.25))
  const pentagon = start(5).weights!.values
  for (let corner = 0; corner < 5; corner++) {
    expect(pentagon[3 * corner]).toBe(Math.fround(2 * Math.cos((2 * Math.PI * corner) / 5)))
    expect(pentagon[3 * corner + 1]).toBe(Math.fround(2 * Math.sin((2 * Math.PI * corner) / 5)))
  }
})

test('given parameters are taken as they are, in float32', () => {
  const model = { featureCount: 2, hiddenSize: 1 }
  const parameters = {
    bias: { shape: [2], values: [0.1, 0.2] },
    weights: { shape: [2, 1], values: new Float64Array([Math.PI, -1]) },
  }
  const ensemble = defineEnsemble({ model, members: { seed: 1, data, initialization: { kind: 'given', parameters } } })
  expect(initialParameters(ensemble)).toEqual({
    weights: { shape: [1, 2, 1], values: new Float32Array([Math.PI, -1]) },
    bias: { shape: [1, 2], values: new Float32Array([0.1, 0.2]) },
  })
})

test('a custom model starts with normal matrices and zero vectors, whatever the order of its names', () => {
  const start = (parameters: Readonly<Record<string, readonly number[]>>) =>
    initialParameters(
      defineEnsemble({
        model: { kind: 'custom', name: 'deep', featureCount: 2, parameters },
        members: { seed: 1, data, initialization: { kind: 'normal', deviation: 1 } },
      }),
    )
  const one = start({ first: [2, 2], second: [2, 2], offset: [3] })
  const other = start({ offset: [3], second: [2, 2], first: [2, 2] })
  expect(one.first).toEqual({
    shape: [1, 2, 2],
    values: Float32Array.from(normalValues(deriveSeed(1, ['first']), 4)),
  })
  expect(one.second!.values).not.toEqual(one.first!.values)
  expect([...one.offset!.values]).toEqual([0, 0, 0])
  expect(other).toEqual(one)
})

const differing = [
  'pow',
  'exp',
  'expm1',
  'log',
  'log1p',
  'log2',
  'log10',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
] as const
const alsoDiffering = ['atan2', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'cbrt', 'hypot', 'random'] as const

test('numbers that must agree everywhere are made without the Math functions whose bits differ', () => {
  for (const name of [...differing, ...alsoDiffering]) {
    vi.spyOn(Math, name).mockImplementation(() => {
      throw new Error(`Math.${name} was called`)
    })
  }
  try {
    const ensemble = defineEnsemble({
      model: { featureCount: 5, hiddenSize: 2 },
      optimizer: { schedule: { kind: 'cosine', warmUpSteps: 2, totalSteps: 9 } },
      shared: { data: { probability: [0, 0.01, 0.3, 0.5, 1] }, importance: { base: 0.9 } },
      members: [
        { count: 2, seed: 1 },
        { seed: 2, data: { kind: 'exactly', activeCount: 2 }, initialization: { kind: 'polygon', corners: 5 } },
      ],
    })
    initialParameters(ensemble)
    for (let step = 0; step < 9; step++) stepCoefficients(ensemble, step)
    for (const member of ensemble.members.keys()) createBatchSource(ensemble)(member, 7)
  } finally {
    vi.restoreAllMocks()
  }
})

test('and without ** but for constants that are powers of two', async () => {
  for (const file of [
    'portable-functions',
    'normal-values',
    'initial-parameters',
    'step-coefficients',
    'complete-members',
  ]) {
    const { default: source }: { default: string } = await import(`./${file}.ts?raw` as string)
    expect(source.length).toBeGreaterThan(500)
    const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    expect(code.replaceAll(/\b2 \*\* \d+\b/g, '')).not.toContain('**')
  }
})
