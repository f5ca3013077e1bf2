/** What the trained pairs show, probability by probability. Plain JSON. */
import { toRows } from '@digon/matrix'
import { groupedLinearOptimum, groupedReluLoss } from '@digon/theory'
import { hexagonOf, pairStates } from '../vocabulary/pairs.js'
import { medianOf, restartsBy, shareOf, tally } from '../vocabulary/restarts.js'
import { setGeometry } from '../vocabulary/sets.js'
import { mean } from '../vocabulary/statistics.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import { exactStates, optimumAs, pairsAt, type Shape } from './exact-states.js'
import {
  deviation,
  hiddenSize,
  otherDeviations,
  pairCount,
  probabilities,
  stateTolerance,
  thirdPairProbabilities,
} from './settings.js'

export type CollapseNumbers = ReturnType<typeof measureCollapse>
export type ProbabilityResult = ReturnType<typeof measureProbability>
type PairsRestart = ReturnType<typeof measureRestart>

/** The state of a model that loses more, or less, than the best one with as many collapsed pairs. */
const unsettled = 'in no state'

/** @param others `[probability of one deviation, then of the next]`. */
export function measureCollapse(strip: readonly Trained<Start>[], others: readonly Trained<Start>[]) {
  const points = strip.map(measureProbability)
  return {
    strip: points,
    /** By deviation of the initial weights, rising. */
    starts: [...otherDeviations.map((value) => startOf(value, others)), { deviation, ...thresholdsOf(points) }].sort(
      (a, b) => a.deviation - b.deviation,
    ),
    exact: exactStates(probabilities),
  }
}

/** What models are trained under: the deviation of initial weights, and P(a pair is on). */
export interface Start {
  readonly deviation: number
  readonly probability: number
}

function startOf(value: number, others: readonly Trained<Start>[]) {
  const own = others.filter(({ condition }) => condition.deviation === value)
  return { deviation: value, ...thresholdsOf(own.map(measureProbability)) }
}

function thresholdsOf(points: readonly ProbabilityResult[]) {
  return {
    probabilities: points.map(({ probability }) => probability),
    meanCollapsed: points.map(({ meanCollapsed }) => meanCollapsed),
    /** Mean number of collapsed pairs over the probabilities at which the third one collapses. */
    collapsedAtThird: mean(
      points
        .filter(({ probability }) => thirdPairProbabilities.includes(probability))
        .map(({ meanCollapsed }) => meanCollapsed),
    ),
    /**
     * Where the mean number of collapsed pairs passes 1/2, 3/2 and 5/2; null where it does not, or where training had not
     * ended in states yet.
     */
    thresholds: [0.5, 1.5, 2.5].map((level) => (points.every(isSettled) ? crossing(points, level) : null)),
  }
}

/** At least half of the restarts are in a state. */
export function isSettled({ restarts }: ProbabilityResult): boolean {
  return shareOf(restarts, ({ state }) => state !== unsettled) >= 0.5
}

/**
 * Between the last probability at which the mean number of collapsed pairs is below `level` and the next one,
 * interpolated on a logarithmic axis; null when it is below throughout or nowhere.
 */
function crossing(points: readonly ProbabilityResult[], level: number): number | null {
  const last = points.findLastIndex(({ meanCollapsed }) => meanCollapsed < level)
  const [below, above] = [points[last], points[last + 1]]
  if (below === undefined || above === undefined) return null
  const share = (level - below.meanCollapsed) / (above.meanCollapsed - below.meanCollapsed)
  return below.probability * (above.probability / below.probability) ** share
}

export function measureProbability({ condition: { probability }, ...trained }: Trained<Start>) {
  const restarts = restartsBy(trained, (member) => measureRestart(member, probability), exactLoss)
  const states = tally(restarts, stateOf)
  const most = Math.max(...Object.values(states).map(Number))
  return {
    probability,
    restarts,
    states,
    /** The best restart in the commonest state; of equally common states the one with the best restart. */
    typical: restarts.all.find(({ state }) => states[state] === most)!,
    meanCollapsed: mean(restarts.all.map(({ collapsed }) => collapsed)),
    /** What the best linear model loses: principal components. */
    linearOptimum: groupedLinearOptimum(pairsAt(probability), hiddenSize),
    /** Exact loss over the least loss of a model of the same shape, median over restarts. */
    overItsShape: medianOf(restarts, ({ overItsShape }) => overItsShape),
  }
}

function measureRestart({ weights, bias, loss, lossStandardError }: TrainedMember, probability: number) {
  const collapsed = pairStates(weights).filter((state) => state === 'collapsed').length
  const rows = toRows(weights)
  const exactLoss = groupedReluLoss({ weights, bias }, pairsAt(probability))
  // Three collapsed pairs are a triangle where no two of them are nearly opposite.
  const shape: Shape = collapsed === 3 && Math.min(...setGeometry(weights, 2).across) > -0.75 ? 4 : (collapsed as Shape)
  const overItsShape = exactLoss / optimumAs({ shape, probability }).loss
  const state = collapsed > 0 ? `${collapsed} collapsed` : (hexagonOf(weights) ?? 'none collapsed, no hexagon')
  return {
    /** On fresh samples. */
    loss,
    lossStandardError,
    /** The exact expectation at the same weights. Both are averaged over features, as in training. */
    exactLoss,
    overItsShape,
    collapsed,
    state: Math.abs(overItsShape - 1) <= stateTolerance ? state : unsettled,
    shareOnSums: shareOnSums(rows),
    weights: rows,
  }
}

/** Share of ‖W‖_F² on the sums of pairs: 1 when partners share one vector, 3/4 in a hexagon of neighbors. */
function shareOnSums(rows: readonly (readonly number[])[]): number {
  let [sums, all] = [0, 0]
  for (let pair = 0; pair < pairCount; pair++) {
    const partner = rows[2 * pair + 1]!
    for (const [k, value] of rows[2 * pair]!.entries()) {
      sums += (value + partner[k]!) ** 2 / 2
      all += value ** 2 + partner[k]! ** 2
    }
  }
  return sums / all
}

export const exactLoss = (restart: PairsRestart) => restart.exactLoss
const stateOf = ({ state }: PairsRestart) => state
