/** The recorded figures of the paper preset, as files of the site. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../../docs/reproduction/figures', import.meta.url))

export interface SiteFile {
  /** From the root of the site; named for its content, so that it can be kept for ever. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** @returns files of the site by the names of the recorded files. */
export function recordedFigures(): Map<string, SiteFile> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.png'))
  return new Map(names.sort().map((name) => [name, named('figures', name, readFileSync(join(folder, name)))]))
}

/** A file whose name carries a hash of its content. */
export function named(directory: string, name: string, bytes: Uint8Array): SiteFile {
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 8)
  return { path: `${directory}/${name.replace(/(\.\w+)$/, `-${hash}$1`)}`, bytes }
}
