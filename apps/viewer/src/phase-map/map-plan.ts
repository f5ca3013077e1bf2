/**
 * What a phase map trains: a square grid of cells, each with its own importance and density, and several restarts in every cell.
 * Coarse to fine: a level is a part of the cells, and all levels together are all cells, each once. Pure; training is `train-map.ts`.
 */
import { deriveSeed } from '@digon/data'
import type { EnsembleDescription } from '@digon/model'
import { defaultSettings, type Settings } from '../experiment/settings.js'

/** m; the models have one feature more. */
export type MapSize = 1 | 2

export interface MapCell {
  /** From 0 at the least importance, at the left. */
  readonly column: number
  /** From 0 at the highest density, at the top. */
  readonly row: number
  /** Of the extra feature; the others have importance 1. */
  readonly relativeImportance: number
  /** P(feature is active), of all features. */
  readonly probability: number
}

/** How every cell is trained. */
export interface MapTraining {
  readonly steps: number
  readonly batchSize: number
  /** At its highest; it falls to 0 along a cosine. */
  readonly learningRate: number
  /** Models in a cell; the best one is shown. */
  readonly restarts: number
}

/** Cells in a row, and rows. */
export const cellsPerSide = 24

/** Sides of the blocks, in cells, that stand for a cell until finer ones are trained. */
const blockSides = [4, 2, 1] as const

const trainings: Readonly<Record<MapSize, MapTraining>> = {
  1: { steps: 240, batchSize: 256, learningRate: 0.1, restarts: 3 },
  2: { steps: 300, batchSize: 128, learningRate: 0.1, restarts: 4 },
}

export function mapTraining(size: MapSize): MapTraining {
  return trainings[size]
}

/** `[row × cellsPerSide + column]`: all cells, importance from 0.1 to 10 and density from 1 down to 0.01, both logarithmic. */
export const mapCells: readonly MapCell[] = Array.from({ length: cellsPerSide ** 2 }, (_, index) => {
  const [row, column] = [Math.floor(index / cellsPerSide), index % cellsPerSide]
  return {
    column,
    row,
    relativeImportance: round(0.1 * 100 ** (column / (cellsPerSide - 1))),
    probability: round(0.01 ** (row / (cellsPerSide - 1))),
  }
})

export interface MapLevel {
  /** In cells: a cell of this level is shown on a block of this side until the next level. */
  readonly blockSide: number
  /** Indices into `mapCells`, ascending. */
  readonly cells: readonly number[]
}

/** Coarse to fine; every cell is in one level. */
export const mapLevels: readonly MapLevel[] = blockSides.map((blockSide, level) => ({
  blockSide,
  cells: [...mapCells.keys()].filter((index) => blockSides.findIndex((side) => isCenter(index, side)) === level),
}))

/** The cell that stands for a block: near its middle. */
function isCenter(index: number, blockSide: number): boolean {
  const middle = Math.floor(blockSide / 2)
  const { row, column } = mapCells[index]!
  return row % blockSide === middle && column % blockSide === middle
}

/**
 * The models of one cell as settings of the laboratory: the same seeds, so that they train to the very weights of the map.
 *
 * @param seed of the map; every cell has a seed of its own.
 */
export function cellSettings(size: MapSize, index: number, seed: number): Settings {
  const { steps, batchSize, learningRate, restarts } = mapTraining(size)
  return {
    ...defaultSettings,
    featureCount: size + 1,
    hiddenSize: size,
    probability: mapCells[index]!.probability,
    importance: cellImportance(size, mapCells[index]!),
    learningRate,
    schedule: { kind: 'cosine', steps },
    batchSize,
    initialization: { kind: 'normal', deviation: mapDeviation },
    restarts,
    seed: cellSeed(size, index, seed),
  }
}

/** The models of many cells, restart after restart, cell after cell. */
export function levelDescription(size: MapSize, level: MapLevel, seed: number): EnsembleDescription {
  const { steps, batchSize, learningRate, restarts } = mapTraining(size)
  return {
    model: { featureCount: size + 1, hiddenSize: size },
    batchSize,
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    shared: { learningRate, initialization: { kind: 'normal', deviation: mapDeviation } },
    members: level.cells.map((index) => ({
      count: restarts,
      seed: cellSeed(size, index, seed),
      data: { kind: 'independent', probability: mapCells[index]!.probability },
      importance: cellImportance(size, mapCells[index]!),
    })),
  }
}

/** Seed of the ensemble of one cell; its restarts take theirs from it. */
function cellSeed(size: MapSize, index: number, seed: number): number {
  return deriveSeed(seed, ['phase map', size, index])
}

/** Of all features, the extra one last. */
export function cellImportance(size: MapSize, { relativeImportance }: MapCell): readonly number[] {
  return [...new Array<number>(size).fill(1), relativeImportance]
}

/** Deviation of the initial weights, as in the experiment on phase changes. */
const mapDeviation = 0.05

/** To three digits, so that a link can carry the number. */
function round(value: number): number {
  return Number(value.toPrecision(3))
}
