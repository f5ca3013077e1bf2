/** Numbers of the phase diagrams, from trained ensembles. Plain JSON. */
import type { Matrix } from '@digon/matrix'
import { memberParameters, memberWeights } from '@digon/model'
import { phaseCandidates, phaseOptimum, reluLoss } from '@digon/theory'
import { mean } from '../correlation.js'
import type { TrainedEnsemble } from '../experiment.js'
import { type LossStatistics, lossStatistics, median, soundMembers } from '../restarts.js'
import { type ExtraFeature, type ExtraState, extraFeature, extraState } from './extra-feature.js'
import { type HiddenSize, restartsInCell } from './plan.js'
import { orderedWeights, type PhaseTheory, phaseTheory } from './theory.js'

/** Losses are averaged over features, as in training, but for those of models without bias. */
export interface PhaseChangeNumbers {
  readonly diagrams: readonly Diagram[]
  readonly bands: readonly BandResult[]
  readonly biasFree: BiasFreeResult
  readonly theory: PhaseTheory
}

export interface Diagram {
  readonly hiddenSize: HiddenSize
  /** Ascending. */
  readonly relativeImportances: readonly number[]
  /** Ascending. */
  readonly probabilities: readonly number[]
  /** All importances of the first probability, then of the next. */
  readonly cells: readonly Cell[]
}

export interface Cell extends Point {
  /** Restarts that did not diverge, by rising exact loss. */
  readonly restarts: readonly RestartResult[]
  readonly losses: LossStatistics
  /** Means over all restarts but the worst, as the paper draws them. */
  readonly mean: ExtraFeature
  /** Best of the paper's candidates. */
  readonly theory: CellTheory
  /** The exact optimum over all weights and biases; in two dimensions only in every second row and column. */
  readonly optimum?: CellTheory
}

export interface Point {
  readonly relativeImportance: number
  readonly probability: number
}

export interface CellTheory extends ExtraFeature {
  readonly loss: number
  readonly state: ExtraState
}

export interface RestartResult extends ExtraFeature {
  /** The exact expectation at the trained weights. */
  readonly exactLoss: number
  readonly state: ExtraState
}

/** Where the paper's candidates ignore the extra feature and the exact optimum does not. */
export interface BandResult extends Point {
  readonly hiddenSize: HiddenSize
  /** By rising exact loss. */
  readonly restarts: readonly RestartResult[]
  /** Least loss of the candidates. */
  readonly theoryLoss: number
}

/** McGrath's setting: two features in one dimension, no bias. */
export interface BiasFreeResult extends Point {
  /** By rising exact loss, which is summed over features. */
  readonly restarts: readonly { readonly weights: readonly [number, number]; readonly exactLoss: number }[]
}

/** What takes seconds to compute and depends on no training; handed in where it is known already. */
export interface Oracle {
  theory(): PhaseTheory
  optimum(hiddenSize: HiddenSize, point: Point): { readonly weights: Matrix; readonly loss: number }
}

export const exactOracle: Oracle = {
  theory: phaseTheory,
  optimum: (hiddenSize, point) => {
    const { model, loss } = phaseOptimum({ hiddenSize, ...point })
    return { weights: model.weights, loss }
  },
}

/** @throws {RangeError} when all restarts of a cell diverged. */
export function analyzePhaseChange(
  [one, two, oneBand, twoBand, biasFree]: readonly TrainedEnsemble[],
  oracle: Oracle = exactOracle,
): PhaseChangeNumbers {
  return {
    diagrams: [diagram(one!, 1, oracle), diagram(two!, 2, oracle)],
    bands: [band(oneBand!, 1), band(twoBand!, 2)],
    biasFree: biasFreeResult(biasFree!),
    theory: oracle.theory(),
  }
}

function diagram(trained: TrainedEnsemble, hiddenSize: HiddenSize, oracle: Oracle): Diagram {
  const { members } = trained.task.ensemble
  const points = members.filter((_, member) => member % restartsInCell === 0).map(pointOf)
  const relativeImportances = [...new Set(points.map(({ relativeImportance }) => relativeImportance))]
  const probabilities = [...new Set(points.map(({ probability }) => probability))]
  const cells = points.map((point, place) => {
    const [column, line] = [place % relativeImportances.length, Math.floor(place / relativeImportances.length)]
    const withOptimum = hiddenSize === 1 || (column % 2 === 0 && line % 2 === 0)
    return cell(trained, hiddenSize, place, point, withOptimum ? oracle : undefined)
  })
  return { hiddenSize, relativeImportances, probabilities, cells }
}

