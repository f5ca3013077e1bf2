/** §11: two features on one neuron, unequally, and a second neuron that takes the disturbance back. */
import { type Matrix, matrix, matrixFromRows, toRows } from '@digon/matrix'
import { classifyNeurons, interference, rescaleNeurons } from '@digon/metrics'
import { curvesFigure, neuronBarsFigure, plannedFigure } from '@digon/plot'
import { everyModel, featuresReversed, modelsOf } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, judged, near } from '../vocabulary/expectations.js'
import { best, restartsBy, shareOf } from '../vocabulary/restarts.js'
import { farthest, list, median } from '../vocabulary/statistics.js'
import { sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { findMotifs, type Motif } from './motif.js'
import { asymmetricMotifSettings, model, probabilities } from './settings.js'
import * as text from './text.js'

const picture = 'paper §11, asymmetric superposition motif: in [2, −1/2], out [1/2, 2]'

type MotifResult = ReturnType<typeof measureMotifs>

function measureMotifs({ condition: probability, ...trained }: Trained<number>) {
  return { probability, restarts: restartsBy(trained, measureRestart, ({ loss }) => loss) }
}

function measureRestart(trained: TrainedMember) {
  const { loss, weights } = trained
  const outputWeights = outputWeightsOf(trained)
  return {
    loss,
    /** Each neuron's largest weight has the magnitude 1. */
    weights: toRows(rescaleNeurons(weights, outputWeights).weights),
    neurons: classifyNeurons(weights, { outputWeights }),
    motifs: findMotifs(weights, outputWeights),
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
      restarts,
      steps,
      evaluationSamples: 200_000,
    }),
  }),

  measure: ({ sweep }) => sweep.map(measureMotifs),

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

  claims: (points) => {
    const [dense, clear] = points as [MotifResult, MotifResult, MotifResult]
    const motifs = motifsOf(clear)
    const at = `At p = ${clear.probability}`
    const share = (agrees: (motif: Motif) => boolean) => motifs.filter(agrees).length / motifs.length
    const clearest = [...motifs].sort((a, b) => smallerRatio(b) - smallerRatio(a))[0]
    const parts = (['strong', 'weak'] as const).map((side) =>
      median(motifs.map(({ [side]: { input, output } }) => Math.abs(input) * output)),
    )
    return [
      {
        id: 'found',
        says: `${at} a neuron reads two features at least 3 : 1, and puts them out the other way round.`,
        measures: 'the clearest motif of all restarts',
        source: picture,
        holds: judged(
          'at least one',
          clearest !== undefined,
          'both ratios ≥ 3; the neuron computes at least a quarter of one side of |x| for either feature',
        )(clearest === undefined ? 'none' : inWords(clearest)),
        failsOn: ['untrained weights', 'neurons with one feature each', 'equal sharing, in [1, −1], out [1, 1]'],
      },
      {
        id: 'restarts',
        says: `${at} at least half of the restarts have the motif.`,
        measures: 'share of restarts',
        source: 'restarts; one run alone would be an anecdote',
        holds: atLeast(0.5)(shareOf(clear.restarts, (restart) => restart.motifs.length > 0)),
        failsOn: ['untrained weights', 'neurons with one feature each'],
      },
      {
        id: 'inhibited',
        says: `${at} a second neuron inhibits the weak feature where the strong one would disturb it.`,
        measures: 'share of motifs where another neuron pulls the disturbed output down at least 0.9 times as far',
        source: `${picture}; the inhibition turns positive interference into negative, which the output ReLU removes`,
        holds: atLeast(0.6)(share(({ drive, inhibition }) => -inhibition >= 0.9 * drive)),
        failsOn: ['motifs without a second neuron', 'neurons with one feature each'],
      },
      {
        id: 'inhibition-matches',
        says: `${at} the inhibition is as strong as the disturbance, so that both cancel.`,
        measures: 'inhibition / disturbance, median over motifs',
        source: picture,
        holds: near(1, 0.15)(median(motifs.map(({ drive, inhibition }) => -inhibition / drive))),
        failsOn: ['motifs without a second neuron', 'neurons with one feature each'],
      },
      {
        id: 'reciprocal',
        says: `${at} outputs make up for inputs: the product of both weights is 1, a whole side of |x|.`,
        measures: 'distance from 1 of the median product, of strong or of weak features, whichever is farther',
        source: `${picture}: 2 · 1/2 and 1/2 · 2`,
        holds: atMost(0.5)(Math.abs(farthest(parts, 1) - 1)),
        failsOn: ['neurons with one feature each', 'outputs twice as large'],
      },
      {
        id: 'important-strong',
        says: `${at} it is the more important feature that is kept from being disturbed.`,
        measures: 'share of motifs',
        source: 'paper §11: one feature disturbs the other strongly but not vice versa',
        holds: atLeast(0.9)(share(({ strong, weak }) => strong.feature < weak.feature)),
        failsOn: ['motifs with the features in reverse order', 'neurons with one feature each'],
      },
      {
        id: 'not-without-sparsity',
        says: 'Denser features are not shared at all.',
        measures: `motifs of all restarts at p = ${list(points.map(({ probability }) => probability))}`,
        source:
          'two neurons a feature cost nothing, and sharing costs p² (paper §11); ' +
          'a public reproduction sets p = .5, where we find none',
        holds: judged(
          'none, then some',
          motifsOf(dense).length === 0 && motifs.length > 0,
          'none',
        )(list(points.map((point) => motifsOf(point).length))),
        failsOn: ['untrained weights', 'models of p = 0.2 at every probability'],
      },
    ]
  },

  figures: (points) => {
    const description = points.map(describe).join(' ')
    const neurons = plannedFigure(neuronBarsFigure, {
      name: 'neurons',
      title: 'What each neuron reads',
      description: `Input weights by neuron, the largest of each scaled to 1, best restarts of models of |x|. ${description}`,
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
      neurons,
      plannedFigure(curvesFigure, {
        name: 'ratios',
        title: 'Read small, put out large',
        description: `Ratio of output weights against ratio of input weights, every motif of every restart. ${description}`,
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
        title: 'A second neuron takes the disturbance back',
        description: `How far another neuron pulls the weak feature’s output down against how far the strong feature drives it, every motif of every restart. ${description}`,
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
