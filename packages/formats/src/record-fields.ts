/** What the records of runs and of tasks have in common: lists of hashed files, and how their text is read. */
import { z } from 'zod'
import { InvalidFileError } from './invalid-file.js'
import { isPathInside } from './relative-path.js'
import { parseStrictJson } from './strict-json.js'

/** Size and hash of a file. */
export interface FileFacts {
  readonly bytes: number
  /** 64 hexadecimal digits, lower case. */
  readonly sha256: string
}

export const path: z.ZodType<string, string> = z.string().refine(isPathInside, { error: 'a path inside the folder' })
export const count: z.ZodType<number> = z.int({ error: 'an integer ≥ 0' }).nonnegative({ error: 'an integer ≥ 0' })
export const seconds: z.ZodType<number> = z.number({ error: 'a number ≥ 0' }).nonnegative({ error: 'a number ≥ 0' })
export const hash: z.ZodType<string> = z
  .string({ error: '64 hexadecimal digits' })
  .regex(/^[0-9a-f]{64}$/, { error: '64 hexadecimal digits' })
/** Path inside the folder to size and hash. */
export const fileList: z.ZodType<Record<string, FileFacts>> = z.record(
  path,
  z.strictObject({ bytes: count, sha256: hash }),
)

/** Containers inside one another: record, spec, task, ensemble, members, data, groups, features and room to spare. */
const maximumDepth = 24

/** @throws {InvalidFileError} when the text is not JSON with each key once, or nests too deep. */
export function parseRecordText(text: string, file: string): unknown {
  return parseStrictJson(text, { file, field: 'content', maximumDepth })
}

/** @throws {InvalidFileError} naming the first field that is wrong. */
export function checkRecord<Schema extends z.ZodType>(value: unknown, schema: Schema, file: string): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new InvalidFileError(file, issue.path.join('.') || 'content', `expected ${issue.message}`)
}
