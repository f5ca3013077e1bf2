/** Pictures of sweeps, apart from all else: they load theory, and what figures are made of. */
export { type ChooseModelsOptions, type ChosenModel, type ChosenModels, chooseModels } from './chosen-models.js'
export type { Choice } from './restarts.js'
export { SweepFigureError } from './selected-rows.js'
export { type SweepFigureOptions, sweepFigure } from './sweep-figure.js'
