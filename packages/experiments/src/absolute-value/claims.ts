/** What the paper says of neurons that compute |x|, judged on restarts. */
import type { Claim } from '../experiment.js'
import { atLeast, atMost, verdict } from '../judge.js'
import { median } from '../restarts.js'
import { type AbsoluteNeuron, countKind } from './neurons.js'
import type { AbsoluteRestart, AbsoluteResult, AbsoluteValueNumbers } from './numbers.js'

const captions = 'paper §11, captions of the figure by sparsity'
const counted = 'weights above 0.2 of the neuron’s largest count'

/** Probabilities of the captions that claims speak of. */
const rows = { first: 0.1, mixed: 0.03, more: 0.01, most: 0.003 }

export function absoluteValueClaims({ small, large }: AbsoluteValueNumbers): readonly Claim[] {
  return [...smallClaims(small), ...denseClaims(large), ...sparserClaims(large), ...acrossClaims(large)]
}

function smallClaims(small: AbsoluteResult): readonly Claim[] {
  const { featureCount, hiddenSize, restarts, losses, probability, constantLoss } = small
  return [
    verdict(
      {
        id: 'absolute-value/one-neuron-a-side',
        statement: `With ${featureCount} features and ${hiddenSize} neurons (p = ${probability}) every feature has exactly one neuron for its positive and one for its negative side, in the best restart.`,
        source: 'paper §11, n = 3, m = 6',
        control: 'untrained weights; neurons that share features; models with one side alone',
      },
      {
        expected: sidesInWords(oneASide(featureCount)),
        measured: sidesInWords(restarts[0]!.neurons),
        tolerance: counted,
        holds: sidesInWords(restarts[0]!.neurons) === sidesInWords(oneASide(featureCount)),
      },
    ),
    atLeast(
      {
        id: 'absolute-value/one-neuron-a-side-restarts',
        statement: 'At least three in ten restarts do so: share of them.',
        source: 'restarts; one run alone would be an anecdote',
        control: 'untrained weights; models with one side alone',
      },
      restarts.filter(({ neurons }) => sidesInWords(neurons) === sidesInWords(oneASide(featureCount))).length /
        (losses.count + losses.diverged),
      0.3,
    ),
    atMost(
      {
        id: 'absolute-value/exact',
        statement: 'Then |x| is exact: best loss over the loss of a constant output.',
        source: '|x| = ReLU(x) + ReLU(−x)',
        control: 'untrained weights; losses of models with one side alone',
      },
      losses.best / constantLoss,
      0.001,
    ),
  ]
}

function denseClaims(large: readonly AbsoluteResult[]): readonly Claim[] {
  const dense = large.filter(({ probability }) => probability > rows.first)
  const second = dense.at(-1)!
  return [
    ...dense.map((result) =>
      verdict(
        {
          id: `absolute-value/monosemantic-at-${String(result.probability).replace('.', '-')}`,
          statement: `At p = ${result.probability} neurons are monosemantic: medians over restarts, of ${result.hiddenSize} neurons.`,
          source: `${captions}: all neurons monosemantic. Up to two may be left over, on features of hardly any importance`,
          control: 'untrained weights; the models of p = .01',
        },
        {
          expected: 'at least 30 monosemantic, at most 2 polysemantic',
          measured: inWords(result),
          tolerance: counted,
          holds: result.median.monosemantic >= 30 && result.median.polysemantic <= 2,
        },
      ),
    ),
    atMost(
      {
        id: 'absolute-value/pairs-of-neurons',
        statement: `At p = ${second.probability} forty neurons compute twenty features and leave the others at their mean: best loss over the loss of exactly that.`,
        source: 'closed form: V(p)·Σ_{i≥20} I_i / n',
        control: 'untrained weights; losses of constant outputs',
      },
      second.losses.best / second.pairedLoss,
      2,
    ),
    atLeast(
      {
        id: 'absolute-value/two-sided-features',
        statement: `At p = ${second.probability} most of these features have one neuron or more for either side: their number in the best restart, of ${second.hiddenSize / 2}.`,
        source: 'paper §11: two neurons a feature',
        control: 'untrained weights; the models of p = .01; models with one side alone',
      },
      second.restarts[0]!.twoSided.length,
      15,
    ),
  ]
}

