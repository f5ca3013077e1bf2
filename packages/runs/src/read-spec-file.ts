/** A train spec from the disk, with the files that it names beside it. The format is that of `parseSpec` of @digon/formats. */
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { completeSpec, InvalidFileError, parseSpec } from '@digon/formats'
import type { TrainingTask } from '@digon/model'
import { readInside } from './run-file.js'

const maximumSpecBytes = 1 << 26

/**
 * What a spec file asks to train.
 *
 * @throws {InvalidSpecError} naming every problem as `file:line:column: message`.
 * @throws {InvalidFileError} when the spec is too large, or a file that it names is missing or not whole.
 */
export async function readSpecFile(path: string): Promise<TrainingTask> {
  const { size } = await stat(path)
  if (size > maximumSpecBytes) {
    throw new InvalidFileError(path, 'size', `${size} bytes; expected at most ${maximumSpecBytes}`)
  }
  const spec = parseSpec(await readFile(path, 'utf8'), path)
  return completeSpec(spec, (file) => readInside(dirname(path), file))
}
