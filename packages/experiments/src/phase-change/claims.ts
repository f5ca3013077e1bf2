/** All claims about phase changes: the diagrams, the end of superposition, models without biases. */
import { atLeast, atMost, judged, near, shareAtLeast } from '../vocabulary/expectations.js'
import { firstStep } from '../vocabulary/first-step.js'
import { best, countOf, shareOf } from '../vocabulary/restarts.js'
import { sampledLosses } from '../vocabulary/sampled-losses.js'
import { list, median } from '../vocabulary/statistics.js'
import { bestOverOptimum, type Cell, type Diagram, type PhaseChangeNumbers, within } from './measure.js'
import { beyondTheory, type HiddenSize, sizeNames } from './settings.js'
import { probabilityAt } from './theory.js'

const minimized = 'exact loss, minimized over all weights and biases'

/** In two dimensions a restart in ten finds the best pairs in some cells, so that ten of them may all miss it, as rarely as `-optimum` allows. */
const leastInState: Readonly<Record<HiddenSize, number>> = { 1: 0.99, 2: 0.95 }

export function claims(numbers: PhaseChangeNumbers) {
  return [
    ...numbers.diagrams.flatMap(diagramClaims),
    basinClaim(numbers.diagrams[0]!),
    dedicatedClaim(numbers.diagrams[1]!),
    ...endClaims(numbers),
    ...biasFreeClaims(numbers),
    firstStep(numbers.firstStep),
    sampledLosses(sampledConditions(numbers), {
      trained: {
        which: 'each row of the diagrams from p = 0.03 on, and without biases',
        nearMisses: [
          'untrained',
          'density 25 % too high',
          'losses 10 % too high',
          'biases lost',
          'weights 5 % too large',
        ],
      },
      source: 'exact loss, summed over sets of active features',
    }),
  ] as const
}

