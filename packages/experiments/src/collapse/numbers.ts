/** Numbers of the collapse of correlated pairs, from trained ensembles. Plain JSON. */
import { type Matrix, row } from '@digon/matrix'
import { memberParameters, memberWeights } from '@digon/model'
import { groupedLinearOptimum, groupedReluLoss } from '@digon/theory'
import { hexagonOf, type PairState, pairStates } from '../correlated/set-geometry.js'
import type { TrainedEnsemble } from '../experiment.js'
import { probabilityGroups } from '../probability-groups.js'
import { type LossStatistics, lossStatistics, soundMembers } from '../restarts.js'
import { type ExactStates, exactStates } from './exact-states.js'
import { hiddenSize, pairsAt, probabilities } from './plan.js'

/** Losses are averaged over features, as in training. */
export interface CollapseNumbers {
  /** By rising probability. */
  readonly strip: readonly ProbabilityResult[]
  readonly exact: ExactStates
}

export interface ProbabilityResult {
  readonly probability: number
  readonly steps: number
  /** Restarts that did not diverge, by rising exact loss. */
  readonly restarts: readonly RestartResult[]
  /** Of exact losses. */
  readonly losses: LossStatistics
  /** How many restarts ended in which state. */
  readonly states: Readonly<Record<string, number>>
  /** The state of most restarts; of equally many the one of least loss. */
  readonly commonest: string
  /** Mean number of collapsed pairs over restarts. */
  readonly meanCollapsed: number
  /** What the best linear model loses: principal components. */
  readonly linearOptimum: number
}

export interface RestartResult {
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  /** The exact expectation at the same weights. */
  readonly exactLoss: number
  /** `[feature][hidden]`. */
  readonly weights: readonly (readonly number[])[]
  /** `[feature]`. */
  readonly bias: readonly number[]
  /** `[pair]`. */
  readonly pairs: readonly PairState[]
  readonly collapsed: number
  /** For example `2 collapsed`, or `hexagon, partners side by side`. */
  readonly state: string
  /** Share of ‖W‖_F² on the sums of pairs, from 0 to 1: 1 when partners share one vector, 3/4 in a hexagon of neighbors. */
  readonly shareOnSums: number
}

/**
 * @param exact handed in where it is known already, for it takes some seconds.
 * @throws {RangeError} when all restarts of a probability diverged.
 */
export function analyzeCollapse(
  trained: readonly TrainedEnsemble[],
  exact: () => ExactStates = () => exactStates(probabilities),
): CollapseNumbers {
  const strip = trained.flatMap(probabilityResults).sort((a, b) => a.probability - b.probability)
  return { strip, exact: exact() }
}

function probabilityResults(trained: TrainedEnsemble): readonly ProbabilityResult[] {
  return probabilityGroups(trained.task).map(({ probability, members }) => {
    const restarts = soundMembers(trained, members)
      .map((member) => restartResult(trained, member, probability))
      .sort((a, b) => a.exactLoss - b.exactLoss)
    const states: Record<string, number> = {}
    for (const { state } of restarts) states[state] = (states[state] ?? 0) + 1
    const losses = lossStatistics(
      restarts.map(({ exactLoss }) => exactLoss),
      members.length,
    )
    const most = Math.max(...Object.values(states))
    return {
      probability,
      steps: trained.task.steps,
      restarts,
      losses,
      states,
      commonest: restarts.find(({ state }) => states[state] === most)!.state,
      meanCollapsed: restarts.reduce((sum, { collapsed }) => sum + collapsed, 0) / restarts.length,
      linearOptimum: groupedLinearOptimum(pairsAt(probability), hiddenSize),
    }
  })
}

function restartResult(trained: TrainedEnsemble, member: number, probability: number): RestartResult {
  const weights = memberWeights(trained.parameters, member)
  const bias = memberParameters(trained.parameters, member).bias!.values
  const pairs = pairStates(weights)
  const collapsed = pairs.filter((state) => state === 'collapsed').length
  const rows = Array.from(bias, (_, i) => [...row(weights, i)])
  return {
    seed: trained.task.ensemble.members[member]!.seed,
    loss: trained.evaluation.losses[member]!,
    exactLoss: groupedReluLoss({ weights, bias }, pairsAt(probability)),
    weights: rows,
    bias: [...bias],
    pairs,
    collapsed,
    state: collapsed > 0 ? `${collapsed} collapsed` : apartInWords(weights),
    shareOnSums: shareOnSums(rows),
  }
}

function apartInWords(weights: Matrix): string {
  const hexagon = hexagonOf(weights)
  return hexagon === undefined ? 'none collapsed, no hexagon' : `hexagon, ${hexagon}`
}

function shareOnSums(rows: readonly (readonly number[])[]): number {
  let [sums, all] = [0, 0]
  for (let set = 0; set < rows.length / 2; set++) {
    const [a, b] = [rows[2 * set]!, rows[2 * set + 1]!]
    for (const [k, value] of a.entries()) {
      sums += (value + b[k]!) ** 2 / 2
      all += value ** 2 + b[k]! ** 2
    }
  }
  return sums / all
}
