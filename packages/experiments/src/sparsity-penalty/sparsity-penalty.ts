/** §12: an L1 penalty on the hidden units removes superposition, and with it the features that lived there. */
import { matrixFromRows } from '@digon/matrix'
import { gramMatrix } from '@digon/metrics'
import { curvesFigure, gramFigure, normBarsFigure, plannedFigure } from '@digon/plot'
import { largestAffordablePenalty } from '@digon/theory'
import { everyModel, featuresReversed, modelsOf, reversed, scaledFeatures } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, near, rising, shareAtLeast } from '../vocabulary/expectations.js'
import { firstStep, firstStepOf } from '../vocabulary/first-step.js'
import { firstRestartRepeated, independentRestarts } from '../vocabulary/independent-restarts.js'
import { bandMeaning, best, bestShown, countOf, curveOf, medianOf } from '../vocabulary/restarts.js'
import { lossesTooHigh, sampledLosses } from '../vocabulary/sampled-losses.js'
import { list } from '../vocabulary/statistics.js'
import { sweep } from '../vocabulary/sweep.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { biasFactor, measurePenalty, type PenalizedRestart, type PenaltyResult } from './measure.js'
import { fullFrom, importanceBase, model, probability, roomyFrom, sparsityPenaltySettings } from './settings.js'
import * as text from './text.js'

const { featureCount, hiddenSize } = model

const removes = 'paper §12: an L1 penalty on the hidden units removes superposition in toy models, at a cost'

/** Interference below this is none: a feature has a dimension of its own. */
const mostForDedicated = 0.1

/** Restarts without penalty that are well trained lose at most so many times the least loss known. */
const goodWithin = 1.1

/** Up to this λ six features are worth more, in five dimensions, than the best five by more than 5 % of the loss. */
const mostForSharing = 0.003

const alone = 'closed form of a feature with a unit of its own, bias included'

const count = ({ represented }: PenalizedRestart) => represented.length
const reconstruction = (restart: PenalizedRestart) => restart.reconstruction
const onOneUnit = (restart: PenalizedRestart) => restart.onOneUnit
const isFree = (restart: PenalizedRestart) => count(restart) > 0 && restart.largestInterference <= mostForDedicated
const worthKeeping = ({ lone }: PenaltyResult) => lone.norms.filter((norm) => norm > 0).length

