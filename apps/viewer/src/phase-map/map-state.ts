/** What the page knows of one phase map, as signals, and what can be done with it. The worker's end is handed in. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { MapFrame } from './map-frame.js'
import { cellsPerSide, type MapSize } from './map-plan.js'
import type { MapTraining } from './map-service.js'

export interface MapState {
  readonly size: ReadonlySignal<MapSize>
  readonly seed: ReadonlySignal<number>
  readonly frame: ReadonlySignal<MapFrame | undefined>
  /** Cell that is looked at, an index into `mapCells`; undefined for none. */
  readonly cursor: Signal<number | undefined>
  /** Why there is no map, or only a part of one. */
  readonly problem: ReadonlySignal<string | undefined>
  /** Trains a map from its beginning; the one on show goes away with the first cells. Never rejects. */
  train(size: MapSize, seed: number): Promise<void>
  stop(): Promise<void>
}

export interface MapStateOptions {
  /** What is shown before anything is trained. */
  readonly recorded?: MapFrame
  readonly size: MapSize
  readonly seed: number
  /** Between two frames at least; asked when a training begins. Infinity shows finished levels alone. */
  readonly frameEveryMilliseconds: () => number
}

export function createMapState(training: MapTraining, options: MapStateOptions): MapState {
  const size = signal(options.size)
  const seed = signal(options.seed)
  const frame = signal<MapFrame | undefined>(options.recorded)
  const problem = signal<string | undefined>(undefined)
  let turn = 0
  return {
    size,
    seed,
    frame,
    cursor: signal<number | undefined>(undefined),
    problem,
    train: async (nextSize, nextSeed) => {
      const own = ++turn
      size.value = nextSize
      seed.value = nextSeed
      problem.value = undefined
      if (frame.value?.size !== nextSize) frame.value = undefined
      try {
        await training.trainMap(
          { size: nextSize, seed: nextSeed, frameEveryMilliseconds: options.frameEveryMilliseconds() },
          (next) => {
            if (own === turn) frame.value = next
          },
        )
      } catch (failure) {
        if (own === turn) problem.value = failure instanceof Error ? failure.message : String(failure)
      }
    },
    stop: () => {
      turn++
      return training.stopMap()
    },
  }
}

/** The cell of the finest level known that stands for a cell: the cell itself, or the one of its block; undefined before the first frame. */
export function shownCell({ norm }: Pick<MapFrame, 'norm'>, cell: number): number | undefined {
  for (const side of [1, 2, 4]) {
    const middle = Math.floor(side / 2)
    const row = Math.floor(cell / cellsPerSide)
    const column = cell % cellsPerSide
    const center = (row - (row % side) + middle) * cellsPerSide + column - (column % side) + middle
    if (!Number.isNaN(norm[center]!)) return center
  }
  return undefined
}
