/** What screen readers are told: every answer to an action, and the course of training only now and then. */
import { type ReadonlySignal, signal } from '@preact/signals'

/** Long enough to hear a sentence and do something else. */
const quietInMilliseconds = 10_000

export interface Announcer {
  readonly announcement: ReadonlySignal<string>
  announce(sentence: string): void
  /** Makes the sentence and says it, unless something was said in the last ten seconds. */
  announceNowAndThen(sentence: () => string): void
}

/** @param now in milliseconds, from any beginning. */
export function createAnnouncer(now: () => number): Announcer {
  const announcement = signal('')
  let saidAt = Number.NEGATIVE_INFINITY
  const announce = (sentence: string): void => {
    announcement.value = sentence
    saidAt = now()
  }
  return {
    announcement,
    announce,
    announceNowAndThen: (sentence) => {
      if (now() - saidAt >= quietInMilliseconds) announce(sentence())
    },
  }
}
