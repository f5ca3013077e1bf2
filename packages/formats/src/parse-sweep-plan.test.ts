import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSweepPlan, runId } from './index.js'
import { InvalidSpecError } from './invalid-spec.js'
import { sweepPlanSchema } from './sweep-plan.js'
import { sweepPlanJsonSchema } from './sweep-plan-description.js'

const planOf = (axes: string, rest = '') =>
  parseSweepPlan(`model: { featureCount: 2, hiddenSize: 1 }\nseed: 1\nsteps: 10\naxes:\n${axes}\n${rest}`, 'plan.yaml')
    .plan

test('a range has evenly spaced values, linear or logarithmic, with exact ends', () => {
  const [linear, log] = planOf(
    '  a: { from: 0, to: 1, count: 11 }\n  b: { from: 0.1, to: 10, count: 5, scale: log }',
  ).axes
  expect(linear!.coordinates[0]!.values).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
  const values = log!.coordinates[0]!.values as number[]
  expect([values[0], values[4]]).toEqual([0.1, 10])
  for (const [i, value] of values.entries()) expect(value).toBeCloseTo(10 ** (-1 + i / 2), 10)
})

test('an axis without a field is named for its field; a zipped one varies several fields together; a field list sets all', () => {
  const { axes } = planOf(
    '  member.learningRate: [0.1, 0.2]\n  size: { zip: { n: { field: model.featureCount, values: [3, 5] }, m: { field: [model.hiddenSize, batchSize], values: [1, 2] } } }',
  )
  expect(axes[0]!.coordinates).toEqual([
    { name: 'member.learningRate', fields: ['member.learningRate'], values: [0.1, 0.2] },
  ])
  expect(axes[1]!.coordinates).toEqual([
    { name: 'n', fields: ['model.featureCount'], values: [3, 5] },
    { name: 'm', fields: ['model.hiddenSize', 'batchSize'], values: [1, 2] },
  ])
})

test('defaults are written out, so that what is stored means the same in every version', () => {
  const { plan } = parseSweepPlan('model: {}\nseed: 7\nsteps: 10', 'plan.yaml')
  expect(plan).toEqual({
    base: { model: {}, steps: 10 },
    axes: [],
    restarts: 1,
    seed: 7,
    evaluationSamples: 10_000,
    lossEvery: null,
  })
})

test('a stored plan is read as it was written, whatever its values', async () => {
  const values = fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.boolean()), {
    minLength: 1,
    maxLength: 5,
  })
  await fc.assert(
    fc.asyncProperty(values, fc.nat(), async (list, seed) => {
      const coordinates = [{ name: 'a', fields: ['member.x'], values: JSON.parse(JSON.stringify(list)) }]
      const plan = {
        base: { steps: 1 },
        axes: [{ coordinates }],
        restarts: 2,
        seed,
        evaluationSamples: 0,
        lossEvery: 5,
      }
      expect(sweepPlanSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
    }),
    { seed: 20261128, numRuns: 50 },
  )
  const request = { backend: 'wasm', arithmetic: 'float32', streamVersion: 1 }
  const one = await runId({ spec: { kind: 'sweep', plan: planOf('  a: [1, 2]') }, ...request })
  expect(await runId({ spec: { kind: 'sweep', plan: planOf('  a: [2, 1]') }, ...request })).not.toBe(one)
})

test.each([
  [
    'axes:\n  a: { from: 0, to: 1, count: 3, scale: log }',
    /plan\.yaml:4:\d+: .*from 0 to 1; expected two different numbers > 0/,
  ],
  ['axes:\n  a: [1, 2, 1]', /plan\.yaml:4:\d+: .*1 again/],
  ['axes:\n  a: { zip: { b: [1, 2], c: [1] } }', /1 values; expected 2, as the first/],
  ['axes:\n  a: { values: [1], count: 3 }', /plan\.yaml:4:\d+: .*axes\.a\.count: an unknown field/],
  ['axes:\n  a: [1]\n  c: { zip: { a: [2] } }', /two axes of the name a/],
  ['axes:\n  a: 3', /expected a list of values, \{field, values\}/],
  ['axes:\n  2a: [1]', /a name of letters/],
  ['restart: 5', /restart: an unknown field; expected restarts/],
  ['lossSteps: [0, 9, 3]', /plan\.yaml:\d+:\d+: .*lossSteps.*ascending steps/],
  ['lossSteps: [1]\nlossEvery: 2', /lossSteps.*steps beside lossEvery; expected one of the two/],
  ['lossSteps: []', /lossSteps.*at least one step/],
  ['restarts: 0', /restarts: 0; expected an integer ≥ 1/],
  [
    `axes:\n  a: { from: 1, to: 2, count: 100000 }\n  b: { from: 1, to: 2, count: 1000 }`,
    /100000000 cells; expected at most/,
  ],
])('%s is refused with its place', (text, message) => {
  const whole = `model: {}\nseed: 1\n${text}\nsteps: 10`
  expect(() => parseSweepPlan(whole, 'plan.yaml')).toThrow(InvalidSpecError)
  expect(() => parseSweepPlan(whole, 'plan.yaml')).toThrow(message)
})

test('a plan without a seed is refused: nothing random happens without a seed that was written down', () => {
  expect(() => parseSweepPlan('model: {}\nsteps: 1', 'plan.yaml')).toThrow(/seed: .*expected an integer from 0/)
})

test('the JSON Schema for editors names every field and requires those without a default', () => {
  const schema = sweepPlanJsonSchema() as { properties: Record<string, unknown>; required: string[] }
  expect(Object.keys(schema.properties)).toEqual(
    expect.arrayContaining(['model', 'member', 'axes', 'restarts', 'steps']),
  )
  expect([...schema.required].sort()).toEqual(['model', 'seed', 'steps'])
})
