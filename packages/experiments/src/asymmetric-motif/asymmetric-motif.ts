/** §11: two features on one neuron, unequally, and a second neuron that takes the disturbance back. */
import { type Matrix, matrix, matrixFromRows, toRows } from '@digon/matrix'
import { classifyNeurons, interference, rescaleNeurons } from '@digon/metrics'
import { curvesFigure, motifFigure, neuronBarsFigure, plannedFigure } from '@digon/plot'
import { everyModel, featuresReversed, modelsOf } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atMost, judged, near, shareAtLeast } from '../vocabulary/expectations.js'
import { firstRestartRepeated, independentRestarts } from '../vocabulary/independent-restarts.js'
import { best, bestShown, countOf, restartsBy } from '../vocabulary/restarts.js'
import { lossesTooHigh, sampledLosses } from '../vocabulary/sampled-losses.js'
import { checkedLosses } from '../vocabulary/second-evaluation.js'
import { farthest, list, median } from '../vocabulary/statistics.js'
import { sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { findMotifs, type Motif } from './motif.js'
import { asymmetricMotifSettings, model, probabilities } from './settings.js'
import * as text from './text.js'

const picture = 'paper §11, asymmetric superposition motif: in [2, −1/2], out [1/2, 2]'

/** Of each restart: tells the loss of one batch from that on fresh samples. */
const secondSamples = 16_384

type MotifResult = ReturnType<typeof measureMotifs>

function measureMotifs({ condition: probability, ...trained }: Trained<number>) {
  const leastLoss = bestKnown.losses.find((known) => known.probability === probability)?.loss ?? Number.NaN
  const restarts = restartsBy(trained, measureRestart, ({ loss }) => loss)
  return { probability, leastLoss, restarts, losses: checkedLosses(trained, secondSamples) }
}

function measureRestart(trained: TrainedMember) {
  const { loss, weights } = trained
  const outputWeights = outputWeightsOf(trained)
  return {
    loss,
    /** Each neuron's largest weight has the magnitude 1. */
    weights: toRows(rescaleNeurons(weights, outputWeights).weights),
    neurons: classifyNeurons(weights, { outputWeights }),
    motifs: findMotifs(weights, outputWeights, trained.bias),
  }
}

export const asymmetricMotif = defineExperiment({
  settings: asymmetricMotifSettings,
  text,

  plan: ({ restarts, batchSize, steps }, seedOf) => ({
    sweep: sweep({
      name: 'absolute',
      model: { ...model, hiddenActivation: 'relu', tied: false },
      target: 'absolute',
      batchSize,
      shared: {
        importance: { base: 0.8 },
        learningRate: 0.01,
        initialization: { kind: 'normal', deviation: 0.05 },
      },
      conditions: probabilities,
      member: (probability) => ({ data: { probability, values: { kind: 'signed' } } }),
      seed: (probability) => seedOf(String(probability)),
      restarts: (probability) => restarts[probabilities.indexOf(probability)]!,
      steps,
      evaluationSamples: 200_000,
      evaluationSeed: seedOf('evaluation'),
    }),
  }),

  measure: ({ sweep }) => ({ points: sweep.map(measureMotifs) }),

  controls: {
    'neurons with one feature each': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (p) => p === 0.5) }) },
    'models of p = 0.2 at every probability': {
      trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (p) => p === 0.2) }),
    },
    'equal sharing, in [1, −1], out [1, 1]': {
      trained: ({ sweep }) => ({
        sweep: everyModel(sweep, (trained) => {
          const weights = matrixFromRows(toRows(trained.weights).map((row) => row.map(Math.sign)))
          return withOutputs({ ...trained, weights }, (row) => row.map(Math.sign))
        }),
      }),
    },
    'motifs without a second neuron': {
      trained: ({ sweep }) => ({
        sweep: everyModel(sweep, (trained) => withOutputs(trained, (row) => row.map((value) => Math.max(0, value)))),
      }),
    },
    'losses 10 % too high': { trained: ({ sweep }) => ({ sweep: lossesTooHigh(sweep) }) },
    'one restart repeated': { trained: ({ sweep }) => ({ sweep: firstRestartRepeated(sweep) }) },
    'outputs twice as large': {
      trained: ({ sweep }) => ({
        sweep: everyModel(sweep, (trained) => withOutputs(trained, (row) => row.map((value) => 2 * value))),
      }),
    },
    'motifs with the features in reverse order': {
      trained: ({ sweep }) => ({
        sweep: everyModel(sweep, (trained) => withOutputs(featuresReversed(trained), (row) => row.toReversed())),
      }),
    },
  },

  claims: ({ points }) => {
    const [dense, clear] = points as [MotifResult, MotifResult, MotifResult]
    const motifs = motifsOf(clear)
    const at = `At p = ${clear.probability}`
    const share = (agrees: (motif: Motif) => boolean) => ({ count: motifs.filter(agrees).length, of: motifs.length })
    const clearest = [...motifs].sort((a, b) => smallerRatio(b) - smallerRatio(a))[0]
    const parts = (['strong', 'weak'] as const).map((side) =>
      median(motifs.map(({ [side]: { input, output } }) => Math.abs(input) * output)),
    )
    return [
      {
        id: 'found',
        kind: 'paper',
        says: `${at} a neuron has input weights for two features in a ratio of at least 3 : 1, and output weights in the opposite ratio.`,
        measures: 'the clearest motif of all restarts',
        source: picture,
        holds: judged(
          'at least one',
          clearest !== undefined,
          'both ratios ≥ 3; the neuron computes at least a quarter of one side of |x| for either feature',
        )(clearest === undefined ? 'none' : inWords(clearest)),
        nearMisses: ['untrained', 'tenth of training', 'hidden activation lost', 'features shifted'],
        failsOn: ['untrained weights', 'neurons with one feature each', 'equal sharing, in [1, −1], out [1, 1]'],
      },
      {
        id: 'restarts',
        kind: 'paper',
        says: `${at} at least half of the restarts have the motif.`,
        measures: 'share of restarts',
        source: `${picture}; one run alone proves little`,
        holds: shareAtLeast(0.5)(countOf(clear.restarts, (restart) => restart.motifs.length > 0)),
        nearMisses: ['untrained', 'tenth of training', 'hidden activation lost', 'target without absolute value'],
        failsOn: ['untrained weights', 'neurons with one feature each'],
      },
      {
        id: 'losses',
        kind: 'mathematics',
        says: 'At every probability the loss of the best restart is barely above that of the best model of a longer search.',
        measures: 'loss of the best restart / lowest known loss, worst probability',
        source: `asymmetric-motif/best-known.json: ${bestKnown.source}`,
        holds: near(1, 0.15)(points.map(({ restarts, leastLoss }) => best(restarts).loss / leastLoss)),
        nearMisses: ['untrained', 'density 25 % too high', 'members mixed up'],
        failsOn: ['untrained weights', 'models of p = 0.2 at every probability'],
      },
      {
        id: 'inhibited',
        kind: 'paper',
        says: `${at} a second neuron inhibits the weak feature where the strong one would disturb it.`,
        measures: 'share of motifs where another neuron pulls the disturbed output down at least 0.9 times as far',
        source: picture,
        holds: shareAtLeast(0.6)(share(({ drive, inhibition }) => -inhibition >= 0.9 * drive)),
        nearMisses: ['untrained', 'tenth of training', 'features shifted'],
        failsOn: ['motifs without a second neuron', 'neurons with one feature each'],
      },
      {
        id: 'inhibition-matches',
        kind: 'mathematics',
        says: `${at} all neurons together cancel nearly all of the disturbance.`,
        measures: 'share of motifs where the weak output is at most 0.1 with the strong feature alone at ±1',
        source:
          'what is left adds to the loss whenever the strong feature is active; the disturbance itself is about 5',
        holds: shareAtLeast(0.9)(share(({ left }) => left <= 0.1)),
        nearMisses: ['untrained', 'noise on weights', 'features shifted'],
        failsOn: ['motifs without a second neuron', 'neurons with one feature each'],
      },
      {
        id: 'over-cancels',
        kind: 'paper',
        says: `${at} the inhibition makes the interference negative, so that the ReLU of the output removes it.`,
        measures:
          'share of motifs where the weak output is at most 0 before its ReLU, with the strong feature alone at ±1',
        source: `${picture}; the inhibition turns positive interference into negative`,
        holds: shareAtLeast(0.9)(share(({ left }) => left <= 0)),
        departs: true,
        explanation:
          'The inhibition cancels the disturbance to within a few hundredths, as often above 0 as below. What is left above 0 is ' +
          'as small as other errors of the model, so training does not reduce it further.',
        failsOn: ['motifs without a second neuron', 'neurons with one feature each'],
      },
      {
        id: 'reciprocal',
        kind: 'paper',
        says: `${at} output weights compensate for input weights: their product is 1, one full side of |x|.`,
        measures: 'distance from 1 of the median product, of strong or of weak features, whichever is farther',
        source: `${picture}: 2 · 1/2 and 1/2 · 2`,
        holds: atMost(0.5)(Math.abs(farthest(parts, 1) - 1)),
        nearMisses: ['untrained', 'tenth of training', 'hidden activation lost', 'features shifted'],
        failsOn: ['neurons with one feature each', 'outputs twice as large'],
      },
      {
        id: 'important-strong',
        kind: 'paper',
        says: `${at} the more important feature is the one that is not disturbed.`,
        measures: 'share of motifs',
        source: 'paper §11: one feature disturbs the other strongly but not vice versa',
        holds: shareAtLeast(0.9)(share(({ strong, weak }) => strong.feature < weak.feature)),
        nearMisses: ['untrained', 'importance ignored', 'features shifted'],
        failsOn: ['motifs with the features in reverse order', 'neurons with one feature each'],
      },
      {
        id: 'not-without-sparsity',
        kind: 'mathematics',
        says: 'Denser features do not share neurons in this way.',
        measures: `motifs of all restarts at p = ${list(points.map(({ probability }) => probability))}`,
        source:
          'two neurons per feature have no loss, and sharing costs p² (paper §11); ' +
          'a public reproduction sets p = .5, where we find none',
        holds: judged(
          'none, then some',
          motifsOf(dense).length === 0 && motifs.length > 0,
          'none',
        )(list(points.map((point) => motifsOf(point).length))),
        nearMisses: ['untrained', 'hidden activation lost', 'members mixed up'],
        failsOn: ['untrained weights', 'models of p = 0.2 at every probability'],
      },
      sampledLosses(
        points.map(({ losses }) => losses),
        { source: 'the loss of the same weights and biases in float64, on other samples', sameSamples: 'fresh' },
      ),
      independentRestarts(points.map(({ restarts }) => restarts)),
    ]
  },

  figures: ({ points }) => {
    const description = points.map(describe).join(' ')
    const neurons = plannedFigure(neuronBarsFigure, {
      name: 'neurons',
      title: 'Input weights of each neuron',
      description: `Input weights by neuron, the largest of each scaled to 1, best restarts of models of |x|. ${description}`,
      note: bestShown(points.map(({ restarts }) => restarts)),
      panels: points.map(({ probability, restarts }) => {
        const { weights: rows, neurons } = best(restarts)
        const weights = matrixFromRows(rows)
        return { probability, weights, interference: interference(weights), neurons }
      }),
      columns: 3,
    })
    const found = points.filter((point) => motifsOf(point).length > 0)
    if (found.length === 0) return [neurons]
    const most = Math.max(...found.flatMap(motifsOf).map(({ drive }) => drive))
    const scatter = (x: (motif: Motif) => number, y: (motif: Motif) => number) =>
      found.map((point) => {
        const motifs = motifsOf(point)
        return { label: `p = ${point.probability}`, x: motifs.map(x), y: motifs.map(y), joined: false }
      })
    return [
      plannedFigure(motifFigure, {
        name: 'motif',
        title: 'The motif: small input weight, large output weight, inhibition',
        description:
          'The clearest motif of a restart, with the neuron that inhibits most. Its first neuron has a large input weight and a ' +
          `small output weight for the first feature, and the reverse for the second. ${found.map(describe).join(' ')}`,
        note: 'shown: at each p the two clearest motifs with an inhibiting neuron, of different restarts',
        panels: found.flatMap(drawn),
        columns: 2,
      }),
      neurons,
      plannedFigure(curvesFigure, {
        name: 'ratios',
        title: 'Small input weights, large output weights',
        description: `Ratio of output weights against ratio of input weights, every motif of every restart. ${description}`,
        note: 'shown: every motif of every restart',
        curves: scatter(
          ({ inputRatio }) => inputRatio,
          ({ outputRatio }) => outputRatio,
        ),
        references: [{ label: 'reciprocal', x: [3, 12], y: [3, 12] }],
        xAxis: { title: 'input weights, strong : weak feature', scale: 'log' },
        yAxis: { title: 'output weights, weak : strong feature', scale: 'log' },
      }),
      plannedFigure(curvesFigure, {
        name: 'inhibition',
        title: 'A second neuron cancels the disturbance',
        description: `How far another neuron pulls the weak feature’s output down against how far the strong feature drives it, every motif of every restart. ${description}`,
        note: 'shown: every motif of every restart',
        curves: scatter(
          ({ drive }) => drive,
          ({ inhibition }) => -inhibition,
        ),
        references: [{ label: 'equal', x: [0, most], y: [0, most] }],
        xAxis: { title: 'disturbance of the weak feature’s output' },
        yAxis: { title: 'inhibition by another neuron' },
      }),
    ]
  },
})