export const sparsityPenalty = defineExperiment({
  settings: sparsityPenaltySettings,
  text,

  plan: ({ penalties, restarts, restartsAtFull, restartsAtRoomy, batchSize, steps }, seedOf) => ({
    sweep: sweep({
      name: 'sweep',
      model,
      batchSize,
      // Weight decay would be a second penalty.
      shared: { data: { probability }, importance: { base: importanceBase }, learningRate: 0.01, weightDecay: 0 },
      conditions: penalties,
      member: (hiddenL1) => ({ hiddenL1 }),
      seed: (penalty) => seedOf(String(penalty)),
      restarts: (penalty) =>
        penalty === roomyFrom ? restartsAtRoomy : penalty === fullFrom ? restartsAtFull : restarts,
      steps,
      // An antipodal pair where there is room for both loses but a few thousandths more: on the same samples that shows.
      record: [1],
      evaluationSamples: 200_000,
      evaluationSeed: seedOf('evaluation'),
    }),
  }),

  measure: ({ sweep }) => {
    const { importance } = sweep[0]!.members[0]!.member
    return { points: sweep.map((trained) => measurePenalty(trained, importance)), firstStep: firstStepOf(sweep[0]!) }
  },

  controls: {
    'models without penalty': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (penalty) => penalty === 0) }) },
    'models under a strong penalty': {
      trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (penalty) => penalty === 0.01) }),
    },
    'the same models in reverse order': { trained: ({ sweep }) => ({ sweep: reversed(sweep) }) },
    'models without features': {
      trained: ({ sweep }) => ({
        sweep: everyModel(
          sweep,
          scaledFeatures(() => 0),
        ),
      }),
    },
    'unit norms': {
      trained: ({ sweep }) => ({
        sweep: everyModel(
          sweep,
          scaledFeatures((norm) => (norm > 0.5 ? 1 / norm : 1)),
        ),
      }),
    },
    'losses 10 % too high': { trained: ({ sweep }) => ({ sweep: lossesTooHigh(sweep) }) },
    'one restart repeated': { trained: ({ sweep }) => ({ sweep: firstRestartRepeated(sweep) }) },
    'features kept in reverse order': { trained: ({ sweep }) => ({ sweep: everyModel(sweep, featuresReversed) }) },
  },

  claims: ({ points, firstStep: step }) => {
    const free = points[0]!
    const good = free.restarts.all.filter(({ loss }) => loss <= goodWithin * free.leastLoss)
    const goodOnes = { planned: good.length, all: good }
    const withinGood = `restarts without penalty within ${Math.round(100 * (goodWithin - 1))} % of the lowest known loss`
    // No more features than dimensions are worth their penalty, so that none has to share; and fewer, so that there is room.
    const strong = points.filter((point) => worthKeeping(point) <= hiddenSize)
    const roomy = strong.filter((point) => worthKeeping(point) < hiddenSize)
    const sharing = points.filter(({ penalty }) => penalty > 0 && penalty <= mostForSharing)
    const weak = points.filter((point) => worthKeeping(point) > hiddenSize)
    const penalized = points.filter((point) => worthKeeping(point) < featureCount / 2)
    const first = roomy[0]!
    const from = `From λ = ${strong[0]!.penalty} on`
    const fromRoomy = `From λ = ${first.penalty} on`
    const at = (of: readonly PenaltyResult[]) => `at λ = ${list(of.map(({ penalty }) => penalty))}`
    return [
      {
        id: 'superposition-without',
        kind: 'paper',
        says: `Without a penalty, well trained models represent more than ${hiddenSize} features in ${hiddenSize} dimensions.`,
        measures: `features represented, median over ${withinGood}`,
        source: 'paper §3',
        holds: atLeast(hiddenSize + 3)(medianOf(goodOnes, count)),
        nearMisses: ['untrained', 'wrong value law', 'output activation swapped', 'members mixed up'],
        failsOn: ['untrained weights', 'models under a strong penalty'],
      },
      {
        id: 'interference-without',
        kind: 'paper',
        says: 'Without a penalty, the best restart has features that share dimensions.',
        measures: `largest interference in the best restart, if it is one of the ${withinGood}`,
        source: 'paper §3',
        holds: atLeast(0.5)(good[0]?.largestInterference ?? Number.NaN),
        nearMisses: ['untrained', 'output activation swapped', 'members mixed up'],
        failsOn: ['untrained weights', 'models under a strong penalty'],
      },
      {
        id: 'at-most-dimensions',
        kind: 'paper',
        says: `${fromRoomy}, no restart represents more features than dimensions.`,
        measures: 'the most features that any restart represents',
        source: removes,
        holds: atMost(hiddenSize)(roomy.flatMap(({ restarts }) => restarts.all.map(count))),
        nearMisses: ['untrained', 'hidden penalty ignored', 'members mixed up'],
        failsOn: ['untrained weights', 'models without penalty'],
      },
      {
        id: 'no-interference-left',
        kind: 'paper',
        says: `${fromRoomy}, the features of the best restarts have dimensions of their own.`,
        measures: 'largest interference in the best restarts',
        source: removes,
        holds: atMost(mostForDedicated)(roomy.map(({ restarts }) => best(restarts).largestInterference)),
        nearMisses: ['untrained', 'hidden penalty ignored', 'members mixed up'],
        failsOn: ['untrained weights', 'models without penalty'],
      },
      {
        id: 'removal-restarts',
        kind: 'paper',
        says: `At λ = ${first.penalty}, superposition is gone in at least half of the restarts, and features are left.`,
        measures: 'share of restarts',
        source: `${removes}; one run alone proves little`,
        holds: shareAtLeast(0.5)(countOf(first.restarts, isFree)),
        nearMisses: ['untrained', 'hidden penalty ignored'],
        failsOn: ['untrained weights', 'models without penalty', 'models without features'],
      },
      {
        id: 'sharing-until',
        kind: 'mathematics',
        says: `As long as more features than dimensions are worth their penalty (${at(sharing)}), the best restarts represent more features than dimensions, and these share.`,
        measures: `fewest features of the best restarts, 0 without interference or ${Math.round(100 * (goodWithin - 1))} % above the lowest known loss`,
        source: 'closed form: a feature is worth its penalty alone or in an antipodal pair',
        holds: atLeast(hiddenSize + 1)(sharing.map(sharedFeatures)),
        nearMisses: ['untrained', 'members mixed up'],
        failsOn: ['untrained weights', 'models under a strong penalty'],
      },
      {
        id: 'loss-cost',
        kind: 'paper',
        says: 'Without superposition the reconstruction loss is higher, not counting the penalty itself.',
        measures: `median loss at λ = ${first.penalty} / median loss without penalty`,
        source: removes,
        holds: atLeast(2)(medianOf(first.restarts, reconstruction) / medianOf(free.restarts, reconstruction)),
        nearMisses: ['untrained', 'wrong value law', 'hidden penalty ignored'],
        failsOn: ['untrained weights', 'models without penalty'],
      },
      {
        id: 'loss-rises',
        kind: 'mathematics',
        says: 'The stronger the penalty, the higher the reconstruction loss of the median restart.',
        measures: `median loss without penalty and ${at(penalized)}`,
        source: `${removes}; it says so of one penalty`,
        holds: rising()([free, ...penalized].map(({ restarts }) => medianOf(restarts, reconstruction))),
        nearMisses: ['untrained', 'hidden penalty ignored', 'members mixed up'],
        failsOn: ['models without penalty', 'the same models in reverse order'],
      },
      {
        id: 'losses-sharing',
        kind: 'mathematics',
        says: `While features share dimensions (${at(weak)}), the loss of the best restarts is about the lowest known one.`,
        measures: 'loss of the best restart / lowest known loss, penalty included',
        source: `sparsity-penalty/best-known.json: ${bestKnown.source}`,
        holds: near(1, 0.05)(weak.map(({ restarts, leastLoss }) => best(restarts).loss / leastLoss)),
        nearMisses: ['untrained', 'losses 10 % too high', 'members mixed up'],
        failsOn: ['untrained weights', 'models under a strong penalty'],
      },
      {
        id: 'losses-alone',
        kind: 'mathematics',
        says: `${from}, the best restart has the loss of a model in which every feature has a unit of its own.`,
        measures: 'difference of both losses on the same samples / loss of that model, penalty included',
        source:
          'closed form: V(p)·(1 − w²)²·I/n + λpw/2 per feature at the best w. With an antipodal pair of the last two features, the loss is 0.2 to 0.3 % higher',
        holds: near(0, 0.004)(strong.map(({ restarts, leastLoss }) => best(restarts).excess / leastLoss)),
        nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'importance ignored', 'members mixed up'],
        failsOn: ['untrained weights', 'models without penalty'],
      },
      {
        id: 'least-important-first',
        kind: 'mathematics',
        says: 'Features are dropped in order of importance, the least important first.',
        measures: `whether the best restarts ${at(penalized)} keep the most important features, and at least one`,
        source: 'each feature is worth its importance and pays the same penalty',
        holds: exactly(true, 'features with a norm above 0.5 are 0, 1, …, k − 1')(keepTheMostImportant(penalized)),
        nearMisses: ['untrained', 'importance ignored', 'features shifted'],
        failsOn: ['untrained weights', 'features kept in reverse order'],
      },
      {
        id: 'survivors',
        kind: 'mathematics',
        says: `${from}, a feature survives where its importance is above nλ / ${(largestAffordablePenalty * biasFactor).toFixed(4)}.`,
        measures: 'features with a norm above 0.5, best restarts',
        source: `${alone}; dropping the feature costs V(p)·I/n`,
        holds: exactly(
          list(strong.map(worthKeeping)),
          `closed form ${at(strong)}`,
        )(list(strong.map(({ restarts }) => count(best(restarts))))),
        nearMisses: ['untrained', 'importance ignored', 'hidden penalty ignored', 'members mixed up'],
        failsOn: ['models without penalty', 'models without features'],
      },
      {
        id: 'shrunk-norms',
        kind: 'mathematics',
        says: `${from}, the remaining features have the norm that a closed form gives.`,
        measures: 'largest difference of a norm, best restarts',
        source: `${alone}: w(1 − w²) = 3κ/8, κ = nλ/I/(1 − 3p/4)`,
        holds: near(0, 0.02)(strong.flatMap(normDifferences)),
        nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'noise on weights'],
        failsOn: ['untrained weights', 'unit norms', 'models without features'],
      },
      {
        id: 'biases',
        kind: 'mathematics',
        says: `${from}, biases replace the part of the mean that is lost, p(1 − w²)/2, which is p/2 for dropped features.`,
        measures: 'largest difference of a bias in units of p/2, best restarts',
        source: alone,
        holds: near(0, 0.15)(strong.flatMap(biasDifferences)),
        nearMisses: ['untrained', 'density 25 % too high', 'biases lost', 'wrong value law'],
        failsOn: ['untrained weights', 'models without penalty'],
      },
      {
        id: 'privileged-basis',
        kind: 'mathematics',
        says: `The penalty aligns features with hidden units: ${from.toLowerCase()}, every represented feature lies on one unit.`,
        measures: 'smallest median share of a norm on one unit',
        source: 'Σ|hidden| depends on the basis, unlike the rest of the loss; paper §10 on privileged bases',
        holds: atLeast(0.98)(strong.map(({ restarts }) => medianOf(restarts, onOneUnit))),
        nearMisses: ['untrained', 'hidden penalty ignored', 'members mixed up'],
        failsOn: ['untrained weights', 'models without penalty'],
      },
      {
        id: 'no-basis-without',
        kind: 'mathematics',
        says: 'Without a penalty, features of well trained models are spread over several units.',
        measures: `smallest share of a norm on one unit, median over ${withinGood}`,
        source: 'the loss does not change when the hidden space is rotated',
        holds: atMost(0.9)(medianOf(goodOnes, onOneUnit)),
        nearMisses: ['untrained', 'members mixed up'],
        failsOn: ['untrained weights', 'models under a strong penalty'],
      },
      sampledLosses(
        points.map(({ restarts }) => restarts.all),
        { source: 'the loss of the same weights and biases in float64, on other samples', sameSamples: 'both' },
      ),
      independentRestarts(points.map(({ restarts }) => restarts)),
      firstStep(step),
    ]
  },

  figures: ({ points }) => {
    const words = `${featureCount} features in ${hiddenSize} dimensions, p = ${probability}`
    const [free, ...penalized] = points as [PenaltyResult, ...PenaltyResult[]]
    const curves = penalized.map(({ penalty, restarts }) => ({ x: penalty, restarts }))
    const xAxis = { title: 'weight of the penalty, λ', scale: 'log' } as const
    const freeLoss = medianOf(free.restarts, reconstruction)
    const last = penalized.at(-1)!
    const kept = points.map(({ penalty, restarts }) => `${count(best(restarts))} at λ = ${penalty}`).join(', ')
    const description = `Best restarts, ${words}. Features with a norm above 0.5: ${kept}.`
    const note = bestShown(points.map(({ restarts }) => restarts))
    return [
      plannedFigure(curvesFigure, {
        name: 'features-kept',
        title: 'A penalty removes features until none share a dimension',
        description,
        curves: [curveOf('represented', curves, count)],
        references: [
          { label: 'worth their penalty, if alone', x: curves.map(({ x }) => x), y: penalized.map(worthKeeping) },
        ],
        xAxis,
        yAxis: { title: 'features with a norm above 0.5' },
        bandMeaning,
        guides: [
          { label: 'dimensions', y: hiddenSize },
          { label: 'without penalty', y: medianOf(free.restarts, count) },
        ],
      }),
      plannedFigure(curvesFigure, {
        name: 'loss-over-penalty',
        title: 'Reconstruction loss under a penalty',
        description: `Loss on fresh samples without the penalty itself, ${words}: median ${freeLoss.toPrecision(3)} at λ = 0, ${medianOf(last.restarts, reconstruction).toPrecision(3)} at λ = ${last.penalty}.`,
        curves: [curveOf('reconstruction', curves, reconstruction)],
        xAxis,
        yAxis: { title: 'loss on fresh samples, penalty left out', scale: 'log' },
        bandMeaning,
        guides: [{ label: 'without penalty', y: freeLoss }],
      }),
      plannedFigure(normBarsFigure, {
        name: 'norms',
        title: 'Norms of the features under a penalty',
        description,
        note,
        panels: points.map(({ penalty, restarts }) => ({ note: `λ = ${penalty}`, ...best(restarts) })),
        hiddenSize,
        importance: Array.from({ length: featureCount }, (_, feature) => importanceBase ** feature),
        columns: 4,
      }),
      plannedFigure(gramFigure, {
        name: 'gram',
        title: 'Dot products of feature vectors, and biases',
        description,
        note,
        panels: points.map(({ penalty, restarts }) => {
          const { weights, bias } = best(restarts)
          return { note: `λ = ${penalty}`, gram: gramMatrix(matrixFromRows(weights)), bias }
        }),
        columns: 4,
      }),
    ]
  },
})

function keepTheMostImportant(points: readonly PenaltyResult[]): boolean {
  const bests = points.map(({ restarts }) => best(restarts))
  const inOrder = bests.every(({ represented }) => represented.every((feature, rank) => feature === rank))
  return inOrder && medianOf({ planned: bests.length, all: bests }, count) > 0
}

/** How many features the best restart represents if it is well trained and some of them share dimensions, else 0. */
function sharedFeatures({ restarts, leastLoss }: PenaltyResult): number {
  const { loss, largestInterference, represented } = best(restarts)
  return loss <= goodWithin * leastLoss && largestInterference >= 0.5 ? represented.length : 0
}

function normDifferences({ restarts, lone }: PenaltyResult): readonly number[] {
  const { represented, norms } = best(restarts)
  return represented.map((feature) => norms[feature]! - lone.norms[feature]!)
}

function biasDifferences({ restarts, lone }: PenaltyResult): readonly number[] {
  return best(restarts).bias.map((bias, feature) => (bias - lone.bias[feature]!) / (probability / 2))
}
