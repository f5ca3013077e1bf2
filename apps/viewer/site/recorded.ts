/** What was recorded of the paper, as files of the site: the figures and the results document. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Recorded } from '../src/pages/paper/describe-experiments.js'

const folder = fileURLToPath(new URL('../../../docs/reproduction', import.meta.url))

export interface SiteFile {
  /** From the root of the site; named for its content, so that it can be kept for ever. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** What pages need to know of what was recorded, and the files that they refer to. */
export function readRecorded(): { recorded: Recorded; files: readonly SiteFile[] } {
  const names = readdirSync(join(folder, 'figures')).filter((name) => name.endsWith('.png'))
  const figures = names.sort().map((name) => {
    const bytes = readFileSync(join(folder, 'figures', name))
    return { name, size: pngSize(bytes), file: named('figures', name, bytes) }
  })
  const results = join(folder, 'results.json')
  return {
    recorded: {
      results: existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : {},
      pictures: new Map(figures.map(({ name, size, file: { path } }) => [name, { path, ...size }])),
    },
    files: figures.map(({ file }) => file),
  }
}

/** A file whose name carries a hash of its content. */
export function named(directory: string, name: string, bytes: Uint8Array): SiteFile {
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 8)
  return { path: `${directory}/${name.replace(/(\.\w+)$/, `-${hash}$1`)}`, bytes }
}

/** In pixels, as the header of a PNG file says. */
export function pngSize(bytes: Buffer): { width: number; height: number } {
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}
