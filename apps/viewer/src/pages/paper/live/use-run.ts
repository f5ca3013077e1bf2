/** A run of an experiment as the page sees it: what is under way, what was judged, and how it is started and stopped. */
import type { Claim } from '@digon/experiments'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Connection, connectWorker, longPatienceInMilliseconds } from '../../../worker/connect.js'
import type { DrawnFigure, ExperimentRunner, RunReport, RunRequest } from './messages.js'
import type { Stage, StageProgress } from './run-stages.js'

export interface Run {
  readonly state: 'none' | 'running' | 'ended' | 'stopped' | 'failed'
  readonly seed: number
  readonly progress?: StageProgress
  /** The newest stage that was judged. */
  readonly stage?: Stage
  readonly claims?: readonly Claim[]
  readonly figures?: readonly DrawnFigure[]
  /** What went wrong. */
  readonly problem?: string
}

export interface RunControl {
  readonly run: Run
  start(request: RunRequest): void
  stop(): void
}

/** @param startWorker gives a worker with the program of `experiment-worker.ts`. */
export function useRun(startWorker: () => Worker): RunControl {
  const [run, setRun] = useState<Run>({ state: 'none', seed: 0 })
  const connection = useRef<Connection<ExperimentRunner>>(undefined)
  const end = (): void => {
    const { current } = connection
    connection.current = undefined
    current?.close()
  }
  useEffect(() => end, [])
  return {
    run,
    start: (request) => {
      end()
      const own = connectWorker<ExperimentRunner>({
        start: startWorker,
        patienceInMilliseconds: longPatienceInMilliseconds,
      })
      connection.current = own
      /** Reports of a run that was ended come too late. */
      const set = (change: (last: Run) => Run): void => {
        if (connection.current === own) setRun(change)
      }
      setRun({ state: 'running', seed: request.seed })
      own.remote
        .run(request, (report) => set((last) => after(last, report)))
        .then(
          () => set((last) => ({ ...last, state: 'ended' })),
          (failure: Error) => set((last) => ({ ...last, state: 'failed', problem: failure.message })),
        )
        .finally(() => own.close())
    },
    stop: () => {
      end()
      setRun((last) => ({ ...last, state: 'stopped' }))
    },
  }
}

function after(last: Run, report: RunReport): Run {
  if (report.kind === 'progress') {
    const { kind: _, ...progress } = report
    return { ...last, progress }
  }
  const { stage, claims, figures } = report
  // Untrained models that cannot be measured leave what was there.
  return claims.length === 0 ? { ...last, stage } : { ...last, stage, claims, figures }
}
