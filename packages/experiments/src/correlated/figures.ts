/** Figures of features in sets: solutions in the plane, restart by restart, and W Wᵀ of the local bases. */
import { matrixFromRows } from '@digon/matrix'
import { gramMatrix } from '@digon/metrics'
import { alignedSolutionsFigure, type Figure, gramFigure, lossFigure } from '@digon/plot'
import { alignBySets } from '../vocabulary/sets.js'
import type { CorrelatedNumbers, RestartResult, SetUpResult } from './numbers.js'
import { setUpInWords } from './pair-claims.js'

const ranks = ['best', 'first quartile', 'median', 'third quartile', 'worst']

export function correlatedFigures({ setUps }: CorrelatedNumbers): readonly Figure[] {
  const { correlated, anticorrelated, crowded, independent } = setUps
  const bases = setUps['local-bases']
  const best = bases.restarts[0]!
  return [
    solutions(correlated, 'Correlated pairs: orthogonal inside, antipodal across'),
    solutions(anticorrelated, 'Anticorrelated pairs: antipodal inside'),
    solutions(crowded, 'Three correlated pairs: partners side by side'),
    solutions(independent, 'Six independent features, in the same colors'),
    gramFigure({
      name: 'local-bases',
      title: 'Two correlated sets of ten: a basis each',
      description: `W Wᵀ and biases of the best of ${bases.losses.count} restarts (${setUpInWords(bases)}). Features 0 to 9 are one set, 10 to 19 the other; inside a set the mean |cosine| is ${mean(best.within.map(Math.abs)).toFixed(3)}, across ${mean(best.across.map(Math.abs)).toFixed(3)}.`,
      panels: [
        {
          probability: bases.setUp.probability,
          gram: gramMatrix(matrixFromRows(best.weights)),
          bias: best.bias,
        },
      ],
    }),
    lossFigure({
      name: 'losses',
      title: 'Training losses of features in sets',
      description: `Loss on the training batches over steps. ${Object.values(setUps).map(lossInWords).join(' ')}`,
      series: Object.values(setUps).map(({ setUp, history }) => ({ label: setUp.name, ...history })),
      stepScale: 'log',
    }),
  ]
}

function solutions(result: SetUpResult, title: string): Figure {
  const { setUp, restarts, states, losses } = result
  const best = matrixFromRows(restarts[0]!.weights)
  return alignedSolutionsFigure({
    name: setUp.name,
    title,
    description: `Features of ${losses.count} restarts in the plane (${setUpInWords(result)}), a color for each set, turned, reflected and reordered onto the best; ranked by loss. ${Object.entries(
      states,
    )
      .map(([state, count]) => `${state}: ${count}.`)
      .join(' ')}`,
    panels: quantiles(restarts).map(({ weights }, k) => ({
      note: ranks[k]!,
      weights: alignBySets(matrixFromRows(weights), best, setUp.setSize).aligned,
    })),
    sets: restarts[0]!.norms.map((_, feature) => Math.floor(feature / setUp.setSize)),
  })
}

/** The restarts at the ranks above. */
function quantiles(restarts: readonly RestartResult[]): readonly RestartResult[] {
  const last = restarts.length - 1
  return ranks.map((_, k) => restarts[Math.round((last * k) / (ranks.length - 1))]!)
}

function lossInWords({ setUp, losses }: SetUpResult): string {
  return `${setUp.name} (p = ${setUp.probability}): ${losses.count} restarts end between ${losses.best.toPrecision(3)} and ${(losses.best + losses.spread).toPrecision(3)}.`
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}
