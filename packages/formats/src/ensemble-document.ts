/**
 * A complete ensemble as JSON, for run.json: laws stay as they are, numbers in bulk (fixed samples, given parameters) go to
 * safetensors files that the document names by their hash. Equal ensembles give equal documents.
 */
import {
  defineEnsemble,
  type Ensemble,
  type EnsembleDescription,
  type Initialization,
  type MemberData,
} from '@digon/model'
import { writeBatches } from './batches-file.js'
import { findReferences, ownContentOf, replaceReferences } from './file-reference.js'
import { InvalidFileError } from './invalid-file.js'
import { sha256 } from './sha256.js'
import { writeSafetensors } from './write-safetensors.js'

/** An ensemble as JSON; samples and given parameters are tensors beside it. */
export interface EnsembleDocument {
  /** The ensemble as plain JSON. */
  readonly document: Readonly<Record<string, unknown>>
  /** The files that it names: `batches-….safetensors` and `parameters-….safetensors`, by name. Often none. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

/** The document of an ensemble, and the files that belong to it. */
export async function encodeEnsemble(ensemble: Ensemble): Promise<EnsembleDocument> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  const references = new Map<unknown, Promise<unknown>>()
  // Members often share one set of samples: each is written and hashed once.
  const refer = (
    content: unknown,
    kind: string,
    prefix: string,
    write: () => Uint8Array<ArrayBuffer>,
  ): Promise<unknown> => {
    const known = references.get(content)
    if (known !== undefined) return known
    const reference = (async (): Promise<unknown> => {
      const bytes = write()
      const hash = await sha256(bytes)
      const file = `${prefix}-${hash.slice(0, 16)}.safetensors`
      files.set(file, bytes)
      return { kind, file, sha256: hash }
    })()
    references.set(content, reference)
    return reference
  }
  const encodeData = (data: MemberData): unknown =>
    data.kind === 'batches' ? refer(data.batches, data.kind, 'batches', () => writeBatches(data.batches)) : data
  const encodeInitialization = (initialization: Initialization): unknown => {
    if (initialization.kind !== 'given') return initialization
    const { kind, parameters } = initialization
    return refer(parameters, kind, 'parameters', () => writeSafetensors(parameters))
  }
  const members: unknown[] = []
  for (const member of ensemble.members) {
    const [data, initialization] = [await encodeData(member.data), await encodeInitialization(member.initialization)]
    members.push({ ...member, data, initialization })
  }
  return { document: { ...ensemble, members }, files }
}

/**
 * The ensemble of a document.
 *
 * @param file name of the file that holds the document, for messages.
 * @param read gives the bytes of a file that the document names; its hash is checked here.
 * @throws {InvalidEnsembleError} when the document is no ensemble.
 * @throws {InvalidFileError} when a reference is malformed, or its file is not the one that was named.
 */
export async function decodeEnsemble(
  document: unknown,
  file: string,
  read: (name: string) => Promise<Uint8Array>,
): Promise<Ensemble> {
  const { references, problems } = findReferences(document)
  const [problem] = problems
  if (problem !== undefined) {
    throw new InvalidFileError(file, problem.path.join('.'), `${problem.found}; expected ${problem.expected}`)
  }
  const contents = new Map<string, unknown>()
  for (const reference of references) {
    const key = `${reference.kind} ${reference.file} ${reference.sha256}`
    if (contents.has(key)) continue
    const bytes = await read(reference.file)
    const found = await sha256(bytes)
    if (found !== reference.sha256) {
      throw new InvalidFileError(reference.file, 'SHA-256', `${found}; expected ${reference.sha256}, as ${file} says`)
    }
    contents.set(key, ownContentOf(reference.kind, bytes, reference.file))
  }
  const description = replaceReferences(document, (reference, _, kind) =>
    contents.get(`${kind} ${reference.file} ${reference.sha256}`),
  )
  return defineEnsemble(description as EnsembleDescription)
}
