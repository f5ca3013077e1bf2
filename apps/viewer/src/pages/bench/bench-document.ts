/** The document that the page copies: that of `digon bench --json` as far as a browser can know it, so that `digon bench --compare` reads it. */
import { type EngineTime, ensembleShapes } from '@digon/model/bench'
import { browserName, version } from './browser-facts.js'
import type { EngineFound, ShapeTimes } from './messages.js'

export interface BrowserFacts {
  readonly userAgent: string
  /** Cores, as the browser says. */
  readonly cores: number
  /** Whether clocks are fine and threads may share memory. */
  readonly isolated: boolean
}

interface MeasuredEngine extends EngineTime {
  /** Its time over that of `wasm` with the most threads measured; missing where that was not measured. */
  readonly ratio?: number
}

export interface BrowserBenchDocument {
  readonly machine: string
  readonly threads: number
  readonly digon: string
  readonly userAgent: string
  readonly crossOriginIsolated: boolean
  /** What each engine ran on, or why it did not run. */
  readonly engines: readonly EngineFound[]
  readonly shapes: readonly {
    readonly name: string
    readonly members: number
    readonly featureCount: number
    readonly hiddenSize: number
    readonly batchSize: number
    readonly probabilities: readonly number[]
    readonly engines: readonly MeasuredEngine[]
  }[]
}

export function benchDocument(
  facts: BrowserFacts,
  engines: readonly EngineFound[],
  measured: readonly ShapeTimes[],
): BrowserBenchDocument {
  return {
    machine: `${browserName(facts.userAgent)}, ${facts.cores} threads`,
    threads: facts.cores,
    digon: version,
    userAgent: facts.userAgent,
    crossOriginIsolated: facts.isolated,
    engines,
    shapes: measured.map(({ shape, engines: times }) => {
      const { kind: _, warmUpSteps: __, ...facts } = ensembleShapes.find(({ name }) => name === shape)!
      return { ...facts, engines: withRatios(times) }
    }),
  }
}

export function withRatios(times: readonly EngineTime[]): MeasuredEngine[] {
  const own = times.filter(({ name }) => name === 'wasm').sort((a, b) => b.threads - a.threads)[0]
  return times.map((time) =>
    own === undefined ? { ...time } : { ...time, ratio: time.millisecondsPerStep / own.millisecondsPerStep },
  )
}