function sparserClaims(large: readonly AbsoluteResult[]): readonly Claim[] {
  const at = (probability: number) => large.find((result) => result.probability === probability)!
  const [first, mixed, more, most] = [at(rows.first), at(rows.mixed), at(rows.more), at(rows.most)]
  return [
    verdict(
      {
        id: 'absolute-value/first-polysemantic',
        statement: `At p = ${rows.first} the first slightly polysemantic neurons appear, and most stay monosemantic: medians.`,
        source: captions,
        control: 'untrained weights; models of p = 1; the models of p = .01',
      },
      {
        expected: 'some polysemantic, more monosemantic',
        measured: inWords(first),
        tolerance: counted,
        holds: first.median.polysemantic >= 2 && first.median.monosemantic > first.median.polysemantic,
      },
    ),
    verdict(
      {
        id: 'absolute-value/both-coexist',
        statement: `At p = ${rows.mixed} monosemantic and polysemantic neurons coexist in one model: medians.`,
        source: captions,
        control: 'untrained weights; models of p = 1; the models of p = .003',
      },
      {
        expected: 'at least a tenth of the neurons of either kind',
        measured: inWords(mixed),
        tolerance: counted,
        holds: Math.min(mixed.median.monosemantic, mixed.median.polysemantic) >= mixed.hiddenSize / 10,
      },
    ),
    atLeast(
      {
        id: 'absolute-value/important-stay-monosemantic',
        statement: `The neurons of important features stay monosemantic longest (p = ${rows.first}): median place of polysemantic neurons’ main features less that of monosemantic ones, median over restarts.`,
        source: 'paper §11: polysemantic neurons hold low-importance features first',
        control: 'untrained weights; polysemantic neurons for the most important features',
      },
      median(first.restarts.map(placeDifference)),
      3,
    ),
    atLeast(
      {
        id: 'absolute-value/nearly-all-polysemantic',
        statement: `At p = ${rows.more} and ${rows.most} more neurons are polysemantic, in the end nearly all: share at p = ${rows.most}, median.`,
        source: captions,
        control: 'models of p = 1; the models of p = .1',
      },
      most.median.polysemantic / (most.median.polysemantic + most.median.monosemantic),
      Math.max(0.9, more.median.polysemantic / more.hiddenSize - 0.1),
    ),
  ]
}

function acrossClaims(large: readonly AbsoluteResult[]): readonly Claim[] {
  const sweep = large.filter(({ probability }) => probability >= rows.most)
  const sparsest = large.at(-1)!
  const counts = sweep.map((result) => result.median.polysemantic)
  const features = sweep.map((result) => result.median.featuresPerNeuron)
  const rising = features.slice(0, sweep.findIndex(({ probability }) => probability === rows.more) + 1)
  const words = sweep.map(({ probability }) => probability).join(', ')
  return [
    verdict(
      {
        id: 'absolute-value/polysemantic-rises',
        statement: `The sparser the features, the more polysemantic neurons: medians at p = ${words}.`,
        source: captions,
        control: 'untrained weights; the same models in reverse order',
      },
      {
        expected: 'rising from none to all',
        measured: counts.join(', '),
        tolerance: 'two neurons',
        holds: counts.every((count, k) => k === 0 || count >= counts[k - 1]! - 2) && counts.at(-1)! >= counts[0]! + 30,
      },
    ),
    verdict(
      {
        id: 'absolute-value/more-features-a-neuron',
        statement: `The sparser the features, the more of them share a neuron, rising down to p = ${rows.more} and many in the end: mean number of features of a neuron, medians at p = ${words}.`,
        source: `${captions}: slightly polysemantic, then highly`,
        control: 'untrained weights; the same models in reverse order',
      },
      {
        expected: `rising to p = ${rows.more}, in the end at least three`,
        measured: features.map((count) => count.toFixed(2)).join(', '),
        tolerance: '0.1',
        holds: rising.every((count, k) => k === 0 || count >= rising[k - 1]! - 0.1) && features.at(-1)! >= 3,
      },
    ),
    atLeast(
      {
        id: 'absolute-value/sparsest-all-polysemantic',
        statement: `At p = ${sparsest.probability} all neurons are polysemantic: share of those that are not silent, median.`,
        source: captions,
        control: 'models of p = 1; the models of p = .1',
      },
      sparsest.median.polysemantic / (sparsest.median.polysemantic + sparsest.median.monosemantic),
      0.9,
    ),
  ]
}

/** Features count from the most important one. */
function placeDifference({ neurons }: AbsoluteRestart): number {
  const places = (kind: AbsoluteNeuron['kind']) =>
    neurons.filter((neuron) => neuron.kind === kind).map(({ features }) => features[0]!.feature)
  return median(places('polysemantic')) - median(places('monosemantic'))
}

function inWords({ median: found }: AbsoluteResult): string {
  return `${found.monosemantic} monosemantic, ${found.polysemantic} polysemantic`
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
