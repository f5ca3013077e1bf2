/** Letting timers, signals and messages through while training, so that an abort can arrive. */

/**
 * Resolves after the event loop has gone round. A message and not a timer: browsers stretch timers that follow one another
 * to 4 ms.
 */
export function nextTurnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