function diagramClaims(diagram: Diagram) {
  const { hiddenSize, cells } = diagram
  const prefix = sizeNames[hiddenSize]
  const words = inWords(hiddenSize)
  const ratios = cells.map(bestOverOptimum)
  const judgedCells = withoutTies(cells)
  const otherModels = ['untrained weights', 'models of p = 1'] as const
  return [
    {
      id: `${prefix}-optimum`,
      kind: 'mathematics',
      says: `In almost every cell the best of ten models (${words}) comes within 1 % of the lowest possible loss.`,
      measures: `cells of ${ratios.length}`,
      source: minimized,
      holds: shareAtLeast(0.95)(countIn(ratios, (ratio) => Math.abs(ratio - 1) <= 0.01)),
      failsOn: otherModels,
      nearMisses: ['untrained', 'tenth of training', 'biases lost', 'weights 5 % too small', 'members mixed up'],
    },
    {
      id: `${prefix}-optimum-median`,
      kind: 'mathematics',
      says: `In half of the cells the best of ten models (${words}) comes within 0.3 % of the lowest possible loss.`,
      measures: 'exact loss / that of the exact optimum, median over cells',
      source: minimized,
      holds: near(1, 0.003)(median(ratios)),
      failsOn: otherModels,
      nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'noise on weights'],
    },
    {
      id: `${prefix}-restarts`,
      kind: 'mathematics',
      says: `In a typical cell half of the ten restarts (${words}) come within 2 % of the lowest possible loss.`,
      measures: 'share of these restarts, median over cells',
      source: 'restarts; the paper trains ten models in a cell',
      holds: atLeast(0.5)(median(cells.map((cell) => shareOf(cell.restarts, within(0.02, cell))))),
      failsOn: otherModels,
      nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'noise on weights'],
    },
    {
      id: `${prefix}-state`,
      kind: 'mathematics',
      says: `Wherever no other state comes within 2 % of the lowest possible loss, the extra feature of the best of ten models (${words}) is in the state of the exact optimum.`,
      measures: 'such cells with r ≠ 1',
      source: minimized,
      holds: shareAtLeast(leastInState[hiddenSize])(
        countIn(
          judgedCells.filter(({ rival }) => rival >= 1.02),
          ({ restarts, optimum }) => best(restarts).state === optimum.state,
        ),
      ),
      failsOn: otherModels,
      nearMisses: ['untrained', 'one restart repeated', 'members mixed up'],
    },
    {
      id: `${prefix}-switch`,
      kind: 'mathematics',
      says: `At every r the best of ten models (${words}) leave superposition within one cell of the exact optimum, where they come within 2 % of the lowest possible loss.`,
      measures:
        'cells between the two, the largest number over r ≠ 1; cells that all ten models miss are left out, at most half of those at one r',
      source: minimized,
      holds: atMost(1)(cellsBetween(diagram)),
      failsOn: otherModels,
      nearMisses: ['untrained', 'wrong value law', 'output activation swapped'],
    },
    {
      id: `${prefix}-theory`,
      kind: 'paper',
      says: `In the best of ten models (${words}) the extra feature is in the state that the paper's theory predicts.`,
      measures: 'cells with r ≠ 1',
      source: 'paper §5: the diagrams agree except for details',
      holds: shareAtLeast(0.9)(countIn(judgedCells, ({ restarts, theory }) => best(restarts).state === theory.state)),
      failsOn: otherModels,
      nearMisses: ['untrained', 'one restart repeated', 'features shifted'],
    },
    {
      id: `${prefix}-average`,
      kind: 'paper',
      departs: true,
      says: `Averages of norm and superposition over the nine best models, as in the paper, always show one phase and nothing between two phases (${words}).`,
      measures: 'cells with r ≠ 1 in which both are within 0.25 of the exact optimum',
      source: 'paper §5, figure: the worst of ten is dropped, the others averaged',
      holds: shareAtLeast(0.95)(
        countIn(
          judgedCells,
          ({ mean, optimum }) =>
            Math.abs(mean.norm - optimum.norm) <= 0.25 && Math.abs(mean.superposition - optimum.superposition) <= 0.25,
        ),
      ),
      failsOn: otherModels,
      explanation:
        'Where superposition is optimal, some restarts end in a worse local minimum, so the average lies between two states. PyTorch models with the same settings do the same. The best of ten models shows the phases.',
    },
  ] as const
}

/** Below its boundary a digon is optimal at every r; it forms where both weights have grown with opposite signs. */
function basinClaim({ cells, probabilities }: Diagram) {
  const sparsest = cells.filter(({ probability }) => probability === probabilities[0])
  const reached = sparsest.map((cell) => countOf(cell.restarts, within(0.05, cell)))
  const total = (key: 'count' | 'of') => reached.reduce((sum, share) => sum + share[key], 0)
  return {
    id: 'one-dimension-basin',
    kind: 'mathematics',
    says: `At the smallest density (${inWords(1)}) half of the models find the lowest possible loss, those whose two weights have opposite signs.`,
    measures: `share of ${total('of')} restarts within 5 % of it`,
    source: 'symmetry of initial weights; McGrath in the paper: the global minimum can have the smaller basin',
    holds: near(0.5, 0.15)(total('count') / total('of')),
    failsOn: ['untrained weights', 'the exact optimum in every restart'],
    nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'noise on weights'],
  } as const
}

function dedicatedClaim({ cells }: Diagram) {
  const important = cells.filter(({ relativeImportance, probability }) => relativeImportance > 1 && probability < 0.5)
  return {
    id: 'two-dimensions-dedicated-extra',
    kind: 'paper',
    says: `An extra feature that is more important than the others (${inWords(2)}, r > 1, p < 0.5) has a dimension of its own, and the others form a digon.`,
    measures: 'cells, best of ten',
    source: 'paper §5, second diagram',
    holds: shareAtLeast(0.95)(countIn(important, ({ restarts }) => best(restarts).state === 'dedicated')),
    failsOn: ['untrained weights', 'extra features of less importance'],
    nearMisses: ['untrained', 'one restart repeated', 'features shifted'],
  } as const
}

