/** From a description to complete trainings, or to a list of everything that is wrong with it. */
import { completeLaw, deriveSeed, type FeatureLaw, InvalidLawError } from '@digon/data'
import { type Matrix, matrix } from '@digon/matrix'
import type { Problem } from '@digon/messages'
import type { Schedule } from '@digon/model'
import type { DictionariesDescription } from './description.js'
import type { DictionaryOptimizer, DictionaryTraining, InputLaw, LatentRule, Prefix, Start } from './dictionary.js'
import { FieldReader, isFields } from './field-reader.js'
import { InvalidDictionaryError } from './invalid-dictionary-error.js'
import { orthonormalDirections, randomDirections } from './known-directions.js'

const greatestCount = 2 ** 32 - 1

/**
 * One training per member, in their order. Whatever was parsed from a file may be handed in.
 *
 * @throws {InvalidDictionaryError} naming every field that is wrong.
 */
export function defineDictionaries(description: DictionariesDescription): readonly DictionaryTraining[] {
  const problems: Problem[] = []
  const all = new FieldReader(isFields(description) ? description : {}, [], problems)
  all.knowOnly(['inputs', 'model', 'optimizer', 'batchSize', 'steps', 'members'])
  const inputs = readInputs(all.record('inputs', ['features', 'directions', 'bias', 'activation']))
  const model = all.record('model', ['latentCount', 'rule', 'tied', 'unitDecoder', 'prefixes'])
  const latentCount = model.integer('latentCount', 1)
  const rule = readRule(model, latentCount)
  const shared = {
    inputSize: inputs.directions.columns,
    latentCount,
    tied: model.flag('tied', false),
    unitDecoder: model.flag('unitDecoder', true),
    prefixes: readPrefixes(model, latentCount),
  }
  const optimizer = readOptimizer(
    all.record('optimizer', ['learningRate', 'beta1', 'beta2', 'epsilon', 'schedule'], true),
  )
  const batchSize = all.integer('batchSize', 1, 1024)
  const steps = all.integer('steps', 0)

  const entries = readMembers(all)
  const trainings = entries.flatMap((entry): DictionaryTraining[] => {
    const seed = entry.number('seed', 'an integer from 0 to 2^53 - 1', isSeed)
    const ruleOfMember = entry.fields.rule === undefined ? rule : readRule(entry, latentCount)
    const learningRate = entry.positive('learningRate', optimizer.learningRate)
    const start = readStart(entry, shared)
    const training = {
      ...{
        inputs,
        model: { ...shared, rule: ruleOfMember },
        optimizer: { ...optimizer, learningRate },
        batchSize,
        steps,
      },
      ...(start && { start }),
    }
    if (entry.fields.count === undefined) return [{ seed, ...training }]
    const count = entry.integer('count', 1)
    return Array.from({ length: Math.min(count, greatestCount) }, (_, index) => {
      return { seed: isSeed(seed) ? deriveSeed(seed, ['member', index]) : 0, ...training }
    })
  })
  if (problems.length > 0) throw new InvalidDictionaryError(problems)
  return trainings
}

