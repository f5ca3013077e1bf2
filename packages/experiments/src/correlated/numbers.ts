/** Numbers of the models of features in sets. Plain JSON. */
import { type Matrix, matrixFromRows, row } from '@digon/matrix'
import { memberParameters, memberWeights } from '@digon/model'
import {
  type GroupedFeatures,
  groupedReluLoss,
  groupedReluOptimum,
  polygonModel,
  reluLoss,
  reluOptimum,
  type TiedModel,
} from '@digon/theory'
import type { TrainedEnsemble } from '../experiment.js'
import { type LossHistory, lossHistory } from '../loss-history.js'
import { type LossStatistics, lossStatistics, soundMembers } from '../restarts.js'
import { hexagonOf, pairStates } from '../vocabulary/pairs.js'
import { type SetGeometry, setGeometry } from '../vocabulary/sets.js'
import { type SetUp, type SetUpName, setUps } from './plan.js'

/** Losses are averaged over features, as in training. */
export interface CorrelatedNumbers {
  readonly setUps: Readonly<Record<SetUpName, SetUpResult>>
  readonly optima: Optima
}

export interface SetUpResult {
  readonly setUp: SetUp
  readonly steps: number
  /** Restarts that did not diverge, by rising loss: exact, for local bases on fresh samples. */
  readonly restarts: readonly RestartResult[]
  /** Of the same losses. */
  readonly losses: LossStatistics
  /** How many restarts ended in which state. */
  readonly states: Readonly<Record<string, number>>
  readonly history: LossHistory
}

export interface RestartResult extends SetGeometry {
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  /** The exact expectation at the same weights; absent for local bases, where up to twenty features are active at once. */
  readonly exactLoss?: number
  /** `[feature][hidden]`. */
  readonly weights: readonly (readonly number[])[]
  /** `[feature]`. */
  readonly bias: readonly number[]
  readonly state: string
}

/** Losses of perfectly trained models, from theory: local optima of the exact loss. */
export interface Optima {
  /** Correlated pairs, orthogonal inside and antipodal across; and the other way round. */
  readonly correlated: { readonly across: number; readonly inside: number }
  /** Anticorrelated pairs, antipodal inside; and across. */
  readonly anticorrelated: { readonly across: number; readonly inside: number }
  /** Six independent features: on a hexagon, or five on a pentagon and one at its mean. */
  readonly independent: { readonly hexagon: number; readonly pentagon: number }
}

/**
 * @param optima handed in where they are known already, for they take about a second.
 * @throws {RangeError} when all restarts of a set-up diverged.
 */
export function analyzeCorrelated(
  trained: readonly TrainedEnsemble[],
  optima: () => Optima = correlatedOptima,
): CorrelatedNumbers {
  const results = trained.map(setUpResult)
  return {
    setUps: Object.fromEntries(results.map((result) => [result.setUp.name, result])) as CorrelatedNumbers['setUps'],
    optima: optima(),
  }
}

/** Where descent on the exact loss ends from the shapes that the paper names. */
export function correlatedOptima(): Optima {
  // Features 0 and 2, 1 and 3 of a square are antipodal: partners of different sets.
  const across = polygonModel({ featureCount: 4, corners: 4 })
  const inside: TiedModel = { ...across, weights: inOrder(across.weights, [0, 2, 1, 3]) }
  const ofPairs = (name: 'correlated' | 'anticorrelated') => {
    const features = groupedFeatures(setUpOf(name))
    return { across: groupedReluOptimum(across, features).loss, inside: groupedReluOptimum(inside, features).loss }
  }
  const { probability } = setUpOf('independent')
  const six = { probability, importance: new Array<number>(6).fill(1) }
  const five = { probability, importance: new Array<number>(5).fill(1) }
  const hexagon = reluOptimum(polygonModel({ featureCount: 6, corners: 6, radius: 1.3, bias: -0.55 }), six)
  const pentagon = reluOptimum(polygonModel({ featureCount: 5, corners: 5, radius: 1.15, bias: -0.26 }), five)
  // The sixth at its mean does not touch the others.
  const leftOut = probability / 3 - probability ** 2 / 4
  return {
    correlated: ofPairs('correlated'),
    anticorrelated: ofPairs('anticorrelated'),
    independent: { hexagon: hexagon.loss, pentagon: (5 * pentagon.loss + leftOut) / 6 },
  }
}

