/** Timing training steps, alike in a terminal and in a browser: which shapes, by which rules. Tables and documents are the apps'. */
export { backendEngine } from './backend-engine.js'
export type { BenchEngine, Stepper } from './bench-engine.js'
export { type EngineTime, type MeasureOptions, measureShape, median } from './measure-shape.js'
export {
  type BenchShape,
  ensembleOf,
  ensembleShape,
  ensembleShapes,
  ladderShapes,
} from './shapes.js'
export {
  liveShares,
  productMultiplyAdds,
  type StageMultiplyAdds,
  type StageName,
  stageMultiplyAdds,
  stageNames,
} from './stage-bound.js'
