/** The shape of a stage list for zod. A message is the text of what is expected, as in `ensemble-schema.ts`. */
import { z } from 'zod'
import { batchSize, integerFrom, memberFields, optimizer, record, target } from './ensemble-schema.js'
import type { Stage } from './stage.js'

/** An object of these fields alone; for `refused` fields the message says why they cannot change. */
function changes(fields: z.core.$ZodLooseShape, refused: Readonly<Record<string, string>>) {
  const never = Object.entries(refused).map(([name, error]) => [name, z.never({ error }).optional()] as const)
  return z.strictObject(
    { ...fields, ...Object.fromEntries(never) },
    {
      error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(fields).join(', ') : 'an object of changes'),
    },
  )
}

const { importance, learningRate, weightDecay, hiddenL1, frozenFeatures } = memberFields
const kind = z
  .string({ error: 'a name' })
  .refine((name) => name !== 'batches', { error: 'a feature law: fixed batches belong to the ensemble' })
const data = z.looseObject({ kind: kind.optional() }, { error: 'fields of a feature law' }).optional()
const member = changes(
  { data, importance, learningRate, weightDecay, hiddenL1, frozenFeatures },
  {
    count: 'nothing: the members stay the same',
    seed: 'nothing: the streams of random numbers continue',
    initialization: 'nothing: it acts before step 0 only',
  },
)
const keepsShapes = 'nothing: a stage keeps every shape'

/** A list of stages as zod checks it, under the name that paths begin with. */
export const stagesSchema: z.ZodType<{ readonly stages: readonly Stage[] }> = record('an object with stages', {
  stages: z.array(
    record('an object with fromStep and set', {
      fromStep: integerFrom(1),
      set: changes(
        {
          target,
          optimizer,
          batchSize,
          members: z
            .union([z.array(member), member], { error: 'changes of all members, or a list of them' })
            .optional(),
        },
        { model: keepsShapes, shared: 'nothing: changes of all members are one object in members' },
      ),
    }),
    { error: 'a list of stages' },
  ),
}) as unknown as z.ZodType<{ readonly stages: readonly Stage[] }>
