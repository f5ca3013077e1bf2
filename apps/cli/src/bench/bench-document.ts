/** The documents that `digon bench --json` prints. Measuring is `bench.ts` and `webgpu-bench.ts`; tables for people are apart. */
import type { Device } from '@digon/model'
import type { BenchShape, EngineTime, StageName } from '@digon/model/bench'

/** What a step takes at least on one thread, were every stage at the peak. */
export interface StageBound {
  readonly millisecondsPerStep: number
  /** The bound over the time of `wasm` on one thread, from 0 to 1. */
  readonly reached: number
  /** Share of outputs that are live, over the members. */
  readonly liveShare: number
  /** Milliseconds a step, by stage. */
  readonly stages: Readonly<Record<StageName, number>>
}

export interface MeasuredShape extends BenchShape {
  /** `ratio`: the engine's time over that of `wasm` with all threads. */
  readonly engines: readonly (EngineTime & { readonly ratio: number })[]
  /** Multiply-adds a second of `wasm` on one thread over the peak: those of the products, less what is 0. */
  readonly shareOfPeak?: number
  readonly stageBound?: StageBound
}

/** The document of `digon bench --json`. */
export interface BenchDocument {
  readonly machine: string
  readonly threads: number
  /** One core, 128-bit SIMD, nothing but registers. */
  readonly peakMultiplyAddsPerSecond: number
  readonly shapes: readonly MeasuredShape[]
  /** Over the six ensembles that a peer took part in; PyTorch with the better of its numbers of threads. */
  readonly geometricMean: Readonly<Record<string, number>>
}

export interface WebgpuMeasuredShape extends MeasuredShape {
  readonly engines: readonly (EngineTime & {
    readonly ratio: number
    /** Counted over some steps; only of engines on WebGPU. */
    readonly dispatchesPerStep?: number
  })[]
}

/** The document of `digon bench --backend webgpu --json`: that of `digon bench`, and the adapter. */
export interface WebgpuBenchDocument extends BenchDocument {
  readonly device: Device
  readonly shapes: readonly WebgpuMeasuredShape[]
}
