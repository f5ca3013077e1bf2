import type { Engine, SweepPlan } from '@digon/formats'
import { openStore, type RunStore } from '@digon/runs'
import { beginSweep, engineOf, expandPlan, type Sweep, workOnTask } from '@digon/sweeps'
import { openBackend } from '../backends.js'
import { describeFailure, exitCode } from '../exit-code.js'
import { packageVersions } from '../package-versions.js'
import { InterruptedError, type Terminal } from '../terminal.js'

/**
 * A process of `digon worker` that trains one task after the other, as it is told. It knows nothing of the queue, whose locks the
 * other process renews while this one is busy.
 */

/** What it is told. */
export type TrainerOrder =
  | {
      readonly type: 'train'
      readonly plan: SweepPlan
      readonly engine: Engine
      readonly task: number
      readonly directory: string
      /** Whether the folder is the run's own, which is there, or one for this task alone. */
      readonly isShared: boolean
    }
  | { readonly type: 'stop' }

/** What it says. */
export type TrainerMessage =
  | { readonly type: 'ready' | 'trained' }
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'error'; readonly message: string }

export async function trainer({ threads }: { readonly threads: number }, terminal: Terminal): Promise<number> {
  const stop = new AbortController()
  const signal = AbortSignal.any([terminal.signal, stop.signal])
  const say = (message: TrainerMessage): void => {
    if (process.connected) process.send?.(message)
  }
  let known: { readonly text: string; readonly sweep: Sweep } | undefined
  const train = async (order: TrainerOrder & { type: 'train' }): Promise<void> => {
    const { plan, engine, task, directory, isShared } = order
    const text = JSON.stringify(plan)
    if (known?.text !== text) known = { text, sweep: expandPlan(plan) }
    const { sweep } = known
    if (sweep.tasks[task] === undefined)
      throw new RangeError(`invalid task: ${task}; the plan has ${sweep.tasks.length}`)
    const backend = await openBackend(engine.backend, { threads })
    const own = engineOf(backend)
    if (own.arithmetic !== engine.arithmetic || own.streamVersion !== engine.streamVersion) {
      throw new Error(
        `this worker computes in another way (${own.arithmetic}, stream ${own.streamVersion}) than was asked`,
      )
    }
    const store: RunStore = isShared
      ? openStore(directory)
      : (await beginSweep(directory, plan, { engine, packageVersions: packageVersions(backend), signal })).run.store
    let reportedAt = 0
    await workOnTask(store, sweep, task, {
      ...{ backend, engine, signal },
      onEvent: (event) => {
        if (event.type !== 'progress' || performance.now() - reportedAt < 500) return
        reportedAt = performance.now()
        say({ type: 'progress', share: event.share })
      },
    })
  }
  return new Promise((resolve) => {
    let work = Promise.resolve()
    const end = (): void => {
      stop.abort(new InterruptedError('SIGTERM'))
      void work.then(() => {
        if (process.connected) process.disconnect?.()
        resolve(exitCode.done)
      })
    }
    process.on('disconnect', end)
    process.on('message', (order: TrainerOrder) => {
      if (order.type === 'stop') return end()
      work = train(order).then(
        () => say({ type: 'trained' }),
        (error: unknown) => say({ type: 'error', message: describeFailure(error).message }),
      )
    })
    say({ type: 'ready' })
  })
}