function endClaims({ ends, exactEnds }: PhaseChangeNumbers) {
  const importances = `r = ${list(exactEnds.map(({ relativeImportance }) => relativeImportance))}, one dimension`
  const digits = (value: number) => value.toFixed(2)
  const falls = exactEnds.map(({ fall }) => fall)
  const lines = ends.filter(({ hiddenSize }) => hiddenSize === 1)
  const beyond = ends.filter(isBeyondTheory)
  return [
    {
      id: 'exact-jump',
      kind: 'paper',
      departs: true,
      says: `If all weights and biases are free, the optimum leaves superposition in one jump (${importances}).`,
      measures: 'drop of the extra feature’s norm within 0.5 % of the density, for each r',
      source: `paper §5: the optimal weights change discontinuously; ${minimized}`,
      holds: judged(
        '≥ 0.5 at every r',
        falls.every((fall) => fall >= 0.5),
        'none',
      )(list(falls, digits)),
      failsOn: ['untrained weights'],
      explanation:
        'The order of the transition changes between r = 0.5 and r = 0.8. Below, the norm of the extra feature jumps to 0, which is a first-order transition. Above, it drops part of the way and then goes to 0 continuously. The paper compares candidates of unit norm, which can only jump.',
    },
    {
      id: 'exact-later',
      kind: 'self-check',
      says: "The exact optimum keeps superposition up to larger p than the paper's candidates, which can neither shorten a vector nor use a bias.",
      measures: `largest p at which the extra feature’s norm is above 0.05 / p of the candidates' boundary, the smallest over ${importances}`,
      source: `${minimized}; paper §5: trained models differ slightly from theory`,
      holds: atLeast(1.05)(exactEnds.map(({ lasts }) => lasts)),
      failsOn: ["the candidates' own boundary"],
    },
    {
      id: 'ends',
      kind: 'mathematics',
      says: `Around the end of superposition the extra feature of the best of ten models has the norm of the exact optimum (${importances}).`,
      measures: `points of ${lines.length} at which they differ by at most 0.05`,
      source: minimized,
      holds: shareAtLeast(0.9)(
        countIn(lines, ({ restarts, optimum }) => Math.abs(best(restarts).norm - optimum.norm) <= 0.05),
      ),
      failsOn: ['untrained weights', 'the best candidate of theory'],
      nearMisses: ['untrained', 'density 25 % too high', 'weights 5 % too large', 'importance ignored'],
    },
    {
      id: 'ends-optimum',
      kind: 'mathematics',
      says: 'Around the end of superposition the best of ten models comes within 0.5 % of the lowest possible loss.',
      measures: `points of ${ends.length}`,
      source: minimized,
      holds: shareAtLeast(0.9)(countIn(ends, (cell) => Math.abs(bestOverOptimum(cell) - 1) <= 0.005)),
      failsOn: ['untrained weights', 'the best candidate of theory'],
      nearMisses: ['untrained', 'density 25 % too high', 'biases lost', 'importance ignored'],
    },
    {
      id: 'beyond-theory',
      kind: 'mathematics',
      says: `Just beyond the boundary of theory, where the extra feature should be ignored, the best of ten models still has it in superposition and has a lower loss than every candidate.`,
      measures: `points at ${beyondTheory} × the boundary`,
      source: 'exact loss: superposition ends later when norms and biases are free',
      holds: shareAtLeast(0.8)(
        countIn(beyond, (cell) => {
          const { state, exactLoss } = best(cell.restarts)
          return state === 'superposition' && exactLoss < cell.theory.loss
        }),
      ),
      failsOn: ['untrained weights', 'the best candidate of theory'],
      nearMisses: ['untrained', 'density 25 % too high', 'wrong value law'],
    },
  ] as const
}

