export type { Claim, Experiment, PlannedEnsemble, PresetName, TrainedEnsemble } from './experiment.js'
