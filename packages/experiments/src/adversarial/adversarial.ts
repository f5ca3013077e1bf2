/** §9: attacks that follow from the weights, on models of ever sparser features. Superposition makes them work. */
import { deriveSeed, sampleBatch } from '@digon/data'
import { dimensionsPerFeature } from '@digon/metrics'
import { curvesFigure } from '@digon/plot'
import { modelsOf, reversed } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, judged, near } from '../vocabulary/expectations.js'
import { bandMeaning, curveOf, medianOf, restartsBy } from '../vocabulary/restarts.js'
import { correlation, list, mean } from '../vocabulary/statistics.js'
import { sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { attackDamage } from './attack.js'
import { adversarialSettings, probabilities } from './settings.js'
import * as text from './text.js'

const figure = 'paper §9, figure of vulnerability over sparsity'

/** Inputs that each model is attacked on. */
const attackedSamples = 1000

/** Where D* is on its plateau of digons, 1/2. */
const digonPlateau: readonly number[] = [0.35, 0.25]

type SparsityResult = ReturnType<typeof measureSparsity>
type AttackedRestart = ReturnType<typeof measureRestart>

function measureSparsity({ condition: probability, ...trained }: Trained<number>) {
  const measure = (member: TrainedMember) => measureRestart(member, probability)
  return { probability, restarts: restartsBy(trained, measure, ({ loss }) => loss) }
}

/** Damages are relative to a model without superposition: (L′ − L) / (L′₀ − L₀). */
function measureRestart({ weights, bias, loss, member }: TrainedMember, probability: number) {
  const seed = deriveSeed(member.seed, ['attacked'])
  const fresh = { featureCount: weights.rows, seed, step: 0, sampleCount: attackedSamples }
  const batch = sampleBatch({ kind: 'independent', probability }, fresh)
  return { loss, featuresPerDimension: 1 / dimensionsPerFeature(weights), ...attackDamage({ weights, bias }, batch) }
}

const perSample = (restart: AttackedRestart) => restart.perSample
const fixedDirection = (restart: AttackedRestart) => restart.fixedDirection
const perDimension = (restart: AttackedRestart) => restart.featuresPerDimension

export const adversarial = defineExperiment({
  settings: adversarialSettings,
  text,

  plan: ({ featureCount, hiddenSize, restarts, batchSize, steps }, seedOf) => ({
    sweep: sweep({
      name: 'sweep',
      model: { featureCount, hiddenSize },
      batchSize,
      shared: { learningRate: 0.01 },
      conditions: probabilities,
      member: (probability) => ({ data: { probability } }),
      seed: (probability) => seedOf(String(probability)),
      restarts,
      steps,
      evaluationSamples: 20_000,
    }),
  }),

  measure: ({ sweep }, { featureCount, hiddenSize }) => ({
    featureCount,
    hiddenSize,
    points: sweep.map(measureSparsity),
  }),

  controls: {
    'dense models at every probability': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (p) => p === 1) }) },
    'digons at every probability': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (p) => p === 0.35) }) },
    'the sparsest models at every probability': {
      trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (p) => p === 0.03) }),
    },
    'the same models in reverse order': { trained: ({ sweep }) => ({ sweep: reversed(sweep) }) },
    'vulnerabilities in reverse order': {
      numbers: (numbers) => ({
        ...numbers,
        points: numbers.points.map(({ probability, restarts }, k) => {
          const others = numbers.points.at(-1 - k)!.restarts.all
          const all = restarts.all.map((restart, j) => ({ ...restart, perSample: others[j]!.perSample }))
          return { probability, restarts: { ...restarts, all } }
        }),
      }),
    },
  },

  claims: ({ points }) => {
    const [dense, sparsest] = [points[0]!.restarts, points.at(-1)!.restarts]
    const lowest = `At p = ${points.at(-1)!.probability}`
    const plateau = points.filter(({ probability }) => digonPlateau.includes(probability))
    const vulnerabilities = points.map(({ restarts }) => medianOf(restarts, perSample))
    return [
      {
        id: 'dense',
        says: 'Without sparsity a ReLU model is as vulnerable as a model without superposition.',
        measures: 'median ratio (L′ − L) / (L′₀ − L₀)',
        source: `${figure}; W Wᵀ is a projection there, which passes a change on at its own length`,
        holds: near(1, 0.06)(medianOf(dense, perSample)),
        failsOn: ['untrained weights', 'the sparsest models at every probability'],
      },
      {
        id: 'tracks-features-per-dimension',
        says: 'Vulnerability follows the number of features per dimension.',
        measures: 'correlation of the ratio with 1/D* over all restarts of the sweep',
        source: 'paper §9, figure of vulnerability against 1/D*: nearly a line',
        holds: atLeast(0.95)(correlationWith(points, perSample)),
        failsOn: ['the sparsest models at every probability', 'vulnerabilities in reverse order'],
      },
      {
        id: 'more-than-threefold',
        says: `${lowest} superposition has made the models more than three times as vulnerable.`,
        measures: 'median ratio',
        source: figure,
        holds: atLeast(3)(medianOf(sparsest, perSample)),
        failsOn: ['dense models at every probability', 'digons at every probability'],
      },
      {
        id: 'rises-with-sparsity',
        says: 'The sparser the features, the more vulnerable the models.',
        measures: `median ratio at p = ${list(points.map(({ probability }) => probability))}`,
        source: figure,
        holds: judged(
          'rising',
          vulnerabilities.every((value, k) => k === 0 || value >= 0.98 * vulnerabilities[k - 1]!) &&
            vulnerabilities.at(-1)! > 1.5 * vulnerabilities[0]!,
          '2 % of the value before',
        )(list(vulnerabilities, (value) => value.toFixed(2))),
        failsOn: ['dense models at every probability', 'the same models in reverse order'],
      },
      {
        id: 'digons-double',
        says: `At p = ${digonPlateau.join(' and ')}, where features pair up, one direction does twice the damage.`,
        measures: 'median ratio of one direction for all samples, mean over both probabilities',
        source:
          'linear response: output i moves by λ‖W_i‖²/√D_i, D_i = 1/2 in a digon; the paper’s ratio at its plateau',
        holds: near(2, 0.4)(mean(plateau.map(({ restarts }) => medianOf(restarts, fixedDirection)))),
        failsOn: ['dense models at every probability', 'the sparsest models at every probability'],
      },
      {
        id: 'fixed-direction-threefold',
        says: `${lowest} even one direction for all samples does more than three times the damage.`,
        measures: 'median ratio',
        source: `${figure}; λ‖W_i‖²/√D_i with D_i ≤ 2/5 and norms above 1`,
        holds: atLeast(3)(medianOf(sparsest, fixedDirection)),
        failsOn: ['dense models at every probability', 'digons at every probability'],
      },
      {
        id: 'outputs-off',
        says: `${lowest} most outputs are held at 0 by their ReLU, where a gradient sees nothing.`,
        measures: 'median share of outputs',
        source: 'paper §9: gradient masking; 99 % in the paper, at a sparsity it does not state',
        holds: atLeast(0.85)(medianOf(sparsest, ({ outputsOff }) => outputsOff)),
        failsOn: ['untrained weights', 'dense models at every probability'],
      },
    ]
  },

  figures: ({ featureCount, hiddenSize, points }) => {
    const words = `${featureCount} features in ${hiddenSize} dimensions`
    const xAxis = { title: '1 / (1 − S)', scale: 'log' } as const
    const ratio = { title: 'damage relative to no superposition' }
    const [eachWorst, one] = ['worst feature of each sample', 'one feature for all samples']
    const curves = points.map(({ probability, restarts }) => ({ x: 1 / probability, restarts }))
    const factors = points.map(({ restarts }) => medianOf(restarts, perDimension).toFixed(2))
    const inWords = points.map(
      ({ probability, restarts }, k) =>
        `At p = ${probability}: ${medianOf(restarts, perSample).toFixed(2)} times the damage, ${factors[k]} features per dimension.`,
    )
    const all = points.flatMap(({ restarts }) => restarts.all)
    const x = all.map(perDimension)
    const diagonal = [1, Math.max(...x)]
    return [
      curvesFigure({
        name: 'vulnerability',
        title: 'The sparser, the easier to attack',
        description: `Damage of attacks over sparsity, ${words}. ${inWords.join(' ')}`,
        curves: [
          curveOf(eachWorst, curves, perSample),
          curveOf(one, curves, fixedDirection),
          curveOf('gradient of each sample', curves, ({ gradient }) => gradient),
        ],
        xAxis,
        yAxis: ratio,
        bandMeaning,
        guides: [{ label: 'without superposition', y: 1 }],
      }),
      curvesFigure({
        name: 'features-per-dimension',
        title: 'Features per dimension, 1/D*',
        description: `‖W‖²/m over sparsity, ${words}: from ${factors[0]} to ${factors.at(-1)}.`,
        curves: [curveOf('1/D*', curves, perDimension)],
        xAxis,
        yAxis: { title: '1/D* = ‖W‖² / m' },
        bandMeaning,
        guides: [
          { label: 'a dimension each', y: 1 },
          { label: 'digons', y: 2 },
        ],
      }),
      curvesFigure({
        name: 'vulnerability-against-features',
        title: 'Vulnerability follows the features per dimension',
        description: `Every restart of every sparsity, ${words}. Correlation ${correlationWith(points, perSample).toFixed(3)} for the worst feature of each sample, ${correlationWith(points, fixedDirection).toFixed(3)} for one feature.`,
        curves: [
          { label: eachWorst, x, y: all.map(perSample), joined: false },
          { label: one, x, y: all.map(fixedDirection), joined: false },
        ],
        references: [{ label: 'equal to 1/D*', x: diagonal, y: diagonal }],
        xAxis: { title: '1/D* = ‖W‖² / m' },
        yAxis: ratio,
      }),
    ]
  },
})

/** Over all restarts of all probabilities, of the damage with 1/D*. */
function correlationWith(points: readonly SparsityResult[], damage: (restart: AttackedRestart) => number): number {
  const all = points.flatMap(({ restarts }) => restarts.all)
  return correlation(all.map(perDimension), all.map(damage))
}