function biasFreeClaims({ biasFree: { restarts, optimum } }: PhaseChangeNumbers) {
  const { weights, exactLoss } = best(restarts)
  return [
    {
      id: 'bias-free-trained',
      kind: 'paper',
      says: 'Without biases two features in one dimension at S = .1, r = .8 share one direction with the same sign.',
      measures: 'weights of the best restart, exact loss summed over features',
      source:
        "McGrath's comment in the paper: W ≈ 1/√2 for both; exact loss without bias: W = (.725, .687), L = .08749",
      holds: judged(
        '0.725, 0.687; loss 0.0875',
        Math.abs(weights[0] - 0.725) <= 0.02 &&
          Math.abs(weights[1] - 0.687) <= 0.02 &&
          Math.abs((2 * exactLoss) / 0.08749 - 1) <= 0.01,
        '0.02 of weights, 1 % of the loss',
      )(`${list(weights, (weight) => weight.toFixed(3))}; loss ${(2 * exactLoss).toFixed(5)}`),
      failsOn: ['untrained weights', 'an antipodal pair'],
      nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'features shifted'],
    },
    {
      id: 'bias-free-restarts',
      kind: 'mathematics',
      says: 'At least half of the restarts without biases (S = .1, r = .8) end within 1 % of the lowest possible loss.',
      measures: 'restarts',
      source: 'restarts; exact loss without biases, minimized over both weights',
      holds: shareAtLeast(0.5)(countOf(restarts, (each) => each.exactLoss < 1.01 * optimum)),
      failsOn: ['untrained weights', 'an antipodal pair'],
      nearMisses: ['untrained', 'weights 5 % too small', 'noise on weights', 'features shifted'],
    },
  ] as const
}

/** Restarts that reached the least loss: of each row of a diagram that is dense enough to sample, and without biases. */
function sampledConditions({ diagrams, biasFree: { restarts, optimum } }: PhaseChangeNumbers) {
  const rows = diagrams.flatMap(({ cells, probabilities }) =>
    probabilities
      .filter((probability) => probability > 0.03)
      .map((probability) =>
        cells
          .filter((cell) => cell.probability === probability)
          .flatMap((cell) => cell.restarts.all.filter(within(0.05, cell))),
      ),
  )
  return [...rows, restarts.all.filter(({ exactLoss }) => exactLoss < 1.05 * optimum)]
}

/**
 * By r: how many cells lie between the ends of superposition of the best models and of the exact optimum. A cell that all models miss has
 * the state of some worse local minimum, which says nothing about where superposition ends: `-optimum` counts these. NaN where they are
 * more than half.
 */
function cellsBetween({ cells, relativeImportances }: Diagram): readonly number[] {
  return relativeImportances
    .filter((r) => r !== 1)
    .map((r) => {
      const column = cells.filter(({ relativeImportance }) => relativeImportance === r)
      const isReached = (cell: Cell) => within(0.02, cell)(best(cell.restarts))
      if (2 * column.filter(isReached).length < column.length) return Number.NaN
      const last = (stateOf: (cell: Cell) => string) =>
        column.findLastIndex((cell) => isReached(cell) && stateOf(cell) === 'superposition')
      return Math.abs(last(({ restarts }) => best(restarts).state) - last(({ optimum }) => optimum.state))
    })
}

/** At r = 1 exchanging features costs nothing, so the extra one has no state of its own. */
function withoutTies(cells: readonly Cell[]): readonly Cell[] {
  return cells.filter(({ relativeImportance }) => relativeImportance !== 1)
}

function isBeyondTheory({ hiddenSize, relativeImportance, probability }: Cell): boolean {
  return probability === probabilityAt(hiddenSize, relativeImportance, beyondTheory)
}

function inWords(hiddenSize: number): string {
  return `n = ${hiddenSize + 1}, m = ${hiddenSize}`
}

function countIn<Item>(items: readonly Item[], isTrue: (item: Item) => boolean) {
  return { count: items.filter(isTrue).length, of: items.length }
}
