export {
  type AlignedSolution,
  type AlignedSolutionsInput,
  alignedSolutionsFigure,
} from './aligned-solutions-figure.js'
export { type Curve, type CurvesInput, curvesFigure, type ReferenceCurve } from './curves-figure.js'
export { type DimensionalityHistoryInput, dimensionalityHistoryFigure } from './dimensionality-history-figure.js'
export {
  type DimensionalityLadderInput,
  dimensionalityLadderFigure,
  type LadderModel,
} from './dimensionality-ladder-figure.js'
export {
  type FeatureGraphInput,
  type FeatureGraphPanel,
  featureGraphFigure,
  type GraphEdge,
} from './feature-graph-figure.js'
export { type FeatureVectorInput, type FeatureVectorPanel, featureVectorFigure } from './feature-vector-figure.js'
export type { Figure, FigureSpecification } from './figure.js'
export { type GeometryInput, type GeometrySnapshot, geometryFigure } from './geometry-figure.js'
export { type GramInput, type GramPanel, gramFigure } from './gram-figure.js'
export type { GraphComponent } from './graph-layout.js'
export type { Guide } from './guide.js'
export { type HeatMapAxis, type HeatMapInput, heatMapFigure } from './heat-map-figure.js'
export { InvalidFigureError } from './invalid-figure-error.js'
export { type LossInput, type LossSeries, lossFigure } from './loss-figure.js'
export { type MotifFigureInput, type MotifNeuron, type MotifPanel, motifFigure } from './motif-figure.js'
export { type NeuronBarsInput, type NeuronBarsPanel, type NeuronKind, neuronBarsFigure } from './neuron-bars-figure.js'
export { type NormBarsInput, type NormBarsPanel, normBarsFigure } from './norm-bars-figure.js'
export type { View } from './orthographic-view.js'
export {
  importanceColors,
  interferenceColors,
  neuronColors,
  phaseColors,
  quantityColors,
  relativeDensityColors,
  seriesColors,
  seriesDashes,
  signedColors,
} from './palette.js'
export type { PanelLabel } from './panel.js'
export { phaseColor } from './phase-color.js'
export {
  type PhaseDiagramInput,
  type PhaseNumbers,
  type PhasePanel,
  type PhasePoint,
  type PhaseState,
  phaseDiagramFigure,
} from './phase-diagram-figure.js'
export { circleRadius, planeReach } from './plane.js'
export {
  makeFigures,
  type PlannedFigure,
  plannedFigure,
  renamedFigure,
  type UndrawnFigure,
  whyUndrawn,
} from './planned-figure.js'
export type { QuantityAxis } from './quantity-axis.js'
export {
  type SuperposedPanel,
  type SuperposedSolution,
  type SuperposedSolutionsInput,
  superposedSolutionsFigure,
} from './superposed-solutions-figure.js'
export type { FigureText } from './theme.js'
export { logTicks, tickLabels } from './ticks.js'
export { type WeightMapInput, type WeightMapPanel, weightMapFigure } from './weight-map-figure.js'
