/** The documents that `digon bench --json` prints. Measuring is `bench.ts` and `webgpu-bench.ts`; tables for people are apart. */
import type { Device } from '@digon/model'
import type { BenchShape, EngineTime } from '@digon/model/bench'

export interface MeasuredShape extends BenchShape {
  /** `ratio`: the engine's time over that of `wasm` with all threads. */
  readonly engines: readonly (EngineTime & { readonly ratio: number })[]
  /**
   * Of shapes in which every feature is always active: useful multiply-adds a second of `wasm` on one thread, over the peak.
   * Useful are five for every weight and sample, as in a step without any zeros.
   */
  readonly shareOfPeak?: number
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
