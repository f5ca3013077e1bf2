/** §11: models that compute |x|, two neurons a feature while features are dense, many features a neuron when they are sparse. */
import { matrixFromRows, toRows } from '@digon/matrix'
import { everyModel, featuresReversed, modelsOf, reversed } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, judged, rising } from '../vocabulary/expectations.js'
import { best, medianOf, shareOf } from '../vocabulary/restarts.js'
import { list, median } from '../vocabulary/statistics.js'
import { joinSweeps, type Sweep, sweep, type TrainedMember } from '../vocabulary/sweep.js'
import { absoluteValueFigures } from './figures.js'
import { type AbsoluteRestart, type AbsoluteResult, lossWithout, measureProbability } from './measure.js'
import { type AbsoluteNeuron, countKind } from './neurons.js'
import { absoluteValueSettings, deviation, evaluationSamples, largeModel, type Row, smallModel } from './settings.js'
import * as text from './text.js'

const captions = 'paper §11, captions of the figure by sparsity'
const counted = 'weights above 0.2 of the neuron’s largest count'

/** Probabilities of the captions that claims speak of. */
const rows = { first: 0.1, mixed: 0.03, more: 0.01, most: 0.003 }

const monosemantic = (restart: AbsoluteRestart) => restart.monosemantic
const polysemantic = (restart: AbsoluteRestart) => restart.polysemantic
const perNeuron = ({ featuresPerNeuron }: AbsoluteRestart) => featuresPerNeuron

interface Training extends Row {
  readonly restarts: number
  readonly steps: number
}

