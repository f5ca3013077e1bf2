import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../exit-code.js'
import type { Terminal } from '../terminal.js'
import { findSiteFile } from './site-file.js'

/** Serves the viewer's built files on loopback until the terminal's signal. No directory listing, nothing outside the folder. */

/** What pages and their workers may load: their own files and WebAssembly. The documents say the same, for hosts without headers. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  // Pictures that a page draws to save them as PNG.
  "img-src 'self' data:",
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
 * A server of the files in `folder`, for requests to this machine by its own name; a folder is its `index.html`. Compressed twins go to
 * those who take them. Pages are cross-origin isolated, for finer clocks, and kept from loading anything from elsewhere.
 */
export function createViewerServer(folder: string): Server {
  return createServer((request, response) => {
    void answer(folder, request, response)
  })
}

async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-cache',
  }
  const refuse = (status: number, text: string): void => {
    response.writeHead(status, { ...headers, 'Content-Type': 'text/plain' }).end(text)
  }
  if (!isThisMachine(request.headers.host)) return refuse(403, 'only for this machine\n')
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'only GET and HEAD\n')
  try {
    const accepted = String(request.headers['accept-encoding'] ?? '')
    const found = await findSiteFile(folder, request.url ?? '/', accepted)
    if (found.kind === 'missing') return refuse(404, 'not found\n')
    if (found.kind === 'redirect') {
      response.writeHead(301, { ...headers, Location: found.location }).end()
      return
    }
    const { 'Content-Length': length, ...facts } = found.headers
    if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(facts.ETag!)) {
      response.writeHead(304, { ...headers, ...facts }).end()
      return
    }
    response.writeHead(200, { ...headers, ...facts, 'Content-Length': length })
    response.end(request.method === 'HEAD' ? undefined : found.bytes)
  } catch {
    // A file that was there and cannot be read.
    refuse(404, 'not found\n')
  }
}

/**
 * Whether a request was made to this machine by a name that is its own. Any other name leads here because somebody else's
 * name server says so, and the page that asks is somebody else's.
 */
function isThisMachine(host: string | undefined): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host ?? '')
}

/** The viewer's files are copied beside this code when it is built. */
function viewerFolder(): string {
  const folder = fileURLToPath(new URL('../viewer', import.meta.url))
  if (existsSync(join(folder, 'index.html'))) return folder
  throw new UsageError('the viewer has not been built; in the repository, `npm run build` does it')
}
