/** Lets timers and messages through, at once: `setTimeout` would wait a millisecond in Node and four in browsers. */

const immediate = (globalThis as { setImmediate?: (callback: () => void) => void }).setImmediate

/** Resolves when the event loop has come round. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (immediate) {
      immediate(resolve)
      return
    }
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
