/** The training of a sweep: by processes of its own, in this one, or through a queue. */
import { availableParallelism } from 'node:os'
import type { Backend } from '@digon/model'
import { type Shard, type Sweep, type SweepRun, type WorkEvent, workOnSweep } from '@digon/sweeps'
import { openBackend } from '../backends.js'
import { type HandOutOptions, handOut } from '../queue/hand-out.js'
import type { QueueAddress } from '../queue/queue-address.js'
import type { Terminal } from '../terminal.js'
import { openPool } from '../workers/worker-pool.js'
import { type SweepProgress, showSweepProgress } from './sweep-progress.js'

export interface TrainSweepOptions {
  readonly directory: string
  readonly sweep: Sweep
  readonly shard: Shard
  /** As on the command line. */
  readonly backend: string
  /** Cores; default all. */
  readonly jobs?: number | undefined
  readonly failFast: boolean
  readonly checkpointSeconds?: number | undefined
  /** Hands the tasks out instead of training them here. */
  readonly queue?: QueueAddress | undefined
}

export interface SweepTraining {
  /** Trains all that is missing of the shard. @throws what training throws, or the signal's reason. */
  readonly train: (begun: SweepRun, backend: Backend) => Promise<void>
  /** Waits until its processes have ended. */
  readonly close: () => Promise<void>
}

/** Starts the processes that will train a sweep, so that they load what they need while its folder is made. */
export function openTraining(options: TrainSweepOptions, terminal: Terminal): SweepTraining {
  const { sweep, shard, queue } = options
  const { program, signal } = terminal
  const mine = [...sweep.tasks.keys()].filter((task) => task % shard.count === shard.index - 1)
  const cores = options.jobs ?? availableParallelism()
  const count = program === undefined || queue !== undefined ? 1 : Math.max(1, Math.min(cores, mine.length))
  let progress: SweepProgress | undefined
  const note = (text: string): void => (progress?.note ?? terminal.error)(text)
  const pool = openPool({ program, signal, onDeath: (reason) => note(`${reason}; another process takes over`) })
  if (count > 1) pool.start(count, 'sweep')

  const onEvent = (event: WorkEvent): void => {
    if (event.type === 'done') progress?.done(event.task)
    else if (event.type === 'progress') progress?.partly(event.task, event.share)
    else if (event.type === 'redo') note(`${event.reason}; training it again`)
    else note('waiting for tasks that other processes are training')
  }
  const inProcesses = async (asked: Omit<Parameters<typeof pool.ask<'sweep'>>[1], 'begin'>): Promise<void> => {
    let isOneWaiting = false
    const onTold = (event: WorkEvent): void => {
      onEvent(event)
      // The core of a process that waits loads what the figures are drawn with.
      if (event.type === 'wait' && !isOneWaiting) void loadDrawing()
      isOneWaiting ||= event.type === 'wait'
      if (isOneWaiting && event.type !== 'progress') pool.tellChange()
    }
    const places = Array.from({ length: count }, (_, place) => place / count)
    const ended = await Promise.allSettled(places.map((begin) => pool.ask('sweep', { ...asked, begin }, onTold)))
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  }
  return {
    async train(begun, backend) {
      progress = showSweepProgress(sweep, mine, terminal)
      // An engine from outside is known by its module, not by its name.
      const name = options.backend === 'auto' ? backend.name : options.backend
      const threads = Math.max(1, Math.floor(cores / count))
      const { directory, failFast, checkpointSeconds } = options
      const shared = { shard, failFast }
      try {
        if (queue !== undefined) await throughQueue(queue, { failFast, signal, onEvent, sweep, begun }, terminal)
        else if (count > 1) await inProcesses({ ...shared, directory, backend: name, threads, checkpointSeconds })
        else {
          const own = await openBackend(name, { threads })
          await workOnSweep(begun.run.store, sweep, { ...shared, signal, onEvent, backend: own, engine: begun.engine })
        }
      } finally {
        progress.stop()
        // Those that have nothing more to do end meanwhile.
        void pool.close()
      }
    },
    close: pool.close,
  }
}

/** What cannot be loaded is said when it is to draw. */
async function loadDrawing(): Promise<void> {
  const load = async () => Promise.all([import('./sweep-figures.js'), (await import('@digon/plot/svg')).loadVega()])
  await load().catch(() => undefined)
}

async function throughQueue(
  address: QueueAddress,
  {
    begun,
    ...options
  }: Pick<HandOutOptions, 'sweep' | 'failFast' | 'signal' | 'onEvent'> & { readonly begun: SweepRun },
  terminal: Terminal,
): Promise<void> {
  const { openQueue } = await import('../queue/task-queue.js')
  const queue = await openQueue(address)
  const { shown } = address
  const place = { run: begun.run.record.id, store: begun.run.store, engine: begun.engine, shown }
  terminal.error(`tasks are handed out at ${shown}, to every \`digon worker\` there`)
  try {
    await handOut(queue, { ...options, ...place, onNote: terminal.error })
  } finally {
    await queue.close()
  }
}
