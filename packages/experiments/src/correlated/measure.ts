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
    ({ loss }) => loss,
  )
  return { restarts, states: tally(restarts, ({ state }) => state), history: historyOf(trained) }
}

function measureRestart({ weights, bias, loss }: TrainedMember, name: SetUpName) {
  const setUp = setUps[name]
  return {
    /** The exact expectation; of local bases on fresh samples. Averaged over features, as in training. */
    loss: exactLossOf({ weights, bias }, setUp) ?? loss,
    sampledLoss: loss,
    ...setGeometry(weights, setUp.setSize),
    state: stateOf(weights, name),
    bias: [...bias],
    weights: toRows(weights),
  }
}

/** Cosines within this of 0 or of −1 count as orthogonal and antipodal. */
const cosineTolerance = 0.1

function stateOf(weights: Matrix, name: SetUpName): string {
  const { kind, setCount, setSize } = setUps[name]
  const { within, across, opposite, norms } = setGeometry(weights, setSize)
  const orthogonal = (cosines: readonly number[]) => largestSize(cosines) < cosineTolerance
  const antipodal = (cosines: readonly number[]) => Math.max(...cosines) < cosineTolerance - 1
  if (name === 'local-bases') return meanSize(within) < cosineTolerance ? 'orthogonal inside' : 'other'
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
