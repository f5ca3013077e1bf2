/**
 * Keeps leases alive from a thread of its own: a step of training may block the main thread for longer than a lease lasts.
 * One thread serves all leases of the process and never keeps the process from ending.
 */
import { Worker } from 'node:worker_threads'

/** Sets the file's time again and again, as long as it holds the token. Through one open file, so that it never touches a successor's. */
const program = `
const { closeSync, futimesSync, openSync, readFileSync } = require('node:fs')
const timers = new Map()
const stop = (token) => {
  clearInterval(timers.get(token))
  timers.delete(token)
}
const beat = (path, token) => {
  try {
    const file = openSync(path, 'r+')
    try {
      const now = new Date()
      if (readFileSync(file, 'utf8').includes(token)) futimesSync(file, now, now)
      else stop(token)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (error.code === 'ENOENT') stop(token)
  }
}
require('node:worker_threads').parentPort.on('message', ({ path, token, milliseconds }) => {
  if (path === undefined) stop(token)
  else timers.set(token, setInterval(beat, milliseconds, path, token))
})
`

let thread: Worker | undefined

/**
 * Begins to renew a lease.
 *
 * @param token what the file holds while the lease is the caller's.
 * @param milliseconds between two renewals.
 * @returns ends it.
 */
export function startHeartbeat(path: string, token: string, milliseconds: number): () => void {
  if (thread === undefined) {
    const started = new Worker(program, { eval: true, name: 'digon leases' })
    started.unref()
    // Without a heartbeat leases expire, which their holders notice before they write.
    started.on('error', () => {
      if (thread === started) thread = undefined
    })
    thread = started
  }
  const beating = thread
  beating.postMessage({ path, token, milliseconds })
  return () => beating.postMessage({ token })
}
