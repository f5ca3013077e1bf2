/** What the trained pairs show, probability by probability. Plain JSON. */
import { toRows } from '@digon/matrix'
import { groupedLinearOptimum, groupedReluLoss } from '@digon/theory'
import { hexagonOf, pairStates } from '../vocabulary/pairs.js'
import { restartsBy, tally } from '../vocabulary/restarts.js'
import { mean } from '../vocabulary/statistics.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import { exactStates, pairsAt } from './exact-states.js'
import { hiddenSize, pairCount, probabilities } from './settings.js'

export type CollapseNumbers = ReturnType<typeof measureCollapse>
export type ProbabilityResult = ReturnType<typeof measureProbability>
type PairsRestart = ReturnType<typeof measureRestart>

export function measureCollapse(strip: readonly Trained<number>[]) {
  return { strip: strip.map(measureProbability), exact: exactStates(probabilities) }
}

export function measureProbability({ condition: probability, ...trained }: Trained<number>) {
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
  }
}

function measureRestart({ weights, bias, loss }: TrainedMember, probability: number) {
  const collapsed = pairStates(weights).filter((state) => state === 'collapsed').length
  const rows = toRows(weights)
  return {
    /** On fresh samples. */
    loss,
    /** The exact expectation at the same weights. Both are averaged over features, as in training. */
    exactLoss: groupedReluLoss({ weights, bias }, pairsAt(probability)),
    collapsed,
    state: collapsed > 0 ? `${collapsed} collapsed` : (hexagonOf(weights) ?? 'none collapsed, no hexagon'),
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
