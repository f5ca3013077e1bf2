/** The rows of the paper's table of codes, judged on the best restarts and on how many agree. */
import { mean } from '../correlation.js'
import type { Claim } from '../experiment.js'
import { atLeast, atMost, type Statement, same, verdict } from '../judge.js'
import { median } from '../restarts.js'
import { codeInWords, countKind, countPairs, isBinaryCode, type NeuronCode } from './code.js'
import type { BasisResult, PrivilegedBasisNumbers } from './numbers.js'

const table = 'paper §10, best of 1,000 models by sparsity'
const weightTolerance = 'weights above 0.2 of the neuron’s largest count'

export function privilegedBasisClaims(numbers: PrivilegedBasisNumbers): readonly Claim[] {
  const [dense, binary, three, four, five, pairs] = numbers.relu as readonly [
    BasisResult,
    BasisResult,
    BasisResult,
    BasisResult,
    BasisResult,
    BasisResult,
  ]
  return [
    ...basisClaims(numbers.linear, dense),
    ...denserRows(dense, binary),
    ...sparserRows(three, four, five, pairs),
    ...acrossClaims(numbers.relu, [binary, three]),
  ]
}

function basisClaims(linear: BasisResult, dense: BasisResult): readonly Claim[] {
  const onOne = ({ restarts }: BasisResult) => median(restarts.map(({ onOneNeuron }) => onOneNeuron))
  return [
    atLeast(
      {
        id: 'privileged-basis/relu-aligns',
        statement: `With a ReLU on the hidden layer features lie on neurons (p = ${dense.probability}): smallest share of a norm on one neuron, median over restarts.`,
        source: 'paper §10, comparison of W with linear and ReLU hidden layers',
        control: 'untrained weights; models with a linear hidden layer',
      },
      onOne(dense),
      0.97,
    ),
    atMost(
      {
        id: 'privileged-basis/linear-does-not',
        statement: `Without it they lie anywhere (p = ${linear.probability}): the same share.`,
        source: 'paper §10: a linear hidden layer has no privileged basis',
        control: 'models with a ReLU on the hidden layer',
      },
      onOne(linear),
      0.95,
    ),
  ]
}

function denserRows(dense: BasisResult, binary: BasisResult): readonly Claim[] {
  return [
    same(
      {
        id: 'privileged-basis/dense-monosemantic',
        statement: `At p = ${dense.probability} every neuron of the best restart is monosemantic, for the five most important features.`,
        source: `${table}: 1 − S ≥ .5`,
        control: 'untrained weights; the best models of the other rows',
      },
      codeInWords(best(dense)),
      '5 monosemantic (0, 1, 2, 3, 4), 0 polysemantic; 5 features',
      weightTolerance,
    ),
    atLeast(
      {
        id: 'privileged-basis/dense-restarts',
        statement: `At p = ${dense.probability} at least half of the restarts do so: share of them.`,
        source: 'restarts; one run alone would be an anecdote',
        control: 'untrained weights; the models of the next row',
      },
      share(dense, (code) => codeInWords(code) === '5 monosemantic (0, 1, 2, 3, 4), 0 polysemantic; 5 features'),
      0.5,
    ),
    same(
      {
        id: 'privileged-basis/binary-code',
        statement: `At p = ${binary.probability} the best restart has three monosemantic neurons, and two that hold three features as a binary code: one feature switches both on, the others one each.`,
        source: `${table}: 1 − S of .2 to .5`,
        control: 'untrained weights; the best models of the other rows',
      },
      `${codeInWords(best(binary))}, ${isBinaryCode(best(binary)) ? 'binary' : 'other'} code`,
      '3 monosemantic (0, 1, 2), 2 polysemantic; 6 features, binary code',
      `${weightTolerance}; a feature switches on what is above 0.3 of its largest weight`,
    ),
    atLeast(
      {
        id: 'privileged-basis/binary-restarts',
        statement: `At p = ${binary.probability} at least one restart in ten finds this code: share of them.`,
        source: 'restarts; one run alone would be an anecdote',
        control: 'untrained weights; the models of the row before',
      },
      share(binary, isBinaryCode),
      0.1,
    ),
  ]
}

