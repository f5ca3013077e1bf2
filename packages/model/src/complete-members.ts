/**
 * The members of a description, completed and checked one field at a time. A field from `shared` is treated once, so members
 * that share it share the very same array. Initial values and laws have files of their own.
 */
import { completeLaw, deriveSeed, InvalidLawError } from '@digon/data'
import { foundText, type Path } from '@digon/messages'
import { completeBatches } from './complete-batches.js'
import { completeInitialization, initializationOfMember } from './complete-initialization.js'
import type { Member, MemberData, Model, Optimizer } from './ensemble.js'
import type { MemberDescription } from './ensemble-description.js'
import type { Report } from './ensemble-problems.js'

export interface MembersContext {
  readonly model: Model
  readonly batchSize: number
  readonly optimizer: Optimizer
  readonly shared: MemberDescription
  readonly report: Report
}

/** An entry of `members`, and where it stands. */
export interface PlacedEntry {
  readonly entry: MemberDescription
  readonly path: Path
}

type Completions = {
  /** `memberCount`: for how many members the field stands. */
  readonly [Name in keyof Member]: (given: MemberDescription[Name], path: Path, memberCount: number) => Member[Name]
}

/** All members, entry by entry; an entry with a count becomes that many. Problems go to `context.report`. */
export function completeMembers(context: MembersContext, entries: readonly PlacedEntry[]): readonly Member[] {
  const completions = memberCompletions(context)
  const shared: MemberDescription = { ...defaults(context), ...withoutGaps(context.shared) }
  const done: Partial<Member> = {}
  const total = entries.reduce((sum, { entry }) => sum + (entry.count ?? 1), 0)
  let member = 0
  return entries.flatMap(({ entry, path }) => {
    const field = <Name extends keyof Member>(name: Name): Member[Name] => {
      if (entry[name] !== undefined) return completions[name](entry[name], [...path, name], entry.count ?? 1)
      if (shared[name] === undefined) return completions[name](undefined, [...path, name], 1)
      const value = done[name] ?? completions[name](shared[name], ['shared', name], total)
      Object.assign(done, { [name]: value })
      return value as Member[Name]
    }
    const first: Member = {
      seed: field('seed'),
      data: field('data'),
      importance: field('importance'),
      learningRate: field('learningRate'),
      weightDecay: field('weightDecay'),
      hiddenL1: field('hiddenL1'),
      initialization: field('initialization'),
      frozenFeatures: field('frozenFeatures'),
    }
    const begin = member
    member += entry.count ?? 1
    const own = (i: number): Member => {
      const index = entry.initialization === undefined ? begin + i : i
      return { ...first, initialization: initializationOfMember(first.initialization, context.model, index) }
    }
    if (entry.count === undefined) return [own(0)]
    return Array.from({ length: entry.count }, (_, i) => ({ ...own(i), seed: deriveSeed(first.seed, ['member', i]) }))
  })
}

function defaults({ model, optimizer }: MembersContext): MemberDescription {
  return {
    importance: 1,
    learningRate: 1e-3,
    weightDecay: optimizer.kind === 'adamw' ? 0.01 : 0,
    hiddenL1: 0,
    frozenFeatures: [],
    ...(model.kind === 'autoencoder' ? { initialization: { kind: 'xavier-normal' } } : {}),
  }
}

function withoutGaps(description: MemberDescription): MemberDescription {
  return Object.fromEntries(Object.entries(description).filter(([, value]) => value !== undefined))
}

function memberCompletions(context: MembersContext): Completions {
  const { model, report } = context
  const kept = <Value>(value: Value | undefined): Value => value as Value
  return {
    seed: (given, path) => {
      if (given === undefined) report(path, foundText(given), 'an integer from 0 to 9007199254740991')
      return given ?? 0
    },
    data: (given, path) => completeData(given, path, context),
    importance: (given, path) => completeImportance(given, path, context),
    learningRate: kept,
    weightDecay: kept,
    hiddenL1: kept,
    initialization: (given, path, memberCount) => completeInitialization(given, path, model, memberCount, report),
    frozenFeatures: (given = [], path) => {
      checkFrozenFeatures(given, path, context)
      return given
    },
  }
}

function completeData(given: MemberDescription['data'], path: Path, context: MembersContext): MemberData {
  const { model, batchSize, report } = context
  if (given === undefined) {
    report(path, foundText(given), 'a feature law, or batches')
    return nothing
  }
  if ('kind' in given && given.kind === 'batches') return completeBatches(given, path, model, batchSize, report)
  try {
    return completeLaw(given, model.featureCount)
  } catch (error) {
    if (!(error instanceof InvalidLawError)) throw error
    const isKind = error.path.length === 1 && error.path[0] === 'kind'
    const expected = isKind ? `${error.expected}, or "batches"` : error.expected
    report([...path, ...error.path], error.found, expected, error.kind)
    return nothing
  }
}

/** Stands where a problem was reported; no ensemble that holds it is ever returned. */
const nothing: MemberData = { kind: 'exactly', activeCount: 0 }

function completeImportance(
  given: MemberDescription['importance'],
  path: Path,
  context: MembersContext,
): readonly number[] {
  const { featureCount } = context.model
  if (typeof given === 'number' || given === undefined) return new Array<number>(featureCount).fill(given ?? 1)
  if ('base' in given) {
    const curve: number[] = []
    for (let i = 0, value = 1; i < featureCount; i++, value *= given.base) curve.push(value)
    if (!Number.isFinite(Math.fround(curve.at(-1)!))) {
      context.report([...path, 'base'], String(given.base), `a base whose power ${featureCount - 1} float32 can hold`)
    }
    return curve
  }
  if (given.length !== featureCount) {
    context.report(path, foundText(given), `one number, or ${featureCount}, one for every feature`)
  }
  return given
}

function checkFrozenFeatures(given: readonly number[], path: Path, { model, report }: MembersContext): void {
  if (model.kind === 'custom' && given.length > 0) report(path, foundText(given), 'none, for a custom model')
  for (const [index, feature] of given.entries()) {
    if (feature >= model.featureCount) {
      report([...path, index], String(feature), `a feature from 0 to ${model.featureCount - 1}`)
    } else if (index > 0 && feature <= given[index - 1]!) {
      report([...path, index], String(feature), `a feature above the one before, ${given[index - 1]}`)
    }
  }
}
