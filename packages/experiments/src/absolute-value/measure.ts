/** What trained models of |x| show. Losses are averaged over features, as in training. */
import { toRows } from '@digon/matrix'
import { interference } from '@digon/metrics'
import { featureVariance } from '@digon/theory'
import { best, restartsBy } from '../vocabulary/restarts.js'
import { secondLosses } from '../vocabulary/second-evaluation.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import { absoluteNeurons, countKind, featuresPerNeuron, twoSided } from './neurons.js'
import type { Row } from './settings.js'

export type AbsoluteResult = ReturnType<typeof measureRow>
export type AbsoluteRestart = ReturnType<typeof measureRestart>

export function measureRow({ condition: { probability, annealed }, ...trained }: Trained<Row>) {
  const { rows: featureCount, columns: hiddenSize } = trained.members[0]!.weights
  const { importance } = trained.members[0]!.member
  const restarts = restartsBy(trained, measureRestart, ({ loss }) => loss)
  const first = trained.members.find(({ loss }) => loss === best(restarts).loss)!
  return {
    probability,
    annealed,
    featureCount,
    hiddenSize,
    /** Loss of a model that computes as many features exactly as it has pairs of neurons. */
    pairedLoss: lossWithout(probability, importance, Math.floor(hiddenSize / 2)),
    constantLoss: lossWithout(probability, importance, 0),
    restarts,
    /** The best restart on other samples; more of them where losses come from rare features, as many as take no second. */
    again: secondLosses([first], trained.task.ensemble, Math.min(20_000, Math.round(1000 / probability ** 0.75)))[0]!,
  }
}

function measureRestart(trained: TrainedMember) {
  const { neurons, weights } = absoluteNeurons(trained)
  return {
    loss: trained.loss,
    standardError: trained.lossStandardError,
    neurons,
    monosemantic: countKind(neurons, 'monosemantic'),
    polysemantic: countKind(neurons, 'polysemantic'),
    featuresPerNeuron: featuresPerNeuron(neurons) || 0,
    twoSided: twoSided(trained),
    /** Each neuron's largest weight has the magnitude 1. */
    weights: toRows(weights),
    interference: [...interference(weights)],
  }
}

/** Loss of a model that computes the most important features exactly and puts the others at their mean. */
export function lossWithout(probability: number, importance: readonly number[], learned: number): number {
  const left = importance.slice(learned).reduce((sum, weight) => sum + weight, 0)
  return (featureVariance(probability) * left) / importance.length
}
