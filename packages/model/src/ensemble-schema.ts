/**
 * The shape of a description for zod: fields, types and the ranges that a field has by itself. Feature laws are left open here
 * (`checkLaw` of @digon/data knows them), and so is everything that two fields decide together (`define-ensemble.ts`).
 * A message is always the text of what is expected; `schema-problems.ts` adds where, and what was found instead.
 */
import { z } from 'zod'
import type { Target } from './ensemble.js'
import type { EnsembleDescription, OptimizerDescription } from './ensemble-description.js'

const greatestWord = 2 ** 32 - 1

/** An object of these fields alone. For unknown fields the message lists the known ones, which makes suggestions possible. */
export function record<Fields extends z.core.$ZodLooseShape>(
  expected: string,
  fields: Fields,
): z.ZodObject<Fields, z.core.$strict> {
  return z.strictObject(fields, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(fields).join(', ') : expected),
  })
}

function oneOf<const Names extends readonly [string, ...string[]]>(...names: Names) {
  return z.enum(names, { error: `one of ${names.join(', ')}` })
}

export function integerFrom(least: number, greatest: number = Number.MAX_SAFE_INTEGER): z.ZodType<number> {
  const error = (issue: { readonly code?: string }) =>
    issue.code === 'too_big' ? `an integer ≤ ${greatest}` : `an integer ≥ ${least}`
  return z.int({ error }).min(least, { error }).max(greatest, { error })
}

function numberWhere(expected: string, bound: (number: z.ZodNumber, error: string) => z.ZodNumber) {
  return bound(z.number({ error: expected }), expected)
}

const positive = numberWhere('a finite number > 0', (number, error) => number.gt(0, { error }))
const notNegative = numberWhere('a finite number ≥ 0', (number, error) => number.min(0, { error }))
const finite = numberWhere('a finite number', (number) => number)
const belowOne = numberWhere('a number from 0 to 1, 1 excluded', (number, error) =>
  number.min(0, { error }).lt(1, { error }),
)
const flag = z.boolean({ error: 'true or false' })
const count = integerFrom(1, greatestWord)
const shape = z.array(integerFrom(1, greatestWord), { error: 'a list of axis lengths' })

const autoencoder = record('an object with featureCount and hiddenSize', {
  kind: z.literal('autoencoder').optional(),
  featureCount: count.describe('n, the number of features'),
  hiddenSize: count.describe('m, the number of hidden dimensions'),
  hiddenActivation: oneOf('identity', 'relu').optional().describe('default identity'),
  outputActivation: oneOf('identity', 'relu', 'gelu').optional().describe('default relu'),
  tied: flag.optional().describe('default true'),
  outputBias: flag.optional().describe('default true'),
  hiddenBias: flag.optional().describe('default false'),
})

const custom = record('an object with name, featureCount and parameters', {
  kind: z.literal('custom'),
  name: z.string({ error: 'a name' }).min(1, { error: 'a name' }),
  featureCount: count,
  parameters: z.record(z.string(), shape, { error: 'an object of parameter names and shapes' }),
})

const schedule = record('an object with kind, warmUpSteps and totalSteps', {
  kind: oneOf('constant', 'linear', 'cosine').optional().describe('default constant'),
  warmUpSteps: integerFrom(0).optional().describe('default 0'),
  totalSteps: integerFrom(1).optional().describe('required for linear and cosine'),
})

export const optimizer: z.ZodType<OptimizerDescription | undefined> = record(
  'an object with kind, beta1, beta2, epsilon, momentum and schedule',
  {
    kind: oneOf('adamw', 'adam', 'sgd').optional().describe('default adamw'),
    beta1: belowOne.optional().describe('default 0.9'),
    beta2: belowOne.optional().describe('default 0.999'),
    epsilon: positive.optional().describe('default 1e-8'),
    momentum: belowOne.optional().describe('of sgd; default 0'),
    schedule: schedule.optional(),
  },
).optional()

export const target: z.ZodType<Target | undefined> = oneOf('identity', 'absolute')
  .optional()
  .describe('default identity')
export const batchSize: z.ZodType<number | undefined> = count
  .optional()
  .describe('samples per member and step; default 1024')

const importance = z.union([notNegative, z.array(notNegative), record('an object with base', { base: positive })], {
  error: 'a finite number ≥ 0, one for every feature, or { base }',
})

const tensor = record('an object with shape and values', {
  shape,
  values: z.union([z.instanceof(Float32Array), z.instanceof(Float64Array), z.array(finite)], {
    error: 'a list of finite numbers',
  }),
})

const initialization = z.discriminatedUnion(
  'kind',
  [
    record('an initialization', {
      kind: z.literal('xavier-normal'),
      fanIn: positive.optional().describe('default featureCount'),
      fanOut: positive.optional().describe('default hiddenSize'),
    }),
    record('an initialization', { kind: z.literal('normal'), deviation: notNegative }),
    record('an initialization', {
      kind: z.literal('polygon'),
      corners: integerFrom(2, greatestWord),
      radius: positive.optional().describe('default 1'),
      bias: finite.optional().describe('default 0'),
    }),
    record('an initialization', {
      kind: z.literal('given'),
      parameters: z.record(z.string(), tensor, { error: 'an object of parameters' }),
    }),
  ],
  { error: 'one of xavier-normal, normal, polygon, given' },
)

/** Fields that members share or have for themselves. A law, or fixed batches, is left open. */
export const memberFields: z.core.$ZodLooseShape = {
  seed: integerFrom(0).optional().describe('from 0 to 2^53 - 1'),
  data: z
    .looseObject({ kind: z.string({ error: 'a name' }).optional() }, { error: 'a feature law, or batches' })
    .optional()
    .describe('a feature law (without kind: independent), or batches'),
  importance: importance.optional().describe('one number, one for every feature, or { base }; default 1'),
  learningRate: positive.optional().describe('default 0.001'),
  weightDecay: notNegative.optional().describe('default 0.01 for adamw, else 0'),
  hiddenL1: notNegative.optional().describe('default 0'),
  initialization: initialization.optional().describe('default xavier-normal'),
  frozenFeatures: z
    .array(integerFrom(0, greatestWord), { error: 'a list of features, ascending' })
    .optional()
    .describe('default none'),
}
const memberText = 'an object with seed, data and further fields of a member'
const member = record(memberText, {
  count: count.optional().describe('this many members, with seeds derived from seed'),
  ...memberFields,
})

/** A description as zod checks it. */
export const ensembleSchema: z.ZodType<EnsembleDescription> = record('an object with model and members', {
  model: z.discriminatedUnion('kind', [autoencoder, custom], { error: 'one of autoencoder, custom' }),
  target,
  optimizer,
  batchSize,
  shared: record('an object with fields of a member', memberFields)
    .optional()
    .describe('what every member takes where it says nothing itself'),
  members: z.union([z.array(member).min(1, { error: 'at least one member' }), member], {
    error: 'a member, or a list of them',
  }),
}) as z.ZodType<EnsembleDescription>

/** The JSON Schema (draft 2020-12) of a description, for editors that complete and check YAML or JSON files. */
export function ensembleJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(ensembleSchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>
}
