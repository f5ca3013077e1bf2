/** The section's three figures: vulnerability over sparsity, features per dimension over sparsity, one against the other. */
import { curvesFigure, type Figure } from '@digon/plot'
import type { AdversarialNumbers, AttackedRestart, SparsityResult } from './numbers.js'

const overSparsity = { title: '1 / (1 − S)', scale: 'log' } as const
const ratioTitle = 'damage relative to no superposition'
const bandMeaning = 'line: median of the restarts, band: from the least to the most'

export function adversarialFigures(numbers: AdversarialNumbers): readonly Figure[] {
  const { sweep, featureCount, hiddenSize, correlation } = numbers
  const words = `${featureCount} features in ${hiddenSize} dimensions`
  const restarts = sweep.flatMap((result) => result.restarts)
  const perDimension = restarts.map(({ featuresPerDimension }) => featuresPerDimension)
  return [
    curvesFigure({
      name: 'vulnerability',
      title: 'The sparser, the easier to attack',
      description: `Damage of attacks over sparsity, ${words}. ${sweep.map(inWords).join(' ')}`,
      curves: [
        overSparsityOf(sweep, 'perSample', 'worst feature of each sample'),
        overSparsityOf(sweep, 'fixedDirection', 'one feature for all samples'),
        overSparsityOf(sweep, 'gradient', 'gradient of each sample'),
      ],
      xAxis: overSparsity,
      yAxis: { title: ratioTitle },
      bandMeaning,
      guides: [{ label: 'without superposition', y: 1 }],
    }),
    curvesFigure({
      name: 'features-per-dimension',
      title: 'Features per dimension, 1/D*',
      description: `‖W‖²/m over sparsity, ${words}: from ${sweep[0]!.median.featuresPerDimension.toFixed(2)} to ${sweep.at(-1)!.median.featuresPerDimension.toFixed(2)}.`,
      curves: [overSparsityOf(sweep, 'featuresPerDimension', '1/D*')],
      xAxis: overSparsity,
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
      description: `Every restart of every sparsity, ${words}. Correlation ${correlation.perSample.toFixed(3)} for the worst feature of each sample, ${correlation.fixedDirection.toFixed(3)} for one feature.`,
      curves: [
        {
          label: 'worst feature of each sample',
          x: perDimension,
          y: restarts.map(({ perSample }) => perSample),
          joined: false,
        },
        {
          label: 'one feature for all samples',
          x: perDimension,
          y: restarts.map(({ fixedDirection }) => fixedDirection),
          joined: false,
        },
      ],
      references: [{ label: 'equal to 1/D*', x: [1, Math.max(...perDimension)], y: [1, Math.max(...perDimension)] }],
      xAxis: { title: '1/D* = ‖W‖² / m' },
      yAxis: { title: ratioTitle },
    }),
  ]
}

function overSparsityOf(
  sweep: readonly SparsityResult[],
  quantity: Exclude<keyof AttackedRestart, 'seed' | 'loss'>,
  label: string,
) {
  const values = sweep.map(({ restarts }) => restarts.map((restart) => restart[quantity]))
  return {
    label,
    x: sweep.map(({ probability }) => 1 / probability),
    y: sweep.map(({ median }) => median[quantity]),
    spread: {
      lowest: values.map((ofRestarts) => Math.min(...ofRestarts)),
      highest: values.map((ofRestarts) => Math.max(...ofRestarts)),
    },
  }
}

function inWords({ probability, median }: SparsityResult): string {
  return `At p = ${probability}: ${median.perSample.toFixed(2)} times the damage, ${median.featuresPerDimension.toFixed(2)} features per dimension.`
}
