/** Explained share over sparsity, noise by number of active features, and how many features are stored. */
import { type Curve, curvesFigure, type Figure } from '@digon/plot'
import type { NoisySimulationNumbers, SimulatedRestart } from './numbers.js'

const xAxis = { title: '1 / (1 − S)', scale: 'log' } as const
const bandMeaning = 'line: median of the restarts, band: from the least to the most'

/** At most seven curves can be told apart. */
const mostCurves = 6

export function noisySimulationFigures({ sweep, featureCount, hiddenSize }: NoisySimulationNumbers): readonly Figure[] {
  const words = `${featureCount} features in ${hiddenSize} dimensions`
  const x = sweep.map(({ probability }) => 1 / probability)
  const curveOf = (label: string, quantity: 'explained' | 'explainedVariance' | 'represented'): Curve => {
    const values = sweep.map(({ restarts }) => restarts.map((restart: SimulatedRestart) => restart[quantity]))
    return {
      label,
      x,
      y: sweep.map(({ median }) => median[quantity]),
      spread: { lowest: values.map((all) => Math.min(...all)), highest: values.map((all) => Math.max(...all)) },
    }
  }
  const sparse = sweep.filter(({ probability }) => probability < 1).slice(-mostCurves)
  return [
    curvesFigure({
      name: 'explained',
      title: 'What a larger model without interference explains',
      description: `Share of the output that the larger model explains, ${words}. ${sweep.map(({ probability, median }) => `At p = ${probability}: ${median.explained.toFixed(3)}.`).join(' ')}`,
      curves: [curveOf('1 − E‖y′ − y‖² / E‖y′‖²', 'explained')],
      references: [
        { label: 'ideal digons: 1 − 2p / (4 − 3p)', x, y: sweep.map(({ digonExplained }) => digonExplained) },
      ],
      xAxis,
      yAxis: { title: 'explained', domain: [0, 1] },
      bandMeaning,
    }),
    curvesFigure({
      name: 'noise',
      title: 'The more features at once, the more noise',
      description: `Mean ‖y′ − y‖² by number of active features, medians over restarts, ${words}. ${sparse.map(({ probability, median }) => `At p = ${probability}: ${median.noise.map(({ activeCount, noise }) => `${noise.toPrecision(2)} of ${activeCount}`).join(', ')}.`).join(' ')}`,
      curves: sparse.map(({ probability, median }) => ({
        label: `p = ${probability}`,
        x: median.noise.map(({ activeCount }) => activeCount),
        y: median.noise.map(({ noise }) => noise),
      })),
      xAxis: { title: 'active features in a sample', whole: true },
      yAxis: { title: 'noise, mean ‖y′ − y‖²' },
      bandMeaning: 'medians over restarts',
    }),
    curvesFigure({
      name: 'represented',
      title: 'Features that the simulated model has',
      description: `Features with a norm above 0.5, ${words}. ${sweep.map(({ probability, median }) => `At p = ${probability}: ${median.represented}.`).join(' ')}`,
      curves: [curveOf('represented', 'represented')],
      xAxis,
      yAxis: { title: 'features with a norm above 0.5' },
      bandMeaning,
      guides: [
        { label: 'dimensions', y: hiddenSize },
        { label: 'twice that', y: 2 * hiddenSize },
        { label: 'features', y: featureCount },
      ],
    }),
  ]
}
