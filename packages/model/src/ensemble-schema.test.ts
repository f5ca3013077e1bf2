import { expect, test } from 'vitest'
import { ensembleJsonSchema } from './ensemble-schema.js'

test('the JSON Schema for editors has the fields, ranges and defaults of a description', () => {
  const schema = ensembleJsonSchema()
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: ['model', 'members'],
    additionalProperties: false,
    properties: {
      target: { enum: ['identity', 'absolute'], description: 'default identity' },
      batchSize: { type: 'integer', minimum: 1 },
      optimizer: { properties: { beta1: { minimum: 0, exclusiveMaximum: 1 } } },
    },
  })
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
})
