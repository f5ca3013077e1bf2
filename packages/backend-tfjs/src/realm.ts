/**
 * The tfjs engine is one per realm (page, worker, Node thread), and so is its active backend. Everything that touches it goes
 * through `inTurn`, one piece of work at a time, so that sessions on different devices interleave safely.
 * Code outside this package that uses tfjs in the same realm sets its own backend before its own operations.
 */
import { env, getBackend, setBackend } from '@tensorflow/tfjs-core'

let lastTurn: Promise<unknown> = Promise.resolve()

/** Runs the work when all work asked for earlier has settled. The work must not call `inTurn` and wait for it. */
export function inTurn<T>(work: () => T | Promise<T>): Promise<T> {
  const turn = lastTurn.then(work)
  lastTurn = turn.catch(() => undefined)
  return turn
}

/** Runs the work in turn, with this tfjs backend (which has been initialized) active. */
export function onEngine<T>(engineName: string, work: () => T | Promise<T>): Promise<T> {
  return inTurn(async () => {
    // Switching sets up every kernel of the backend again (half a millisecond for wasm), so only where it must be.
    if (getBackend() !== engineName && !(await setBackend(engineName))) {
      throw new Error(`tfjs backend ${engineName} cannot be activated any more`)
    }
    return work()
  })
}

/**
 * Runs the work without what tfjs prints while it starts (advice for Node, backends registered twice): tfjs is silent while
 * its flag PROD is set, which has no other effect. The flag is put back afterwards.
 */
export async function quietly<T>(work: () => T | Promise<T>): Promise<T> {
  const before = env().getBool('PROD')
  env().set('PROD', true)
  try {
    return await work()
  } finally {
    env().set('PROD', before)
  }
}
