/** What the paper says of its motif, judged on all restarts. */
import type { Claim } from '../experiment.js'
import { atLeast, atMost, closeTo, farthest, verdict } from '../judge.js'
import { median } from '../restarts.js'
import type { Motif } from './motif.js'
import type { AsymmetricMotifNumbers, MotifResult } from './numbers.js'

const picture = 'paper §11, asymmetric superposition motif: in [2, −1/2], out [1/2, 2]'

export function asymmetricMotifClaims({ sweep }: AsymmetricMotifNumbers): readonly Claim[] {
  const [dense, clear] = sweep as readonly [MotifResult, MotifResult, MotifResult]
  const motifs = motifsOf(clear)
  const clearest = [...motifs].sort((a, b) => smallerRatio(b) - smallerRatio(a))[0]
  return [
    verdict(
      {
        id: 'asymmetric-motif/found',
        statement: `A neuron serves two features with unequal input weights, at least 3 : 1, and output weights the other way round (p = ${clear.probability}, all restarts).`,
        source: picture,
        control: 'untrained weights; neurons with one feature each; equal sharing, in [1, −1], out [1, 1]',
      },
      {
        expected: 'at least one',
        measured: clearest === undefined ? 'none' : inWords(clearest),
        tolerance: 'both ratios ≥ 3; the neuron computes at least a quarter of one side of |x| for either feature',
        holds: clearest !== undefined,
      },
    ),
    atLeast(
      {
        id: 'asymmetric-motif/restarts',
        statement: `At p = ${clear.probability} at least half of the restarts have the motif: share of them.`,
        source: 'restarts; one run alone would be an anecdote',
        control: 'untrained weights; neurons with one feature each',
      },
      clear.restarts.filter((restart) => restart.motifs.length > 0).length /
        (clear.losses.count + clear.losses.diverged),
      0.5,
    ),
    atLeast(
      {
        id: 'asymmetric-motif/inhibited',
        statement: `Where the strong feature would disturb the weak one, a second neuron inhibits it (p = ${clear.probability}): share of motifs where another neuron pulls the disturbed output down at least 0.9 times as far.`,
        source: `${picture}; the inhibition turns positive interference into negative, which the output ReLU removes`,
        control: 'motifs without a second neuron; neurons with one feature each',
      },
      shareOf(motifs, ({ drive, inhibition }) => -inhibition >= 0.9 * drive),
      0.6,
    ),
    closeTo(
      {
        id: 'asymmetric-motif/inhibition-matches',
        statement: `The inhibition is as strong as the disturbance, so that both cancel (p = ${clear.probability}): median of the ratio.`,
        source: picture,
        control: 'motifs without a second neuron; neurons with one feature each',
      },
      median(motifs.map(({ drive, inhibition }) => -inhibition / drive)),
      1,
      0.15,
    ),
    atMost(
      {
        id: 'asymmetric-motif/reciprocal',
        statement: `Outputs make up for inputs (p = ${clear.probability}): product of input and output weight, farthest median of strong and weak features from 1 (a whole side of |x|).`,
        source: `${picture}: 2 · 1/2 and 1/2 · 2`,
        control: 'neurons with one feature each; outputs that repeat the inputs',
      },
      Math.abs(
        farthest(
          (['strong', 'weak'] as const).map((side) => median(motifs.map((motif) => part(motif[side])))),
          1,
        ) - 1,
      ),
      0.5,
    ),
    atLeast(
      {
        id: 'asymmetric-motif/important-strong',
        statement: `It is the more important feature that is kept from being disturbed (p = ${clear.probability}): share of motifs.`,
        source: 'paper §11: one feature disturbs the other strongly but not vice versa',
        control: 'motifs with the two features exchanged; neurons with one feature each',
      },
      shareOf(motifs, ({ strong, weak }) => strong.feature < weak.feature),
      0.9,
    ),
    verdict(
      {
        id: 'asymmetric-motif/not-without-sparsity',
        statement: `Denser features are not shared at all: motifs over all restarts at p = ${sweep.map(({ probability }) => probability).join(', ')}.`,
        source:
          'two neurons a feature cost nothing, and sharing costs p² (paper §11); a public reproduction sets p = .5, where we find none',
        control: 'untrained weights; models of p = .2 at every probability',
      },
      {
        expected: 'none, then some',
        measured: sweep.map((result) => motifsOf(result).length).join(', '),
        tolerance: 'none',
        holds: motifsOf(dense).length === 0 && motifs.length > 0,
      },
    ),
  ]
}

function motifsOf({ restarts }: MotifResult): readonly Motif[] {
  return restarts.flatMap((restart) => restart.motifs)
}

function shareOf(motifs: readonly Motif[], agrees: (motif: Motif) => boolean): number {
  return motifs.filter(agrees).length / motifs.length
}

function part({ input, output }: Motif['strong']): number {
  return Math.abs(input) * output
}

function smallerRatio({ inputRatio, outputRatio }: Motif): number {
  return Math.min(inputRatio, outputRatio)
}

/** For example `in [2.12, −0.50], out [0.34, 1.98] for features 0 and 6, inhibited by −5.15 against 5.00`. */
export function inWords({ strong, weak, drive, inhibition }: Motif): string {
  const pair = (a: number, b: number) => `[${a.toFixed(2)}, ${b.toFixed(2)}]`.replaceAll('-', '−')
  return `in ${pair(strong.input, weak.input)}, out ${pair(strong.output, weak.output)} for features ${strong.feature} and ${weak.feature}, inhibited by ${(-inhibition).toFixed(2)} against ${drive.toFixed(2)}`
}
