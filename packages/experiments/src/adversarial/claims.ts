/** What the paper says about adversarial examples and superposition, judged on all restarts of the sweep. */
import type { Claim } from '../experiment.js'
import { atLeast, closeTo, verdict } from '../judge.js'
import type { AdversarialNumbers } from './numbers.js'

const figure = 'paper §9, figure of vulnerability over sparsity'

/** Where D* is on its plateau of digons, 1/2. */
const digonPlateau: readonly number[] = [0.35, 0.25]

export function adversarialClaims(numbers: AdversarialNumbers): readonly Claim[] {
  const { sweep, correlation } = numbers
  const dense = sweep[0]!
  const sparsest = sweep.at(-1)!
  const plateau = sweep.filter(({ probability }) => digonPlateau.includes(probability))
  const vulnerabilities = sweep.map(({ median }) => median.perSample)
  return [
    closeTo(
      {
        id: 'adversarial/dense',
        statement:
          'Without sparsity a ReLU model is as vulnerable as a model without superposition: median ratio (L′ − L) / (L′₀ − L₀).',
        source: `${figure}; W Wᵀ is a projection there, which passes a change on at its own length`,
        control: 'untrained weights; the sparsest models',
      },
      dense.median.perSample,
      1,
      0.06,
    ),
    atLeast(
      {
        id: 'adversarial/tracks-features-per-dimension',
        statement:
          'Vulnerability follows the number of features per dimension: correlation of the ratio with 1/D* over all restarts of the sweep.',
        source: 'paper §9, figure of vulnerability against 1/D*: nearly a line',
        control: 'one model at every probability; vulnerabilities in reverse order',
      },
      correlation.perSample,
      0.95,
    ),
    atLeast(
      {
        id: 'adversarial/more-than-threefold',
        statement: `At p = ${sparsest.probability} superposition has made the models more than three times as vulnerable: median ratio.`,
        source: figure,
        control: 'models without superposition; digons at every probability',
      },
      sparsest.median.perSample,
      3,
    ),
    verdict(
      {
        id: 'adversarial/rises-with-sparsity',
        statement: `The sparser the features, the more vulnerable the models: median ratio at p = ${sweep.map(({ probability }) => probability).join(', ')}.`,
        source: figure,
        control: 'models without superposition; the same models in reverse order',
      },
      {
        expected: 'rising',
        measured: vulnerabilities.map((value) => value.toFixed(2)).join(', '),
        tolerance: '2 % of the value before',
        holds:
          vulnerabilities.every((value, k) => k === 0 || value >= 0.98 * vulnerabilities[k - 1]!) &&
          vulnerabilities.at(-1)! > 1.5 * vulnerabilities[0]!,
      },
    ),
    closeTo(
      {
        id: 'adversarial/digons-double',
        statement: `Where features pair up (p = ${digonPlateau.join(' and ')}) one direction for all samples does twice the damage: mean over these of the median ratio.`,
        source:
          'linear response: output i moves by λ‖W_i‖²/√D_i, and D_i = 1/2 in a digon; the paper’s own ratio at its plateau',
        control: 'models without superposition; the sparsest models',
      },
      plateau.reduce((sum, { median }) => sum + median.fixedDirection, 0) / plateau.length,
      2,
      0.4,
    ),
    atLeast(
      {
        id: 'adversarial/fixed-direction-threefold',
        statement: `At p = ${sparsest.probability} even one direction for all samples does more than three times the damage: median ratio.`,
        source: `${figure}; λ‖W_i‖²/√D_i with D_i ≤ 2/5 and norms above 1`,
        control: 'models without superposition; digons at every probability',
      },
      sparsest.median.fixedDirection,
      3,
    ),
    atLeast(
      {
        id: 'adversarial/outputs-off',
        statement: `At p = ${sparsest.probability} most outputs are held at 0 by their ReLU, where a gradient sees nothing: share of them, median.`,
        source: 'paper §9: gradient masking; 99 % in the paper, at a sparsity it does not state',
        control: 'untrained weights; dense models',
      },
      sparsest.median.outputsOff,
      0.85,
    ),
  ]
}
