/** The processor's best with 128-bit SIMD on one core, to judge kernels by. */
import { engineModule } from './engine-module.js'
import type { Precision } from './simd.js'

/** The part of the module that is needed here. */
interface PeakExports {
  readonly peakChains: WebAssembly.Global
  readonly multiplyAddLoop: (rounds: number) => number
}

/**
 * Multiply-adds a second on one core, from a loop that stays in the registers: the best of ten runs of about 20 ms.
 *
 * @param now a clock in milliseconds, for example `performance.now`.
 */
export async function measurePeak(now: () => number, precision: Precision = 'deterministic'): Promise<number> {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = await WebAssembly.instantiate(await engineModule(precision), { env: { memory } })
  const { peakChains, multiplyAddLoop } = exports as unknown as PeakExports
  const multiplyAddsPerRound = 4 * (peakChains.value as number)
  let rounds = 100_000
  let best = 0
  for (let run = 0; run < 10; run++) {
    const startedAt = now()
    multiplyAddLoop(rounds)
    const seconds = (now() - startedAt) / 1000
    if (seconds > 0) best = Math.max(best, (rounds * multiplyAddsPerRound) / seconds)
    if (best > 0) rounds = Math.min(1 << 30, Math.ceil((best / multiplyAddsPerRound) * 0.02))
  }
  return best
}
