/** Builds the viewer and serves it as `digon view` does, once for all tests of the built site. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { createViewerServer } from './serve-viewer.js'

/** What tests take with `inject('site')`. */
export interface Site {
  /** The built files. */
  readonly folder: string
  /** Of the root, with a slash at its end. */
  readonly address: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    readonly site: Site
  }
}

/** Source of the viewer. */
export const viewer: string = fileURLToPath(new URL('../../../viewer', import.meta.url))

/** One page of each kind, as addresses from the root. */
export const onePageOfEachKind: readonly string[] = [
  '',
  'lab/',
  'map/',
  'paper/',
  'paper/phase-change/',
  'open/',
  'bench/',
]

/** @returns what ends it. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'digon built viewer '))
  const vite = join(viewer, 'node_modules', 'vite', 'bin', 'vite.js')
  const options = ['build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error']
  // Vitest says `test`, and Vite would not build what people get.
  const env = { ...process.env, NODE_ENV: 'production' }
  await promisify(execFile)(process.execPath, [vite, ...options], { cwd: viewer, env })
  const server = createViewerServer(folder)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  project.provide('site', { folder, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })
  return () => {
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  }
}
