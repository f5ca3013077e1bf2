/** §11: models that compute |x|, two neurons a feature while features are dense, many features a neuron when they are sparse. */
import { matrixFromRows, toRows } from '@digon/matrix'
import { everyModel, featuresReversed, modelsOf, reversed } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, judged, rising, shareAtLeast } from '../vocabulary/expectations.js'
import { firstStep, firstStepOf } from '../vocabulary/first-step.js'
import { best, countOf, medianOf } from '../vocabulary/restarts.js'
import { onBothSamples } from '../vocabulary/second-evaluation.js'
import { list, median } from '../vocabulary/statistics.js'
import {
  joinSweeps,
  type Sweep,
  type SweepDescription,
  sweep,
  type Trained,
  type TrainedMember,
} from '../vocabulary/sweep.js'
import { absoluteValueFigures } from './figures.js'
import { type AbsoluteRestart, type AbsoluteResult, lossWithout, measureRow } from './measure.js'
import { type AbsoluteNeuron, countKind } from './neurons.js'
import {
  absoluteValueSettings,
  deviation,
  evaluationSamplesAt,
  largeModel,
  learningRateAt,
  probabilities,
  type Row,
  smallModel,
  sparse,
  stages,
} from './settings.js'
import * as text from './text.js'

const captions = 'paper §11, captions of the figure by sparsity'
const departure =
  'In models trained from the start at sparse features, all neurons become polysemantic here, too. But their loss is tens of times ' +
  'that of twenty exact features: see the figure “Trained from the start, and in stages”. Models with a fraction of that loss keep ' +
  'about two neurons in three for one side of one feature.'
const counted = 'features count above 0.2 of the neuron’s strongest'

const monosemantic = (restart: AbsoluteRestart) => restart.monosemantic
const polysemantic = (restart: AbsoluteRestart) => restart.polysemantic
const perNeuron = ({ featuresPerNeuron }: AbsoluteRestart) => featuresPerNeuron

type Training = Pick<SweepDescription<Row>, 'restarts' | 'steps' | 'batchSize' | 'stages'>

