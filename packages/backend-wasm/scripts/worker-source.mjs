/** Makes the program of a worker as one text: src/threads/executor.ts and worker-program.ts without their types, and the way in and out. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'

/** Node's workers have a port, browsers' workers have messages of their own. */
const entrance = `
const answer = createAnswer(createExecutor())
const transferable = (reply) => (reply.result ? reply.result.reads.map((bytes) => bytes.buffer) : [])
if (typeof require === 'function') {
  const { parentPort } = require('node:worker_threads')
  parentPort.on('message', (message) => {
    const reply = answer(message)
    parentPort.postMessage(reply, transferable(reply))
  })
} else {
  globalThis.onmessage = ({ data }) => {
    const reply = answer(data)
    globalThis.postMessage(reply, transferable(reply))
  }
}
`

export async function workerSource(packageFolder) {
  const folder = await mkdtemp(`${tmpdir()}/worker-`)
  try {
    const compiler = createRequire(import.meta.url)
      .resolve('typescript/package.json')
      .replace('package.json', 'bin/tsc')
    const files = ['executor', 'worker-program']
    const sources = files.map((file) => `${packageFolder}src/threads/${file}.ts`)
    const options = ['--target', 'es2022', '--module', 'es2022', '--moduleResolution', 'bundler', '--lib', 'es2022,dom']
    const flags = ['--noCheck', '--removeComments', '--ignoreConfig', '--outDir', folder]
    await promisify(execFile)(process.execPath, [compiler, ...sources, ...options, ...flags])
    const parts = await Promise.all(files.map((file) => readFile(`${folder}/${file}.js`, 'utf8')))
    return parts.map((part) => part.replaceAll(/^export /gm, '').replaceAll(/^import .*$/gm, '')).join('\n') + entrance
  } finally {
    await rm(folder, { recursive: true })
  }
}
