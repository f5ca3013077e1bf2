/** A measurement as the page sees it: which engines there are, what is under way, what was measured. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Connection, connectWorker, longPatienceInMilliseconds } from '../../worker/connect.js'
import type { BenchReport, BenchRequest, EngineFound, Measuring, ShapeTimes } from './messages.js'

export interface BenchState {
  readonly state: 'looking' | 'ready' | 'measuring' | 'ended' | 'stopped' | 'failed'
  readonly engines: readonly EngineFound[]
  readonly turn?: { readonly shape: string; readonly engine: string; readonly round: number }
  readonly measured: readonly ShapeTimes[]
  readonly problem?: string
}

export interface BenchControl extends BenchState {
  start(request: BenchRequest): void
  stop(): void
}

/** @param startWorker gives a worker with the program of `bench-worker.ts`. */
export function useBench(startWorker: () => Worker): BenchControl {
  const [state, setState] = useState<BenchState>({ state: 'looking', engines: [], measured: [] })
  const connection = useRef<Connection<Measuring>>(undefined)
  const end = (): void => {
    const { current } = connection
    connection.current = undefined
    current?.close()
  }
  /** Asks a new worker; the one before it ends, and its answers come too late. */
  const ask = <Answer>(
    question: (remote: Measuring, set: (change: (last: BenchState) => BenchState) => void) => Promise<Answer>,
    done: (last: BenchState, answer: Answer) => BenchState,
  ): void => {
    end()
    const own = connectWorker<Measuring>({
      start: startWorker,
      work: 'measures',
      patienceInMilliseconds: longPatienceInMilliseconds,
    })
    connection.current = own
    const set = (change: (last: BenchState) => BenchState): void => {
      if (connection.current === own) setState(change)
    }
    question(own.remote, set)
      .then(
        (answer) => set((last) => done(last, answer)),
        (failure: Error) => set((last) => ({ ...last, state: 'failed', problem: failure.message })),
      )
      .finally(() => own.close())
  }
  useEffect(() => {
    ask(
      (remote) => remote.find(),
      (last, engines) => ({ ...last, state: 'ready', engines }),
    )
    return end
  }, [])
  return {
    ...state,
    start: (request) => {
      setState(({ engines }) => ({ state: 'measuring', engines, measured: [] }))
      ask(
        (remote, set) => remote.measure(request, (report) => set((last) => after(last, report))),
        ({ engines, measured }) => ({ state: 'ended', engines, measured }),
      )
    },
    stop: () => {
      end()
      setState((last) => ({ ...last, state: 'stopped' }))
    },
  }
}

function after(last: BenchState, report: BenchReport): BenchState {
  if (report.kind === 'measured') return { ...last, measured: [...last.measured, report.times] }
  const { kind: _, ...turn } = report
  return { ...last, turn }
}
