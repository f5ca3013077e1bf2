/** What an experiment is said in, for experiments from outside: `digon reproduce ./experiment.mjs`. */
export {
  type Control,
  endedAs,
  everyModel,
  featuresReversed,
  modelsOf,
  reversed,
  type Sweeps,
  scaledFeatures,
  type TrainedSweeps,
  untrainedWeights,
} from './controls.js'
export {
  type ClaimRow,
  type DefinedExperiment,
  defineExperiment,
  type ExperimentDescription,
  type SimulationMeans,
} from './define-experiment.js'
export {
  above,
  allOf,
  atLeast,
  atMost,
  below,
  type Expectation,
  exactly,
  falling,
  type Judgment,
  judged,
  type Numbers,
  near,
  rising,
  shareAtLeast,
  shareAtMost,
  type TrendOptions,
  type Uncertainty,
} from './expectations.js'
export type { RandomStream } from './random-stream.js'
export {
  bandMeaning,
  best,
  countOf,
  curveOf,
  historyOf,
  type LossHistory,
  medianOf,
  type Restarts,
  restartsBy,
  shareOf,
  tally,
} from './restarts.js'
export {
  type CatalogEntry,
  defineSettings,
  type ExperimentSettings,
  type PresetName,
  type SettingsDescription,
} from './settings.js'
export type { SeedOf, Simulation, Tools } from './simulation.js'
export { correlation, farthest, list, mean, median, type Share, wilsonInterval } from './statistics.js'
export {
  featuresOf,
  joinSweeps,
  logarithmicSteps,
  type Sweep,
  type SweepDescription,
  type SweepGroup,
  sweep,
  type Trained,
  type TrainedMember,
} from './sweep.js'
