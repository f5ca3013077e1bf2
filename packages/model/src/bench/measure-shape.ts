import type { BenchEngine, Stepper } from './bench-engine.js'
import type { BenchShape } from './shapes.js'

/** One engine on one shape. */
export interface EngineTime {
  readonly name: string
  readonly version: string
  readonly threads: number
  readonly millisecondsPerStep: number
}

/** Options of `measureShape`. */
export interface MeasureOptions {
  /** Seconds that one engine's turn should last. Default 0.15. */
  readonly turnInSeconds?: number
  /** Turns of each engine, an integer ≥ 1. Default 5. */
  readonly rounds?: number
  readonly signal?: AbortSignal
  /** Told before each turn. */
  readonly onTurn?: (engine: BenchEngine, round: number) => void
  /** Told of each engine behind its last turn, while its stepper is open. */
  readonly onEnd?: (engine: BenchEngine, stepper: Stepper) => Promise<void>
}

/**
 * Times every engine on one shape, turn by turn: on a machine with changing load all engines see the same changes.
 * The time of an engine is the median of its turns; a first turn, which also finds out how many steps fit, is thrown away.
 */
export async function measureShape(
  shape: BenchShape,
  engines: readonly BenchEngine[],
  options: MeasureOptions = {},
): Promise<readonly EngineTime[]> {
  const { turnInSeconds = 0.15, rounds = 5, signal, onTurn, onEnd } = options
  const runners: { engine: BenchEngine; stepper: Stepper; steps: number; times: number[] }[] = []
  try {
    for (const engine of engines.filter((candidate) => candidate.measures(shape))) {
      signal?.throwIfAborted()
      onTurn?.(engine, 0)
      const stepper = await engine.open(shape)
      runners.push({ engine, stepper, steps: 1, times: [] })
    }
    for (const { engine, stepper } of runners) {
      signal?.throwIfAborted()
      if (engine.followsWeights && shape.warmUpSteps > 0) await stepper.run(shape.warmUpSteps)
    }
    for (const runner of runners) runner.steps = await stepsThatFit(runner.stepper, turnInSeconds)
    for (let round = 1; round <= rounds; round++) {
      for (const { engine, stepper, steps, times } of runners) {
        signal?.throwIfAborted()
        onTurn?.(engine, round)
        times.push(((await stepper.run(steps)) * 1000) / steps)
      }
    }
    for (const { engine, stepper } of runners) await onEnd?.(engine, stepper)
    return runners.map(({ engine: { name, version, threads }, times }) => {
      return { name, version, threads, millisecondsPerStep: median(times) }
    })
  } finally {
    for (const { stepper } of runners) await stepper.close()
  }
}

/** Doubles the steps until a turn lasts long enough to be trusted. */
async function stepsThatFit(stepper: Stepper, seconds: number): Promise<number> {
  await stepper.run(1)
  for (let steps = 1; ; steps *= 2) {
    const taken = await stepper.run(steps)
    if (taken >= seconds / 2) return Math.max(1, Math.round((steps * seconds) / taken))
  }
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
