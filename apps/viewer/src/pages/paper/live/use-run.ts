/** A run of an experiment as the page sees it: what is under way, what was judged, and how it is started and stopped. */
import type { Claim } from '@digon/experiments'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { DrawnFigure, RunReport, RunRequest } from './messages.js'
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
  const worker = useRef<Worker>(undefined)
  const end = (): void => {
    worker.current?.terminate()
    worker.current = undefined
  }
  useEffect(() => end, [])
  const fail = (problem: string): void => {
    end()
    setRun((last) => ({ ...last, state: 'failed', problem }))
  }
  return {
    run,
    start: (request) => {
      end()
      setRun({ state: 'running', seed: request.seed })
      try {
        const started = startWorker()
        worker.current = started
        started.onmessage = ({ data }: MessageEvent<RunReport>) => {
          if (data.kind === 'end') end()
          if (data.kind === 'failure') return fail(data.message)
          setRun((last) => after(last, data))
        }
        started.onerror = ({ message }) =>
          fail(`the training worker does not run: ${message || 'its program could not be loaded'}`)
        started.postMessage(request)
      } catch (failure) {
        fail(failure instanceof Error ? failure.message : String(failure))
      }
    },
    stop: () => {
      end()
      setRun((last) => ({ ...last, state: 'stopped' }))
    },
  }
}

function after(last: Run, report: Exclude<RunReport, { kind: 'failure' }>): Run {
  if (report.kind === 'end') return { ...last, state: 'ended' }
  if (report.kind === 'progress') {
    const { kind: _, ...progress } = report
    return { ...last, progress }
  }
  const { stage, claims, figures } = report
  // Untrained models that cannot be measured leave what was there.
  return claims.length === 0 ? { ...last, stage } : { ...last, stage, claims, figures }
}
