import { fromDense } from '@digon/data'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defineEnsemble } from './define-ensemble.js'
import type { AutoencoderModel, Ensemble } from './ensemble.js'
import { normalCumulative } from './error-function.js'
import { parameterShapes, sizeOf } from './parameter-shapes.js'
import { evaluateMember, type MemberParameters } from './reference-gradient.js'

type Autoencoders = Ensemble & { readonly model: AutoencoderModel }

function autoencoders(description: Parameters<typeof defineEnsemble>[0]): Autoencoders {
  return defineEnsemble(description) as Autoencoders
}

/** From −size to size, but never within a tenth of 0, so that no sum of few terms is 0 by chance. */
const number = (size: number) =>
  fc
    .tuple(fc.boolean(), fc.double({ min: 0.1, max: size, noNaN: true }))
    .map(([negative, value]) => Math.fround(negative ? -value : value))

const randomCase = fc
  .record({
    featureCount: fc.integer({ min: 1, max: 5 }),
    hiddenSize: fc.integer({ min: 1, max: 4 }),
    hiddenActivation: fc.constantFrom('identity' as const, 'relu' as const),
    outputActivation: fc.constantFrom('identity' as const, 'relu' as const, 'gelu' as const),
    tied: fc.boolean(),
    outputBias: fc.boolean(),
    hiddenBias: fc.boolean(),
  })
  .chain((model) => {
    const shapes = parameterShapes({ kind: 'autoencoder', ...model })
    const sampleCount = fc.integer({ min: 1, max: 6 })
    return fc.record({
      model: fc.constant(model),
      target: fc.constantFrom('identity' as const, 'absolute' as const),
      importance: fc.array(fc.double({ min: 0, max: 3, noNaN: true }), {
        minLength: model.featureCount,
        maxLength: model.featureCount,
      }),
      hiddenL1: fc.constantFrom(0, 0.3),
      parameters: fc.record(
        Object.fromEntries(
          Object.entries(shapes).map(([name, shape]) => [
            name,
            fc
              .array(number(1.5), { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
              .map((v) => Float64Array.from(v)),
          ]),
        ),
      ) as fc.Arbitrary<unknown> as fc.Arbitrary<MemberParameters>,
      batch: sampleCount.chain((count) =>
        fc
          .array(fc.oneof(fc.constant(0), number(1)), {
            minLength: count * model.featureCount,
            maxLength: count * model.featureCount,
          })
          .map((dense) => fromDense(dense, count, model.featureCount)),
      ),
    })
  })

test('the gradient of every parameter is the central difference of the loss, for random models away from kinks', () => {
  let compared = 0
  fc.assert(
    fc.property(randomCase, ({ model, target, importance, hiddenL1, parameters, batch }) => {
      const members = { seed: 0, data: { probability: 0 }, importance, hiddenL1 }
      const ensemble = autoencoders({ model, target, batchSize: batch.sampleCount, members })
      const lossAt = (name: string, index: number, change: number) => {
        const values = parameters[name as keyof MemberParameters]!.slice()
        values[index]! += change
        return evaluateMember(ensemble, ensemble.members[0]!, { ...parameters, [name]: values }, batch).loss
      }
      const { loss, gradients } = evaluateMember(ensemble, ensemble.members[0]!, parameters, batch)
      for (const [name, gradient] of Object.entries(gradients) as [string, Float64Array][]) {
        for (const [index, analytic] of gradient.entries()) {
          const h = 1e-5
          const ahead = (lossAt(name, index, h) - loss) / h
          const behind = (loss - lossAt(name, index, -h)) / h
          // At a kink within reach the two sides disagree by more than curvature explains.
          if (Math.abs(ahead - behind) > 0.02) continue
          const central = (ahead + behind) / 2
          expect(Math.abs(analytic - central)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(central)))
          compared++
        }
      }
    }),
    { seed: 1, numRuns: 400 },
  )
  expect(compared).toBeGreaterThan(5000)
})

test('one feature in one dimension has the loss and the gradient of the formula worked out by hand', () => {
  const ensemble = autoencoders({
    model: { featureCount: 1, hiddenSize: 1 },
    batchSize: 3,
    members: { seed: 0, data: { probability: 1 }, importance: 2, hiddenL1: 0.5 },
  })
  const [w, b, x] = [0.5, 0.25, 0.75]
  const parameters = { weights: new Float64Array([w]), bias: new Float64Array([b]) }
  // Samples x, empty, x. Output w²x + b, and b for the empty one.
  const batch = fromDense([x, 0, x], 3, 1)
  const error = x - (w * w * x + b)
  const { loss, errors, gradients } = evaluateMember(ensemble, ensemble.members[0]!, parameters, batch)
  expect(loss).toBeCloseTo((2 * (2 * error ** 2 + b ** 2) + 0.5 * 2 * w * x) / 3, 15)
  expect(errors[0]).toBeCloseTo((2 * error ** 2 + b ** 2) / 3, 15)
  expect(gradients.weights[0]).toBeCloseTo((2 * (2 * -2 * error * 2 * w * x) + 0.5 * 2 * x) / 3, 15)
  expect(gradients.bias![0]).toBeCloseTo((2 * (2 * -2 * error + 2 * b)) / 3, 15)
})

test('the loss is a mean over features and samples, weighted by importance; errors are not weighted', () => {
  const ensemble = autoencoders({
    model: { featureCount: 2, hiddenSize: 1, outputActivation: 'identity', outputBias: false },
    batchSize: 2,
    members: { seed: 0, data: { probability: 1 }, importance: [1, 3] },
  })
  const parameters = { weights: new Float64Array(2) }
  const { loss, errors } = evaluateMember(
    ensemble,
    ensemble.members[0]!,
    parameters,
    fromDense([0.5, 1, 0, -0.5], 2, 2),
  )
  expect(loss).toBe((0.25 + 3 * 1 + 3 * 0.25) / 4)
  expect([...errors]).toEqual([0.125, 0.625])
})

test('the derivatives of relu and of |hidden| at exactly 0 are 0', () => {
  const shared = { seed: 0, data: { probability: 1 }, hiddenL1: 1 }
  const zero = { weights: new Float64Array(4), bias: new Float64Array(2), hiddenBias: new Float64Array(2) }
  for (const hiddenActivation of ['identity', 'relu'] as const) {
    const model = { featureCount: 2, hiddenSize: 2, hiddenActivation, hiddenBias: true }
    const ensemble = autoencoders({ model, batchSize: 1, members: shared })
    const { gradients } = evaluateMember(ensemble, ensemble.members[0]!, zero, fromDense([1, 0.5], 1, 2))
    for (const gradient of Object.values(gradients)) expect([...gradient].every((value) => value === 0)).toBe(true)
  }
})

test('relu lets NaN through and gelu is x times the share of the normal below x', () => {
  const relu = autoencoders({
    model: { featureCount: 1, hiddenSize: 1 },
    members: { seed: 0, data: { probability: 1 } },
  })
  const spoiled = { weights: new Float64Array([Number.NaN]), bias: new Float64Array(1) }
  expect(evaluateMember(relu, relu.members[0]!, spoiled, fromDense([1], 1, 1)).loss).toBeNaN()
  const gelu = { ...relu, model: { ...relu.model, outputActivation: 'gelu' as const } }
  const parameters = { weights: new Float64Array([0]), bias: new Float64Array([-1]) }
  const { loss } = evaluateMember(gelu, gelu.members[0]!, parameters, fromDense([0], 1, 1))
  expect(Math.sqrt(loss)).toBeCloseTo(normalCumulative(-1), 15)
})