export const absoluteValue = defineExperiment({
  settings: absoluteValueSettings,
  text,

  plan: ({ small, large }, seedOf) => {
    const trainedOn = (name: string, model: typeof largeModel, training: Training): Sweep<Row> => {
      const { featureCount, hiddenSize, importanceBase } = model
      const { probability, learningRate, batchSize, restarts, steps } = training
      return sweep<Row>({
        name,
        model: { featureCount, hiddenSize, hiddenActivation: 'relu', tied: false },
        target: 'absolute',
        batchSize,
        shared: {
          data: { probability, values: { kind: 'signed' } },
          importance: { base: importanceBase },
          learningRate,
          ...(model === largeModel && { initialization: { kind: 'normal', deviation } }),
        },
        conditions: [{ probability, learningRate, batchSize }],
        seed: () => seedOf(name),
        restarts,
        steps,
        evaluationSamples,
      })
    }
    const rows = large.rows.map((row) => {
      const name = `large-${String(row.probability).replace('.', '-')}`
      return trainedOn(name, largeModel, { ...large, ...row })
    })
    return { small: trainedOn('small', smallModel, { ...smallModel, ...small }), large: joinSweeps(rows) }
  },

  measure: ({ small, large }) => ({
    small: measureProbability(small[0]!),
    large: large.map(measureProbability).sort((a, b) => b.probability - a.probability),
  }),

  controls: {
    'the models of p = 1': { trained: ({ small, large }) => ({ small, large: modelsOf(large, isAt(1)) }) },
    'the models of p = .1': { trained: ({ small, large }) => ({ small, large: modelsOf(large, isAt(0.1)) }) },
    'the models of p = .01': { trained: ({ small, large }) => ({ small, large: modelsOf(large, isAt(0.01)) }) },
    'the models of p = .003': { trained: ({ small, large }) => ({ small, large: modelsOf(large, isAt(0.003)) }) },
    'the same models in reverse order': { trained: ({ small, large }) => ({ small, large: reversed(large) }) },
    'models with one side alone': {
      trained: ({ small, large }) => ({ small: everyModel(small, oneSided), large: everyModel(large, oneSided) }),
    },
    'neurons that share a feature': {
      trained: ({ small, large }) => ({ small: everyModel(small, sharingTheLast), large }),
    },
    'losses of constant outputs': {
      trained: ({ small, large }) => ({ small, large: everyModel(large, constantLoss) }),
    },
    'the most important features last': {
      trained: ({ small, large }) => ({ small, large: everyModel(large, importantLast) }),
    },
  },

  claims: ({ small, large }) => {
    const dense = large.filter(({ probability }) => probability > rows.first)
    const second = dense.at(-1)!
    const at = (wanted: number) => large.find(({ probability }) => probability === wanted)!
    const [first, mixed, more, most] = [at(rows.first), at(rows.mixed), at(rows.more), at(rows.most)]
    const sparsest = large.at(-1)!
    const sweep = large.filter(({ probability }) => probability >= rows.most)
    const counts = sweep.map(({ restarts }) => medianOf(restarts, polysemantic))
    const shared = sweep.map(({ restarts }) => medianOf(restarts, perNeuron))
    const upToMore = shared.slice(0, sweep.indexOf(more) + 1)
    const words = sweep.map(({ probability }) => probability).join(', ')
    const eachSide = sidesInWords(oneASide(small.featureCount))
    return [
      {
        id: 'one-neuron-a-side',
        says: `With ${small.featureCount} features and ${small.hiddenSize} neurons (p = ${small.probability}), every feature has exactly one neuron for its positive and one for its negative side.`,
        measures: 'sides of monosemantic neurons, best restart',
        source: 'paper §11, n = 3, m = 6',
        holds: exactly(eachSide, counted)(sidesInWords(best(small.restarts).neurons)),
        failsOn: ['untrained weights', 'neurons that share a feature', 'models with one side alone'],
      },
      {
        id: 'one-neuron-a-side-restarts',
        says: 'At least three in ten restarts do so.',
        measures: 'share of restarts',
        source: 'restarts; one run alone would be an anecdote',
        holds: atLeast(0.3)(shareOf(small.restarts, ({ neurons }) => sidesInWords(neurons) === eachSide)),
        failsOn: ['untrained weights', 'models with one side alone'],
      },
      {
        id: 'exact',
        says: 'Then |x| is exact.',
        measures: 'best loss / loss of a constant output',
        source: '|x| = ReLU(x) + ReLU(−x)',
        holds: atMost(0.001)(best(small.restarts).loss / small.constantLoss),
        failsOn: ['untrained weights', 'models with one side alone'],
      },
      ...dense.map((result) => ({
        id: `monosemantic-at-${String(result.probability).replace('.', '-')}`,
        says: `At p = ${result.probability}, neurons are monosemantic.`,
        measures: `neurons of either kind, of ${result.hiddenSize}, medians over restarts`,
        source: `${captions}: all neurons monosemantic. Up to two may be left over, on features of hardly any importance`,
        holds: judged(
          'at least 30 monosemantic, at most 2 polysemantic',
          medianOf(result.restarts, monosemantic) >= 30 && medianOf(result.restarts, polysemantic) <= 2,
          counted,
        )(kindsInWords(result)),
        failsOn: ['untrained weights', 'the models of p = .01'] as const,
      })),
      {
        id: 'pairs-of-neurons',
        says: `At p = ${second.probability}, forty neurons compute twenty features and leave the others at their mean.`,
        measures: 'best loss / loss of exactly that',
        source: 'closed form: V(p)·Σ_{i≥20} I_i / n',
        holds: atMost(2)(best(second.restarts).loss / second.pairedLoss),
        failsOn: ['untrained weights', 'losses of constant outputs'],
      },
      {
        id: 'two-sided-features',
        says: `At p = ${second.probability}, most of these features have at least one neuron for either side.`,
        measures: `their number, of ${second.hiddenSize / 2}, best restart`,
        source: 'paper §11: two neurons a feature',
        holds: atLeast(15)(best(second.restarts).twoSided.length),
        failsOn: ['untrained weights', 'the models of p = .01', 'models with one side alone'],
      },
      {
        id: 'first-polysemantic',
        says: `At p = ${rows.first}, the first slightly polysemantic neurons appear, and most stay monosemantic.`,
        measures: 'neurons of either kind, medians over restarts',
        source: captions,
        holds: judged(
          'some polysemantic, more monosemantic',
          medianOf(first.restarts, polysemantic) >= 2 &&
            medianOf(first.restarts, monosemantic) > medianOf(first.restarts, polysemantic),
          counted,
        )(kindsInWords(first)),
        failsOn: ['untrained weights', 'the models of p = 1', 'the models of p = .01'],
      },
      {
        id: 'both-coexist',
        says: `At p = ${rows.mixed}, monosemantic and polysemantic neurons coexist in one model.`,
        measures: 'neurons of either kind, medians over restarts',
        source: captions,
        holds: judged(
          'at least a tenth of the neurons of either kind',
          Math.min(medianOf(mixed.restarts, monosemantic), medianOf(mixed.restarts, polysemantic)) >=
            mixed.hiddenSize / 10,
          counted,
        )(kindsInWords(mixed)),
        failsOn: ['untrained weights', 'the models of p = 1', 'the models of p = .003'],
      },
      {
        id: 'important-stay-monosemantic',
        says: `At p = ${rows.first}, the neurons of important features stay monosemantic longest.`,
        measures:
          'median rank of the main feature of polysemantic neurons − of monosemantic ones, median over restarts',
        source: 'paper §11: polysemantic neurons hold low-importance features first',
        holds: atLeast(3)(medianOf(first.restarts, rankDifference)),
        failsOn: ['untrained weights', 'the most important features last'],
      },
      {
        id: 'nearly-all-polysemantic',
        says: `At p = ${rows.more} and ${rows.most}, more neurons are polysemantic, in the end nearly all.`,
        measures: `polysemantic share of the neurons that are not silent at p = ${rows.most}, medians`,
        source: captions,
        holds: atLeast(Math.max(0.9, medianOf(more.restarts, polysemantic) / more.hiddenSize - 0.1))(
          polysemanticShare(most),
        ),
        failsOn: ['the models of p = 1', 'the models of p = .1'],
      },
      {
        id: 'polysemantic-rises',
        says: 'The sparser the features, the more neurons are polysemantic.',
        measures: `polysemantic neurons at p = ${words}, medians over restarts`,
        source: captions,
        holds: rising({ slack: 2, to: atLeast(counts[0]! + 30), digits: String })(counts),
        failsOn: ['untrained weights', 'the same models in reverse order'],
      },
      {
        id: 'more-features-a-neuron',
        says: `The sparser the features, the more of them share a neuron, down to p = ${rows.more}, and many do in the end.`,
        measures: `mean number of features of a neuron at p = ${words}, medians over restarts`,
        source: `${captions}: slightly polysemantic, then highly`,
        holds: judged(
          `rising to p = ${rows.more}, in the end at least three`,
          rising({ slack: 0.1 })(upToMore).holds && shared.at(-1)! >= 3,
          '0.1',
        )(list(shared, (count) => count.toFixed(2))),
        failsOn: ['untrained weights', 'the same models in reverse order'],
      },
      {
        id: 'sparsest-all-polysemantic',
        says: `At p = ${sparsest.probability}, all neurons are polysemantic.`,
        measures: 'polysemantic share of the neurons that are not silent, medians',
        source: captions,
        holds: atLeast(0.9)(polysemanticShare(sparsest)),
        failsOn: ['the models of p = 1', 'the models of p = .1'],
      },
    ]
  },

  figures: absoluteValueFigures,
})

