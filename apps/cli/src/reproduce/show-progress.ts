import type { StoredTaskEvent, TaskPosition } from '@digon/runs'
import { progressBar } from '../progress.js'
import type { Terminal } from '../terminal.js'

/** Turns the events of a run into a progress line for each task. With several seeds, names the seed. */
export function showProgress(
  terminal: Terminal,
  severalSeeds: boolean,
): { readonly show: (event: StoredTaskEvent, position: TaskPosition) => void; readonly stop: () => void } {
  const bar = progressBar(terminal, 'steps')
  return {
    show(event, { experiment, seed, task, index, count }) {
      const name = `${experiment.id}/${task.name}${severalSeeds ? `, seed ${seed}` : ''}`
      switch (event.type) {
        case 'run-start':
          if (event.step > 0) terminal.error(`${name}: resuming at step ${event.step}`)
          bar.start(
            `${name} (${index + 1} of ${count}, ${task.ensemble.members.length} models)`,
            task.steps,
            event.step,
          )
          break
        case 'progress':
          bar.update(event.step)
          break
        case 'run-end':
        case 'run-abort':
          bar.stop()
          break
        case 'task-reuse':
          terminal.error(`${name}: already trained`)
          break
        case 'task-redo':
          terminal.error(`${event.reason}; training it again`)
          break
      }
    },
    stop: () => bar.stop(),
  }
}
