/**
 * Keeps tfjs's WASM module from changing how a Node process ends. Starting it adds two listeners for good, one that throws
 * every uncaught exception again and one that throws every unhandled rejection: they turn exit code 1 into 7, and hide the
 * app's own choice of how rejections are treated. (Disposing the backend would remove them, and with them, by a slip in its
 * code, all other listeners of the process.)
 */

const events = ['uncaughtException', 'unhandledRejection'] as const
type Listener = (...values: never[]) => void

interface ListenerRegistry {
  listeners(event: string): Listener[]
  removeListener(event: string, listener: Listener): unknown
}

/** Runs the start of the module and takes its listeners away again; those that others add meanwhile stay. */
export async function withoutProcessListeners<T>(start: () => Promise<T>): Promise<T> {
  const { process } = globalThis as unknown as { readonly process?: Partial<ListenerRegistry> }
  const before = new Set(events.flatMap((event) => process?.listeners?.(event) ?? []))
  try {
    return await start()
  } finally {
    for (const event of events) {
      for (const listener of process?.listeners?.(event) ?? []) {
        if (!before.has(listener) && isOfModule(listener)) process?.removeListener?.(event, listener)
      }
    }
  }
}

/** The module's listeners are known by their text: `if (!(ex instanceof ExitStatus)) throw ex` and `throw reason`. */
function isOfModule(listener: Listener): boolean {
  const text = String(listener).replace(/\s/g, '')
  return (
    text.includes('instanceofExitStatus') ||
    text === 'function(reason){throwreason;}' ||
    text === 'function(reason){throwreason}'
  )
}
