/** What a phase map shows at one moment. Typed arrays, so that it crosses from the worker to the page cheaply. */
import type { MapSize } from './map-plan.js'

export interface MapFrame {
  readonly size: MapSize
  /** Side in cells of the blocks of the level in training. */
  readonly blockSide: number
  /** `[cell]`: norm of the extra feature in the cell's best restart; NaN where no model was trained yet. */
  readonly norm: Float32Array
  /** `[cell]`: superposition of the extra feature there; NaN as above. */
  readonly superposition: Float32Array
  /** `[cell]`: the restart that is shown. */
  readonly best: Uint8Array
  /** `[cell, feature, hidden]`: its weights; NaN as above. */
  readonly weights: Float32Array
  /** Share of all steps done, from 0 to 1; at 1 every cell is trained to its end. */
  readonly done: number
}
