/** What trained models show of energy levels: dimensionalities and losses over training, hops, and where features end. */
import { type SparseBatch, sampleBatch, toDense } from '@digon/data'
import { matrixFromRows } from '@digon/matrix'
import { featureDimensionality, featureNorms, frobeniusSquared } from '@digon/metrics'
import { forward, type Model, memberWeights } from '@digon/model'
import { featureVariance, reluOptimum } from '@digon/theory'
import { ensembleOfOne } from '../vocabulary/ensemble-of-one.js'
import { medianOf, restartsBy } from '../vocabulary/restarts.js'
import { checkedLosses } from '../vocabulary/second-evaluation.js'
import { mean } from '../vocabulary/statistics.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import { hopsOf, lastWithin, rested, restFactor, windowFactor } from './hops.js'
import { model, probability } from './settings.js'

const { featureCount, hiddenSize } = model

/** A feature rests at 1/2 or 0 within this. */
export const levelTolerance = 0.03
/** Hops count from where ‖W‖² first reaches this share of what it ends with: before, all features grow at once. */
export const grownShare = 0.8
/** Samples on which losses over training are measured, the same for all steps and restarts. */
export const comparedSamples = 1024

/** The best a pair can do in one dimension. */
const digon = reluOptimum({ weights: matrixFromRows([[1], [-1]]), bias: [0, 0] }, { probability, importance: [1, 1] })
const leftOut = featureVariance(probability)

/** Exact, at the best weights and biases. Losses are averaged over features as in training. */
export const exact = {
  /** m digons, all other features at their mean. */
  digons: (hiddenSize * 2 * digon.loss + (featureCount - 2 * hiddenSize) * leftOut) / featureCount,
  /** What a model gains by the last digon, whose first feature had a dimension alone before. */
  lastDigon: (leftOut - 2 * digon.loss) / featureCount,
  /** Squared norm of a feature in a digon. */
  digonSize: mean(sizesOf(digon.model.weights)),
  digonBias: mean(Array.from(digon.model.bias)),
}

export type RestartResult = ReturnType<typeof measureRestart>
type TimePoint = ReturnType<typeof measureTimePoint>

export function measureLevels(trained: Trained<unknown>) {
  const { model: planned, members } = trained.task.ensemble
  const fresh = { featureCount, seed: members[0]!.seed, step: 0, sampleCount: comparedSamples }
  const batch = sampleBatch({ kind: 'independent', probability }, fresh)
  const targets = toDense(batch)
  const measured = restartsBy(
    trained,
    (member) => {
      const timePoints = member.recorded.map((point) => measureTimePoint(point, planned, batch, targets))
      return { timePoints, result: measureRestart(member, timePoints) }
    },
    ({ result }) => result.loss,
  )
  const restarts = { ...measured, all: measured.all.map(({ result }) => result) }
  const usual = Math.floor(medianOf(restarts, ({ hops }) => hops.length))
  const shown = restarts.all.findIndex(({ hops }) => hops.length === usual)
  return {
    restarts,
    exact,
    checkedLosses: checkedLosses(trained, 4096),
    steps: trained.members[0]!.recorded.map(({ step }) => step),
    /** The best of the restarts that hop as often as the median one does. */
    shown: { index: shown, dimensionality: measured.all[shown]!.timePoints.map((point) => point.dimensionality) },
  }
}

function measureRestart({ weights, bias, loss, recorded }: TrainedMember, timePoints: readonly TimePoint[]) {
  const last = frobeniusSquared(weights)
  const grown = timePoints.slice(timePoints.findIndex(({ normSquared }) => normSquared >= grownShare * last))
  const end = grown.filter(({ step }) => restFactor * step >= recorded.at(-1)!.step)
  const sizes = sizesOf(weights)
  const restingAt = (level: number) =>
    sizes.flatMap((_, i) =>
      end.every(({ dimensionality }) => Math.abs(dimensionality[i]! - level) <= levelTolerance) ? [i] : [],
    )
  const [half, none] = [restingAt(0.5), restingAt(0)]
  return {
    loss,
    losses: timePoints.map((point) => point.loss),
    ...measureHops(grown, none),
    /** Features that rest at 1/2 and at 0 in the end. */
    half,
    none,
    /** Mean squared norm of the features at 1/2. */
    digonSize: mean(half.map((i) => sizes[i]!)),
    /** Mean bias of the features at 0. */
    leftOutBias: mean(none.map((i) => bias[i]!)),
  }
}

/** @param grown time points from where the model has grown. */
function measureHops(grown: readonly TimePoint[], none: readonly number[]) {
  const steps = grown.map(({ step }) => step)
  const hops = hopsOf(
    steps,
    grown.map(({ dimensionality }) => dimensionality),
  )
  const fallFrom = (from: number) => grown[from]!.loss - grown[lastWithin(steps, from, windowFactor)]!.loss
  const moving = (from: number) =>
    hops.some((hop) => from <= hop.to && lastWithin(steps, from, windowFactor) >= hop.from)
  const quiet = [...steps.keys()].filter((from) => windowFactor * steps[from]! <= steps.at(-1)! && !moving(from))
  return {
    hops: hops.map(({ feature, from, to }) => ({
      feature,
      from: steps[from]!,
      to: steps[to]!,
      before: grown[from]!.dimensionality[feature]!,
      after: grown[to]!.dimensionality[feature]!,
      /** Fall of the loss in the window of the hop. */
      fall: fallFrom(from),
      /** Mean loss over the rest before, less that over a rest after the window. */
      worth: restingLoss(grown, steps[from]!) - restingLoss(grown, restFactor * windowFactor ** 2 * steps[from]!),
      /** How much the dimensionality of the feature that loses most falls with the hop. */
      mostLost: Math.max(...grown[from]!.dimensionality.map((value, i) => value - grown[to]!.dimensionality[i]!)),
    })),
    /** Mean fall of the loss in windows without a hop. */
    quietFall: mean(quiet.map(fallFrom)),
    /** Largest dimensionality at which a feature that ends without one has rested. */
    largestLost: Math.max(
      0,
      ...none.map((i) =>
        largestRest(
          steps,
          grown.map(({ dimensionality }) => dimensionality[i]!),
        ),
      ),
    ),
  }
}

/** Mean loss over a rest that ends at a step; at the end of training, where that is earlier. */
function restingLoss(grown: readonly TimePoint[], step: number): number {
  const end = Math.min(step, grown.at(-1)!.step)
  return mean(grown.filter((point) => point.step <= end && restFactor * point.step >= end).map(({ loss }) => loss))
}

function largestRest(steps: readonly number[], values: readonly number[]): number {
  return Math.max(0, ...values.filter((_, k) => rested(steps, values, k)))
}

function measureTimePoint(
  { step, parameters }: TrainedMember['recorded'][number],
  planned: Model,
  batch: SparseBatch,
  targets: Float32Array,
) {
  const one = ensembleOfOne(parameters)
  const weights = memberWeights(one, 0)
  const { values } = forward(planned, one, 0, batch).output
  let squares = 0
  for (let k = 0; k < values.length; k++) squares += (values[k]! - targets[k]!) ** 2
  return {
    step,
    loss: squares / values.length,
    dimensionality: [...featureDimensionality(weights)],
    normSquared: frobeniusSquared(weights),
  }
}

function sizesOf(weights: TrainedMember['weights']): readonly number[] {
  return [...featureNorms(weights)].map((norm) => norm ** 2)
}
