/** How much of the loss comes from how many active features, and what each term is made of. */
import { curvesFigure, type Figure } from '@digon/plot'
import type { LossTermsNumbers } from './numbers.js'

export function lossTermsFigures({ falling, polygons, oneActive }: LossTermsNumbers): readonly Figure[] {
  const counts = falling[0]!.terms.map((_, k) => k)
  return [
    curvesFigure({
      name: 'shares',
      title: 'Where the loss comes from',
      description: `Share of the exact loss that inputs with k active features bring, at p = ${falling.map(({ probability }) => probability).join(', ')}: best restarts of five features in two dimensions. ${falling.map(({ probability, shares }) => `At p = ${probability} at most one active feature brings ${(100 * (shares[0]! + shares[1]!)).toFixed(0)} %.`).join(' ')}`,
      curves: falling.map(({ probability, shares }) => ({ label: `p = ${probability}`, x: counts, y: shares })),
      xAxis: { title: 'active features k', domain: [0, counts.length - 1], whole: true },
      yAxis: { title: 'share of the loss', domain: [0, 1] },
    }),
    curvesFigure({
      name: 'terms',
      title: 'Loss terms, exact and on samples',
      description:
        'L_k, the loss summed over all sets of k active features, of the best restarts: exact integrals as dashed lines, means over samples with exactly k active features as points.',
      curves: falling.map(({ probability, sampled }) => ({
        label: `p = ${probability}, samples`,
        x: counts.slice(1),
        y: sampled.slice(1),
        joined: false,
      })),
      references: falling.map(({ probability, terms }) => ({
        label: `p = ${probability}, exact`,
        x: counts.slice(1),
        y: terms.slice(1),
        of: `p = ${probability}, samples`,
      })),
      xAxis: { title: 'active features k', whole: true },
      yAxis: { title: 'L_k, summed over sets and features', scale: 'log' },
    }),
    curvesFigure({
      name: 'polygons',
      title: 'Regular polygons when one feature is active',
      description: `Loss of a sample against the corners of the best regular polygon; models trained on samples with one active feature reach ${oneActive.map(({ featureCount, best }) => `${best.loss.toPrecision(4)} with ${featureCount} features`).join(' and ')}.`,
      curves: [
        {
          label: 'trained, best restart',
          x: oneActive.map(({ featureCount }) => featureCount),
          y: oneActive.map(({ best }) => best.loss),
          joined: false,
        },
      ],
      references: [
        { label: 'L(k, k) of theory', x: polygons.map(({ corners }) => corners), y: polygons.map(({ loss }) => loss) },
      ],
      xAxis: { title: 'features, all on one polygon', whole: true },
      yAxis: { title: 'loss of a sample, summed over features' },
    }),
  ]
}
