/** The program that keeps the site for visits without a connection, with the list of what it keeps. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { SiteFile } from './recorded.js'

const program = readFileSync(fileURLToPath(new URL('offline.js', import.meta.url)), 'utf8')

/** A document stands for its folder, which is how pages link to it. */
const addressOf = (path: string): string => `./${path.replace(/(^|\/)index\.html$/, '$1')}`

/** @param kept every file of the site that a page may ask for. */
export function serviceWorkerText(kept: readonly SiteFile[]): string {
  const hash = createHash('sha256')
  for (const { path, bytes } of kept) hash.update(`${path}\0`).update(bytes)
  const version = JSON.stringify(hash.digest('base64url').slice(0, 12))
  return `const version = ${version}\nconst files = ${JSON.stringify(kept.map(({ path }) => addressOf(path)))}\n${program}`
}
