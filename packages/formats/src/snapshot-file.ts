/**
 * Checkpoints: a whole snapshot as safetensors. Tensors `parameters.NAME`, `firstMoments.NAME`, `secondMoments.NAME` under
 * our own names; step and diverged members in the metadata. Whether it fits an ensemble is for the backend to check.
 */
import type { Divergence, Parameters, Snapshot } from '@digon/model'
import { z } from 'zod'
import { canonicalJson } from './canonical-json.js'
import type { FileTensor } from './file-tensor.js'
import { InvalidFileError } from './invalid-file.js'
import { floatTensors, tensorsUnder } from './official-layout.js'
import { readSafetensors } from './read-safetensors.js'
import { parseStrictJson } from './strict-json.js'
import { writeSafetensors } from './write-safetensors.js'

const groups = ['parameters', 'firstMoments', 'secondMoments'] as const

const divergences: z.ZodType<readonly Divergence[]> = z.array(
  z.strictObject({ member: z.int().nonnegative(), step: z.int().nonnegative() }),
)

/** The bytes of a checkpoint; equal snapshots give equal bytes. */
export function writeSnapshot(snapshot: Snapshot): Uint8Array<ArrayBuffer> {
  const tensors: [string, FileTensor][] = groups.flatMap((group) =>
    Object.entries(snapshot[group]).map(([name, tensor]): [string, FileTensor] => [`${group}.${name}`, tensor]),
  )
  return writeSafetensors(Object.fromEntries(tensors), {
    digon: 'snapshot',
    step: String(snapshot.step),
    diverged: canonicalJson(snapshot.diverged.map(({ member, step }) => ({ member, step }))),
  })
}

/**
 * The snapshot of a checkpoint, bit for bit as written.
 *
 * @param file the file's name, for the message.
 * @throws {InvalidFileError} when the file is not whole, or is no checkpoint.
 */
export function readSnapshot(bytes: Uint8Array, file: string): Snapshot {
  const { tensors, metadata } = readSafetensors(bytes, file)
  if (metadata.digon !== 'snapshot') {
    throw new InvalidFileError(file, '__metadata__.digon', `${metadata.digon ?? 'missing'}; expected snapshot`)
  }
  const stray = Object.keys(tensors).find((name) => !groups.some((group) => name.startsWith(`${group}.`)))
  if (stray !== undefined) {
    throw new InvalidFileError(file, `tensor ${JSON.stringify(stray)}`, `expected ${groups.join('.*, ')}.*`)
  }
  const [parameters, firstMoments, secondMoments] = groups.map((group) =>
    floatTensors(tensorsUnder(`${group}.`, tensors), file),
  ) as [Parameters, Parameters, Parameters]
  return {
    step: readStep(metadata.step, file),
    parameters,
    firstMoments,
    secondMoments,
    diverged: readDivergences(metadata.diverged, file),
  }
}

function readStep(text: string | undefined, file: string): number {
  const step = /^\d+$/.test(text ?? '') ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(step)) {
    throw new InvalidFileError(file, '__metadata__.step', `${text ?? 'missing'}; expected an integer ≥ 0`)
  }
  return step
}

function readDivergences(text: string | undefined, file: string): readonly Divergence[] {
  const field = '__metadata__.diverged'
  const result = divergences.safeParse(parseStrictJson(text ?? 'null', { file, field, maximumDepth: 2 }))
  if (result.success) return result.data
  throw new InvalidFileError(file, field, `${text ?? 'missing'}; expected a list of {member, step}`)
}
