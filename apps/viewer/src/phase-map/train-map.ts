/** Trains a phase map, coarse to fine, and hands over what can be seen meanwhile. Knows nothing of workers or pages. */
import { type Backend, defineEnsemble, memberParameters, memberWeights, type Parameters } from '@digon/model'
import { reluLoss } from '@digon/theory'
import { extraFeature } from './extra-feature.js'
import type { MapFrame } from './map-frame.js'
import {
  cellImportance,
  cellsPerSide,
  levelDescription,
  type MapLevel,
  type MapSize,
  mapCells,
  mapLevels,
  mapTraining,
} from './map-plan.js'

export interface MapClock {
  /** In milliseconds, from any beginning. */
  now(): number
  /** Lets messages in. */
  rest(): Promise<void>
}

export interface MapOptions {
  readonly size: MapSize
  readonly seed: number
  /** Time between two frames at least, in milliseconds; the last one of a level always comes. */
  readonly frameEveryMilliseconds: number
  /** Ends the training after the present turn; the promise then resolves. */
  readonly isStopped: () => boolean
}

/** Steps of one turn: short enough to stop within a frame or two. */
const stepsPerTurn = 8

/** Trains all levels; the last frame has `done` 1. Rejects as the backend does. */
export async function trainMap(
  backend: Backend,
  { size, seed, frameEveryMilliseconds, isStopped }: MapOptions,
  clock: MapClock,
  show: (frame: MapFrame) => void | Promise<void>,
): Promise<void> {
  const { steps } = mapTraining(size)
  const cells = newCells(size)
  let finished = 0
  for (const level of mapLevels) {
    const session = await backend.open(defineEnsemble(levelDescription(size, level, seed)))
    try {
      let shownAt = Number.NEGATIVE_INFINITY
      for (let step = 0; step < steps; ) {
        if (isStopped()) return
        const turn = Math.min(stepsPerTurn, steps - step)
        const { losses } = await session.advance(turn)
        step += turn
        const isLast = step === steps
        if (isLast || clock.now() - shownAt >= frameEveryMilliseconds) {
          const parameters = await session.parameters()
          // A batch's own loss is good enough while training; the end is judged by the exact one.
          takeBest(cells, level, size, parameters, isLast ? exactLosses(level, size, parameters) : losses)
          const done = (finished + (step / steps) * level.cells.length) / mapCells.length
          await show(frameOf(cells, size, level.blockSide, done))
          shownAt = clock.now()
        }
        await clock.rest()
      }
      finished += level.cells.length
    } finally {
      await session.dispose()
    }
  }
}

interface Cells {
  readonly norm: Float32Array
  readonly superposition: Float32Array
  readonly best: Uint8Array
  readonly weights: Float32Array
}

function newCells(size: MapSize): Cells {
  const count = cellsPerSide ** 2
  return {
    norm: new Float32Array(count).fill(Number.NaN),
    superposition: new Float32Array(count).fill(Number.NaN),
    best: new Uint8Array(count),
    weights: new Float32Array(count * (size + 1) * size).fill(Number.NaN),
  }
}

function takeBest(
  cells: Cells,
  level: MapLevel,
  size: MapSize,
  parameters: Parameters,
  losses: ArrayLike<number>,
): void {
  const { restarts } = mapTraining(size)
  for (const [place, cell] of level.cells.entries()) {
    let best = 0
    for (let restart = 1; restart < restarts; restart++) {
      if (losses[place * restarts + restart]! < losses[place * restarts + best]!) best = restart
    }
    const weights = memberWeights(parameters, place * restarts + best)
    const { norm, superposition } = extraFeature(weights)
    cells.best[cell] = best
    cells.norm[cell] = norm
    cells.superposition[cell] = superposition
    cells.weights.set(weights.values, cell * weights.values.length)
  }
}

/** `[member]`: expected losses of the weights. */
function exactLosses(level: MapLevel, size: MapSize, parameters: Parameters): Float64Array {
  const { restarts } = mapTraining(size)
  return Float64Array.from({ length: level.cells.length * restarts }, (_, member) => {
    const cell = mapCells[level.cells[Math.floor(member / restarts)]!]!
    const model = {
      weights: memberWeights(parameters, member),
      bias: memberParameters(parameters, member).bias!.values,
    }
    return reluLoss(model, { probability: cell.probability, importance: cellImportance(size, cell) })
  })
}

/** Copies, because training goes on in the arrays. */
function frameOf(cells: Cells, size: MapSize, blockSide: number, done: number): MapFrame {
  return {
    size,
    blockSide,
    norm: cells.norm.slice(),
    superposition: cells.superposition.slice(),
    best: cells.best.slice(),
    weights: cells.weights.slice(),
    done,
  }
}
