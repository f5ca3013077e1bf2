/** The shape of a stage list. */
import { batchSize, memberFields, optimizer, target } from './ensemble-schema.js'
import { anyOf, integerFrom, listOf, openRecord, optional, record, type Schema, text } from './schema.js'

const { importance, learningRate, weightDecay, hiddenL1, frozenFeatures } = memberFields
const kind = text((name) => (name === 'batches' ? 'a feature law: fixed batches belong to the ensemble' : undefined))
const data = optional(openRecord('fields of a feature law', { kind: optional(kind) }))
const member = record(
  'an object of changes',
  { data, importance, learningRate, weightDecay, hiddenL1, frozenFeatures },
  {
    count: 'nothing: the members stay the same',
    seed: 'nothing: the streams of random numbers continue',
    initialization: 'nothing: it acts before step 0 only',
  },
)
const members = anyOf('changes of all members, or a list of them', listOf(member, 'a list of changes'), member)

/** A list of stages, under the name that paths begin with. */
export const stagesSchema: Schema = record('an object with stages', {
  stages: listOf(
    record('an object with fromStep and set', {
      fromStep: integerFrom(1),
      set: record(
        'an object of changes',
        { target, optimizer, batchSize, members: optional(members) },
        {
          model: 'nothing: a stage keeps every shape',
          shared: 'nothing: changes of all members are one object in members',
        },
      ),
    }),
    'a list of stages',
  ),
})
