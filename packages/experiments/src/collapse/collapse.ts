/**
 * §7: as correlated pairs become denser, they collapse one after the other until only principal components are left.
 */

import { matrixFromRows } from '@digon/matrix'
import { alignedSolutionsFigure, curvesFigure, plannedFigure } from '@digon/plot'
import { endedAs, everyModel, reversed } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { curveOf } from '../vocabulary/restarts.js'
import { lossesTooHigh } from '../vocabulary/sampled-losses.js'
import { alignBySets, lawOf } from '../vocabulary/sets.js'
import { joinSweeps, sweep } from '../vocabulary/sweep.js'
import { claims } from './claims.js'
import { optimumWith, pairsAt } from './exact-states.js'
import { measureCollapse, type ProbabilityResult, type Start } from './measure.js'
import {
  collapseSettings,
  deviation,
  hiddenSize,
  learningRate,
  otherDeviations,
  pairCount,
  probabilities,
  stuckProbability,
  thirdPairProbabilities,
  thresholdProbabilities,
} from './settings.js'
import * as text from './text.js'

export const collapse = defineExperiment({
  settings: collapseSettings,
  text,

  plan: ({ restarts, restartsWhereStuck, otherRestarts, otherRestartsAtThird, batchSize, steps }, seedOf) => {
    const sweepOf = (start: Start, count: number, evaluationSamples: number, ...path: readonly string[]) =>
      sweep({
        name: ['pairs', ...path].join('-').replaceAll('.', '-'),
        model: { featureCount: 2 * pairCount, hiddenSize },
        batchSize,
        shared: { learningRate, initialization: { kind: 'normal', deviation: start.deviation } },
        conditions: [start],
        member: ({ probability }) => ({ data: lawOf(pairsAt(probability)) }),
        seed: () => seedOf(...path),
        restarts: count,
        steps,
        evaluationSamples,
      })
    return {
      strip: joinSweeps(
        probabilities.map((probability) => {
          const count = probability === stuckProbability ? restartsWhereStuck : restarts
          return sweepOf({ deviation, probability }, count, 50_000, String(probability))
        }),
      ),
      others: joinSweeps(
        otherDeviations.flatMap((other) =>
          thresholdProbabilities.map((probability) => {
            const count = thirdPairProbabilities.includes(probability) ? otherRestartsAtThird : otherRestarts
            // Exact losses alone are judged.
            return sweepOf({ deviation: other, probability }, count, 2000, String(probability), 'from', String(other))
          }),
        ),
      ),
    }
  },

  measure: ({ strip, others }) => measureCollapse(strip, others),

  controls: {
    'the same models in reverse order': {
      trained: ({ strip, others }) => ({ strip: reversed(strip), others: reversed(others) }),
    },
    'two pairs collapsed at p = 0.25': {
      trained: ({ strip, others }) => ({
        others,
        strip: everyModel(strip, (trained, { probability }) =>
          probability === 0.25 ? endedAs(trained, optimumWith({ collapsed: 2, probability }).model) : trained,
        ),
      }),
    },
    'losses of nothing collapsed': {
      numbers: (all) => ({ ...all, strip: all.strip.map((point) => ({ ...point, overItsShape: 2 })) }),
    },
    'losses 10 % too high': {
      trained: ({ strip, others }) => ({ strip: lossesTooHigh(strip), others }),
    },
  },

  claims,

  figures: ({ strip: points, starts, exact }) => {
    const dense = [...points].reverse()
    const xAxis = { title: 'p, probability that a pair is on', scale: 'log' } as const
    const relative = points.map(({ probability, restarts, linearOptimum }) => ({
      x: probability,
      restarts: { ...restarts, all: restarts.all.map((restart) => restart.exactLoss / linearOptimum) },
    }))
    return [
      plannedFigure(alignedSolutionsFigure, {
        name: 'strip',
        title: 'From principal components to superposition: how many pairs are collapsed, at which p',
        description:
          'The best of the models in the most common state at each probability. Features of a pair have one color. ' +
          `Restarts in this state: ${dense.map(commonest).join(', ')}.`,
        note: 'shown: at each p, the best of the restarts in the most common state',
        panels: alignedPanels(dense),
        sets: [0, 0, 1, 1, 2, 2],
        setLabels: ['pair 1', 'pair 2', 'pair 3'],
      }),
      plannedFigure(curvesFigure, {
        name: 'collapsed-pairs',
        title: 'Collapsed pairs, of three',
        description:
          'Mean number of collapsed pairs over restarts from initial weights of three deviations, beside the exact optimum and ' +
          'the steps of the paper’s strip. The larger the initial weights, the later the third pair collapses.',
        bandMeaning: 'mean of restarts',
        xAxis,
        yAxis: { title: 'collapsed pairs', domain: [0, 3] },
        curves: starts.map(({ deviation: initial, probabilities: x, meanCollapsed: y }) => ({
          label: `initial deviation ${initial}`,
          x,
          y,
        })),
        references: [
          { label: 'paper', ...steps([0.05, 0.15, 0.2], [0.05, 0.15, 0.25]) },
          { label: 'exact optimum', ...steps(exact.thresholds, exact.thresholds) },
        ],
      }),
      plannedFigure(curvesFigure, {
        name: 'losses',
        title: 'Loss in units of principal components',
        description:
          'Exact loss over that of the best linear model. Where restarts stay in worse states than the exact optimum, the median lies above the dashed line.',
        bandMeaning: 'line: median of restarts, band: from the best to the worst',
        xAxis,
        yAxis: { title: 'exact loss / that of the best linear model' },
        curves: [curveOf('trained models', relative, Number)],
        references: [
          {
            label: 'exact optimum',
            x: exact.optima.map(({ probability }) => probability),
            y: exact.optima.map(({ loss }, k) => loss / points[k]!.linearOptimum),
          },
        ],
      }),
    ]
  },
})

/** Each typical model is turned onto the one before. */
function alignedPanels(points: readonly ProbabilityResult[]) {
  let target = matrixFromRows(points[0]!.typical.weights)
  return points.map(({ probability, typical }) => {
    target = alignBySets(matrixFromRows(typical.weights), target, 2)
    return { note: String(typical.collapsed || 'none'), probability, weights: target }
  })
}

function commonest({ probability, states, restarts }: ProbabilityResult): string {
  const most = Math.max(...Object.values(states).map(Number))
  return `${most} of ${restarts.all.length} at p = ${probability}`
}

/** From 0 to 3, one step up between each of the first and the last numbers. */
function steps(first: readonly number[], last: readonly number[]) {
  const ends = [probabilities[0]!, probabilities.at(-1)!] as const
  return {
    x: [ends[0], ...first.flatMap((value, k) => [value, last[k]!]), ends[1]],
    y: [0, ...first.flatMap((_, k) => [k, k + 1]), 3],
  }
}