export const absoluteValue = defineExperiment({
  settings: absoluteValueSettings,
  text,

  plan: ({ small, large, plain }, seedOf) => {
    const trainedAt = (name: string, model: typeof largeModel, row: Row, training: Training): Sweep<Row> =>
      sweep<Row>({
        name,
        model: {
          featureCount: model.featureCount,
          hiddenSize: model.hiddenSize,
          hiddenActivation: 'relu',
          tied: false,
        },
        target: 'absolute',
        ...training,
        shared: {
          data: { probability: row.annealed ? stages[0]! : row.probability, values: { kind: 'signed' } },
          importance: { base: model.importanceBase },
          learningRate: model === largeModel ? learningRateAt(row.probability) : smallModel.learningRate,
          ...(model === largeModel && { initialization: { kind: 'normal', deviation } }),
        },
        conditions: [row],
        seed: () => seedOf(name),
        record: [1],
        evaluationSamples: evaluationSamplesAt(row.probability),
      })
    const nameOf = (probability: number) => `large-${String(probability).replace('.', '-')}`
    const fromTheStart = (probability: number, restarts: number, batchSize: number): Sweep<Row> =>
      trainedAt(
        nameOf(probability),
        largeModel,
        { probability, annealed: false },
        { restarts, batchSize, steps: probability === 1 ? large.stepsAtOne : large.steps },
      )
    const annealed = (probability: number, restarts: number): Sweep<Row> => {
      const [first, ...later] = stages
        .map((passed, k) => ({ passed, batchSize: large.batchSizesOfStages[k]! }))
        .filter(({ passed }) => passed >= probability)
      return trainedAt(
        `${nameOf(probability)}-annealed`,
        largeModel,
        { probability, annealed: true },
        {
          restarts,
          steps: (later.length + 1) * large.stepsOfStage,
          batchSize: first!.batchSize,
          stages: later.map(({ passed, batchSize }, k) => ({
            fromStep: (k + 1) * large.stepsOfStage,
            set: { batchSize, members: { data: { probability: passed } } },
          })),
        },
      )
    }
    const row = { probability: smallModel.probability, annealed: false }
    return {
      small: trainedAt('small', smallModel, row, small),
      large: joinSweeps(
        probabilities.map((p, k) =>
          p > sparse ? fromTheStart(p, large.restarts[k]!, large.batchSizes[k]!) : annealed(p, large.restarts[k]!),
        ),
      ),
      plain: joinSweeps(plain.map(({ probability, ...own }) => fromTheStart(probability, own.restarts, own.batchSize))),
    }
  },

  measure: ({ small, large, plain }) => ({
    small: measureRow(small[0]!),
    large: large.map(measureRow),
    plain: plain.map(measureRow),
    firstStep: firstStepOf(small[0]!),
  }),

  controls: {
    'the models of p = 1': { trained: (all) => ({ ...all, large: modelsOf(all.large, isAt(1)) }) },
    'the models of p = .01': { trained: (all) => ({ ...all, large: modelsOf(all.large, isAt(0.01)) }) },
    'the same models in reverse order': { trained: (all) => ({ ...all, large: reversed(all.large) }) },
    'models with one side alone': {
      trained: (all) => ({ ...all, small: everyModel(all.small, oneSided), large: everyModel(all.large, oneSided) }),
    },
    'neurons that share a feature': {
      trained: (all) => ({ ...all, small: everyModel(all.small, sharingTheLast) }),
    },
    'the most important features last': {
      trained: (all) => ({ ...all, large: everyModel(all.large, importantLast) }),
    },
    'the same models from the start': {
      trained: (all) => ({ ...all, plain: [all.large.find(sameRow(all.plain[0]!))!] }),
    },
  },

  claims: ({ small, large, plain, firstStep: step }) => {
    const at = (wanted: number) => large.find(({ probability }) => probability === wanted)!
    const [first, mixed] = [at(0.1), at(0.03)]
    const sparsest = large.at(-1)!
    const beyond = large.filter(({ probability }) => probability < 0.01)
    const counts = large.map(({ restarts }) => medianOf(restarts, polysemantic))
    const shared = large.map(({ restarts }) => medianOf(restarts, perNeuron))
    const eachSide = sidesInWords(oneASide(small.featureCount))
    const pairs = first.hiddenSize / 2
    const trap = plain.at(-1)!
    return [
      firstStep(step),
      {
        id: 'one-neuron-a-side',
        says: `With ${small.featureCount} features and ${small.hiddenSize} neurons (p = ${small.probability}), every feature has exactly one neuron for its positive and one for its negative side.`,
        kind: 'paper',
        measures: 'sides of monosemantic neurons, best restart',
        source: 'paper §11, n = 3, m = 6',
        holds: exactly(eachSide, counted)(sidesInWords(best(small.restarts).neurons)),
        nearMisses: ['untrained', 'features shifted'],
        failsOn: ['untrained weights', 'neurons that share a feature', 'models with one side alone'],
      },
      {
        id: 'one-neuron-a-side-restarts',
        says: 'At least three in ten restarts end with exactly one neuron for each side of each feature.',
        kind: 'mathematics',
        measures: 'share of restarts',
        source: 'restarts; one run alone proves little',
        holds: shareAtLeast(0.3)(countOf(small.restarts, ({ neurons }) => sidesInWords(neurons) === eachSide)),
        nearMisses: ['untrained', 'tenth of training', 'features shifted'],
        failsOn: ['untrained weights', 'models with one side alone'],
      },
      {
        id: 'exact',
        says: 'With one neuron for each side of each feature, |x| is exact.',
        kind: 'mathematics',
        measures: 'best loss / loss of a constant output',
        source: '|x| = ReLU(x) + ReLU(−x)',
        holds: onBothSamples(atMost(0.001), best(small.restarts), small.again, small.constantLoss),
        nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large'],
        failsOn: ['untrained weights', 'models with one side alone'],
      },
      ...large.map((row) => ({
        id: `loss-at-${row.probability.toString().replace('.', '-')}`,
        says: `At p = ${row.probability} the loss is at most about that of a model that computes ${pairs} features exactly and outputs the mean for the others.`,
        kind: 'mathematics' as const,
        measures: `loss of the best restart / loss of ${pairs} exact features`,
        source: `closed form: V(p)·Σ_{i≥${pairs}} I_i / n; twice as many neurons compute it exactly`,
        holds: onBothSamples(atMost(1.5), best(row.restarts), row.again, row.pairedLoss),
        nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'features shifted'],
        failsOn: ['untrained weights', 'models with one side alone'] as const,
      })),
      {
        id: 'two-sided-features',
        says: `At every probability nearly all of the ${pairs} most important features are computed on both sides.`,
        kind: 'mathematics',
        measures: `features computed on both sides, of the ${pairs} most important; best restart, the probability with the fewest`,
        source: `${2 * pairs} neurons: one for each side of ${pairs} features`,
        holds: atLeast(18)(large.map((row) => important(row, pairs))),
        nearMisses: ['untrained', 'tenth of training', 'features shifted'],
        failsOn: ['untrained weights', 'models with one side alone', 'the most important features last'],
      },
      {
        id: 'more-than-pairs',
        says: `From p = ${beyond[0]!.probability} down, models compute more features than ${2 * pairs} neurons could with one side each.`,
        kind: 'paper',
        measures: 'features computed on both sides; best restart, the probability with the fewest',
        source: 'paper §11: models compute in superposition',
        holds: atLeast(pairs + 1)(beyond.map(({ restarts }) => best(restarts).twoSided.length)),
        nearMisses: ['untrained', 'tenth of training', 'features shifted'],
        failsOn: ['untrained weights', 'the models of p = 1', 'models with one side alone'],
      },
      {
        id: 'trap',
        says: `Models that are trained at p = ${trap.probability} from the start end with many times the loss of models trained in stages.`,
        kind: 'mathematics',
        measures: 'best loss from the start / best loss through stages',
        source: 'an output that is pushed below 0 no longer gets a gradient',
        holds: atLeast(5)(best(trap.restarts).loss / best(at(trap.probability).restarts).loss),
        nearMisses: ['untrained', 'output activation swapped'],
        failsOn: ['untrained weights', 'the same models from the start'],
      },
      ...large.slice(0, 2).map((row) => ({
        id: `monosemantic-at-${row.probability.toString().replace('.', '-')}`,
        says: `At p = ${row.probability} neurons are monosemantic.`,
        kind: 'paper' as const,
        measures: `neurons of each kind, of ${row.hiddenSize}, medians over restarts`,
        source: `${captions}: all neurons monosemantic. Up to two may be left over, on features of hardly any importance`,
        holds: judged(
          'at least 30 monosemantic, at most 2 polysemantic',
          medianOf(row.restarts, monosemantic) >= 30 && medianOf(row.restarts, polysemantic) <= 2,
          counted,
        )(kindsInWords(row)),
        nearMisses: ['untrained', 'features shifted'],
        failsOn: ['untrained weights', 'the models of p = .01'] as const,
      })),
      {
        id: 'first-polysemantic',
        says: `At p = ${first.probability} the first slightly polysemantic neurons appear, and most stay monosemantic.`,
        kind: 'paper',
        measures: 'neurons of each kind, medians over restarts',
        source: captions,
        holds: judged(
          'some polysemantic, more monosemantic',
          medianOf(first.restarts, polysemantic) >= 2 &&
            medianOf(first.restarts, monosemantic) > medianOf(first.restarts, polysemantic),
          counted,
        )(kindsInWords(first)),
        nearMisses: ['untrained', 'tenth of training', 'features shifted'],
        failsOn: ['untrained weights', 'the models of p = 1'],
      },
      {
        id: 'both-coexist',
        says: `At p = ${mixed.probability} monosemantic and polysemantic neurons coexist in one model.`,
        kind: 'paper',
        measures: 'neurons of each kind, medians over restarts',
        source: captions,
        holds: judged(
          'at least a tenth of the neurons of either kind',
          Math.min(medianOf(mixed.restarts, monosemantic), medianOf(mixed.restarts, polysemantic)) >=
            mixed.hiddenSize / 10,
          counted,
        )(kindsInWords(mixed)),
        nearMisses: ['untrained', 'tenth of training', 'features shifted'],
        failsOn: ['untrained weights', 'the models of p = 1'],
      },
      {
        id: 'important-stay-monosemantic',
        says: `At p = ${first.probability} the neurons of important features stay monosemantic longest.`,
        kind: 'paper',
        measures:
          'median rank of the main feature of polysemantic neurons − of monosemantic ones, median over restarts',
        source: 'paper §11: polysemantic neurons hold low-importance features first',
        holds: atLeast(3)(medianOf(first.restarts, rankDifference)),
        nearMisses: ['untrained', 'tenth of training', 'features shifted'],
        failsOn: ['untrained weights', 'the most important features last'],
      },
      {
        id: 'polysemantic-rises',
        says: 'The sparser the features, the more neurons are polysemantic.',
        kind: 'paper',
        measures: `polysemantic neurons at p = ${list(probabilities)}, medians over restarts`,
        source: captions,
        holds: rising({ slack: 2, to: atLeast(counts[0]! + 30), digits: String })(counts),
        departs: true,
        explanation: departure,
        failsOn: ['untrained weights', 'the same models in reverse order'],
      },
      {
        id: 'more-features-a-neuron',
        says: 'The sparser the features, the more of them share a neuron.',
        kind: 'paper',
        measures: `mean number of features per neuron at p = ${list(probabilities)}, medians over restarts`,
        source: `${captions}: slightly polysemantic, then highly`,
        holds: rising({ slack: 0.1, to: atLeast(3), digits: (count) => count.toFixed(2) })(shared),
        departs: true,
        explanation: departure,
        failsOn: ['untrained weights', 'the same models in reverse order'],
      },
      {
        id: 'sparsest-all-polysemantic',
        says: `At p = ${sparsest.probability} all neurons are polysemantic.`,
        kind: 'paper',
        measures: 'polysemantic share of the neurons that are not silent, medians',
        source: captions,
        holds: atLeast(0.9)(polysemanticShare(sparsest)),
        departs: true,
        explanation: departure,
        failsOn: ['the models of p = 1'],
      },
    ]
  },

  figures: absoluteValueFigures,
})

/** How many of the most important features are two-sided in the best restart. */
function important({ restarts }: AbsoluteResult, count: number): number {
  return best(restarts).twoSided.filter((feature) => feature < count).length
}

function sameRow(wanted: Trained<Row>): (row: Trained<Row>) => boolean {
  return ({ condition }) => condition.probability === wanted.condition.probability
}

function isAt(wanted: number): (row: Row) => boolean {
  return ({ probability }) => probability === wanted
}

/** Every neuron reads the positive side, so half of the loss stays. */
function oneSided(trained: TrainedMember, { probability }: Row): TrainedMember {
  const weights = matrixFromRows(toRows(trained.weights).map((of) => of.map(Math.abs)))
  const parameters = {
    ...trained.parameters,
    weights: { shape: [weights.rows, weights.columns], values: weights.values },
  }
  return { ...trained, weights, parameters, loss: lossWithout(probability, trained.member.importance, 0) / 2 }
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