function isSeed(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function readMembers(all: FieldReader): readonly FieldReader[] {
  const known = ['count', 'seed', 'rule', 'learningRate', 'start']
  const given = all.fields.members
  if (!Array.isArray(given)) return [all.record('members', known)]
  if (given.length === 0) all.refuse('members', 'at least one member')
  const list = new FieldReader(Object.fromEntries(given.entries()), ['members'], all.problems)
  return given.map((member, index) => {
    const entry = new FieldReader(isFields(member) ? member : {}, ['members', index], list.problems)
    if (!isFields(member)) list.problems.push({ path: ['members', index], found: String(member), expected: 'a member' })
    entry.knowOnly(known)
    return entry
  })
}

function readInputs(inputs: FieldReader): InputLaw {
  const directions = readDirections(inputs)
  const { features, bias } = inputs.fields
  const law = readLaw(features, directions.rows, inputs)
  const numbers = bias === undefined ? undefined : Float64Array.from(bias as ArrayLike<number>)
  if (numbers !== undefined && (numbers.length !== directions.columns || !numbers.every(Number.isFinite))) {
    inputs.refuse('bias', `${directions.columns} finite numbers, one per input`)
  }
  return {
    features: law,
    directions,
    ...(numbers && { bias: numbers }),
    activation: inputs.oneOf('activation', ['identity', 'relu'], 'identity'),
  }
}

function readLaw(description: unknown, featureCount: number, inputs: FieldReader): FeatureLaw {
  try {
    return completeLaw(description, featureCount)
  } catch (error) {
    if (!(error instanceof InvalidLawError)) throw error
    const { path, found, expected, kind } = error
    inputs.problems.push({ path: [...inputs.path, 'features', ...path], found, expected, ...(kind && { kind }) })
    return { kind: 'independent', probability: 1 }
  }
}

function readDirections(inputs: FieldReader): Matrix {
  const given = inputs.fields.directions
  if (isFields(given) && 'values' in given) return readMatrix(inputs, 'directions') ?? matrix(1, 1, Float64Array.of(1))
  const directions = inputs.record('directions', ['kind', 'featureCount', 'inputSize', 'seed'])
  const kind = directions.oneOf('kind', ['orthonormal', 'random'])
  const featureCount = directions.integer('featureCount', 1)
  const inputSize = directions.integer('inputSize', 1)
  const seed = directions.number('seed', 'an integer from 0 to 2^53 - 1', isSeed, 0)
  if (kind === 'orthonormal' && featureCount > inputSize) {
    directions.refuse('featureCount', `at most inputSize, ${inputSize}, for directions at right angles`)
    return matrix(featureCount, inputSize, new Float64Array(featureCount * inputSize))
  }
  return kind === 'orthonormal'
    ? orthonormalDirections(featureCount, inputSize, seed)
    : randomDirections(featureCount, inputSize, seed)
}

/** A matrix of at least one finite number; undefined, and a problem, otherwise. */
function readMatrix(reader: FieldReader, name: string): Matrix | undefined {
  const given = reader.fields[name] as { rows: unknown; columns: unknown; values: ArrayLike<number> }
  const { rows, columns } = given
  const values = Float64Array.from(given.values ?? [])
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1
  if (isCount(rows) && isCount(columns) && values.length === rows * columns && values.every(Number.isFinite)) {
    return matrix(rows, columns, values)
  }
  reader.refuse(name, 'rows and columns ≥ 1, and as many finite values as their product')
  return undefined
}

function readRule(reader: FieldReader, latentCount: number): LatentRule {
  const rule = reader.record('rule', ['kind', 'sparsity', 'activeCount', 'bandwidth', 'startThreshold'])
  const kind = rule.oneOf('kind', ['l1', 'top-k', 'batch-top-k', 'jump-relu', 'gated'])
  const ownFields = {
    ...{ l1: ['sparsity'], gated: ['sparsity'], 'top-k': ['activeCount'], 'batch-top-k': ['activeCount'] },
    'jump-relu': ['sparsity', 'bandwidth', 'startThreshold'],
  }[kind]
  if (Object.hasOwn(rule.fields, 'kind')) rule.knowOnly(['kind', ...ownFields])
  const atMost = `at most ${latentCount}, the latents`
  switch (kind) {
    case 'l1':
    case 'gated':
      return { kind, sparsity: rule.notNegative('sparsity') }
    case 'top-k': {
      const isRight = (value: number) => Number.isInteger(value) && value >= 1 && value <= latentCount
      return { kind, activeCount: rule.number('activeCount', `an integer from 1, ${atMost}`, isRight) }
    }
    case 'batch-top-k': {
      const isRight = (value: number) => value > 0 && value <= latentCount
      return { kind, activeCount: rule.number('activeCount', `a number > 0, ${atMost}`, isRight) }
    }
    case 'jump-relu':
      return {
        kind,
        sparsity: rule.notNegative('sparsity'),
        bandwidth: rule.positive('bandwidth', 0.05),
        startThreshold: rule.positive('startThreshold', 0.01),
      }
  }
}

function readPrefixes(model: FieldReader, latentCount: number): readonly Prefix[] {
  const given = model.fields.prefixes
  if (given === undefined) return [{ latents: latentCount, weight: 1 }]
  if (!Array.isArray(given) || given.length === 0) {
    model.refuse('prefixes', 'a list of { latents, weight }')
    return []
  }
  const prefixes = given.map((entry: unknown, index): Prefix => {
    const path = [...model.path, 'prefixes', index]
    const prefix = new FieldReader(isFields(entry) ? entry : {}, path, model.problems)
    prefix.knowOnly(['latents', 'weight'])
    return { latents: prefix.integer('latents', 1), weight: prefix.notNegative('weight', 1) }
  })
  const isAscending = prefixes.every(({ latents }, k) => k === 0 || latents > prefixes[k - 1]!.latents)
  if (!isAscending || prefixes.at(-1)!.latents !== latentCount) {
    const found = prefixes.map(({ latents }) => latents).join(', ')
    const expected = `ascending numbers of latents up to ${latentCount}, all of them`
    model.problems.push({ path: [...model.path, 'prefixes'], found, expected })
  }
  return prefixes
}

function readOptimizer(optimizer: FieldReader): DictionaryOptimizer {
  const isBelowOne = (value: number) => value >= 0 && value < 1
  return {
    learningRate: optimizer.positive('learningRate', 1e-3),
    beta1: optimizer.number('beta1', 'a number from 0 to 1, 1 excluded', isBelowOne, 0.9),
    beta2: optimizer.number('beta2', 'a number from 0 to 1, 1 excluded', isBelowOne, 0.999),
    epsilon: optimizer.positive('epsilon', 1e-8),
    schedule: readSchedule(optimizer.record('schedule', ['kind', 'warmUpSteps', 'totalSteps'], true)),
  }
}

function readSchedule(schedule: FieldReader): Schedule {
  const kind = schedule.oneOf('kind', ['constant', 'linear', 'cosine'], 'constant')
  const warmUpSteps = schedule.integer('warmUpSteps', 0, 0)
  const totalSteps = schedule.integer('totalSteps', 1, kind === 'constant' ? 1 : undefined)
  if (kind !== 'constant' && totalSteps <= warmUpSteps && schedule.fields.totalSteps !== undefined) {
    schedule.refuse('totalSteps', `an integer > warmUpSteps, which is ${warmUpSteps}`)
  }
  return { kind, warmUpSteps, totalSteps }
}

function readStart(
  entry: FieldReader,
  { latentCount, inputSize }: { latentCount: number; inputSize: number },
): Start | undefined {
  if (entry.fields.start === undefined) return undefined
  const start = entry.record('start', ['decoder'])
  if (!isFields(start.fields.decoder)) start.refuse('decoder', 'a matrix')
  const decoder = isFields(start.fields.decoder) ? readMatrix(start, 'decoder') : undefined
  if (decoder !== undefined && (decoder.rows !== latentCount || decoder.columns !== inputSize)) {
    const found = `${decoder.rows} × ${decoder.columns}`
    start.problems.push({ path: [...start.path, 'decoder'], found, expected: `${latentCount} × ${inputSize}` })
  }
  return decoder && { decoder }
}