/** `[hidden, feature]`. */
function outputWeightsOf({ parameters }: TrainedMember): Matrix {
  const { shape, values } = parameters.outputWeights!
  return matrix(shape[0]!, shape[1]!, values, 'outputWeights')
}

function withOutputs(trained: TrainedMember, change: (ofNeuron: readonly number[]) => number[]): TrainedMember {
  const { rows, columns, values } = matrixFromRows(toRows(outputWeightsOf(trained)).map(change))
  return { ...trained, parameters: { ...trained.parameters, outputWeights: { shape: [rows, columns], values } } }
}

function motifsOf({ restarts }: MotifResult): readonly Motif[] {
  return restarts.all.flatMap(({ motifs }) => motifs)
}

/** Of the restarts with the clearest motifs, up to two: each with its clearest one that is inhibited. */
function drawn({ probability, restarts }: MotifResult) {
  const clearest = restarts.all.flatMap(({ motifs }) =>
    motifs
      .filter(({ inhibitor }) => inhibitor !== null)
      .sort((a, b) => smallerRatio(b) - smallerRatio(a))
      .slice(0, 1),
  )
  return clearest
    .sort((a, b) => smallerRatio(b) - smallerRatio(a))
    .slice(0, 2)
    .map(({ strong, weak, inhibitor }) => ({
      probability,
      features: [subscript(strong.feature), subscript(weak.feature)] as const,
      neurons: [onNeuron({ strong, weak }), onNeuron(inhibitor!)] as const,
    }))
}

