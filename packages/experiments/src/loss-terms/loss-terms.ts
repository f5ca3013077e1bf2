/**
 * §4: the loss taken apart into benefit and interference, terms by active features, the ledger of each feature, and
 * polygons.
 */

import type { FeatureLaw } from '@digon/data'
import { curvesFigure, plannedFigure } from '@digon/plot'
import { polygonModel } from '@digon/theory'
import { everyModel, modelsOf, scaledFeatures } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { best } from '../vocabulary/restarts.js'
import { lossesTooHigh } from '../vocabulary/sampled-losses.js'
import { list } from '../vocabulary/statistics.js'
import { joinSweeps, sweep, type TrainedMember } from '../vocabulary/sweep.js'
import { claims } from './claims.js'
import { measureLossTerms } from './measure.js'
import {
  fallingProbabilities,
  hiddenSize,
  linearProbabilities,
  lossTermsSettings,
  pentagonProbability,
} from './settings.js'
import * as text from './text.js'

/** In what a sweep differs from five equally important, independent features in ReLU models. */
interface Kind {
  readonly featureCount?: number
  readonly base?: number
  readonly outputActivation?: 'identity'
  readonly data?: FeatureLaw
  readonly restarts?: number
}

export const lossTerms = defineExperiment({
  settings: lossTermsSettings,
  text,

  plan: ({ batchSize, steps, learningRate, restarts, oneActiveRestarts }, seedOf) => {
    const sweepOf = (name: string, conditions: readonly number[], kind: Kind) => {
      const { featureCount = 5, base = 1, outputActivation = 'relu', data, restarts: count = restarts } = kind
      return sweep({
        name,
        model: { featureCount, hiddenSize, outputActivation },
        batchSize,
        shared: {
          importance: { base },
          learningRate,
          weightDecay: 0,
          initialization: { kind: 'normal', deviation: 0.25 },
        },
        conditions,
        member: (condition) => ({ data: data ?? { probability: condition } }),
        seed: (condition) => seedOf(name, String(conditions.indexOf(condition))),
        restarts: count,
        steps,
        evaluationSamples: 200_000,
      })
    }
    const oneActive = { kind: 'exactly', activeCount: 1 } as const
    return {
      falling: sweepOf('falling', fallingProbabilities, { base: 0.9 }),
      equal: sweepOf('equal', [pentagonProbability], {}),
      /** By the number of features. */
      oneActive: joinSweeps(
        [5, 6].map((n) =>
          sweepOf(`one-active-${n}`, [n], { featureCount: n, data: oneActive, restarts: oneActiveRestarts }),
        ),
      ),
      linear: sweepOf('linear', linearProbabilities, { base: 0.9, outputActivation: 'identity' }),
    }
  },

  measure: (trained) => measureLossTerms(trained),

  controls: {
    'losses 10 % too high': {
      trained: (all) => ({
        ...all,
        falling: lossesTooHigh(all.falling),
        linear: lossesTooHigh(all.linear),
      }),
    },
    'ReLU models': {
      trained: (all) => {
        const sparse = all.falling.find(({ condition }) => condition === 0.05)!.members[0]!
        return { ...all, linear: everyModel(all.linear, ({ member }) => ({ ...sparse, member })) }
      },
    },
    'weights twice as long': { trained: (all) => ({ ...all, falling: everyModel(all.falling, twiceAsLong) }) },
    'the best model of p = 0.05': {
      trained: (all) => ({ ...all, falling: modelsOf(all.falling, (probability) => probability === 0.05) }),
    },
    'a square': {
      trained: (all) => ({
        ...all,
        equal: everyModel(all.equal, square),
        oneActive: everyModel(all.oneActive, square),
      }),
    },
    'the same results in reverse order': {
      numbers: (all) => ({
        ...all,
        falling: all.falling.map((result, k) => ({ ...result, shares: all.falling.at(-1 - k)!.shares })),
      }),
    },
  },

  claims,

  figures: ({ falling, polygons, oneActive }) => {
    const counts = falling[0]!.terms.map((_, k) => k)
    const corners = oneActive.map(({ featureCount }) => featureCount)
    const losses = oneActive.map(({ restarts }) => best(restarts).exactLoss)
    const atMostOne = falling.map(
      ({ probability, shares }) =>
        `At p = ${probability} inputs with at most one active feature contribute ${(100 * (shares[0]! + shares[1]!)).toFixed(0)} %.`,
    )
    const reached = losses.map((loss, k) => `${loss.toPrecision(4)} with ${corners[k]} features`)
    return [
      plannedFigure(curvesFigure, {
        name: 'shares',
        title: 'Where the loss comes from',
        description: `Share of the exact loss that inputs with k active features contribute, at p = ${list(fallingProbabilities)}: best restarts of five features in two dimensions. ${atMostOne.join(' ')}`,
        note: 'shown: the best restart at each p',
        curves: falling.map(({ probability, shares }) => ({ label: `p = ${probability}`, x: counts, y: shares })),
        xAxis: { title: 'active features k', domain: [0, counts.length - 1], whole: true },
        yAxis: { title: 'share of the loss', domain: [0, 1] },
      }),
      plannedFigure(curvesFigure, {
        name: 'terms',
        title: 'Loss terms, exact and on samples',
        description:
          'L_k, the loss summed over all sets of k active features, of the best restarts: exact integrals as dashed lines, means over samples with exactly k active features as points.',
        note: 'shown: the best restart at each p',
        curves: falling.map(({ probability, sampled }) => ({
          label: `p = ${probability}, samples`,
          x: counts,
          y: sampled,
          joined: false,
        })),
        references: falling.map(({ probability, terms }) => ({
          label: `p = ${probability}, exact`,
          x: counts,
          y: terms,
          of: `p = ${probability}, samples`,
        })),
        xAxis: { title: 'active features k', whole: true },
        yAxis: { title: 'L_k, summed over sets and features', scale: 'log' },
      }),
      plannedFigure(curvesFigure, {
        name: 'polygons',
        title: 'Regular polygons when one feature is active',
        description: `Loss of a sample against the corners of the best regular polygon; models trained on samples with one active feature reach ${reached.join(' and ')}.`,
        curves: [
          {
            label: 'L(k, k) of theory',
            x: polygons.map((each) => each.corners),
            y: polygons.map(({ loss }) => loss),
            joined: false,
          },
          { label: 'trained, best restart', x: corners, y: losses, joined: false },
        ],
        xAxis: { title: 'features, all on one polygon', whole: true },
        yAxis: { title: 'loss of a sample, summed over features' },
      }),
    ]
  },
})

const twiceAsLong = scaledFeatures(() => 2)

/** Features beyond the fourth are left out. */
function square(trained: TrainedMember): TrainedMember {
  const { weights, bias } = polygonModel({ featureCount: trained.weights.rows, corners: 4 })
  return { ...trained, weights, bias: Float64Array.from(bias) }
}
