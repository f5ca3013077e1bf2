/** Lets timers and messages through, at once: `setTimeout` would wait a millisecond in Node and four in browsers. */

const immediate = (globalThis as { setImmediate?: (callback: () => void) => void }).setImmediate

/** Those that wait for the event loop, in the order of their messages. */
const waiting: (() => void)[] = []

/** One for all turns, and never let go of: a channel that nothing holds may be collected before its message arrives. */
let channel: MessageChannel | undefined

/** Resolves when the event loop has come round. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (immediate) {
      immediate(resolve)
      return
    }
    channel ??= openChannel()
    waiting.push(resolve)
    channel.port2.postMessage(undefined)
  })
}

function openChannel(): MessageChannel {
  const opened = new MessageChannel()
  opened.port1.onmessage = () => waiting.shift()?.()
  return opened
}
