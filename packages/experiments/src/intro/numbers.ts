/** Numbers of the introduction's experiment, from trained ensembles. Plain JSON. */
import { interference } from '@digon/metrics'
import { memberParameters, memberWeights } from '@digon/model'
import { type IndependentFeatures, linearOptimum, polygonModel, reluLoss, reluOptimum } from '@digon/theory'
import type { TrainedEnsemble } from '../experiment.js'
import { type LossHistory, lossHistory } from '../loss-history.js'
import { type LossStatistics, lossStatistics, soundMembers } from '../restarts.js'
import { hiddenSize } from './plan.js'
import { type PlaneShape, planeShape } from './plane-shape.js'

/** Losses are averaged over features, as in training. */
export interface IntroNumbers {
  /** `[feature]`. */
  readonly importance: readonly number[]
  /** The paper's three panels, by falling probability. */
  readonly panels: readonly PanelResult[]
  /** The notebook's further probabilities, falling. */
  readonly strip: readonly ProbabilityResult[]
}

export interface ProbabilityResult {
  readonly probability: number
  readonly steps: number
  /** Restarts that did not diverge, by rising exact loss. */
  readonly restarts: readonly RestartResult[]
  /** Of exact losses. */
  readonly losses: LossStatistics
  /** How many restarts ended in which shape. */
  readonly shapes: Readonly<Partial<Record<PlaneShape['name'], number>>>
}

export interface PanelResult extends ProbabilityResult {
  readonly history: LossHistory
  readonly optimum: OptimalLosses
}

/** Losses of perfectly trained models, from theory. */
export interface OptimalLosses {
  /** Two features kept, the others at their mean. */
  readonly linear: number
  /** Four features on a square, the fifth at its mean. */
  readonly square: number
  readonly pentagon: number
}

export interface RestartResult {
  /** Its place in the ensemble. */
  readonly member: number
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  /** The exact expectation at the same weights. */
  readonly exactLoss: number
  /** `[feature][hidden]`. */
  readonly weights: readonly (readonly number[])[]
  /** `[feature]`. */
  readonly bias: readonly number[]
  /** `[feature]`: Σ_{j≠i} (Ŵ_i·W_j)². */
  readonly interference: readonly number[]
  readonly shape: PlaneShape
}

/**
 * @param optimum what theory says of given features; handed in where it is known already, for it takes about a second.
 * @throws {RangeError} when all restarts of a probability diverged.
 */
export function analyzeIntro(
  [panels, strip]: readonly TrainedEnsemble[],
  optimum: (features: IndependentFeatures) => OptimalLosses = optimalLosses,
): IntroNumbers {
  return {
    importance: panels!.task.ensemble.members[0]!.importance,
    panels: byProbability(panels!).map((group) => panelResult(panels!, group, optimum)),
    strip: byProbability(strip!).map((group) => probabilityResult(strip!, group)),
  }
}

/** The losses of the best linear model, the best square and the best pentagon of five features in two dimensions. */
export function optimalLosses(features: IndependentFeatures): OptimalLosses {
  const featureCount = features.importance.length
  const unlearnedBias = Number(features.probability) / 2
  const square = polygonModel({ featureCount, corners: 4, unlearnedBias })
  const pentagon = polygonModel({ featureCount, corners: 5, radius: 1.1, bias: -0.2 })
  return {
    linear: linearOptimum(features, hiddenSize).loss,
    square: reluOptimum(square, features).loss,
    pentagon: reluOptimum(pentagon, features).loss,
  }
}

interface Group {
  readonly probability: number
  readonly members: readonly number[]
}

/** Members of one probability, in the order planned. */
function byProbability(trained: TrainedEnsemble): readonly Group[] {
  const groups = new Map<number, number[]>()
  for (const [member, { data }] of trained.task.ensemble.members.entries()) {
    const probability = data.kind === 'independent' ? Number(data.probability) : Number.NaN
    groups.set(probability, [...(groups.get(probability) ?? []), member])
  }
  return [...groups].map(([probability, members]) => ({ probability, members }))
}

function featuresOf(trained: TrainedEnsemble, member: number): IndependentFeatures {
  const { data, importance } = trained.task.ensemble.members[member]!
  return { probability: data.kind === 'independent' ? data.probability : Number.NaN, importance }
}

function panelResult(
  trained: TrainedEnsemble,
  group: Group,
  optimum: (features: IndependentFeatures) => OptimalLosses,
): PanelResult {
  const result = probabilityResult(trained, group)
  const members = result.restarts.map(({ member }) => member)
  return {
    ...result,
    history: lossHistory(trained, members),
    optimum: optimum(featuresOf(trained, group.members[0]!)),
  }
}

function probabilityResult(trained: TrainedEnsemble, { probability, members }: Group): ProbabilityResult {
  const restarts = soundMembers(trained, members)
    .map((member) => restartResult(trained, member))
    .sort((a, b) => a.exactLoss - b.exactLoss)
  const shapes: Partial<Record<PlaneShape['name'], number>> = {}
  for (const { shape } of restarts) shapes[shape.name] = (shapes[shape.name] ?? 0) + 1
  const losses = lossStatistics(
    restarts.map(({ exactLoss }) => exactLoss),
    members.length,
  )
  return { probability, steps: trained.task.steps, restarts, losses, shapes }
}

function restartResult(trained: TrainedEnsemble, member: number): RestartResult {
  const weights = memberWeights(trained.parameters, member)
  const bias = memberParameters(trained.parameters, member).bias!.values
  return {
    member,
    seed: trained.task.ensemble.members[member]!.seed,
    loss: trained.evaluation.losses[member]!,
    exactLoss: reluLoss({ weights, bias }, featuresOf(trained, member)),
    weights: Array.from(bias, (_, i) => Array.from(weights.values.subarray(i * hiddenSize, (i + 1) * hiddenSize))),
    bias: [...bias],
    interference: [...interference(weights)],
    shape: planeShape(weights),
  }
}
