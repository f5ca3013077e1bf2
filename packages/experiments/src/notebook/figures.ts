/** The notebook's bars: norms in order of importance, colored by interference. */
import { curvesFigure, type Figure, normBarsFigure } from '@digon/plot'
import { median } from '../restarts.js'
import type { NotebookNumbers } from './numbers.js'
import { hiddenSize } from './plan.js'

export function notebookFigures({ groups }: NotebookNumbers): readonly Figure[] {
  const inWords = groups.map(
    ({ probability, restarts }) =>
      `At p = ${probability}: ${restarts[0]!.represented.length} features represented, ${restarts[0]!.dedicated.length} of them dedicated.`,
  )
  const x = groups.map(({ probability }) => 1 / probability)
  const counts = (of: 'represented' | 'dedicated' | 'superposed') =>
    groups.map(({ restarts }) => median(restarts.map((restart) => restart[of].length)))
  return [
    normBarsFigure({
      name: 'norms',
      title: 'The official notebook: 100 features in 20 dimensions',
      description: `Norms of the features in order of importance, best of ${groups[0]!.restarts.length} restarts. ${inWords.join(' ')}`,
      hiddenSize,
      columns: 2,
      panels: groups.map(({ probability, restarts }) => ({
        probability,
        norms: restarts[0]!.norms,
        interference: restarts[0]!.interference,
      })),
    }),
    curvesFigure({
      name: 'counts',
      title: 'Features represented, dedicated and in superposition',
      description: `Medians over restarts against 1/(1 − S). ${inWords.join(' ')}`,
      curves: [
        { label: 'represented', x, y: counts('represented') },
        { label: 'dedicated', x, y: counts('dedicated') },
        { label: 'in superposition', x, y: counts('superposed') },
      ],
      xAxis: { title: '1 / (1 − S) = 1 / p', scale: 'log' },
      yAxis: { title: 'features' },
    }),
  ]
}