function isAt(wanted: number): (row: Row) => boolean {
  return ({ probability }) => probability === wanted
}

/** Every neuron reads the positive side, so half of the loss stays. */
function oneSided(trained: TrainedMember, row: Row): TrainedMember {
  const weights = matrixFromRows(toRows(trained.weights).map((of) => of.map(Math.abs)))
  return { ...trained, weights, loss: constantLoss(trained, row).loss / 2 }
}

/** Every neuron also serves the last feature, with half of the weights. */
function sharingTheLast(trained: TrainedMember): TrainedMember {
  const rows = toRows(trained.weights)
  rows.push(rows.pop()!.map((weight) => weight || 0.5))
  const { shape, values } = trained.parameters.outputWeights!
  const last = shape[1]! - 1
  const outputs = values.map((value, k) => value || (k % shape[1]! === last ? 0.5 : 0))
  const parameters = { ...trained.parameters, outputWeights: { shape, values: outputs } }
  return { ...trained, weights: matrixFromRows(rows), parameters }
}

function constantLoss(trained: TrainedMember, { probability }: Row): TrainedMember {
  return { ...trained, loss: lossWithout(probability, trained.member.importance, 0) }
}

function importantLast(trained: TrainedMember): TrainedMember {
  const { outputWeights } = trained.parameters
  const { shape, values } = outputWeights!
  const featureCount = shape[1]!
  const turned = values.map((_, k) => values[k - (k % featureCount) + featureCount - 1 - (k % featureCount)]!)
  return {
    ...featuresReversed(trained),
    parameters: { ...trained.parameters, outputWeights: { shape, values: turned } },
  }
}

function kindsInWords({ restarts }: AbsoluteResult): string {
  return `${medianOf(restarts, monosemantic)} monosemantic, ${medianOf(restarts, polysemantic)} polysemantic`
}

function polysemanticShare({ restarts }: AbsoluteResult): number {
  const count = medianOf(restarts, polysemantic)
  return count / (count + medianOf(restarts, monosemantic))
}

/** Features are ranked from the most important one. */
function rankDifference({ neurons }: AbsoluteRestart): number {
  const ranks = (kind: AbsoluteNeuron['kind']) =>
    neurons.filter((neuron) => neuron.kind === kind).map(({ features }) => features[0]!.feature)
  return median(ranks('polysemantic')) - median(ranks('monosemantic'))
}

function oneASide(featureCount: number): readonly AbsoluteNeuron[] {
  return Array.from({ length: 2 * featureCount }, (_, k) => ({
    kind: 'monosemantic',
    features: [{ feature: k >> 1, side: k % 2 === 0 ? 1 : -1 }],
  }))
}

/** For example `+0, −0, +1, −1; 0 polysemantic`. */
function sidesInWords(neurons: readonly AbsoluteNeuron[]): string {
  const alone = neurons
    .filter(({ kind }) => kind === 'monosemantic')
    .flatMap(({ features }) => features.slice(0, 1))
    .sort((a, b) => a.feature - b.feature || b.side - a.side)
    .map(({ feature, side }) => `${side > 0 ? '+' : '−'}${feature}`)
  return `${alone.join(', ')}; ${countKind(neurons, 'polysemantic')} polysemantic`
}
