/** §10: with a ReLU on the hidden layer units become neurons: monosemantic, polysemantic, and codes in between. */
import { matrixFromRows } from '@digon/matrix'
import { interference } from '@digon/metrics'
import { curvesFigure, neuronBarsFigure, plannedFigure, weightMapFigure } from '@digon/plot'
import { featureVariance } from '@digon/theory'
import { modelsOf, reversed } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, below, exactly, falling, judged, near, shareAtLeast } from '../vocabulary/expectations.js'
import { firstStep, firstStepOf } from '../vocabulary/first-step.js'
import { firstRestartRepeated, independentRestarts } from '../vocabulary/independent-restarts.js'
import { best, bestShown, countOf, curveOf, medianOf } from '../vocabulary/restarts.js'
import { lossesTooHigh, sampledLosses } from '../vocabulary/sampled-losses.js'
import { list } from '../vocabulary/statistics.js'
import { joinSweeps, sweep } from '../vocabulary/sweep.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { countKind, countPairs, isBinaryCode, neuronCode } from './code.js'
import { type CodedRestart, measureRow, type RowResult, wordsOf } from './measure.js'
import {
  featureCount,
  hiddenSize,
  importanceBase,
  papersCodes,
  privilegedBasisSettings,
  probabilities,
} from './settings.js'
import * as text from './text.js'

const table = 'paper §10, best of 1,000 models by sparsity'
const weightTolerance = 'weights above 0.2 of the neuron’s largest count'

const monosemantic = ({ code }: CodedRestart) => countKind(code, 'monosemantic')
const polysemantic = ({ code }: CodedRestart) => countKind(code, 'polysemantic')
const onOneNeuron = (restart: CodedRestart) => restart.onOneNeuron

