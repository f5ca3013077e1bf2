/** A measurement as the page sees it: which engines there are, what is under way, what was measured. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { BenchReport, BenchRequest, EngineFound, ShapeTimes } from './messages.js'

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
  const worker = useRef<Worker>(undefined)
  const end = (): void => {
    worker.current?.terminate()
    worker.current = undefined
  }
  const fail = (problem: string): void => {
    end()
    setState((last) => ({ ...last, state: 'failed', problem }))
  }
  const ask = (request: BenchRequest | undefined): void => {
    end()
    try {
      const started = startWorker()
      worker.current = started
      started.onmessage = ({ data }: MessageEvent<BenchReport>) => {
        if (data.kind === 'failure') return fail(data.message)
        if (data.kind === 'end') end()
        setState((last) => after(last, data))
      }
      started.onerror = ({ message }) =>
        fail(`the worker that measures does not run: ${message || 'its program could not be loaded'}`)
      started.postMessage(request)
    } catch (failure) {
      fail(failure instanceof Error ? failure.message : String(failure))
    }
  }
  useEffect(() => {
    ask(undefined)
    return end
  }, [])
  return {
    ...state,
    start: (request) => {
      setState(({ engines }) => ({ state: 'measuring', engines, measured: [] }))
      ask(request)
    },
    stop: () => {
      end()
      setState((last) => ({ ...last, state: 'stopped' }))
    },
  }
}

function after(last: BenchState, report: Exclude<BenchReport, { kind: 'failure' }>): BenchState {
  if (report.kind === 'found') return { ...last, state: 'ready', engines: report.engines }
  if (report.kind === 'measured') return { ...last, measured: [...last.measured, report.times] }
  if (report.kind === 'end') return { state: 'ended', engines: last.engines, measured: last.measured }
  const { kind: _, ...turn } = report
  return { ...last, turn }
}
