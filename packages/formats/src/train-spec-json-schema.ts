/**
 * JSON Schema of the file that `digon train` reads, for editors that complete and check YAML or JSON. It is printed from the very
 * schemas that check the file. What two fields decide together, and what a feature law may be, stays with `parseSpec`.
 */
import { ensembleJsonSchema } from '@digon/model'
import { z } from 'zod'
import { scheduleSchema } from './train-spec.js'

type Schema = Readonly<Record<string, unknown>>

/** A file beside the spec that stands for numbers in bulk. */
const givenInFile = {
  type: 'object',
  properties: {
    kind: { const: 'given' },
    file: { type: 'string', description: 'a weights file beside the spec' },
    sha256: { type: 'string', description: 'the hash of its bytes' },
    featuresAxis: { enum: [0, 1], description: 'which axis is the features, where no bias tells' },
  },
  required: ['kind', 'file', 'sha256'],
  additionalProperties: false,
}

const stages = {
  description: 'what changes from a step on; default none',
  type: 'array',
  items: {
    type: 'object',
    properties: { fromStep: { type: 'integer', minimum: 1 }, set: { type: 'object' } },
    required: ['fromStep', 'set'],
    additionalProperties: false,
  },
}

/** JSON Schema (draft 2020-12) of training specs. */
export function trainSpecJsonSchema(): Schema {
  const ensemble = withFiles(ensembleJsonSchema()) as Schema
  const schedule = z.toJSONSchema(scheduleSchema, { io: 'input' }) as Schema
  return {
    ...ensemble,
    properties: { ...(ensemble.properties as Schema), ...(schedule.properties as Schema), stages },
    required: [...(ensemble.required as string[]), ...(schedule.required as string[])],
  }
}

/** The same schema, in which given parameters may also be a file. */
function withFiles(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    const isInitialization = schema.some((option) => option?.properties?.kind?.const === 'given')
    return [...schema.map(withFiles), ...(isInitialization ? [givenInFile] : [])]
  }
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withFiles(value)]))
}