function onNeuron({ strong, weak }: Pick<Motif, 'strong' | 'weak'>) {
  return { reads: [strong.input, weak.input], putsOut: [strong.output, weak.output] }
}

function subscript(feature: number): string {
  return [...String(feature)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('')
}

function smallerRatio({ inputRatio, outputRatio }: Motif): number {
  return Math.min(inputRatio, outputRatio)
}

function describe(point: MotifResult): string {
  const motifs = motifsOf(point)
  const example = motifs[0] === undefined ? '' : `, for example ${inWords(motifs[0])}`
  return `At p = ${point.probability}: ${motifs.length} motifs in ${point.restarts.all.length} restarts${example}.`
}

/** For example `in [2.12, −0.50], out [0.34, 1.98] for features 0 and 6, inhibited by −5.15 against 5.00`. */
function inWords({ strong, weak, drive, inhibition }: Motif): string {
  const pair = (a: number, b: number) => `[${a.toFixed(2)}, ${b.toFixed(2)}]`.replaceAll('-', '−')
  return (
    `in ${pair(strong.input, weak.input)}, out ${pair(strong.output, weak.output)} ` +
    `for features ${strong.feature} and ${weak.feature}, ` +
    `inhibited by ${(-inhibition).toFixed(2)} against ${drive.toFixed(2)}`
  )
}
