/** From the recorded digits to a frame of the map and the vectors of a model: what the front page shows before any program runs. */
import type { MapFrame } from '../../phase-map/map-frame.js'
import { cellsPerSide, type MapSize } from '../../phase-map/map-plan.js'
import { recorded } from './recorded.js'

export const recordedSize: MapSize = 1
/** Of the recorded map, and of the one that trains on arrival, so that both show the same. */
export const recordedSeed = 1
/** P(feature is active) of the recorded model of five features. */
export const recordedProbability = 0.1

/** A trained map, its numbers to tenths. */
export const recordedMap: MapFrame = {
  size: recordedSize,
  blockSide: 1,
  norm: tenths(recorded.mapNorms),
  superposition: tenths(recorded.mapSuperpositions),
  best: new Uint8Array(cellsPerSide ** 2),
  weights: new Float32Array(cellsPerSide ** 2 * (recordedSize + 1) * recordedSize).fill(Number.NaN),
  done: 1,
}

/** `[feature, hidden]`: five features in two dimensions. */
export const recordedWeights = { rows: 5, columns: 2, values: Float32Array.from(recorded.weights) }

/** Digits in base 11, one for each cell. */
function tenths(digits: string): Float32Array {
  return Float32Array.from(digits, (digit) => Number.parseInt(digit, 11) / 10)
}
