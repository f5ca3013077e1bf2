/**
 * The shape of a description: fields, types and the ranges that a field has by itself. Feature laws are left open here (`checkLaw` of
 * @digon/data knows them), and so is everything that two fields decide together (`define-ensemble.ts`).
 */
import {
  anyOf,
  byKind,
  constant,
  described,
  flag,
  instanceOf,
  integerFrom,
  listOf,
  mapOf,
  numberWhere,
  oneOf,
  openRecord,
  optional,
  record,
  type Schema,
  text,
} from './schema.js'

const greatestWord = 2 ** 32 - 1

const positive = numberWhere('a finite number > 0', { exclusiveMinimum: 0 })
const notNegative = numberWhere('a finite number ≥ 0', { minimum: 0 })
const finite = numberWhere('a finite number')
const belowOne = numberWhere('a number from 0 to 1, 1 excluded', { minimum: 0, exclusiveMaximum: 1 })
const count = integerFrom(1, greatestWord)
const shape = listOf(integerFrom(1, greatestWord), 'a list of axis lengths')

const autoencoder = record('an object with featureCount and hiddenSize', {
  kind: optional(constant('autoencoder')),
  featureCount: described(count, 'n, the number of features'),
  hiddenSize: described(count, 'm, the number of hidden dimensions'),
  hiddenActivation: optional(oneOf('identity', 'relu'), 'default identity'),
  outputActivation: optional(oneOf('identity', 'relu', 'gelu'), 'default relu'),
  tied: optional(flag, 'default true'),
  outputBias: optional(flag, 'default true'),
  hiddenBias: optional(flag, 'default false'),
})

const custom = record('an object with name, featureCount and parameters', {
  kind: constant('custom'),
  name: text((name) => (name === '' ? 'a name' : undefined), { minLength: 1 }),
  featureCount: count,
  parameters: mapOf(shape, 'an object of parameter names and shapes'),
})

const schedule = record('an object with kind, warmUpSteps and totalSteps', {
  kind: optional(oneOf('constant', 'linear', 'cosine'), 'default constant'),
  warmUpSteps: optional(integerFrom(0), 'default 0'),
  totalSteps: optional(integerFrom(1), 'required for linear and cosine'),
})

/** The field `optimizer`. */
export const optimizer: Schema = optional(
  record('an object with kind, beta1, beta2, epsilon, momentum and schedule', {
    kind: optional(oneOf('adamw', 'adam', 'sgd'), 'default adamw'),
    beta1: optional(belowOne, 'default 0.9'),
    beta2: optional(belowOne, 'default 0.999'),
    epsilon: optional(positive, 'default 1e-8'),
    momentum: optional(belowOne, 'of sgd; default 0'),
    schedule: optional(schedule),
  }),
)

/** The field `target`. */
export const target: Schema = optional(oneOf('identity', 'absolute'), 'default identity')

/** The field `batchSize`. */
export const batchSize: Schema = optional(count, 'samples per member and step; default 1024')

const importance = anyOf(
  'a finite number ≥ 0, one for every feature, or { base }',
  notNegative,
  listOf(notNegative, 'a list of finite numbers ≥ 0'),
  record('an object with base', { base: positive }),
)

const tensor = record('an object with shape and values', {
  shape,
  values: anyOf(
    'a list of finite numbers',
    instanceOf(Float32Array),
    instanceOf(Float64Array),
    listOf(finite, 'a list of finite numbers'),
  ),
})

const initialization = byKind(
  'one of xavier-normal, normal, polygon, given',
  record('an initialization', {
    kind: constant('xavier-normal'),
    fanIn: optional(positive, 'default featureCount'),
    fanOut: optional(positive, 'default hiddenSize'),
  }),
  record('an initialization', { kind: constant('normal'), deviation: notNegative }),
  record('an initialization', {
    kind: constant('polygon'),
    corners: integerFrom(2, greatestWord),
    radius: optional(positive, 'default 1'),
    bias: optional(finite, 'default 0'),
  }),
  record('an initialization', { kind: constant('given'), parameters: mapOf(tensor, 'an object of parameters') }),
)

/** Fields that members share or have for themselves. A law, or fixed batches, is left open. */
export const memberFields: Readonly<
  Record<
    'seed' | 'data' | 'importance' | 'learningRate' | 'weightDecay' | 'hiddenL1' | 'initialization' | 'frozenFeatures',
    Schema
  >
> = {
  seed: optional(integerFrom(0), 'from 0 to 2^53 - 1'),
  data: optional(
    openRecord('a feature law, or batches', { kind: optional(text(() => undefined)) }),
    'a feature law (without kind: independent), or batches',
  ),
  importance: optional(importance, 'one number, one for every feature, or { base }; default 1'),
  learningRate: optional(positive, 'default 0.001'),
  weightDecay: optional(notNegative, 'default 0.01 for adamw, else 0'),
  hiddenL1: optional(notNegative, 'default 0'),
  initialization: optional(initialization, 'default xavier-normal'),
  frozenFeatures: optional(listOf(integerFrom(0, greatestWord), 'a list of features, ascending'), 'default none'),
}
const member = record('an object with seed, data and further fields of a member', {
  count: optional(count, 'this many members, with seeds derived from seed'),
  ...memberFields,
})

/** An `EnsembleDescription`. */
export const ensembleSchema: Schema = record('an object with model and members', {
  model: byKind('one of autoencoder, custom', autoencoder, custom),
  target,
  optimizer,
  batchSize,
  shared: optional(
    record('an object with fields of a member', memberFields),
    'what every member takes where it says nothing itself',
  ),
  members: anyOf('a member, or a list of them', listOf(member, 'a list of members', 'at least one member'), member),
})

/** The JSON Schema (draft 2020-12) of a description, for editors that complete and check YAML or JSON files. */
export function ensembleJsonSchema(): Readonly<Record<string, unknown>> {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...ensembleSchema.json }
}
