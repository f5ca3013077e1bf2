/** The introduction's figure, its longer strip, and the losses on the way. */
import { matrixFromRows } from '@digon/matrix'
import { type Figure, featureVectorFigure, lossFigure } from '@digon/plot'
import type { IntroNumbers, PanelResult, ProbabilityResult } from './numbers.js'

export function introFigures({ importance, panels, strip }: IntroNumbers): readonly Figure[] {
  const all = [...panels, ...strip].sort((a, b) => b.probability - a.probability)
  return [
    featureVectorFigure({
      name: 'feature-vectors',
      title: 'Sparser features, more of them stored',
      description: `Five features in two dimensions, best of ${panels[0]!.losses.count} restarts. ${panels.map(inWords).join(' ')}`,
      importance,
      panels: panels.map(vectorPanel),
      columns: 3,
    }),
    featureVectorFigure({
      name: 'feature-vectors-strip',
      title: 'From two features to five',
      description: `The best restart at ${all.length} probabilities. ${all.map(inWords).join(' ')}`,
      importance,
      panels: all.map(vectorPanel),
      columns: 4,
    }),
    lossFigure({
      name: 'losses',
      title: 'Training losses of all restarts',
      description: `Loss on the training batches over steps. ${panels.map(lossInWords).join(' ')}`,
      series: panels.map(({ probability, history }) => ({ label: `p = ${probability}`, ...history })),
      stepScale: 'log',
    }),
  ]
}

function vectorPanel({ probability, restarts }: ProbabilityResult) {
  return { probability, weights: matrixFromRows(restarts[0]!.weights) }
}

function inWords({ probability, restarts }: ProbabilityResult): string {
  const { name, features } = restarts[0]!.shape
  return `At p = ${probability}: ${name}, features ${features.join(', ')}.`
}

function lossInWords({ probability, losses }: PanelResult): string {
  return `At p = ${probability} the ${losses.count} restarts end between ${losses.best.toPrecision(3)} and ${(losses.best + losses.spread).toPrecision(3)}.`
}
