/** Finds what a request asks for in a folder of static files: the file or its compressed twin, and how long it may be kept. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
}

/** Encodings in the order in which they are preferred, with the endings of their twins. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

export type SiteAnswer =
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly headers: Readonly<Record<string, string>> }
  /** A folder that was asked for without its slash: addresses in its page would lead astray. */
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'missing' }

/**
 * @param folder without a slash at its end.
 * @param url of the request: path and query.
 * @param acceptEncoding the header of that name.
 */
export async function findSiteFile(folder: string, url: string, acceptEncoding: string): Promise<SiteAnswer> {
  const path = fileFor(folder, url)
  if (path === undefined) return { kind: 'missing' }
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) {
    const { pathname, search } = new URL(url, 'http://localhost')
    return { kind: 'redirect', location: `${pathname.slice(pathname.lastIndexOf('/') + 1)}/${search}` }
  }
  if (!found?.isFile()) return { kind: 'missing' }
  const { bytes, encoding } = await readPreferred(path, acceptedEncodings(acceptEncoding))
  return {
    kind: 'file',
    bytes,
    headers: {
      'Content-Type': contentTypes[extname(path)] ?? 'application/octet-stream',
      'Content-Length': String(bytes.length),
      ETag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      Vary: 'Accept-Encoding',
      // A name with a hash never means anything else.
      'Cache-Control': /-[\w-]{8}\.\w+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(encoding && { 'Content-Encoding': encoding }),
    },
  }
}

async function readPreferred(path: string, accepted: ReadonlySet<string>) {
  for (const [encoding, ending] of encodings) {
    if (!accepted.has(encoding)) continue
    const bytes = await readFile(path + ending).catch(() => undefined)
    if (bytes !== undefined) return { bytes, encoding }
  }
  return { bytes: await readFile(path), encoding: undefined }
}

/** Names in the header that are not refused by `;q=0`. */
function acceptedEncodings(header: string): ReadonlySet<string> {
  const named = header.split(',').map((part) => part.trim().toLowerCase())
  return new Set(named.filter((part) => !/;\s*q=0(\.0*)?$/.test(part)).map((part) => part.split(';')[0]!.trim()))
}

/** The file of a request inside the folder, or undefined when the address points elsewhere. */
function fileFor(folder: string, url: string): string | undefined {
  let path: string
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname)
  } catch {
    return undefined
  }
  if (path.includes('\0')) return undefined
  const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path))
  return file === folder || file.startsWith(folder + sep) ? file : undefined
}
