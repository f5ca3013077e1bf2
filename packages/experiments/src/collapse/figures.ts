/** Figures of the collapse: typical models from dense to sparse, and how many pairs are collapsed. */
import { matrixFromRows } from '@digon/matrix'
import { alignedSolutionsFigure, curvesFigure, type Figure } from '@digon/plot'
import { alignBySets } from '../correlated/align-by-sets.js'
import type { CollapseNumbers, ProbabilityResult, RestartResult } from './numbers.js'

export function collapseFigures({ strip, exact }: CollapseNumbers): readonly Figure[] {
  const dense = [...strip].reverse()
  const probabilities = strip.map(({ probability }) => probability)
  const counts = strip.map(({ restarts }) => restarts.map(({ collapsed }) => collapsed))
  const [least, most] = [probabilities[0]!, probabilities.at(-1)!]
  const [first, second, third] = exact.thresholds
  return [
    alignedSolutionsFigure({
      name: 'strip',
      title: 'From principal components to superposition: how many pairs are collapsed, at which p',
      description: `The best of the models in the commonest state at each probability, features of a pair in one color. ${dense.map(inWords).join(' ')}`,
      panels: aligned(dense),
      sets: [0, 0, 1, 1, 2, 2],
      setLabels: ['pair 1', 'pair 2', 'pair 3'],
    }),
    curvesFigure({
      name: 'collapsed-pairs',
      title: 'Collapsed pairs, of three',
      description: `Mean number of collapsed pairs over restarts: ${strip.map(({ probability, meanCollapsed }) => `${meanCollapsed.toFixed(2)} at p = ${probability}`).join(', ')}. The exact optima change at p = ${exact.thresholds.map((value) => value.toPrecision(3)).join(', ')}; the paper draws its lines at 0.05, 0.15, 0.2 to 0.25, and 0.5.`,
      bandMeaning: 'line: mean of restarts, band: from least to most; dotted: the paper’s lines',
      xAxis: { title: 'p, probability that a pair is on', scale: 'log' },
      yAxis: { title: 'collapsed pairs', domain: [0, 3] },
      curves: [
        {
          label: 'trained models',
          x: probabilities,
          y: strip.map(({ meanCollapsed }) => meanCollapsed),
          spread: {
            lowest: counts.map((count) => Math.min(...count)),
            highest: counts.map((count) => Math.max(...count)),
          },
        },
      ],
      references: [
        {
          label: 'exact optimum',
          x: [least, first, first, second, second, third, third, most],
          y: [0, 0, 1, 1, 2, 2, 3, 3],
        },
      ],
      guides: [0.05, 0.15, 0.2, 0.25, 0.5].map((x) => ({ x, label: '' })),
    }),
    curvesFigure({
      name: 'losses',
      title: 'Loss in units of principal components',
      description: `Exact loss over that of the best linear model. ${strip.map(({ probability, losses, linearOptimum }) => `At p = ${probability} the best restart has ${(losses.best / linearOptimum).toFixed(3)}, the median ${(losses.median / linearOptimum).toFixed(3)}.`).join(' ')}`,
      bandMeaning: 'line: median of restarts, band: from the best to the worst',
      xAxis: { title: 'p, probability that a pair is on', scale: 'log' },
      yAxis: { title: 'loss / loss of the best linear model' },
      curves: [
        {
          label: 'trained models',
          x: probabilities,
          y: strip.map(({ losses, linearOptimum }) => losses.median / linearOptimum),
          spread: {
            lowest: strip.map(({ losses, linearOptimum }) => losses.best / linearOptimum),
            highest: strip.map(({ losses, linearOptimum }) => (losses.best + losses.spread) / linearOptimum),
          },
        },
      ],
      references: [
        {
          label: 'exact optimum',
          x: exact.optima.map(({ probability }) => probability),
          y: exact.optima.map(({ loss }, k) => loss / strip[k]!.linearOptimum),
        },
      ],
    }),
  ]
}

/** Each panel is turned onto the one before. */
function aligned(results: readonly ProbabilityResult[]) {
  let target = matrixFromRows(typical(results[0]!).weights)
  return results.map((result) => {
    target = alignBySets(matrixFromRows(typical(result).weights), target, 2).aligned
    return { note: shortState(result.commonest), probability: result.probability, weights: target }
  })
}

/** The restart of least loss among those in the commonest state. */
function typical({ restarts, commonest }: ProbabilityResult): RestartResult {
  return restarts.find(({ state }) => state === commonest)!
}

/** What fits above a panel. */
function shortState(state: string): string {
  return state.startsWith('hexagon') ? 'none' : state.split(' ')[0]!
}

function inWords({ probability, states }: ProbabilityResult): string {
  return `At p = ${probability}: ${Object.entries(states)
    .map(([state, count]) => `${count} × ${state}`)
    .join('; ')}.`
}
