/** §7: features that are active together want to be orthogonal, or else close; those that never are, antipodal. */

import { matrixFromRows } from '@digon/matrix'
import { gramMatrix } from '@digon/metrics'
import { alignedSolutionsFigure, gramFigure, lossFigure, type PlannedFigure, plannedFigure } from '@digon/plot'
import type { TiedModel } from '@digon/theory'
import { endedAs, everyModel } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { best, bestShown } from '../vocabulary/restarts.js'
import { lossesTooHigh } from '../vocabulary/sampled-losses.js'
import { alignBySets, equalSets, lawOf } from '../vocabulary/sets.js'
import { joinSweeps, sweep, type Trained } from '../vocabulary/sweep.js'
import { claims, inWords } from './claims.js'
import { type CorrelatedNumbers, meanSize, measureCorrelated } from './measure.js'
import { correlatedSettings, deviation, type SetUpName, setUps } from './settings.js'
import * as shapes from './shapes.js'
import * as text from './text.js'

const names = Object.keys(setUps) as SetUpName[]

export const correlated = defineExperiment({
  settings: correlatedSettings,
  text,

  plan: ({ restarts, crowdedRestarts, basesRestarts, batchSize, steps, learningRate }, seedOf) => ({
    setUps: joinSweeps(
      names.map((name) => {
        const { kind, setCount, setSize, hiddenSize, probability } = setUps[name]
        return sweep({
          name,
          model: { featureCount: setCount * setSize, hiddenSize },
          batchSize,
          shared: { learningRate, initialization: { kind: 'normal', deviation } },
          conditions: [name],
          member: () => ({
            data: kind === 'independent' ? { probability } : lawOf(equalSets({ kind, setCount, setSize, probability })),
          }),
          seed: () => seedOf(name),
          restarts: hiddenSize > 2 ? basesRestarts : setCount > 2 ? crowdedRestarts : restarts,
          steps,
          evaluationSamples: 200_000,
        })
      }),
    ),
  }),

  measure: ({ setUps }) => measureCorrelated(setUps),

  controls: {
    'pairs that are antipodal inside': {
      trained: ({ setUps }) => ({ setUps: ending(setUps, { correlated: shapes.antipodalInside }) }),
    },
    'pairs that are antipodal across': {
      trained: ({ setUps }) => ({ setUps: ending(setUps, { anticorrelated: shapes.antipodalAcross }) }),
    },
    'models of independent features': {
      trained: ({ setUps }) => ({
        setUps: ending(setUps, { crowded: shapes.pentagon, 'local-bases': shapes.digonsInside }),
      }),
    },
    'a hexagon in every restart': {
      trained: ({ setUps }) => ({ setUps: ending(setUps, { crowded: shapes.hexagon }) }),
    },
    'models of correlated features': {
      trained: ({ setUps }) => ({ setUps: ending(setUps, { independent: shapes.hexagon }) }),
    },
    'collapsed sets': {
      trained: ({ setUps }) => ({ setUps: ending(setUps, { 'local-bases': shapes.collapsedSets }) }),
    },
    'losses 10 % too high': { trained: ({ setUps }) => ({ setUps: lossesTooHigh(setUps) }) },
    'optima exchanged': {
      numbers: ({ setUps, optima }: CorrelatedNumbers) => {
        const { hexagon, pentagon } = optima.independent
        return { setUps, optima: { ...optima, independent: { hexagon: pentagon, pentagon: hexagon } } }
      },
    },
  },

  claims,

  figures: ({ setUps: results }) => {
    const { restarts } = results['local-bases']
    const { weights, bias, within, across } = best(restarts)
    return [
      solutions(results, 'correlated', 'Correlated pairs: orthogonal inside, antipodal across'),
      solutions(results, 'anticorrelated', 'Anticorrelated pairs: antipodal inside'),
      solutions(results, 'crowded', 'Three correlated pairs: partners side by side'),
      solutions(results, 'independent', 'Six independent features: most often a pentagon, one left out'),
      plannedFigure(gramFigure, {
        name: 'local-bases',
        title: 'Two correlated sets of ten: a basis each',
        description:
          `W Wᵀ and biases of the best of ${restarts.all.length} restarts (${inWords('local-bases')}). ` +
          'Features 0 to 9 are one set, 10 to 19 the other; inside a set the mean |cosine| is ' +
          `${meanSize(within).toFixed(3)}, across ${meanSize(across).toFixed(3)}.`,
        note: bestShown([restarts]),
        panels: [{ probability: setUps['local-bases'].probability, gram: gramMatrix(matrixFromRows(weights)), bias }],
      }),
      plannedFigure(lossFigure, {
        name: 'losses',
        title: 'Training losses of features in sets',
        lossTitle: 'loss of the training batch',
        description: 'Loss on the training batches over steps, every restart of the five set-ups.',
        series: names.map((name) => ({ label: name, ...results[name].history })),
        stepScale: 'log',
      }),
    ]
  },
})

/** Models of some set-ups end as others. */
function ending(
  trained: readonly Trained<SetUpName>[],
  models: Partial<Record<SetUpName, TiedModel>>,
): readonly Trained<SetUpName>[] {
  return everyModel(trained, (member, name) => (models[name] ? endedAs(member, models[name]) : member))
}

function solutions(results: CorrelatedNumbers['setUps'], name: SetUpName, title: string): PlannedFigure {
  const { kind, setCount, setSize } = setUps[name]
  const inSets = kind !== 'independent'
  const { all } = results[name].restarts
  const target = matrixFromRows(all[0]!.weights)
  const states = Object.entries(results[name].states).map(([state, count]) => `${count} end as: ${state}`)
  const ranks = ['best', 'first quartile', 'median', 'third quartile', 'worst']
  return plannedFigure(alignedSolutionsFigure, {
    name,
    title,
    description:
      `Features of ${all.length} restarts in the plane (${inWords(name)}), from the best to the worst by loss, rotated, ` +
      `reflected and reordered onto the best. Of all restarts ${states.join(', ')}.`,
    note: `shown: ${ranks.length} of ${all.length} restarts`,
    panels: ranks.map((note, k) => {
      const { weights } = all[Math.round(((all.length - 1) * k) / (ranks.length - 1))]!
      return { note, weights: alignBySets(matrixFromRows(weights), target, setSize) }
    }),
    sets: Array.from({ length: setCount * setSize }, (_, feature) => (inSets ? Math.floor(feature / setSize) : 0)),
    ...(!inSets && { setLabels: ['independent features'] }),
  })
}
