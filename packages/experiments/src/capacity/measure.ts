/** What ReLU models do with their dimensions, beside what the law of the quadratic model would do with the same effects. */
import { featureDimensionality, representedFeatures } from '@digon/metrics'
import type { Ensemble } from '@digon/model'
import { capacityAllocation, linearOptimum } from '@digon/theory'
import { restartsBy } from '../vocabulary/restarts.js'
import { checkedLoss } from '../vocabulary/second-evaluation.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import { model } from './settings.js'

export type ReluResult = ReturnType<typeof measureRelu>
export type ReluRestart = ReluResult['restarts']['all'][number]

/** Capacities of blocks that the ReLU model builds where features are sparse to this degree: dropped, half of a pair, alone. */
const blockCapacities = [0, 1 / 2, 1]
const nearBlock = 0.05
/** For the loss of every restart once more. */
const secondSamples = 5120

export function measureRelu({ condition: probability, ...trained }: Trained<number>) {
  const { importance } = trained.members[0]!.member
  const features = { probability, importance }
  const law = capacityAllocation(
    { effects: importance.map(Math.sqrt), kurtosis: kurtosisOf(probability) },
    model.hiddenSize,
  )
  return {
    probability,
    kurtosis: kurtosisOf(probability),
    linearLoss: linearOptimum(features, model.hiddenSize).loss,
    lawCapacities: [...law.capacities],
    restarts: restartsBy(
      trained,
      (member) => measureRestart(member, trained.task.ensemble),
      ({ loss }) => loss,
    ),
  }
}

function measureRestart(trained: TrainedMember, ensemble: Ensemble) {
  const represented = new Set(representedFeatures(trained.weights))
  return {
    ...checkedLoss(trained, ensemble, secondSamples),
    capacities: Array.from(featureDimensionality(trained.weights), (share, i) => (represented.has(i) ? share : 0)),
  }
}

/** The share of features whose capacity is that of a block of one, a block of two, or nothing. */
export function inBlocks({ capacities }: Pick<ReluRestart, 'capacities'>): number {
  const near = capacities.filter((share) => blockCapacities.some((block) => Math.abs(share - block) < nearBlock))
  return near.length / capacities.length
}

/** Features that are represented and have no dimension of their own. */
export function sharing({ capacities }: Pick<ReluRestart, 'capacities'>): number {
  return capacities.filter((share) => share > nearBlock && share < 1 - nearBlock).length
}

/** The largest difference from a dimension for each of the most important features and nothing for the others. */
export function offPrincipal({ capacities }: Pick<ReluRestart, 'capacities'>): number {
  return capacities.reduce((most, share, i) => Math.max(most, Math.abs(share - (i < model.hiddenSize ? 1 : 0))), 0)
}

/** Of a feature that is 0 or, with this probability, uniform on [0, 1): E(x − Ex)⁴ / Var(x)². */
export function kurtosisOf(probability: number): number {
  const [first, second, third, fourth] = [1, 2, 3, 4].map((power) => probability / (power + 1)) as [
    number,
    number,
    number,
    number,
  ]
  const variance = second - first ** 2
  return (fourth - 4 * third * first + 6 * second * first ** 2 - 3 * first ** 4) / variance ** 2
}
