/** A train spec from the disk, with the files that it names beside it. The format is that of `parseSpec` of @digon/formats. */
import { dirname } from 'node:path'
import { completeSpec, parseSpec } from '@digon/formats'
import type { TrainingTask } from '@digon/model'
import { readNamedText } from './read-file.js'
import { readInside } from './run-file.js'

const maximumSpecBytes = 1 << 26

/**
 * What a spec file asks to train.
 *
 * @param change as in `parseSpec`.
 * @throws {InvalidSpecError} naming every problem as `file:line:column: message`.
 * @throws {CannotReadError} when the spec is missing, no plain file, or too large.
 * @throws {InvalidFileError} when it is not UTF-8, or a file that it names is missing or not whole.
 */
export async function readSpecFile(path: string, change?: (value: unknown) => unknown): Promise<TrainingTask> {
  const spec = parseSpec(await readNamedText(path, { maximumBytes: maximumSpecBytes }), path, change)
  return completeSpec(spec, (file) => readInside(dirname(path), file))
}
