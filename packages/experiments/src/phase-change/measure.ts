/**
 * Phase diagrams from trained models, beside theory and the exact optimum. Losses are averaged over features, as in
 * training.
 */
import { type PhaseSetting, phaseCandidates, reluLoss, type TiedModel } from '@digon/theory'
import { firstStepOf } from '../vocabulary/first-step.js'
import { best, restartsBy } from '../vocabulary/restarts.js'
import { mean } from '../vocabulary/statistics.js'
import { featuresOf, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { extraFeature, extraState } from './extra-feature.js'
import { endImportances, type HiddenSize, sizes } from './settings.js'
import { exactEnd, exactOptimum, optimumOfTwo, orderedWeights } from './theory.js'

export type PhaseChangeNumbers = ReturnType<typeof measurePhaseChange>
export type Diagram = ReturnType<typeof measureDiagram>
export type Cell = ReturnType<typeof measureCell>
/** A trained model, as an extra feature and losses. */
export type PhaseRestart = ReturnType<typeof measureRestart>

type Point = Trained<PhaseSetting>

type SweepName = 'grids' | 'ends' | 'biasFree'

export function measurePhaseChange({ grids, ends, biasFree }: Readonly<Record<SweepName, readonly Point[]>>) {
  return {
    diagrams: sizes.map((hiddenSize) => measureDiagram(hiddenSize, grids)),
    /** Around the end of superposition, by size and importance, then density. */
    ends: ends.map(measureCell),
    /** How the exact optimum ends there, by importance. */
    exactEnds: endImportances.map(exactEnd),
    firstStep: firstStepOf(grids.at(-1)!),
    /** The larger weight first, made positive. */
    biasFree: {
      restarts: restartsBy(
        biasFree[0]!,
        (model) => ({ ...measureRestart(model), weights: orderedWeights(model.weights.values) }),
        ({ exactLoss }) => exactLoss,
      ),
      optimum: optimumOfTwo({ ...pointOf(biasFree[0]!.condition), freeBias: false }).loss,
    },
  }
}

function pointOf({ relativeImportance, probability }: PhaseSetting) {
  return { relativeImportance, probability }
}

function measureDiagram(hiddenSize: HiddenSize, grids: readonly Point[]) {
  const points = grids.filter(({ condition }) => condition.hiddenSize === hiddenSize)
  return {
    hiddenSize,
    /** Ascending. */
    relativeImportances: [...new Set(points.map(({ condition }) => condition.relativeImportance))],
    /** Ascending. */
    probabilities: [...new Set(points.map(({ condition }) => condition.probability))],
    /** All importances of the first probability, then of the next. */
    cells: points.map(measureCell),
  }
}

function measureCell({ condition, ...trained }: Point) {
  const restarts = restartsBy(trained, measureRestart, ({ exactLoss }) => exactLoss)
  const kept = restarts.all.slice(0, restarts.planned - 1)
  const candidates = phaseCandidates(condition).map((each) => ({ ...withState(each.model), loss: each.loss }))
  const { model, loss } = exactOptimum(condition)
  const optimum = { ...withState(model), loss }
  const rivals = candidates.filter(({ state }) => state !== optimum.state)
  return {
    ...condition,
    restarts,
    /** Over all restarts but the worst, as the paper draws them. */
    mean: { norm: mean(kept.map(({ norm }) => norm)), superposition: mean(kept.map((each) => each.superposition)) },
    /** The best of the paper's candidates. */
    theory: candidates[0]!,
    /** Over all weights and biases. */
    optimum,
    /** Least loss of a candidate that is in another state, over the optimum's. */
    rival: rivals[0]!.loss / loss,
  }
}

function measureRestart(model: TrainedMember) {
  const { loss, lossStandardError } = model
  return { ...withState(model), loss, lossStandardError, exactLoss: reluLoss(model, featuresOf(model)) }
}

function withState({ weights }: TiedModel) {
  const extra = extraFeature(weights)
  return { ...extra, state: extraState(extra) }
}

/** Exact loss of the best restart over that of the exact optimum. */
export function bestOverOptimum({ restarts, optimum }: Cell): number {
  return best(restarts).exactLoss / optimum.loss
}

/** Whether a restart lies within a share of the least loss. */
export function within(share: number, { optimum }: Cell): (restart: PhaseRestart) => boolean {
  return ({ exactLoss }) => exactLoss <= (1 + share) * optimum.loss
}
