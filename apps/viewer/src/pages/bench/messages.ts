/** What the bench page and its worker say to each other: plain records, and the calls that make them. */
import type { EngineTime } from '@digon/model/bench'

export interface BenchRequest {
  /** Of `EngineFound.id`. */
  readonly engines: readonly string[]
  /** Names of shapes. */
  readonly shapes: readonly string[]
  /** Seconds that one engine's turn should last. */
  readonly turnInSeconds: number
}

/** An engine of this browser, or why it cannot run here. */
export interface EngineFound {
  /** Unique: an engine with a number of threads, for example `wasm, 2 threads`. */
  readonly id: string
  readonly name: string
  readonly threads: number
  /** What it would run on; undefined where it cannot run. */
  readonly device?: string
  /** `software` is a processor that pretends to be a GPU. */
  readonly kind?: 'cpu' | 'gpu' | 'software'
  /** Why it cannot run here. */
  readonly reason?: string
}

export interface ShapeTimes {
  readonly shape: string
  readonly engines: readonly EngineTime[]
}

export type BenchReport =
  | { readonly kind: 'turn'; readonly shape: string; readonly engine: string; readonly round: number }
  | { readonly kind: 'measured'; readonly times: ShapeTimes }

/** What the worker of the bench does. Who wants it to stop ends the worker. */
export interface Measuring {
  /** Which engines run here. */
  find(): Promise<readonly EngineFound[]>
  /** Measures one shape after the other; resolves after the last. Rejects as the engines do. */
  measure(request: BenchRequest, report: (report: BenchReport) => void): Promise<void>
}