function sparserRows(three: BasisResult, four: BasisResult, five: BasisResult, pairs: BasisResult): readonly Claim[] {
  return [
    amongTheBest(
      {
        id: 'privileged-basis/five-in-three',
        statement: `At p = ${three.probability} two monosemantic neurons, and five features in the other three, are as good as anything found`,
        source: `${table}: 1 − S = .15`,
        control: 'untrained weights; the best models of denser rows',
      },
      three,
      '2 monosemantic (0, 1), 3 polysemantic; 7 features',
      1.01,
    ),
    amongTheBest(
      {
        id: 'privileged-basis/six-in-four',
        statement: `At p = ${four.probability} one monosemantic neuron, and six features in the other four, are as good as anything found`,
        source: `${table}: 1 − S = .12`,
        control: 'untrained weights; the models of denser rows',
      },
      four,
      '1 monosemantic (0), 4 polysemantic; 7 features',
      1.04,
    ),
    amongTheBest(
      {
        id: 'privileged-basis/eight-in-five',
        statement: `At p = ${five.probability} the eight most important features in five neurons, all of them polysemantic, are as good as anything found`,
        source: `${table}: 1 − S of .05 to .08`,
        control: 'untrained weights; the best models of the other rows',
      },
      five,
      '0 monosemantic, 5 polysemantic; 8 features',
      1.02,
    ),
    atLeast(
      {
        id: 'privileged-basis/pairs',
        explanation:
          'Irregular codes, in which some features have a neuron or three, lie within 3 % of the loss of the ten pairs; from some seeds one of them comes out best, with twice as many restarts as well.',
        statement: `At p = ${pairs.probability} features are written as pairs of neurons: different pairs in use in the best restart, of ten there are.`,
        source: `${table}: 1 − S ≤ .04, each feature a pair of neurons; here among ${pairs.losses.count} restarts instead of 1,000`,
        control: 'untrained weights; the best models of denser rows',
      },
      countPairs(best(pairs)),
      8,
    ),
  ]
}

function acrossClaims(relu: readonly BasisResult[], mixed: readonly BasisResult[]): readonly Claim[] {
  const counts = relu.map(({ restarts }) => mean(restarts.map(({ code }) => countKind(code, 'monosemantic'))))
  return [
    verdict(
      {
        id: 'privileged-basis/both-kinds-form',
        statement: `Both monosemantic and polysemantic neurons form, in one and the same model: the best restarts at p = ${mixed.map(({ probability }) => probability).join(' and ')}.`,
        source: 'paper §10 and its summary of results',
        control: 'untrained weights; the best models of the densest and of the sparsest row',
      },
      {
        expected: 'at least one monosemantic and two polysemantic neurons in each',
        measured: mixed.map((result) => codeInWords(best(result))).join(' | '),
        tolerance: weightTolerance,
        holds: mixed.every(
          (result) => countKind(best(result), 'monosemantic') >= 1 && countKind(best(result), 'polysemantic') >= 2,
        ),
      },
    ),
    verdict(
      {
        id: 'privileged-basis/fewer-monosemantic-as-sparser',
        statement: `The sparser the features, the fewer monosemantic neurons, from nearly all five to less than one in two models: mean number over all restarts at p = ${relu.map(({ probability }) => probability).join(', ')}.`,
        source: `${table}; over all restarts, since the best codes at .15 and .12 lie too close together to be told apart`,
        control: 'untrained weights; the same models in reverse order; the densest row everywhere',
      },
      {
        expected: 'never rising, from 4 or more to 0.5 or less',
        measured: counts.map((count) => count.toFixed(2)).join(', '),
        tolerance: weightTolerance,
        holds:
          counts.every((count, k) => k === 0 || count <= counts[k - 1]!) && counts[0]! >= 4 && counts.at(-1)! <= 0.5,
      },
    ),
  ]
}

/** Codes that lie so close together that noise decides which of them is best: the paper's is to be one of them. */
function amongTheBest(statement: Statement, { restarts, losses }: BasisResult, words: string, most: number): Claim {
  const found = restarts.find(({ code }) => codeInWords(code) === words)
  const ratio = found === undefined ? Number.NaN : found.loss / losses.best
  return atMost(
    {
      ...statement,
      statement: `${statement.statement}: loss of the best such restart over the best of all, which here has ${codeInWords(restarts[0]!.code)}.`,
    },
    ratio,
    most,
  )
}

function best({ restarts }: BasisResult): NeuronCode {
  return restarts[0]!.code
}

function share({ restarts, losses }: BasisResult, agrees: (code: NeuronCode) => boolean): number {
  return restarts.filter(({ code }) => agrees(code)).length / (losses.count + losses.diverged)
}
