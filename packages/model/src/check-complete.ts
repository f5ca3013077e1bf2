/**
 * Whether an ensemble has every field of its type. Types say so to TypeScript alone: in JavaScript a missing number becomes NaN
 * and training goes on with it. What values may be is `define-ensemble.ts`; laws are checked where they are compiled.
 */
import { foundText, type Problem } from '@digon/messages'
import type {
  AutoencoderModel,
  CustomModel,
  Ensemble,
  Initialization,
  Member,
  Optimizer,
  Schedule,
} from './ensemble.js'
import { InvalidEnsembleError } from './ensemble-problems.js'

/** Every field of a record, and what it should be. */
type Fields<Record> = { readonly [Name in Exclude<keyof Record, 'kind'>]: string }

const numberText = 'a finite number'
const ensembleFields: Fields<Ensemble> = {
  model: 'an autoencoder or a custom model',
  target: 'identity or absolute',
  optimizer: 'an optimizer',
  batchSize: 'an integer ≥ 1',
  members: 'a list of members',
}
const autoencoderFields: Fields<AutoencoderModel> = {
  featureCount: 'an integer ≥ 1',
  hiddenSize: 'an integer ≥ 1',
  hiddenActivation: 'identity or relu',
  outputActivation: 'identity, relu or gelu',
  tied: 'true or false',
  outputBias: 'true or false',
  hiddenBias: 'true or false',
}
const customFields: Fields<CustomModel> = {
  name: 'a name',
  featureCount: 'an integer ≥ 1',
  parameters: 'an object of parameter names and shapes',
}
const optimizerFields: Fields<Optimizer> = {
  beta1: numberText,
  beta2: numberText,
  epsilon: numberText,
  momentum: numberText,
  schedule: 'a schedule',
}
const scheduleFields: Fields<Schedule> = { warmUpSteps: 'an integer ≥ 0', totalSteps: 'an integer ≥ 1' }
const memberFields: Fields<Member> = {
  seed: 'an integer ≥ 0',
  data: 'a feature law, or batches',
  importance: 'a list of numbers, one for every feature',
  learningRate: numberText,
  weightDecay: numberText,
  hiddenL1: numberText,
  initialization: 'an initialization',
  frozenFeatures: 'a list of features',
}
const initializationFields: {
  readonly [Kind in Initialization['kind']]: Fields<Extract<Initialization, { kind: Kind }>>
} = {
  'xavier-normal': { fanIn: numberText, fanOut: numberText },
  normal: { deviation: numberText },
  polygon: { corners: 'an integer ≥ 2', radius: numberText, bias: numberText },
  given: { parameters: 'an object of parameters' },
}

/**
 * Refuses an ensemble that lacks a field. Values are not looked at.
 *
 * @throws {InvalidEnsembleError} naming every field that is missing, for instance `optimizer.schedule.warmUpSteps`.
 */
export function checkComplete(ensemble: Ensemble): void {
  const problems: Problem[] = []
  /** Whether the record is there, so that its own fields can be looked at. */
  const look = (record: unknown, fields: Readonly<Record<string, string>>, path: Problem['path']): boolean => {
    if (typeof record !== 'object' || record === null) return false
    for (const [name, expected] of Object.entries(fields)) {
      const value = (record as Readonly<Record<string, unknown>>)[name]
      if (value !== undefined && value !== null && !Number.isNaN(value)) continue
      problems.push({
        path: [...path, name],
        found: foundText(value),
        expected: `${expected}; defineEnsemble sets defaults`,
      })
    }
    return true
  }
  const kind = { kind: 'the name of a kind' }
  if (look(ensemble, ensembleFields, [])) {
    const { model, optimizer, members } = ensemble
    look(model, { ...kind, ...(model?.kind === 'custom' ? customFields : autoencoderFields) }, ['model'])
    if (look(optimizer, { ...kind, ...optimizerFields }, ['optimizer'])) {
      look(optimizer.schedule, { ...kind, ...scheduleFields }, ['optimizer', 'schedule'])
    }
    for (const [index, member] of (Array.isArray(members) ? members : []).entries()) {
      if (!look(member, memberFields, ['members', index])) continue
      const { initialization } = member as Member
      const own = initializationFields[initialization?.kind] ?? {}
      look(initialization, { ...kind, ...own }, ['members', index, 'initialization'])
    }
  }
  if (problems.length > 0) throw new InvalidEnsembleError(problems)
}