function pointOf({ data, importance }: TrainedEnsemble['task']['ensemble']['members'][number]): Point {
  if (data.kind !== 'independent') throw new RangeError(`invalid data: ${data.kind}; expected independent features`)
  return { relativeImportance: importance.at(-1)!, probability: Number(data.probability) }
}

function cell(
  trained: TrainedEnsemble,
  hiddenSize: HiddenSize,
  place: number,
  point: Point,
  oracle: Oracle | undefined,
): Cell {
  const members = Array.from({ length: restartsInCell }, (_, k) => place * restartsInCell + k)
  const restarts = restartResults(trained, members, point)
  const losses = lossStatistics(
    restarts.map(({ exactLoss }) => exactLoss),
    members.length,
  )
  const kept = restarts.slice(0, Math.min(restarts.length, restartsInCell - 1))
  const [candidate] = phaseCandidates({ hiddenSize, ...point })
  const optimum = oracle?.optimum(hiddenSize, point)
  return {
    ...point,
    restarts,
    losses,
    mean: { norm: mean(kept.map(({ norm }) => norm)), superposition: mean(kept.map((k) => k.superposition)) },
    theory: cellTheory(candidate!.model.weights, candidate!.loss),
    ...(optimum && { optimum: cellTheory(optimum.weights, optimum.loss) }),
  }
}

function band(trained: TrainedEnsemble, hiddenSize: HiddenSize): BandResult {
  const { members } = trained.task.ensemble
  const point = pointOf(members[0]!)
  return {
    ...point,
    hiddenSize,
    restarts: restartResults(trained, [...members.keys()], point),
    theoryLoss: phaseCandidates({ hiddenSize, ...point })[0]!.loss,
  }
}

function cellTheory(weights: Matrix, loss: number): CellTheory {
  const extra = extraFeature(weights)
  return { ...extra, loss, state: extraState(extra) }
}

function restartResults(trained: TrainedEnsemble, members: readonly number[], point: Point): readonly RestartResult[] {
  return soundMembers(trained, members)
    .map((member) => restartResult(trained, member, point))
    .sort((a, b) => a.exactLoss - b.exactLoss)
}

function restartResult(trained: TrainedEnsemble, member: number, point: Point): RestartResult {
  const weights = memberWeights(trained.parameters, member)
  const bias = memberParameters(trained.parameters, member).bias!.values
  const { importance } = trained.task.ensemble.members[member]!
  const extra = extraFeature(weights)
  const exactLoss = reluLoss({ weights, bias }, { probability: point.probability, importance })
  return { ...extra, exactLoss, state: extraState(extra) }
}

function biasFreeResult(trained: TrainedEnsemble): BiasFreeResult {
  const { members } = trained.task.ensemble
  const point = pointOf(members[0]!)
  const restarts = soundMembers(trained, [...members.keys()]).map((member) => {
    const weights = memberWeights(trained.parameters, member)
    const { importance } = members[member]!
    const exactLoss = 2 * reluLoss({ weights, bias: [0, 0] }, { probability: point.probability, importance })
    return { weights: orderedWeights(weights.values), exactLoss }
  })
  return { ...point, restarts: restarts.sort((a, b) => a.exactLoss - b.exactLoss) }
}

/** Of all restarts of all cells whose exact optimum is known: exact loss over that optimum. */
export function lossRatios({ cells }: Diagram): readonly (readonly number[])[] {
  return cells.flatMap(({ restarts, optimum }) =>
    optimum === undefined ? [] : [restarts.map(({ exactLoss }) => exactLoss / optimum.loss)],
  )
}

/** Median over cells of the share of restarts within a tenth of the exact optimum. */
export function medianReached(diagram: Diagram): number {
  return median(lossRatios(diagram).map((ratios) => ratios.filter((ratio) => ratio < 1.1).length / ratios.length))
}
