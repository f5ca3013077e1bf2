/** All claims about features in sets, in the order of the paper's figure. */

import { atLeast, atMost, exactly, near, shareAtLeast } from '../vocabulary/expectations.js'
import { hexagonSideBySide } from '../vocabulary/pairs.js'
import { best, countOf, medianOf, shareOf } from '../vocabulary/restarts.js'
import { sampledLosses } from '../vocabulary/sampled-losses.js'
import { mean } from '../vocabulary/statistics.js'
import { angleTolerance, type CorrelatedNumbers, type SetRestart } from './measure.js'
import { type SetUpName, setUps } from './settings.js'

const figure = 'paper §7, figure of correlated and anticorrelated features'
const minimized = 'exact loss, minimized over weights and biases'
const angles = `angles of 90° and 180° to within ${angleTolerance}°`

export function claims(numbers: CorrelatedNumbers) {
  return [
    ...pairClaims(numbers),
    ...crowdedClaims(numbers),
    ...independentClaims(numbers),
    ...basesClaims(numbers),
    sampledLosses(atTheLeastLoss(numbers), {
      trained: {
        which: 'in every set-up with a loss above 0',
        nearMisses: ['untrained', 'density 25 % too high', 'losses 10 % too high', 'biases lost', 'sets ignored'],
      },
      source: 'exact loss, summed over sets of active features; for the sets of ten, over which sets are active',
    }),
  ] as const
}

function pairClaims({ setUps: { correlated, anticorrelated }, optima }: CorrelatedNumbers) {
  const [pairs, opposites] = [inWords('correlated'), inWords('anticorrelated')]
  return [
    {
      id: 'pairs-restarts',
      kind: 'paper',
      says: `At least half of the restarts of correlated pairs (${pairs}) end with features orthogonal within a set and antipodal across sets.`,
      measures: `restarts; ${angles}`,
      source: `${figure}, first row (five models)`,
      holds: shareAtLeast(0.5)(countOf(correlated.restarts, endsAs('antipodal across'))),
      failsOn: ['untrained weights', 'pairs that are antipodal inside'],
      nearMisses: ['untrained', 'wrong value law', 'members mixed up'],
    },
    {
      id: 'pairs-loss',
      kind: 'mathematics',
      says: `The best restart of correlated pairs (${pairs}) has the loss of two digons across the sets, about p²/6.`,
      measures: 'exact loss of the best restart',
      source: `${minimized} from that square`,
      holds: near(optima.correlated.across, '1 %')(best(correlated.restarts).exactLoss),
      failsOn: ['untrained weights', 'pairs that are antipodal inside'],
      nearMisses: ['untrained', 'tenth of training', 'weights 5 % too small', 'weights 5 % too large'],
    },
    {
      id: 'anticorrelated-restarts',
      kind: 'paper',
      says: `At least half of the restarts of anticorrelated pairs (${opposites}) end with partners antipodal and the sets orthogonal to each other.`,
      measures: `restarts; ${angles}; the others end antipodal across the sets, a local optimum`,
      source: `${figure}, second row (five models); sets in different tegum factors`,
      holds: shareAtLeast(0.5)(countOf(anticorrelated.restarts, endsAs('antipodal inside'))),
      failsOn: ['untrained weights', 'pairs that are antipodal across'],
      nearMisses: ['untrained', 'sets ignored', 'members mixed up'],
    },
    {
      id: 'anticorrelated-lossless',
      kind: 'mathematics',
      says: `Partners that are never active together (${opposites}) share a line at no cost.`,
      measures: 'exact loss of the best restart / loss of antipodes across the sets',
      source: 'exact loss: 0 for two digons inside the sets, p²/24 for two across',
      holds: atMost(0.01)(best(anticorrelated.restarts).exactLoss / optima.anticorrelated.across),
      failsOn: ['untrained weights', 'pairs that are antipodal across'],
      nearMisses: ['untrained', 'weights 5 % too small', 'noise on weights', 'sets ignored'],
    },
  ] as const
}

