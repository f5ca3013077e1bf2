import { expect, test } from 'vitest'
import { trainSpecJsonSchema } from './train-spec-json-schema.js'

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>
  readonly required: readonly string[]
  readonly oneOf: readonly Schema[]
  readonly const: string
}

const schema = trainSpecJsonSchema() as unknown as Schema

test('the schema has the fields of an ensemble and those of training, and asks for what has no default', () => {
  expect(Object.keys(schema.properties).sort()).toEqual([
    'batchSize',
    'checkpointEvery',
    'evaluationSamples',
    'lossEvery',
    'members',
    'model',
    'optimizer',
    'record',
    'shared',
    'stages',
    'steps',
    'target',
  ])
  expect([...schema.required].sort()).toEqual(['members', 'model', 'steps'])
})

test('given parameters may be numbers or a file, wherever a member says how it starts', () => {
  const { oneOf } = schema.properties.shared!.properties.initialization!
  const given = oneOf.filter(({ properties }) => properties.kind!.const === 'given')
  expect(given.map(({ required }) => required)).toEqual([
    ['kind', 'parameters'],
    ['kind', 'file', 'sha256'],
  ])
})
