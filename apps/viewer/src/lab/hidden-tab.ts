/** What a training does while its tab is hidden: it goes on, or pauses and goes on with the tab, as the person chose. */
import type { LabStore } from './store.js'

/** @returns what ends it. */
export function pauseWhereHidden(store: Pick<LabStore, 'pausesWhenHidden' | 'playing' | 'play' | 'pause'>): () => void {
  let isPaused = false
  const onChange = (): void => {
    if (document.visibilityState === 'hidden') {
      isPaused = store.pausesWhenHidden.value && store.playing.value
      if (isPaused) void store.pause()
    } else if (isPaused) {
      isPaused = false
      void store.play()
    }
  }
  document.addEventListener('visibilitychange', onChange)
  return () => document.removeEventListener('visibilitychange', onChange)
}
