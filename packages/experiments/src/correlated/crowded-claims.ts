/** Sets that do not fit beside each other: three pairs in two dimensions, and two sets of ten in ten. */
import type { Claim } from '../experiment.js'
import { atLeast, atMost, closeTo, farthest, same } from '../judge.js'
import { median } from '../restarts.js'
import { type CorrelatedNumbers, meanSize } from './numbers.js'
import { largestSize, setUpInWords } from './pair-claims.js'
import { reachedShare } from './reached-share.js'

const sideBySide = 'hexagon, partners side by side'
const figure = 'paper §7, figure of correlated and anticorrelated features'

export function crowdedClaims({ setUps: { crowded, independent }, optima }: CorrelatedNumbers): readonly Claim[] {
  const collapsed = crowded.restarts.filter(({ state }) => state.endsWith('collapsed'))
  const hexagons = crowded.restarts.filter(({ state }) => state === sideBySide)
  const words = setUpInWords(crowded)
  return [
    same(
      {
        id: 'correlated/crowded-hexagon',
        statement: `Three correlated pairs (${words}) form a hexagon in which partners lie side by side: best restart.`,
        source: `${figure}, third row`,
        control: 'untrained weights; independent features',
      },
      crowded.restarts[0]!.state,
      sideBySide,
      'norms above 0.5, gaps within 12° of 60°',
    ),
    atLeast(
      {
        id: 'correlated/crowded-restarts',
        statement: `At least a quarter of the restarts (${words}) end in this hexagon.`,
        source: 'restarts; the paper shows five',
        control: 'untrained weights; independent features',
      },
      reachedShare(crowded, sideBySide),
      0.25,
    ),
    atLeast(
      {
        id: 'correlated/crowded-collapse',
        statement: `Sometimes a set collapses onto one direction instead (${words}), which is a failure of optimization: the collapsed restart of least loss, in units of the best hexagon's.`,
        source: `${figure}, third row, and its text; 0 when no restart collapses`,
        control: 'untrained weights; a hexagon in every restart',
      },
      collapsed.length === 0 || hexagons.length === 0 ? 0 : collapsed[0]!.exactLoss! / hexagons[0]!.exactLoss!,
      1.02,
    ),
    atMost(
      {
        id: 'correlated/independent-no-such-hexagon',
        statement: `Six independent features of the same probability do not form such a hexagon: share of restarts with norms within 0.15 of 1 and partners side by side.`,
        source: 'paper §7, text',
        control: 'the models of correlated features',
      },
      independent.restarts.filter(({ state, norms }) => state === sideBySide && Math.abs(farthest(norms, 1) - 1) < 0.15)
        .length / independent.restarts.length,
      0.02,
    ),
    atMost(
      {
        id: 'correlated/independent-hexagons-rare',
        statement: `Independent features seldom find any hexagon: share of restarts. Most end as a pentagon with one feature left out.`,
        source: 'restarts; the paper says that six independent features make no such hexagon',
        control: 'the models of correlated features',
      },
      reachedShare(independent, 'hexagon'),
      0.25,
    ),
    atLeast(
      {
        id: 'correlated/independent-hexagon-exact',
        statement:
          'Yet the exact optimum of six independent features at this probability is a hexagon, of norms about 1.3: loss of the best pentagon with one left out, in units of the best hexagon’s.',
        source:
          'exact losses, minimized over weights and biases; L(5,6) = 0.069 and L(6,6) = 0.048 at one active feature',
        control: 'optima exchanged',
      },
      optima.independent.pentagon / optima.independent.hexagon,
      1.01,
    ),
  ]
}

export function localBasesClaims({ setUps }: CorrelatedNumbers): readonly Claim[] {
  const bases = setUps['local-bases']
  const { restarts } = bases
  const words = setUpInWords(bases)
  return [
    atMost(
      {
        id: 'correlated/bases-orthogonal-inside',
        statement: `Each of two correlated sets of ten (${words}) is a nearly orthogonal basis of its own: mean |cosine| inside the sets, median over restarts.`,
        source: `${figure}, last panel: 10 × 10 blocks of WᵀW are nearly the identity`,
        control: 'untrained weights; collapsed sets; independent features as digons inside the sets',
      },
      median(restarts.map(({ within }) => meanSize(within))),
      0.04,
    ),
    atMost(
      {
        id: 'correlated/bases-largest-inside',
        statement: `No two features of a set (${words}) lie close to each other or to each other's opposite: largest |cosine| inside, of the best restart.`,
        source: `${figure}, last panel`,
        control: 'untrained weights; collapsed sets; independent features as digons inside the sets',
      },
      largestSize(restarts[0]!.within),
      0.1,
    ),
    closeTo(
      {
        id: 'correlated/bases-unit-norms',
        statement: `The blocks of W Wᵀ (${words}) are 1 on their diagonals: mean squared norm, the restart that is farthest off.`,
        source: `${figure}, last panel`,
        control: 'untrained weights; collapsed sets',
      },
      farthest(
        restarts.map(({ norms }) => norms.reduce((sum, norm) => sum + norm * norm, 0) / norms.length),
        1,
      ),
      1,
      0.05,
    ),
    atLeast(
      {
        id: 'correlated/bases-interference-across',
        statement: `Interference (${words}) is between the sets alone: their share of Σ_{i≠j} (W_i·W_j)², median over restarts.`,
        source: `${figure}, last panel`,
        control: 'untrained weights; collapsed sets; independent features as digons inside the sets',
      },
      median(restarts.map(({ interferenceAcross }) => interferenceAcross)),
      0.95,
    ),
    atLeast(
      {
        id: 'correlated/bases-restarts',
        statement: `At least three quarters of the restarts (${words}) end in two such bases.`,
        source: 'restarts; the paper shows one model',
        control: 'untrained weights; collapsed sets',
      },
      reachedShare(bases, 'orthogonal inside'),
      0.75,
    ),
  ]
}