function crowdedClaims({ setUps: { crowded }, optima }: CorrelatedNumbers) {
  const words = inWords('crowded')
  const collapsed = crowded.restarts.all.find(({ state }) => state.endsWith('collapsed'))
  const hexagon = crowded.restarts.all.find(endsAs(hexagonSideBySide))
  return [
    {
      id: 'crowded-hexagon',
      kind: 'paper',
      says: `Three correlated pairs (${words}) form a hexagon in which partners lie side by side.`,
      measures: 'state of the best restart',
      source: `${figure}, third row`,
      holds: exactly(hexagonSideBySide, 'norms above 0.5, gaps within 12° of 60°')(best(crowded.restarts).state),
      failsOn: ['untrained weights', 'models of independent features'],
      nearMisses: ['untrained', 'sets ignored', 'members mixed up'],
    },
    {
      id: 'crowded-loss',
      kind: 'mathematics',
      says: `The best restart of three correlated pairs (${words}) has the loss of such a hexagon.`,
      measures: 'exact loss of the best restart',
      source: `${minimized} from the hexagon`,
      holds: near(optima.crowded, '1 %')(best(crowded.restarts).exactLoss),
      failsOn: ['untrained weights', 'models of independent features'],
      nearMisses: ['untrained', 'tenth of training', 'biases lost', 'weights 5 % too large', 'sets ignored'],
    },
    {
      id: 'crowded-restarts',
      kind: 'paper',
      says: `At least a quarter of the restarts of three correlated pairs (${words}) end as such a hexagon.`,
      measures: 'restarts',
      source: 'restarts; the paper shows five',
      holds: shareAtLeast(0.25)(countOf(crowded.restarts, endsAs(hexagonSideBySide))),
      failsOn: ['untrained weights', 'models of independent features'],
      nearMisses: ['untrained', 'sets ignored', 'members mixed up'],
    },
    {
      id: 'crowded-collapse',
      kind: 'paper',
      says: `In some restarts a set collapses onto one direction instead (${words}), which is a failure of optimization.`,
      measures: 'lowest loss of a collapsed restart / lowest loss of a hexagon; 0 when no restart collapses',
      source: `${figure}, third row, and its text`,
      holds: atLeast(1.02)(collapsed && hexagon ? collapsed.exactLoss / hexagon.exactLoss : 0),
      failsOn: ['untrained weights', 'a hexagon in every restart'],
      nearMisses: ['untrained', 'one restart repeated', 'sets ignored'],
    },
  ] as const
}

function independentClaims({ setUps: { crowded, independent }, optima }: CorrelatedNumbers) {
  const sides = [crowded, independent].map(({ restarts }) => ({
    share: shareOf(restarts, endsAs(hexagonSideBySide)),
    of: restarts.planned,
  }))
  const variance = sides.reduce((sum, { share, of }) => sum + (share * (1 - share)) / of, 0)
  return [
    {
      id: 'independent-no-such-hexagon',
      kind: 'paper',
      says: 'Six independent features of the same probability do not form the hexagon that correlated pairs form.',
      measures:
        'share of restarts with partners side by side: correlated − independent, in standard errors of the difference',
      source: 'paper §7, text',
      holds: atLeast(2)((sides[0]!.share - sides[1]!.share) / Math.sqrt(variance)),
      failsOn: ['untrained weights', 'models of correlated features'],
      nearMisses: ['untrained', 'sets ignored', 'members mixed up'],
    },
    {
      id: 'independent-loss',
      kind: 'mathematics',
      says: `The median restart of six independent features (${inWords('independent')}) has the loss of a pentagon that leaves one of them out.`,
      measures: 'exact loss of the median restart',
      source: `${minimized} from the pentagon`,
      holds: near(optima.independent.pentagon, '1 %')(medianOf(independent.restarts, ({ exactLoss }) => exactLoss)),
      failsOn: ['untrained weights', 'models of correlated features'],
      nearMisses: ['untrained', 'tenth of training', 'biases lost', 'weights 5 % too large', 'members mixed up'],
    },
    {
      id: 'independent-hexagon-exact',
      kind: 'self-check',
      says: 'The exact optimum of six independent features at this probability is nevertheless a hexagon, with norms of about 1.3.',
      measures: 'loss of the best pentagon with one left out / loss of the best hexagon',
      source: `${minimized}; L(5,6) = 0.069 and L(6,6) = 0.048 at one active feature`,
      holds: atLeast(1.01)(optima.independent.pentagon / optima.independent.hexagon),
      failsOn: ['optima exchanged'],
    },
  ] as const
}

