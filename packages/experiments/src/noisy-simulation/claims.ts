/** The paper's central hypothesis, made measurable, judged on medians over restarts. */
import type { Claim } from '../experiment.js'
import { atLeast, atMost, verdict } from '../judge.js'
import type { NoisySimulationNumbers, SimulationResult } from './numbers.js'

const hypothesis = 'paper §1: networks in superposition noisily simulate larger, highly sparse networks'

/** Where features come in digons, and where more than two share a dimension. */
const digons = 0.3
const crowded = 0.1

export function noisySimulationClaims(numbers: NoisySimulationNumbers): readonly Claim[] {
  const at = (probability: number) => numbers.sweep.find((result) => result.probability === probability)!
  const sparsest = numbers.sweep.at(-1)!
  return [
    ...explainedClaims(numbers, sparsest, at(digons), at(crowded)),
    ...noiseClaims(numbers, sparsest, at(digons), at(crowded)),
  ]
}

function explainedClaims(
  { sweep, featureCount, hiddenSize }: NoisySimulationNumbers,
  sparsest: SimulationResult,
  paired: SimulationResult,
  full: SimulationResult,
): readonly Claim[] {
  const dense = sweep[0]!
  const sparse = sweep.filter(({ probability }) => probability <= crowded)
  const explained = sparse.map(({ median }) => median.explained)
  return [
    atLeast(
      {
        id: 'noisy-simulation/sparse-explained',
        statement: `At p = ${sparsest.probability} the larger model explains nearly all that the small one puts out: median of 1 − E‖y′ − y‖² / E‖y′‖².`,
        source: hypothesis,
        control: 'untrained weights; dense models on sparse features',
      },
      sparsest.median.explained,
      0.9,
    ),
    atLeast(
      {
        id: 'noisy-simulation/larger-than-itself',
        statement: `The model that is simulated at p = ${sparsest.probability} is larger: features represented in ${hiddenSize} dimensions, median.`,
        source: hypothesis,
        control: 'models without superposition',
      },
      sparsest.median.represented,
      Math.min(featureCount, 3 * hiddenSize),
    ),
    atMost(
      {
        id: 'noisy-simulation/dense-not-explained',
        statement:
          'Without sparsity there is no larger model: what features without interference explain of the variance, median.',
        source: 'dense models project onto m directions that are no features; paper §3',
        control: 'sparse models on sparse features; models without superposition',
      },
      dense.median.explainedVariance,
      0.2,
    ),
    verdict(
      {
        id: 'noisy-simulation/better-as-sparser',
        statement: `Once all features are represented, the larger model explains more the sparser they are: medians at p = ${sparse.map(({ probability }) => probability).join(', ')}.`,
        source: hypothesis,
        control: 'untrained weights; the same models in reverse order',
      },
      {
        expected: 'rising',
        measured: explained.map((value) => value.toFixed(3)).join(', '),
        tolerance: 'none',
        holds: explained.every((value, k) => k === 0 || value > explained[k - 1]!),
      },
    ),
    atLeast(
      {
        id: 'noisy-simulation/digons',
        statement: `At p = ${paired.probability}, where features come in antipodal pairs, the larger model explains at least what it does of ideal digons: median.`,
        source:
          'closed form: 1 − 2p / (4 − 3p) for digons of unit norm without bias; trained norms and biases do a little better',
        control: 'untrained weights; dense models; crowded models',
      },
      paired.median.explained,
      Number(paired.digonExplained.toFixed(4)),
    ),
    atMost(
      {
        id: 'noisy-simulation/more-features-more-noise',
        statement: `Sparsity is spent on more features before it lowers the noise: explained at p = ${full.probability} minus explained at p = ${paired.probability}, medians. Not in the paper: the fidelity of the simulation is not monotone in sparsity.`,
        source: `measured; features represented: ${paired.median.represented} at p = ${paired.probability}, ${full.median.represented} at p = ${full.probability}`,
        control: 'ideal digons at both probabilities',
      },
      full.median.explained - paired.median.explained,
      -0.03,
    ),
  ]
}

function noiseClaims(
  { sweep }: NoisySimulationNumbers,
  sparsest: SimulationResult,
  paired: SimulationResult,
  full: SimulationResult,
): readonly Claim[] {
  const sparse = sweep.filter(({ probability }) => probability <= digons)
  const alone = sparse.flatMap(({ median }) => median.noise.filter(({ activeCount }) => activeCount === 1))
  const steps = sparse.map(({ median }) => median.noise.filter(({ activeCount }) => activeCount >= 1))
  return [
    atMost(
      {
        id: 'noisy-simulation/alone-no-noise',
        statement:
          'A feature that is active alone comes out as in the larger model: largest share of noise in samples with one active feature, from p = 0.3 down.',
        source:
          'paper §4: for 1-sparse inputs negative interference is free, and a negative bias frees small positive one',
        control: 'untrained weights; dense models on sparse features',
      },
      alone.length === 0 ? Number.NaN : Math.max(...alone.map(({ noise, signal }) => noise / signal)),
      0.05,
    ),
    verdict(
      {
        id: 'noisy-simulation/noise-with-company',
        statement:
          'The more features are active together, the more noise: mean ‖y′ − y‖² by number of active features, from p = 0.3 down.',
        source: `${hypothesis}; the noise is interference between co-active features`,
        control: 'models without superposition; numbers of active features in reverse order',
      },
      {
        expected: 'rising at every probability',
        measured: [paired, full, sparsest]
          .map(
            ({ probability, median }) =>
              `p = ${probability}: ${median.noise.map(({ activeCount, noise }) => `${activeCount}: ${noise.toPrecision(2)}`).join(', ')}`,
          )
          .join('; '),
        tolerance: 'numbers of active features with 200 samples or more in every restart',
        holds: steps.every(
          (noises) =>
            noises.length > 1 && noises.every(({ noise }, k) => k === 0 || noise > (noises[k - 1]?.noise ?? 0)),
        ),
      },
    ),
  ]
}
