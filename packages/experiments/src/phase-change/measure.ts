/**
 * Phase diagrams from trained models, beside theory and the exact optimum. Losses are averaged over features, as in
 * training.
 */
import { type PhaseSetting, phaseCandidates, reluLoss, type TiedModel } from '@digon/theory'
import { best, restartsBy, shareOf } from '../vocabulary/restarts.js'
import { mean, median } from '../vocabulary/statistics.js'
import { featuresOf, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { extraFeature, extraState } from './extra-feature.js'
import { type HiddenSize, sizes } from './settings.js'
import { biasFreeOptimum, candidateTheory, exactOptimum, exactSwitch, orderedWeights } from './theory.js'

export type PhaseChangeNumbers = ReturnType<typeof measurePhaseChange>
export type Diagram = ReturnType<typeof measureDiagram>
export type Cell = Diagram['cells'][number]

type Point = Trained<PhaseSetting>

type SweepName = 'grids' | 'bands' | 'biasFree'

export function measurePhaseChange({ grids, bands, biasFree }: Readonly<Record<SweepName, readonly Point[]>>) {
  return {
    diagrams: sizes.map((hiddenSize) => measureDiagram(hiddenSize, grids)),
    /** Where the paper's candidates ignore the extra feature and the exact optimum does not. */
    bands: bands.map(({ condition, ...trained }) => ({
      ...condition,
      restarts: restartsBy(trained, measureRestart, ({ exactLoss }) => exactLoss),
      /** Least loss of the candidates. */
      theoryLoss: phaseCandidates(condition)[0]!.loss,
    })),
    /** The larger weight first, made positive; losses are summed over features. */
    biasFree: restartsBy(
      biasFree[0]!,
      (model) => ({
        weights: orderedWeights(model.weights.values),
        exactLoss: 2 * reluLoss(model, featuresOf(model)),
      }),
      ({ exactLoss }) => exactLoss,
    ),
    theory: {
      ...candidateTheory(),
      switches: [0.1, 0.3].map(exactSwitch),
      /** Optima without biases at McGrath's point, and at r = 1 with features side by side and opposite. */
      biasFree: {
        sameSign: biasFreeOptimum(0.9, 0.8),
        sideBySide: biasFreeOptimum(0.9, 1),
        opposite: biasFreeOptimum(0.5, 1),
      },
    },
  }
}

function measureDiagram(hiddenSize: HiddenSize, grids: readonly Point[]) {
  const points = grids.filter(({ condition }) => condition.hiddenSize === hiddenSize)
  const relativeImportances = [...new Set(points.map(({ condition }) => condition.relativeImportance))]
  const probabilities = [...new Set(points.map(({ condition }) => condition.probability))]
  // Optima of three features take long: every second row and column will do.
  const hasOptimum = ({ relativeImportance, probability }: PhaseSetting) =>
    hiddenSize === 1 ||
    (relativeImportances.indexOf(relativeImportance) % 2 === 0 && probabilities.indexOf(probability) % 2 === 0)
  return {
    hiddenSize,
    /** Ascending. */
    relativeImportances,
    /** Ascending. */
    probabilities,
    /** All importances of the first probability, then of the next. */
    cells: points.map((point) => measureCell(point, hasOptimum(point.condition))),
  }
}

function measureCell({ condition, ...trained }: Point, hasOptimum: boolean) {
  const restarts = restartsBy(trained, measureRestart, ({ exactLoss }) => exactLoss)
  const kept = restarts.all.slice(0, restarts.planned - 1)
  const [candidate] = phaseCandidates(condition)
  return {
    ...condition,
    restarts,
    /** Over all restarts but the worst, as the paper draws them. */
    mean: { norm: mean(kept.map(({ norm }) => norm)), superposition: mean(kept.map((each) => each.superposition)) },
    /** The best of the paper's candidates. */
    theory: withState(candidate!.model),
    /** Over all weights and biases; null where it is not computed. */
    optimum: hasOptimum ? { ...withState(exactOptimum(condition).model), loss: exactOptimum(condition).loss } : null,
  }
}

function measureRestart(model: TrainedMember) {
  return { ...withState(model), exactLoss: reluLoss(model, featuresOf(model)) }
}

function withState({ weights }: TiedModel) {
  const extra = extraFeature(weights)
  return { ...extra, state: extraState(extra) }
}

/** In each cell whose exact optimum is known: exact loss of the best restart over that optimum. */
export function bestOverOptimum({ cells }: Diagram): readonly number[] {
  return cells.flatMap(({ restarts, optimum }) => (optimum === null ? [] : [best(restarts).exactLoss / optimum.loss]))
}

/** Median over the same cells of the share of restarts within a tenth of the exact optimum. */
export function medianReached({ cells }: Diagram): number {
  const shares = cells.flatMap(({ restarts, optimum }) =>
    optimum === null ? [] : [shareOf(restarts, ({ exactLoss }) => exactLoss / optimum.loss < 1.1)],
  )
  return median(shares)
}