function basesClaims({ setUps: { 'local-bases': bases }, optima }: CorrelatedNumbers) {
  const words = inWords('local-bases')
  const failsOn = ['untrained weights', 'collapsed sets'] as const
  return [
    {
      id: 'bases-orthogonal-inside',
      kind: 'paper',
      says: `In at least three quarters of the restarts each of two correlated sets of ten (${words}) is a nearly orthogonal basis of its own.`,
      measures: `restarts in which no two features of a set are more than ${angleTolerance}° off a right angle`,
      source: `${figure}, last panel: 10 × 10 blocks of WᵀW are nearly the identity`,
      holds: shareAtLeast(0.75)(countOf(bases.restarts, endsAs('orthogonal inside'))),
      failsOn: [...failsOn, 'models of independent features'],
      nearMisses: ['untrained', 'noise on weights', 'sets ignored', 'features shifted'],
    },
    {
      id: 'bases-unit-norms',
      kind: 'paper',
      says: `For two sets of ten (${words}) the diagonal of W Wᵀ is 1, averaged over features, in the median restart.`,
      measures: 'mean squared norm, median over restarts',
      source: `${figure}, last panel`,
      holds: near(1, 0.05)(medianOf(bases.restarts, ({ norms }) => mean(norms.map((norm) => norm * norm)))),
      failsOn,
      nearMisses: ['untrained', 'wrong value law', 'weights 5 % too small', 'weights 5 % too large'],
    },
    {
      id: 'bases-interference-across',
      kind: 'paper',
      says: `Two sets of ten (${words}) interfere only across the sets.`,
      measures: 'share of Σ_{i≠j} (W_i·W_j)² across the sets, median over restarts',
      source: `${figure}, last panel`,
      holds: atLeast(0.99)(medianOf(bases.restarts, ({ interferenceAcross }) => interferenceAcross)),
      failsOn: [...failsOn, 'models of independent features'],
      nearMisses: ['untrained', 'sets ignored', 'features shifted'],
    },
    {
      id: 'bases-loss',
      kind: 'mathematics',
      says: `The best restart of two sets of ten (${words}) has the loss of ten digons across the sets.`,
      measures: 'exact loss, summed over which sets are active',
      source: 'exact loss of one digon, minimized over weights and biases',
      holds: near(optima.bases, '10 %')(best(bases.restarts).exactLoss),
      failsOn: [...failsOn, 'models of independent features'],
      nearMisses: ['untrained', 'tenth of training', 'weights 5 % too large', 'noise on weights'],
    },
  ] as const
}

/** By set-up, the restarts within 20 % of the least loss known of it; without anticorrelated pairs, which lose nothing. */
function atTheLeastLoss({ setUps: results, optima }: CorrelatedNumbers) {
  const least = {
    correlated: optima.correlated.across,
    crowded: optima.crowded,
    independent: optima.independent.pentagon,
    'local-bases': optima.bases,
  } as const
  return Object.entries(least).map(([name, loss]) =>
    results[name as SetUpName].restarts.all.filter(({ exactLoss }) => exactLoss < 1.2 * loss),
  )
}

/** `hexagon` is the beginning of every hexagon's state. */
function endsAs(beginning: string): (restart: SetRestart) => boolean {
  return ({ state }) => state.startsWith(beginning)
}

/** For example `n = 4, m = 2, p = 0.05`. */
export function inWords(name: SetUpName): string {
  const { setCount, setSize, hiddenSize, probability } = setUps[name]
  return `n = ${setCount * setSize}, m = ${hiddenSize}, p = ${probability}`
}
