/** What exact losses say of the phase diagrams: boundaries, order of the transition, and the optimum without biases. */
import type { Claim } from '../experiment.js'
import { atLeast, atMost, closeTo, verdict } from '../judge.js'
import type { PhaseChangeNumbers } from './numbers.js'

export function theoryClaims({ theory, biasFree }: PhaseChangeNumbers): readonly Claim[] {
  const { boundaries, triplePoint, slopes, triangle, switches } = theory
  return [
    ...([1, 2] as const).map((hiddenSize) =>
      closeTo(
        {
          id: `phase-change/boundary-${hiddenSize === 1 ? 'one-dimension' : 'two-dimensions'}`,
          statement: `Exact losses of the paper's candidates (n = ${hiddenSize + 1}, m = ${hiddenSize}) meet at p = 4r/(2 + 5r) for r ≤ 1 and at ${hiddenSize === 1 ? '4/(5 + 2r)' : '4/7'} beyond: largest difference at seven r from 0.1 to 10.`,
          source: 'paper §5, theory; closed forms derived from its losses',
          control: 'losses without the ReLU',
        },
        largest(boundaries.filter((b) => b.hiddenSize === hiddenSize).map((b) => Math.abs(b.crossing - b.closedForm))),
        0,
        1e-6,
      ),
    ),
    closeTo(
      {
        id: 'phase-change/triple-point',
        statement: 'At r = 1 superposition ends at p = 4/7, where all phases meet.',
        source: 'paper §5, theory; closed form',
        control: 'losses without the ReLU',
      },
      triplePoint.crossing,
      triplePoint.closedForm,
      1e-6,
    ),
    atLeast(
      {
        id: 'phase-change/first-order',
        statement:
          'The change of phase is of first order: where the losses of a digon and of an ignored feature meet (r = 1/2, one dimension) their slopes against p differ, so the least loss has a kink (ratio of slopes).',
        source: 'paper §5: the optimal weights change discontinuously',
        control: 'one phase on both sides',
      },
      slopes[0] / slopes[1],
      2,
    ),
    atLeast(
      {
        id: 'phase-change/exact-jump',
        statement: `With all weights and biases free the optimum still jumps: norm of the extra feature just below minus just above the switch, the smallest of r = ${switches.map((s) => s.relativeImportance).join(', ')} (one dimension).`,
        source: 'paper §5; exact loss, minimized over all parameters',
        control: 'a norm that goes to 0 continuously',
      },
      Math.min(...switches.map(({ norms }) => norms[0] - norms[1])),
      0.5,
    ),
    verdict(
      {
        id: 'phase-change/exact-later',
        statement: `The exact optimum keeps superposition up to larger p than the paper's candidates, which may neither shorten an arm nor use a bias: p of the switch over p of the boundary at r = ${switches.map((s) => s.relativeImportance).join(', ')} (one dimension).`,
        source: 'exact loss, minimized over all parameters; paper §5: trained models differ slightly from theory',
        control: "the candidates' own boundary",
      },
      {
        expected: 'from 1.03 to 1.2',
        measured: switches.map((s) => (s.probability / s.boundary).toFixed(3)).join(', '),
        tolerance: 'switch known to 0.2 %',
        holds: switches.every((s) => s.probability > 1.03 * s.boundary && s.probability < 1.2 * s.boundary),
      },
    ),
    atLeast(
      {
        id: 'phase-change/no-triangle',
        statement:
          'Three features at 120° never beat a digon and a dedicated feature (r = 1, two dimensions, unit norms): least ratio of exact losses at seven p from 0.01 to 1.',
        source: 'exact loss (3/8)p² + (1/8)p³ against p²/3; the paper leaves this state out',
        control: 'losses without the ReLU',
      },
      Math.min(...triangle.map(({ ratio }) => ratio)),
      1.0001,
    ),
    ...biasFreeClaims({ theory, biasFree }),
  ]
}

function biasFreeClaims({ theory, biasFree }: Pick<PhaseChangeNumbers, 'theory' | 'biasFree'>): readonly Claim[] {
  const [confused, equal, opposite] = theory.biasFree
  const best = biasFree.restarts[0]!
  const expected = [0.725, 0.687]
  const weights = (found: readonly number[]) => found.map((value) => value.toFixed(3)).join(', ')
  const near = (found: readonly number[], wanted: readonly number[], tolerance: number) =>
    found.every((value, i) => Math.abs(value - wanted[i]!) <= tolerance)
  const square = (8 - 5 * 0.5) / (8 - 6 * 0.5)
  return [
    verdict(
      {
        id: 'phase-change/bias-free-optimum',
        statement:
          'Without biases two features in one dimension at S = .1, r = .8 share one direction with the same sign.',
        source:
          "McGrath's comment in the paper: W ≈ 1/√2 for both; exact loss without bias: W = (.725, .687), L = .08749",
        control: 'the optimum at p = 0.5',
      },
      {
        expected: '0.725, 0.687; loss 0.0875',
        measured: `${weights(confused!.weights)}; loss ${confused!.loss.toFixed(5)}`,
        tolerance: '0.001 of weights, 0.00005 of the loss',
        holds: near(confused!.weights, expected, 0.001) && Math.abs(confused!.loss - 0.08749) <= 5e-5,
      },
    ),
    verdict(
      {
        id: 'phase-change/bias-free-trained',
        statement: 'Models trained there without biases find it: best restart.',
        source: "McGrath's comment in the paper",
        control: 'untrained weights; an antipodal pair',
      },
      {
        expected: '0.725, 0.687; loss 0.0875',
        measured: `${weights(best.weights)}; loss ${best.exactLoss.toFixed(5)}`,
        tolerance: '0.02 of weights, 1 % of the loss',
        holds: near(best.weights, expected, 0.02) && Math.abs(best.exactLoss / 0.08749 - 1) <= 0.01,
      },
    ),
    atLeast(
      {
        id: 'phase-change/bias-free-restarts',
        statement: 'Restarts there that end within 1 % of the least loss.',
        source: 'restarts',
        control: 'untrained weights; an antipodal pair',
      },
      biasFree.restarts.filter(({ exactLoss }) => exactLoss < 1.01 * confused!.loss).length / biasFree.restarts.length,
      0.5,
    ),
    atMost(
      {
        id: 'phase-change/bias-free-closed-forms',
        statement:
          'At r = 1 without biases the optimum goes from an antipodal pair (p = .5) to features side by side (p = .9), as closed forms say: ‖W‖² = (8 − 5p)/(8 − 6p), L = p/3 − p²/4; largest difference of weights and losses.',
        source: 'closed forms; McGrath: the switch is discontinuous',
        control: 'the other one of the two optima',
      },
      largest([
        ...equal!.weights.map((value) => Math.abs(value - Math.SQRT1_2)),
        Math.abs(equal!.loss - (0.9 / 3 - 0.9 ** 2 / 4)),
        ...opposite!.weights.map((value, i) => Math.abs(value - (i === 0 ? 1 : -1) * Math.sqrt(square))),
        Math.abs(opposite!.loss - 0.08125),
      ]),
      0.001,
    ),
  ]
}

/** NaN when any of them is: nothing that could not be found agrees. */
function largest(numbers: readonly number[]): number {
  return Math.max(...numbers)
}
