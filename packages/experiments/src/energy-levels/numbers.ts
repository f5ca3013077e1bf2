/** Numbers of the energy levels, from a trained ensemble with its snapshots. Plain JSON. */
import { type SparseBatch, sampleBatch, toDense } from '@digon/data'
import { featureDimensionality, frobeniusSquared } from '@digon/metrics'
import { forward, memberWeights, type Parameters } from '@digon/model'
import { digonLoss } from '@digon/theory'
import { correlation } from '../correlation.js'
import type { TrainedEnsemble } from '../experiment.js'
import { type LossStatistics, lossStatistics, soundMembers } from '../restarts.js'
import { featureCount, hiddenSize, probability } from './plan.js'

/** Losses are averaged over features, as in training. */
export interface EnergyLevelNumbers {
  readonly steps: number
  /** Restarts that did not diverge, by rising loss on fresh samples. */
  readonly restarts: readonly RestartResult[]
  /** On fresh samples. */
  readonly losses: LossStatistics
  /** m digons of norm 1 without bias, the other features at their mean: a bound that trained biases go below. */
  readonly digonLoss: number
}

export interface RestartResult {
  readonly seed: number
  /** On fresh samples, at the end. */
  readonly loss: number
  /** `[snapshot]`. */
  readonly snapshots: readonly Snapshot[]
  /** Features that end at 1/2, at 0, and elsewhere. */
  readonly ends: { readonly half: number; readonly none: number; readonly other: number }
  /** Between neighboring snapshots, from the one at which ‖W‖_F² first reaches m on. */
  readonly intervals: readonly Interval[]
  /** Pearson's, of `change` and `fall` over the intervals. */
  readonly correlation: number
  /** Of the features that end at 0 the largest dimensionality that one had after the start of the intervals. */
  readonly largestLost: number
}

export interface Snapshot {
  readonly step: number
  /** On samples that are the same for all snapshots and restarts, so that differences are nearly free of noise. */
  readonly loss: number
  /** `[feature]`: D_i. */
  readonly dimensionality: readonly number[]
}

export interface Interval {
  readonly from: number
  readonly to: number
  /** Σ_i |ΔD_i|. */
  readonly change: number
  /** Largest |ΔD_i|. */
  readonly largestChange: number
  /** −Δ ln loss. */
  readonly fall: number
}

/** A feature hops in an interval when its dimensionality changes by this or more. */
export const hop = 0.05

/** A feature's dimensionality counts as 1/2 or 0 within this. */
const levelTolerance = 0.03

const sampleCount = 4096

/** @throws {RangeError} when all restarts diverged. */
export function analyzeEnergyLevels([trained]: readonly TrainedEnsemble[]): EnergyLevelNumbers {
  const { ensemble, steps } = trained!.task
  const batch = sampleBatch(
    { kind: 'independent', probability },
    { featureCount, seed: ensemble.members[0]!.seed, step: 0, sampleCount },
  )
  const all = [...ensemble.members.keys()]
  const { losses } = trained!.evaluation
  const sound = [...soundMembers(trained!, all)].sort((a, b) => losses[a]! - losses[b]!)
  const pairs = Array.from({ length: hiddenSize }, (_, k) => [2 * k, 2 * k + 1] as const)
  return {
    steps,
    restarts: sound.map((member) => restartResult(trained!, member, batch)),
    losses: lossStatistics(
      sound.map((member) => losses[member]!),
      all.length,
    ),
    digonLoss: digonLoss({ probability, importance: new Array<number>(featureCount).fill(1) }, pairs),
  }
}

function restartResult(trained: TrainedEnsemble, member: number, batch: SparseBatch): RestartResult {
  const snapshots = trained.recorded.map(({ step, parameters }) => ({
    step,
    loss: lossOn(batch, trained, parameters, member),
    dimensionality: [...featureDimensionality(memberWeights(parameters, member))],
  }))
  const grown = trained.recorded.findIndex(
    ({ parameters }) => frobeniusSquared(memberWeights(parameters, member)) >= hiddenSize,
  )
  const started = grown < 0 ? [] : snapshots.slice(grown)
  const intervals = started.slice(1).map((after, k) => intervalOf(started[k]!, after))
  const end = snapshots.at(-1)!.dimensionality
  const half = end.filter((value) => Math.abs(value - 0.5) <= levelTolerance).length
  const lost = [...end.keys()].filter((feature) => end[feature]! <= levelTolerance)
  return {
    seed: trained.task.ensemble.members[member]!.seed,
    loss: trained.evaluation.losses[member]!,
    snapshots,
    ends: { half, none: lost.length, other: end.length - half - lost.length },
    intervals,
    correlation: finite(
      correlation(
        intervals.map(({ change }) => change),
        intervals.map(({ fall }) => fall),
      ),
    ),
    largestLost: Math.max(
      0,
      ...started.flatMap(({ dimensionality }) => lost.map((feature) => dimensionality[feature]!)),
    ),
  }
}

function intervalOf(before: Snapshot, after: Snapshot): Interval {
  const changes = after.dimensionality.map((value, i) => Math.abs(value - before.dimensionality[i]!))
  return {
    from: before.step,
    to: after.step,
    change: changes.reduce((sum, value) => sum + value, 0),
    largestChange: Math.max(...changes),
    fall: Math.log(before.loss / after.loss),
  }
}

/** JSON has no NaN: what does not vary has no correlation. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0
}

function lossOn(batch: SparseBatch, trained: TrainedEnsemble, parameters: Parameters, member: number): number {
  const { model } = trained.task.ensemble
  const { values } = forward(model, parameters, member, batch).output
  const target = toDense(batch)
  let sum = 0
  for (let k = 0; k < target.length; k++) sum += (values[k]! - target[k]!) ** 2
  return sum / target.length
}