export const privilegedBasis = defineExperiment({
  settings: privilegedBasisSettings,
  text,

  plan: ({ restarts, linearRestarts, batchSize, steps, sparsestSteps }, seedOf) => {
    const row = (hiddenActivation: 'identity' | 'relu', probability: number, count: number) => {
      const layer = hiddenActivation === 'relu' ? 'relu' : 'linear'
      const name = `${layer}-hidden-${String(probability).replace('.', '-')}`
      return sweep({
        name,
        model: { featureCount, hiddenSize, hiddenActivation },
        batchSize,
        shared: { data: { probability }, importance: { base: importanceBase }, learningRate: 0.01 },
        conditions: [probability],
        seed: () => seedOf(name),
        restarts: count,
        steps: probability === probabilities.at(-1) ? sparsestSteps : steps,
        record: [1],
        // Where the best code must lead by two standard errors; elsewhere bounds are wider.
        evaluationSamples: probability === 0.15 ? 500_000 : 200_000,
        evaluationSeed: seedOf(name, 'evaluation'),
      })
    }
    return {
      linear: row('identity', probabilities[0]!, linearRestarts),
      relu: joinSweeps(probabilities.map((probability, k) => row('relu', probability, restarts[k]!))),
    }
  },

  measure: ({ linear, relu }) => ({
    linear: measureRow(linear[0]!),
    relu: relu.map(measureRow),
    firstStep: firstStepOf(linear[0]!),
  }),

  controls: {
    'models with a linear hidden layer': {
      trained: ({ linear, relu }) => ({
        linear,
        relu: relu.map((row) => ({ ...row, members: linear[0]!.members })),
      }),
    },
    'models with a ReLU on the hidden layer': {
      trained: ({ linear, relu }) => ({ linear: [{ ...linear[0]!, members: relu[0]!.members }], relu }),
    },
    'models of the densest row': {
      trained: ({ linear, relu }) => ({ linear, relu: modelsOf(relu, (p) => p === probabilities[0]) }),
    },
    'models of the second row': {
      trained: ({ linear, relu }) => ({ linear, relu: modelsOf(relu, (p) => p === probabilities[1]) }),
    },
    'models of the sparsest row': {
      trained: ({ linear, relu }) => ({ linear, relu: modelsOf(relu, (p) => p === probabilities.at(-1)) }),
    },
    'the same models in reverse order': {
      trained: ({ linear, relu }) => ({ linear, relu: reversed(relu) }),
    },
    'losses 10 % too high': {
      trained: ({ linear, relu }) => ({ linear: lossesTooHigh(linear), relu: lossesTooHigh(relu) }),
    },
    'one restart repeated': {
      trained: ({ linear, relu }) => ({ linear: firstRestartRepeated(linear), relu: firstRestartRepeated(relu) }),
    },
  },

  claims: ({ linear, relu, firstStep: step }) => {
    const [dense, binary, three, four, five, pairs] = relu as [
      RowResult,
      RowResult,
      RowResult,
      RowResult,
      RowResult,
      RowResult,
    ]
    const binaryBest = best(binary.restarts)
    const mixed = [best(binary.restarts), best(three.restarts)]
    const fiveAlone = papersCodes.get(dense.probability)!
    const principal = ({ loss }: CodedRestart) => loss <= 1.05 * principalLoss(linear)
    const well = `restarts within 5 % of the linear optimum`
    return [
      {
        id: 'relu-aligns',
        kind: 'paper',
        says: `With a ReLU on the hidden layer, each feature lies on one neuron (p = ${dense.probability}).`,
        measures: 'smallest share of a norm on one neuron, median over restarts',
        source: 'paper §10, comparison of W with linear and ReLU hidden layers',
        holds: atLeast(0.97)(medianOf(dense.restarts, onOneNeuron)),
        nearMisses: ['untrained', 'hidden activation lost', 'members mixed up'],
        failsOn: ['untrained weights', 'models with a linear hidden layer'],
      },
      {
        id: 'linear-does-not',
        kind: 'paper',
        says: `Without a ReLU on the hidden layer, features do not lie on single neurons (p = ${linear.probability}).`,
        measures: `smallest share of a norm on one neuron, median over ${well}`,
        source: 'paper §10: a linear hidden layer has no privileged basis',
        holds: atMost(0.95)(medianOf({ ...linear.restarts, all: linear.restarts.all.filter(principal) }, onOneNeuron)),
        nearMisses: ['untrained', 'wrong value law'],
        failsOn: ['untrained weights', 'models with a ReLU on the hidden layer'],
      },
      {
        id: 'losses-principal',
        kind: 'mathematics',
        says: `At p = ${dense.probability} the best restarts, with and without a ReLU on the hidden layer, have the loss of the linear optimum.`,
        measures: 'loss of the best restart / that of the linear optimum, on the same samples',
        source: 'closed form: five features without loss, the others at their mean',
        holds: near(1, 0.005)([linear, dense].map(({ overBestKnown }) => overBestKnown)),
        nearMisses: [
          'untrained',
          'biases lost',
          'weights 5 % too small',
          'weights 5 % too large',
          'importance ignored',
        ],
        failsOn: ['untrained weights', 'models of the sparsest row'],
      },
      {
        id: 'losses',
        kind: 'mathematics',
        says: `At p = ${list(relu.slice(1).map(({ probability }) => probability))} the loss of the best restarts is barely above that of the best model of a longer search.`,
        measures: 'loss of the best restart / that of the best model known, on the same samples',
        source: `privileged-basis/best-known.json: ${bestKnown.source}`,
        holds: near(1, 0.08)(relu.slice(1).map(({ overBestKnown }) => overBestKnown)),
        nearMisses: ['untrained', 'tenth of training', 'biases lost', 'weights 5 % too large', 'members mixed up'],
        failsOn: ['untrained weights', 'models of the densest row'],
      },
      {
        id: 'dense-monosemantic',
        kind: 'paper',
        says: `At p = ${dense.probability} every neuron is monosemantic, each for one of the five most important features.`,
        measures: 'code of the best restart',
        source: `${table}: 1 − S of .5 and more`,
        holds: exactly(fiveAlone, weightTolerance)(wordsOf(best(dense.restarts))),
        nearMisses: ['untrained', 'importance ignored', 'features shifted', 'members mixed up'],
        failsOn: ['untrained weights', 'models with a linear hidden layer', 'models of the second row'],
      },
      {
        id: 'dense-restarts',
        kind: 'paper',
        says: `At p = ${dense.probability} at least half of the restarts end with one neuron for each of the five most important features.`,
        measures: 'share of restarts',
        source: `${table}; one run alone proves little`,
        holds: shareAtLeast(0.5)(countOf(dense.restarts, (restart) => wordsOf(restart) === fiveAlone)),
        nearMisses: ['untrained', 'importance ignored', 'features shifted', 'members mixed up'],
        failsOn: ['untrained weights', 'models of the second row'],
      },
      {
        id: 'binary-code',
        kind: 'paper',
        says: `At p = ${binary.probability} three neurons are monosemantic, and two hold three features in binary code.`,
        measures: 'code of the best restart; binary when one feature switches both neurons on and the others one each',
        source: `${table}: 1 − S of .2 to .5`,
        holds: exactly(
          `${papersCodes.get(binary.probability)}, binary code`,
          `${weightTolerance}; a feature switches on what is above 0.3 of its largest weight`,
        )(`${wordsOf(binaryBest)}, ${isBinaryCode(binaryBest.code) ? 'binary' : 'other'} code`),
        nearMisses: [
          'untrained',
          'importance ignored',
          'hidden activation lost',
          'features shifted',
          'members mixed up',
        ],
        failsOn: ['untrained weights', 'models of the densest row', 'the same models in reverse order'],
      },
      {
        id: 'binary-restarts',
        kind: 'mathematics',
        says: `At p = ${binary.probability} at least one restart in ten ends with three monosemantic neurons and this binary code.`,
        measures: 'share of restarts',
        source: 'restarts; one run alone proves little',
        holds: shareAtLeast(0.1)(countOf(binary.restarts, ({ code }) => isBinaryCode(code))),
        nearMisses: ['untrained', 'hidden activation lost', 'members mixed up'],
        failsOn: ['untrained weights', 'models of the densest row'],
      },
      {
        id: 'five-in-three',
        kind: 'paper',
        says: `At p = ${three.probability} the best code has two monosemantic neurons and five features in three others.`,
        source: `${table}: 1 − S = .15`,
        ...bestCode(three),
        nearMisses: ['untrained', 'importance ignored', 'features shifted', 'members mixed up'],
        failsOn: ['untrained weights', 'models of the densest row', 'models of the second row'],
      },
      {
        id: 'six-in-four',
        kind: 'paper',
        says: `At p = ${four.probability} one monosemantic neuron and six features in four others are as good a code as any, within 4 %.`,
        measures:
          'loss of the best restart with this code / that of the best with another code, on the same samples; the best model known has this code',
        source: `${table}: 1 − S = .12`,
        holds: atMost(1.04)(overOthers(four)),
        nearMisses: ['untrained', 'importance ignored', 'features shifted', 'members mixed up'],
        failsOn: ['untrained weights', 'models of the densest row', 'models of the second row'],
      },
      {
        id: 'eight-in-five',
        kind: 'paper',
        says: `At p = ${five.probability} the eight most important features in five polysemantic neurons are as good a code as any, within 2 %.`,
        measures:
          'loss of the best restart with this code / that of the best with another code, on the same samples; the best model known has this code',
        source: `${table}: 1 − S of .05 to .08`,
        holds: atMost(1.02)(overOthers(five)),
        nearMisses: ['untrained', 'importance ignored', 'members mixed up'],
        failsOn: ['untrained weights', 'models of the densest row', 'models of the sparsest row'],
      },
      {
        id: 'pairs',
        kind: 'paper',
        says: `At p = ${pairs.probability} at least 2 % of the restarts represent the ten features by the ten pairs of neurons.`,
        measures: 'share of restarts that use all ten pairs, as the best model known does',
        source: `${table}: 1 − S ≤ .04, each a pair of neurons`,
        holds: shareAtLeast(0.02)(countOf(pairs.restarts, ({ code }) => countPairs(code) === 10)),
        nearMisses: ['untrained', 'tenth of training', 'hidden activation lost', 'members mixed up'],
        failsOn: ['untrained weights', 'models of the densest row', 'models of the second row'],
      },
      {
        id: 'both-kinds-form',
        kind: 'paper',
        says: 'Monosemantic and polysemantic neurons form in the same model.',
        measures: `codes of the best restarts at p = ${binary.probability} and ${three.probability}`,
        source: 'paper §10 and its summary of results',
        holds: judged(
          'at least one monosemantic and two polysemantic neurons in each',
          mixed.every((restart) => monosemantic(restart) >= 1 && polysemantic(restart) >= 2),
          weightTolerance,
        )(mixed.map(wordsOf).join(' | ')),
        nearMisses: ['untrained', 'hidden activation lost'],
        failsOn: ['untrained weights', 'models of the densest row', 'models of the sparsest row'],
      },
      {
        id: 'fewer-monosemantic-as-sparser',
        kind: 'paper',
        says: 'As features get sparser, fewer neurons of the best restart are monosemantic, from all five to none.',
        measures: `monosemantic neurons of the best restart at p = ${list(probabilities)}`,
        source: table,
        holds: falling({ slack: 0.5, from: atLeast(5), to: atMost(0), digits: String })(
          relu.map(({ restarts }) => monosemantic(best(restarts))),
        ),
        nearMisses: ['untrained', 'hidden activation lost', 'members mixed up'],
        failsOn: ['untrained weights', 'the same models in reverse order', 'models of the densest row'],
      },
      sampledLosses(
        [linear, ...relu].map(({ checked }) => [checked]),
        { source: 'the loss of the same weights and biases in float64, on other samples' },
      ),
      independentRestarts([linear, ...relu].map(({ restarts }) => restarts)),
      firstStep(step),
    ]
  },

  figures: ({ linear, relu }) => {
    const [linearCode, denseCode] = [linear, relu[0]!].map(({ restarts }) => wordsOf(best(restarts)))
    const rows = relu.map(({ probability, restarts }) => {
      const [least, middle] = [best(restarts).loss, medianOf(restarts, ({ loss }) => loss)]
      const losses = `loss ${least.toPrecision(3)}, median ${middle.toPrecision(3)}`
      return `At p = ${probability}: ${wordsOf(best(restarts))} (${losses}).`
    })
    const reluShown = bestShown(relu.map(({ restarts }) => restarts))
    const points = relu.map(({ probability, restarts }) => ({ x: 1 / probability, restarts }))
    const ofBest = (label: string, count: (restart: CodedRestart) => number) => ({
      ...curveOf(label, points, count),
      y: points.map(({ restarts }) => count(best(restarts))),
    })
    return [
      plannedFigure(neuronBarsFigure, {
        name: 'hidden-layers',
        title: 'A ReLU gives the hidden layer a basis',
        description:
          `Weights by neuron at p = ${linear.probability}, best restarts. ` +
          `With a linear hidden layer: ${linearCode}. With a ReLU: ${denseCode}.`,
        note: bestShown([linear.restarts, relu[0]!.restarts]),
        panels: [
          { note: 'linear hidden layer', ...barsOf(linear) },
          { note: 'ReLU hidden layer', ...barsOf(relu[0]!) },
        ],
        columns: 2,
      }),
      plannedFigure(neuronBarsFigure, {
        name: 'neurons',
        title: 'From one feature per neuron to codes across neurons',
        description: `Weights by neuron, best restarts. ${rows.join(' ')}`,
        note: reluShown,
        panels: relu.map(barsOf),
        columns: 3,
      }),
      plannedFigure(weightMapFigure, {
        name: 'weights',
        title: 'Codes, weight by weight',
        description: `Weights of the best restarts, as the hidden layer reads them. ${rows.join(' ')}`,
        note: reluShown,
        panels: relu.map(barsOf),
        columns: 3,
      }),
      plannedFigure(curvesFigure, {
        name: 'kinds-of-neurons',
        title: 'Monosemantic neurons give way to polysemantic ones',
        description: `Number of neurons of each kind over sparsity. ${rows.join(' ')}`,
        curves: [ofBest('monosemantic neurons', monosemantic), ofBest('polysemantic neurons', polysemantic)],
        xAxis: { title: '1 / (1 − S)', scale: 'log' },
        yAxis: { title: 'neurons, of five' },
        bandMeaning: 'line: best restart, band: from the fewest to the most of all restarts',
      }),
    ]
  },
})

/** The best restart with the paper's code loses less than the best with any other one, by more than chance. */
function bestCode(row: RowResult) {
  const { other = Number.NaN, standardError = Number.NaN } = row.ranking ?? {}
  return {
    measures: 'loss of the best restart with this code / that of the best with another code, on the same samples',
    holds: below(1, { standardError: standardError / other })(overOthers(row)),
  }
}

/** NaN where all restarts have the paper's code, or none. */
function overOthers({ ranking }: RowResult): number {
  return ranking === undefined ? Number.NaN : ranking.papers / ranking.other
}

/** V(p)·Σ I_i/n over the features that are left out. */
function principalLoss({ probability }: RowResult): number {
  const left = Array.from({ length: featureCount }, (_, i) => importanceBase ** i).slice(hiddenSize)
  return (featureVariance(probability) * left.reduce((sum, weight) => sum + weight, 0)) / featureCount
}

function barsOf({ probability, bestWeights }: RowResult) {
  const weights = matrixFromRows(bestWeights)
  return { probability, weights, interference: interference(weights), neurons: neuronCode(weights).neurons }
}
