/** What the trained set-ups show. Plain JSON. */
import { type Matrix, toRows } from '@digon/matrix'
import { hexagonOf, pairStates } from '../vocabulary/pairs.js'
import { historyOf, restartsBy, tally } from '../vocabulary/restarts.js'
import { setGeometry } from '../vocabulary/sets.js'
import { mean } from '../vocabulary/statistics.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import { type SetUpName, setUps } from './settings.js'
import { exactLossOf, exactOptima } from './shapes.js'

export type CorrelatedNumbers = ReturnType<typeof measureCorrelated>
export type SetUpResult = ReturnType<typeof measureSetUp>
export type SetRestart = ReturnType<typeof measureRestart>

export function measureCorrelated(trained: readonly Trained<SetUpName>[]) {
  const results = trained.map((each) => [each.condition, measureSetUp(each)])
  return {
    setUps: Object.fromEntries(results) as Record<SetUpName, SetUpResult>,
    optima: exactOptima(setUps),
  }
}

function measureSetUp({ condition: name, ...trained }: Trained<SetUpName>) {
  const restarts = restartsBy(
    trained,
    (member) => measureRestart(member, name),
    ({ exactLoss }) => exactLoss,
  )
  return { restarts, states: tally(restarts, ({ state }) => state), history: historyOf(trained) }
}

function measureRestart({ weights, bias, loss, lossStandardError }: TrainedMember, name: SetUpName) {
  const setUp = setUps[name]
  return {
    /** On fresh samples; both losses are averaged over features, as in training. */
    loss,
    lossStandardError,
    exactLoss: exactLossOf({ weights, bias }, setUp),
    ...setGeometry(weights, setUp.setSize),
    state: stateOf(weights, name),
    bias: [...bias],
    weights: toRows(weights),
  }
}

/** Directions within so many degrees of a right angle, or of opposite ones, count as orthogonal and antipodal. */
export const angleTolerance = 5
const radians = (angleTolerance * Math.PI) / 180

function stateOf(weights: Matrix, name: SetUpName): string {
  const { kind, setCount, setSize } = setUps[name]
  const { within, across, opposite, norms } = setGeometry(weights, setSize)
  const orthogonal = (cosines: readonly number[]) => largestSize(cosines) <= Math.sin(radians)
  const antipodal = (cosines: readonly number[]) => Math.max(...cosines) <= -Math.cos(radians)
  if (name === 'local-bases') return orthogonal(within) ? 'orthogonal inside' : 'other'
  if (setCount === 2) {
    if (orthogonal(within) && antipodal(opposite)) return 'antipodal across'
    return antipodal(within) && orthogonal(across) ? 'antipodal inside' : 'other'
  }
  const collapsed = pairStates(weights).filter((state) => state === 'collapsed').length
  const leftOut = norms.filter((norm) => norm < 0.5).length
  const other = leftOut > 0 ? `${leftOut} left out` : 'other'
  return hexagonOf(weights) ?? (collapsed > 0 && kind !== 'independent' ? `${collapsed} collapsed` : other)
}

/** Mean absolute value. */
export function meanSize(numbers: readonly number[]): number {
  return mean(numbers.map(Math.abs))
}

/** Largest absolute value. */
export function largestSize(numbers: readonly number[]): number {
  return Math.max(...numbers.map(Math.abs))
}
