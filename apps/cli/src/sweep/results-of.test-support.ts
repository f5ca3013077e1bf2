import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Hashes of all results of a sweep: the table, the picture, and what was trained. Records hold times and names of processes. */
export function resultsOf(directory: string): Readonly<Record<string, string>> {
  const paths = (readdirSync(directory, { recursive: true }) as string[]).sort()
  const kept = paths.filter((path) => /\.(parquet|safetensors|svg)$/.test(path))
  const hashOf = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(directory, path)))
      .digest('hex')
  return Object.fromEntries(kept.map((path) => [path, hashOf(path)]))
}
