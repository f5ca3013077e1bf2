/** §10: with a ReLU on the hidden layer units become neurons: monosemantic, polysemantic, and codes in between. */
import { matrixFromRows, toRows } from '@digon/matrix'
import { featureNorms, interference } from '@digon/metrics'
import { curvesFigure, neuronBarsFigure, plannedFigure } from '@digon/plot'
import { modelsOf, reversed } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, judged } from '../vocabulary/expectations.js'
import { best, curveOf, medianOf, restartsBy, shareOf } from '../vocabulary/restarts.js'
import { list, mean } from '../vocabulary/statistics.js'
import { joinSweeps, sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { codeInWords, countKind, countPairs, isBinaryCode, neuronCode } from './code.js'
import { featureCount, hiddenSize, privilegedBasisSettings, probabilities } from './settings.js'
import * as text from './text.js'

const table = 'paper §10, best of 1,000 models by sparsity'
const weightTolerance = 'weights above 0.2 of the neuron’s largest count'
const fiveAlone = '5 monosemantic (0, 1, 2, 3, 4), 0 polysemantic; 5 features'

type RowResult = ReturnType<typeof measureRow>
type CodedRestart = ReturnType<typeof measureRestart>

function measureRow({ condition: probability, ...trained }: Trained<number>) {
  const restarts = restartsBy(trained, measureRestart, ({ loss }) => loss)
  const { weights } = trained.members.find(({ loss }) => loss === best(restarts).loss)!
  /** Weights are `[feature][hidden]`. */
  return { probability, restarts, bestWeights: toRows(weights) }
}

function measureRestart({ weights, loss }: TrainedMember) {
  const norms = featureNorms(weights)
  const rows = toRows(weights)
  const code = neuronCode(weights)
  const shares = code.represented.map((feature) => Math.max(...rows[feature]!.map(Math.abs)) / norms[feature]!)
  return {
    loss,
    code,
    /** Smallest share of a represented feature's norm that lies on one neuron; 1 when there is none. */
    onOneNeuron: Math.min(1, ...shares),
  }
}

const wordsOf = ({ code }: CodedRestart) => codeInWords(code)
const monosemantic = ({ code }: CodedRestart) => countKind(code, 'monosemantic')
const polysemantic = ({ code }: CodedRestart) => countKind(code, 'polysemantic')
const onOneNeuron = (restart: CodedRestart) => restart.onOneNeuron

export const privilegedBasis = defineExperiment({
  settings: privilegedBasisSettings,
  text,

  plan: ({ restarts, linearRestarts, batchSize, steps }, seedOf) => {
    const row = (hiddenActivation: 'identity' | 'relu', probability: number, count: number) => {
      const layer = hiddenActivation === 'relu' ? 'relu' : 'linear'
      const name = `${layer}-hidden-${String(probability).replace('.', '-')}`
      return sweep({
        name,
        model: { featureCount, hiddenSize, hiddenActivation },
        batchSize,
        shared: { data: { probability }, importance: { base: 0.75 }, learningRate: 0.01 },
        conditions: [probability],
        seed: () => seedOf(name),
        restarts: count,
        steps,
        evaluationSamples: 100_000,
        evaluationSeed: seedOf(name, 'evaluation'),
      })
    }
    return {
      linear: row('identity', probabilities[0]!, linearRestarts),
      relu: joinSweeps(probabilities.map((probability, k) => row('relu', probability, restarts[k]!))),
    }
  },

  measure: ({ linear, relu }) => ({ linear: measureRow(linear[0]!), relu: relu.map(measureRow) }),

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
  },

  claims: ({ linear, relu }) => {
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
    const counts = relu.map(({ restarts }) => mean(restarts.all.map(monosemantic)))
    const neverRises = counts.every((count, k) => k === 0 || count <= counts[k - 1]!)
    return [
      {
        id: 'relu-aligns',
        says: `With a ReLU on the hidden layer features lie on neurons (p = ${dense.probability}).`,
        measures: 'smallest share of a norm on one neuron, median over restarts',
        source: 'paper §10, comparison of W with linear and ReLU hidden layers',
        holds: atLeast(0.97)(medianOf(dense.restarts, onOneNeuron)),
        failsOn: ['untrained weights', 'models with a linear hidden layer'],
      },
      {
        id: 'linear-does-not',
        says: `Without a ReLU they lie anywhere (p = ${linear.probability}).`,
        measures: 'smallest share of a norm on one neuron, median over restarts',
        source: 'paper §10: a linear hidden layer has no privileged basis',
        holds: atMost(0.95)(medianOf(linear.restarts, onOneNeuron)),
        failsOn: ['models with a ReLU on the hidden layer'],
      },
      {
        id: 'dense-monosemantic',
        says: `At p = ${dense.probability} every neuron is monosemantic, for the five most important features.`,
        measures: 'code of the best restart',
        source: `${table}: 1 − S ≥ .5`,
        holds: exactly(fiveAlone, weightTolerance)(wordsOf(best(dense.restarts))),
        failsOn: ['untrained weights', 'models of the second row', 'the same models in reverse order'],
      },
      {
        id: 'dense-restarts',
        says: `At p = ${dense.probability} at least half of the restarts find this code.`,
        measures: 'share of restarts',
        source: 'restarts; one run alone would be an anecdote',
        holds: atLeast(0.5)(shareOf(dense.restarts, (restart) => wordsOf(restart) === fiveAlone)),
        failsOn: ['untrained weights', 'models of the second row'],
      },
      {
        id: 'binary-code',
        says: `At p = ${binary.probability} three neurons are monosemantic, and two hold three features in binary code.`,
        measures: 'code of the best restart; binary when one feature switches both neurons on and the others one each',
        source: `${table}: 1 − S of .2 to .5`,
        holds: exactly(
          '3 monosemantic (0, 1, 2), 2 polysemantic; 6 features, binary code',
          `${weightTolerance}; a feature switches on what is above 0.3 of its largest weight`,
        )(`${wordsOf(binaryBest)}, ${isBinaryCode(binaryBest.code) ? 'binary' : 'other'} code`),
        failsOn: ['untrained weights', 'models of the densest row', 'the same models in reverse order'],
      },
      {
        id: 'binary-restarts',
        says: `At p = ${binary.probability} at least one restart in ten finds this code.`,
        measures: 'share of restarts',
        source: 'restarts; one run alone would be an anecdote',
        holds: atLeast(0.1)(shareOf(binary.restarts, ({ code }) => isBinaryCode(code))),
        failsOn: ['untrained weights', 'models of the densest row'],
      },
      {
        id: 'five-in-three',
        says: `At p = ${three.probability} two monosemantic neurons and five features in three others are as good as any code found.`,
        source: `${table}: 1 − S = .15`,
        ...amongTheBest(three, '2 monosemantic (0, 1), 3 polysemantic; 7 features', 1.01),
        failsOn: ['untrained weights', 'models of the densest row', 'models of the second row'],
      },
      {
        id: 'six-in-four',
        says: `At p = ${four.probability} one monosemantic neuron and six features in four others are as good as any code found.`,
        source: `${table}: 1 − S = .12`,
        ...amongTheBest(four, '1 monosemantic (0), 4 polysemantic; 7 features', 1.04),
        failsOn: ['untrained weights', 'models of the densest row', 'models of the second row'],
      },
      {
        id: 'eight-in-five',
        says: `At p = ${five.probability} the eight most important features in five polysemantic neurons are as good as any code found.`,
        source: `${table}: 1 − S of .05 to .08`,
        ...amongTheBest(five, '0 monosemantic, 5 polysemantic; 8 features', 1.02),
        failsOn: ['untrained weights', 'models of the densest row', 'models of the sparsest row'],
      },
      {
        id: 'pairs',
        says: `At p = ${pairs.probability} features are written as pairs of neurons.`,
        measures: 'different pairs in use in the best restart, of ten there are',
        source: `${table}: 1 − S ≤ .04, each a pair of neurons; here among ${pairs.restarts.all.length} restarts`,
        holds: atLeast(8)(countPairs(best(pairs.restarts).code)),
        failsOn: ['untrained weights', 'models of the densest row', 'models of the second row'],
        explanation:
          'Irregular codes, in which some features have a neuron or three, lie within 3 % of the loss of the ten pairs; ' +
          'from some seeds one of them comes out best, with twice as many restarts as well.',
      },
      {
        id: 'both-kinds-form',
        says: 'Both monosemantic and polysemantic neurons form, in one and the same model.',
        measures: `codes of the best restarts at p = ${binary.probability} and ${three.probability}`,
        source: 'paper §10 and its summary of results',
        holds: judged(
          'at least one monosemantic and two polysemantic neurons in each',
          mixed.every((restart) => monosemantic(restart) >= 1 && polysemantic(restart) >= 2),
          weightTolerance,
        )(mixed.map(wordsOf).join(' | ')),
        failsOn: ['untrained weights', 'models of the densest row', 'models of the sparsest row'],
      },
      {
        id: 'fewer-monosemantic-as-sparser',
        says: 'As features get sparser, fewer neurons are monosemantic, from nearly five to one in two models or less.',
        measures: `mean number over all restarts at p = ${list(probabilities)}`,
        source: `${table}; over all restarts, since the best codes at .15 and .12 lie too close together`,
        holds: judged(
          'never rising, from 4 or more to 0.5 or less',
          neverRises && counts[0]! >= 4 && counts.at(-1)! <= 0.5,
          weightTolerance,
        )(list(counts, (count) => count.toFixed(2))),
        failsOn: ['untrained weights', 'the same models in reverse order', 'models of the densest row'],
      },
    ]
  },

  figures: ({ linear, relu }) => {
    const [linearCode, denseCode] = [linear, relu[0]!].map(({ restarts }) => wordsOf(best(restarts)))
    const rows = relu.map(({ probability, restarts }) => {
      const [least, middle] = [best(restarts).loss, medianOf(restarts, ({ loss }) => loss)]
      const losses = `loss ${least.toPrecision(3)}, median ${middle.toPrecision(3)}`
      return `At p = ${probability}: ${wordsOf(best(restarts))} (${losses}).`
    })
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
        panels: [
          { note: 'linear hidden layer', ...barsOf(linear) },
          { note: 'ReLU hidden layer', ...barsOf(relu[0]!) },
        ],
        columns: 2,
      }),
      plannedFigure(neuronBarsFigure, {
        name: 'neurons',
        title: 'From one feature a neuron to codes across neurons',
        description: `Weights by neuron, best restarts. ${rows.join(' ')}`,
        panels: relu.map(barsOf),
        columns: 3,
      }),
      plannedFigure(curvesFigure, {
        name: 'kinds-of-neurons',
        title: 'Monosemantic neurons give way to polysemantic ones',
        description: `Number of neurons of either kind over sparsity. ${rows.join(' ')}`,
        curves: [ofBest('monosemantic neurons', monosemantic), ofBest('polysemantic neurons', polysemantic)],
        xAxis: { title: '1 / (1 − S)', scale: 'log' },
        yAxis: { title: 'neurons, of five' },
        bandMeaning: 'line: best restart, band: from the fewest to the most of all restarts',
      }),
    ]
  },
})

/** Codes that lie so close together that noise decides which of them is best: the paper's is to be one of them. */
function amongTheBest({ restarts }: RowResult, words: string, most: number) {
  const such = restarts.all.find((restart) => wordsOf(restart) === words)
  return {
    measures: `loss of the best such restart / loss of the best of all, which here has ${wordsOf(best(restarts))}`,
    holds: atMost(most)(such === undefined ? Number.NaN : such.loss / best(restarts).loss),
  }
}

function barsOf({ probability, bestWeights }: RowResult) {
  const weights = matrixFromRows(bestWeights)
  return { probability, weights, interference: interference(weights), neurons: neuronCode(weights).neurons }
}
