/**
 * Numbers that an ensemble's description leaves to a file beside it: a member's fixed samples
 * (`data: {kind: batches, file, sha256}`) and given parameters (`initialization: {kind: given, file, sha256}`).
 * Either is read in any format and layout that `digon analyze` reads. This file finds such references in a description that
 * may still be wrong elsewhere, and replaces them by their contents; reading files is left to the caller.
 */
import { foundJson, type Problem, unknownField } from '@digon/messages'
import type { Model } from '@digon/model'
import { readBatches } from './batches-file.js'
import { InvalidFileError } from './invalid-file.js'
import { floatTensors, namedAsOurs } from './official-layout.js'
import { readTensors } from './read-tensors.js'
import { isPathInside } from './relative-path.js'
import { transposed } from './weights/member-tensors.js'
import { weightsOf } from './weights/open-weights.js'

/** A file beside the one that names it. */
export interface FileReference {
  /** Name inside the folder, `/` between folders. */
  readonly file: string
  /** Hash of the file's bytes, 64 hexadecimal digits, lower case. */
  readonly sha256: string
}

/** A reference, where it stands, and what its file holds. */
export interface LocatedReference extends FileReference {
  readonly path: readonly (string | number)[]
  readonly kind: 'batches' | 'given'
  /** Which axis of given weights is the features, where their file does not tell. */
  readonly featuresAxis?: 0 | 1
}

/** Stands for a reference's content while only the rest of a description is looked at. */
export const standIns: Readonly<Record<LocatedReference['kind'], unknown>> = {
  batches: { kind: 'independent', probability: 1 },
  given: { kind: 'normal', deviation: 1 },
}

/** The well-formed references of a description, and what is wrong with the others. */
export function findReferences(description: unknown): { references: LocatedReference[]; problems: Problem[] } {
  const references: LocatedReference[] = []
  const problems: Problem[] = []
  replaceReferences(description, (reference, path, kind) => {
    const found = problemsOf(reference, path)
    problems.push(...found)
    if (found.length === 0) references.push({ ...(reference as unknown as FileReference), path, kind })
    return reference
  })
  return { references, problems }
}

/** A copy of the description with every reference, well-formed or not, replaced. Parts without one are shared, not copied. */
export function replaceReferences(
  description: unknown,
  replace: (reference: Fields, path: readonly (string | number)[], kind: LocatedReference['kind']) => unknown,
): unknown {
  const inMember = (member: unknown, path: readonly (string | number)[]): unknown => {
    if (!isFields(member)) return member
    const changed: [string, unknown][] = Object.entries(member).map(([name, value]) => {
      const kind = name === 'data' ? 'batches' : name === 'initialization' ? 'given' : undefined
      const isReference = kind !== undefined && isFields(value) && value.kind === kind && 'file' in value
      return [name, isReference ? replace(value, [...path, name], kind) : value]
    })
    return Object.fromEntries(changed)
  }
  if (!isFields(description)) return description
  const changed = Object.entries(description).map(([name, value]): [string, unknown] => {
    if (name === 'members' && Array.isArray(value)) {
      return [name, value.map((member, index) => inMember(member, [name, index]))]
    }
    return [name, name === 'members' || name === 'shared' ? inMember(value, [name]) : value]
  })
  return Object.fromEntries(changed)
}

/**
 * What replaces a reference in a spec, from the file's bytes: weights in any layout, with their member axis.
 *
 * @param model the model that is trained: a custom one has names of its own, an untied one needs a decoder.
 * @throws {InvalidFileError} when the bytes are no such file.
 */
export function contentOf(reference: LocatedReference, bytes: Uint8Array, model: Model): unknown {
  const { kind, file, featuresAxis } = reference
  if (kind === 'batches' || model.kind === 'custom') return ownContentOf(kind, bytes, file)
  const opened = weightsOf(readTensors(bytes, file), file, { featuresAxis })
  if (opened.kind !== 'model') {
    throw new InvalidFileError(file, 'weights', 'a dictionary; expected the weights of a model')
  }
  const { weights, outputWeights } = opened.parameters
  const decoder = model.tied || outputWeights !== undefined ? {} : { outputWeights: transposed(weights!) }
  return { kind, parameters: { ...opened.parameters, ...decoder } }
}

/**
 * What replaces a reference in a document that we wrote ourselves: names and axes are taken as they are.
 *
 * @throws {InvalidFileError} when the bytes are no such file.
 */
export function ownContentOf(kind: LocatedReference['kind'], bytes: Uint8Array, file: string): unknown {
  if (kind === 'batches') return { kind, batches: readBatches(bytes, file) }
  return { kind, parameters: namedAsOurs(floatTensors(readTensors(bytes, file).tensors, file)) }
}

type Fields = Readonly<Record<string, unknown>>

function problemsOf(reference: Fields, path: readonly (string | number)[]): Problem[] {
  const problems: Problem[] = []
  const { file, sha256 } = reference
  if (typeof file !== 'string' || !isPathInside(file)) {
    problems.push({ path: [...path, 'file'], found: foundJson(file), expected: 'a file name inside this folder' })
  }
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    const expected = 'the SHA-256 of the file, 64 hexadecimal digits in lower case'
    problems.push({ path: [...path, 'sha256'], found: foundJson(sha256), expected })
  }
  const known = ['kind', 'file', 'sha256', ...(reference.kind === 'given' ? ['featuresAxis'] : [])]
  for (const key of Object.keys(reference)) {
    if (!known.includes(key)) problems.push(unknownField([...path, key], known))
  }
  const { featuresAxis } = reference
  if (known.includes('featuresAxis') && featuresAxis !== undefined && featuresAxis !== 0 && featuresAxis !== 1) {
    problems.push({ path: [...path, 'featuresAxis'], found: foundJson(featuresAxis), expected: '0 or 1' })
  }
  return problems
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