function setUpResult(trained: TrainedEnsemble): SetUpResult {
  const { name, ensemble, steps } = trained.task
  const setUp = setUpOf(name)
  const all = [...ensemble.members.keys()]
  const restarts = soundMembers(trained, all)
    .map((member) => ({ member, ...restartResult(trained, member, setUp) }))
    .sort((a, b) => (a.exactLoss ?? a.loss) - (b.exactLoss ?? b.loss))
  const states: Record<string, number> = {}
  for (const { state } of restarts) states[state] = (states[state] ?? 0) + 1
  return {
    setUp,
    steps,
    restarts: restarts.map(({ member: _, ...restart }) => restart),
    losses: lossStatistics(
      restarts.map(({ exactLoss, loss }) => exactLoss ?? loss),
      all.length,
    ),
    states,
    history: lossHistory(
      trained,
      restarts.map(({ member }) => member),
    ),
  }
}

function restartResult(trained: TrainedEnsemble, member: number, setUp: SetUp): RestartResult {
  const weights = memberWeights(trained.parameters, member)
  const bias = memberParameters(trained.parameters, member).bias!.values
  const geometry = setGeometry(weights, setUp.setSize)
  const exactLoss = exactLossOf({ weights, bias }, setUp)
  return {
    seed: trained.task.ensemble.members[member]!.seed,
    loss: trained.evaluation.losses[member]!,
    ...(exactLoss !== undefined && { exactLoss }),
    weights: Array.from(bias, (_, i) => [...row(weights, i)]),
    bias: [...bias],
    ...geometry,
    state: stateOf(weights, geometry, setUp),
  }
}

function exactLossOf(model: TiedModel, setUp: SetUp): number | undefined {
  const { kind, probability, setCount, setSize } = setUp
  const featureCount = setCount * setSize
  if (featureCount > 6) return undefined
  if (kind === 'independent') return reluLoss(model, { probability, importance: new Array(featureCount).fill(1) })
  return groupedReluLoss(model, groupedFeatures(setUp))
}

function groupedFeatures({ kind, setCount, setSize, probability }: SetUp): GroupedFeatures {
  return {
    sets: Array.from({ length: setCount }, (_, set) => ({
      kind: kind === 'exclusive' ? 'exclusive' : 'together',
      features: Array.from({ length: setSize }, (__, place) => set * setSize + place),
      probability,
    })),
    importance: new Array<number>(setCount * setSize).fill(1),
  }
}

/** Cosines within this of 0 or of −1 count as orthogonal and antipodal. */
const cosineTolerance = 0.1

function stateOf(weights: Matrix, { within, across, opposite, norms }: SetGeometry, setUp: SetUp): string {
  const orthogonal = (cosines: readonly number[]) => cosines.every((cosine) => Math.abs(cosine) < cosineTolerance)
  const antipodal = (cosines: readonly number[]) => cosines.every((cosine) => cosine < cosineTolerance - 1)
  if (setUp.name === 'local-bases') return meanSize(within) < cosineTolerance ? 'orthogonal inside' : 'other'
  if (setUp.setCount === 2) {
    if (orthogonal(within) && antipodal(opposite)) return 'antipodal across'
    return antipodal(within) && orthogonal(across) ? 'antipodal inside' : 'other'
  }
  const hexagon = hexagonOf(weights)
  if (hexagon !== undefined) return hexagon
  const collapsed = pairStates(weights).filter((state) => state === 'collapsed').length
  if (collapsed > 0 && setUp.kind !== 'independent') return `${collapsed} collapsed`
  const leftOut = norms.filter((norm) => norm < 0.5).length
  return leftOut > 0 ? `${leftOut} left out` : 'other'
}

/** Mean absolute value; NaN for none. */
export function meanSize(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + Math.abs(value), 0) / numbers.length
}

function setUpOf(name: string): SetUp {
  return setUps.find((setUp) => setUp.name === name)!
}

function inOrder(weights: Matrix, order: readonly number[]): Matrix {
  return matrixFromRows(order.map((feature) => [...row(weights, feature)]))
}
