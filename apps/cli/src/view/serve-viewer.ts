import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../exit-code.js'
import type { Terminal } from '../terminal.js'

/** Serves the viewer's built files on loopback until the terminal's signal. No directory listing, nothing outside the folder. */

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
}

/** What pages and their workers may load: their own files and WebAssembly. The documents say the same, for hosts without headers. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** @throws {UsageError} when the port is taken; anything else that stops the server is thrown as it is. */
export async function serveViewer(port: number, terminal: Terminal): Promise<void> {
  const server = createViewerServer(viewerFolder())
  await new Promise<void>((resolve, reject) => {
    server.once('error', (problem: NodeJS.ErrnoException) => {
      reject(
        problem.code === 'EADDRINUSE'
          ? new UsageError(`port ${port} is taken; choose another with --port, or 0 for a free one`)
          : problem,
      )
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  terminal.out(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  terminal.error('The viewer is served here until Ctrl-C.')
  await new Promise<void>((resolve) => {
    terminal.signal.addEventListener('abort', () => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  })
}

/**
 * A server of the files in `folder`, for requests to this machine by its own name; `/` is `index.html`. Pages are cross-origin isolated, so that workers may share memory, and
 * kept from loading anything from elsewhere.
 */
export function createViewerServer(folder: string): Server {
  return createServer(async (request, response) => {
    const path = fileFor(folder, request.url ?? '/')
    const headers = {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
    }
    if (!isThisMachine(request.headers.host)) {
      return response.writeHead(403, { ...headers, 'Content-Type': 'text/plain' }).end('only for this machine\n')
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405, headers).end()
    try {
      if (path === undefined) throw new Error('outside')
      if (isFolder(path)) {
        // Addresses in a page are relative to its folder.
        const { pathname, search } = new URL(request.url ?? '/', 'http://localhost')
        return response
          .writeHead(301, { ...headers, Location: `${pathname.slice(pathname.lastIndexOf('/') + 1)}/${search}` })
          .end()
      }
      const bytes = await readFile(path)
      response.writeHead(200, { ...headers, 'Content-Type': contentTypes[extname(path)] ?? 'application/octet-stream' })
      return response.end(request.method === 'HEAD' ? undefined : bytes)
    } catch {
      return response.writeHead(404, { ...headers, 'Content-Type': 'text/plain' }).end('not found\n')
    }
  })
}

/**
 * Whether a request was made to this machine by a name that is its own. Any other name leads here because somebody else's
 * name server says so, and the page that asks is somebody else's.
 */
function isThisMachine(host: string | undefined): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host ?? '')
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
  return file.startsWith(folder + sep) ? file : undefined
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** The viewer's files are copied beside this code when it is built. */
function viewerFolder(): string {
  const folder = fileURLToPath(new URL('../viewer', import.meta.url))
  if (existsSync(join(folder, 'index.html'))) return folder
  throw new UsageError('the viewer has not been built; in the repository, `npm run build` does it')
}
