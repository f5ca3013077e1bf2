/**
 * The file that `digon train` reads for dictionaries: `kind: dictionary`, the fields of `DictionariesDescription`, and beside them
 * what to measure. Directions may be the weights of a model, `directions: { weights: RUN-OR-FILE, member: 0 }`.
 */
import { dirname, resolve } from 'node:path'
import {
  type DictionariesDescription,
  type DictionaryTraining,
  defineDictionaries,
  InvalidDictionaryError,
} from '@digon/dictionaries'
import type { YamlSource } from '@digon/formats'
import { foundJson, type Problem, unknownField } from '@digon/messages'
import type { ParentAndChild } from '@digon/metrics'
import { type TrueFeatures, trueFeatures } from './true-features.js'

export interface DictionarySpec {
  readonly trainings: readonly DictionaryTraining[]
  /** Fresh samples of every dictionary's scores. Default 16,384. */
  readonly evaluationSamples: number
  /** Whose absorption and hedging is measured. Default none. */
  readonly pairs: readonly ParentAndChild[]
}

type Fields = Readonly<Record<string, unknown>>

/**
 * @param source whose value `isDictionarySpec`.
 * @throws {InvalidSpecError} naming every problem by line and column. Errors of opening weights: as `trueFeatures`.
 */
export async function readDictionarySpec(source: YamlSource): Promise<DictionarySpec> {
  const { kind: _, evaluationSamples = 16_384, pairs = [], ...described } = source.value as Fields
  const problems: Problem[] = []
  if (!isIndex(evaluationSamples) || evaluationSamples < 1) {
    problems.push({ path: ['evaluationSamples'], found: foundJson(evaluationSamples), expected: 'an integer ≥ 1' })
  }
  const { inputs, problems: weightsProblems } = await withWeights(described.inputs, dirname(resolve(source.file)))
  problems.push(...weightsProblems)
  if (problems.length > 0) throw source.refuse(problems)
  try {
    const trainings = defineDictionaries({ ...described, inputs } as unknown as DictionariesDescription)
    const wrong = pairProblems(pairs, trainings[0]!.inputs.directions.rows)
    if (wrong.length > 0) throw source.refuse(wrong)
    return { trainings, evaluationSamples: evaluationSamples as number, pairs: pairs as readonly ParentAndChild[] }
  } catch (error) {
    if (error instanceof InvalidDictionaryError) throw source.refuse(error.problems)
    throw error
  }
}

/** The inputs with given weights in place of their file. */
async function withWeights(
  inputs: unknown,
  folder: string,
): Promise<{ inputs: unknown; problems: readonly Problem[] }> {
  const directions = isFields(inputs) ? inputs.directions : undefined
  if (!isFields(directions) || !('weights' in directions)) return { inputs, problems: [] }
  const path = ['inputs', 'directions']
  const known = ['weights', 'member', 'ensemble', 'featuresAxis']
  const problems = Object.keys(directions)
    .filter((name) => !known.includes(name))
    .map((name) => unknownField([...path, name], known))
  const { weights, member, ensemble, featuresAxis } = directions
  const check = (name: string, isRight: boolean, expected: string): void => {
    if (!isRight) problems.push({ path: [...path, name], found: foundJson(directions[name]), expected })
  }
  check('weights', typeof weights === 'string', 'a run, or a file of weights')
  check('member', member === undefined || isIndex(member), 'an integer ≥ 0')
  check('ensemble', ensemble === undefined || typeof ensemble === 'string', 'the name of an ensemble of the run')
  check('featuresAxis', featuresAxis === undefined || featuresAxis === 0 || featuresAxis === 1, '0 or 1')
  if (problems.length > 0) return { inputs, problems }
  const found: TrueFeatures = await trueFeatures(resolve(folder, weights as string), {
    ...(isIndex(member) && { member }),
    ...(typeof ensemble === 'string' && { ensemble }),
    ...((featuresAxis === 0 || featuresAxis === 1) && { featuresAxis }),
  })
  // What the spec says itself counts more than what the weights say.
  return { inputs: { ...found, ...(inputs as Fields), directions: found.directions }, problems: [] }
}

function pairProblems(pairs: unknown, featureCount: number): readonly Problem[] {
  if (!Array.isArray(pairs))
    return [{ path: ['pairs'], found: foundJson(pairs), expected: 'a list of { parent, child }' }]
  return pairs.flatMap((pair: unknown, index) =>
    ['parent', 'child'].flatMap((name) => {
      const feature = isFields(pair) ? pair[name] : undefined
      if (isIndex(feature) && feature < featureCount) return []
      const expected = `a feature, from 0 to ${featureCount - 1}`
      return [{ path: ['pairs', index, name], found: foundJson(feature), expected }]
    }),
  )
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
