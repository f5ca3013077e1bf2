/** Two sets of two features in two dimensions, correlated or anticorrelated: which pairs become antipodal. */
import type { Claim } from '../experiment.js'
import { atLeast, atMost, closeTo, relativelyCloseTo } from '../judge.js'
import type { CorrelatedNumbers, SetUpResult } from './numbers.js'
import { reachedShare } from './reached-share.js'

const figure = 'paper §7, figure of correlated and anticorrelated features'

export function correlatedPairClaims({ setUps: { correlated }, optima }: CorrelatedNumbers): readonly Claim[] {
  const best = correlated.restarts[0]!
  const words = setUpInWords(correlated)
  return [
    atMost(
      {
        id: 'correlated/pairs-orthogonal-inside',
        statement: `Correlated features (${words}) are orthogonal inside their set: largest |cosine| of the best restart.`,
        source: `${figure}, first row`,
        control: 'untrained weights; pairs that are antipodal inside',
      },
      largestSize(best.within),
      0.1,
    ),
    atMost(
      {
        id: 'correlated/pairs-antipodal-across',
        statement: `Every feature (${words}) has an antipode in the other set: cosine with the most opposite one, the largest of the best restart.`,
        source: `${figure}, first row`,
        control: 'untrained weights; pairs that are antipodal inside',
      },
      Math.max(...best.opposite),
      -0.95,
    ),
    relativelyCloseTo(
      {
        id: 'correlated/pairs-loss',
        statement: `The best restart (${words}) loses as little as two digons across the sets can, about p²/6.`,
        source: 'exact loss, minimized over weights and biases from that square',
        control: 'untrained weights; pairs that are antipodal inside',
      },
      best.exactLoss!,
      optima.correlated.across,
      0.01,
    ),
    atLeast(
      {
        id: 'correlated/pairs-preference',
        statement: `Antipodes inside the sets (${words}) would lose several times as much as the model found: partners are always active together (ratio of losses).`,
        source:
          'exact loss, minimized from the square with antipodes inside; paper §7: correlated features prefer orthogonality',
        control: 'untrained weights; pairs that are antipodal inside',
      },
      optima.correlated.inside / best.exactLoss!,
      3,
    ),
    atLeast(
      {
        id: 'correlated/pairs-restarts',
        statement: `At least half of the restarts (${words}) end so.`,
        source: 'restarts; the paper shows five',
        control: 'untrained weights; pairs that are antipodal inside',
      },
      reachedShare(correlated, 'antipodal across'),
      0.5,
    ),
  ]
}

export function anticorrelatedPairClaims({ setUps: { anticorrelated }, optima }: CorrelatedNumbers): readonly Claim[] {
  const best = anticorrelated.restarts[0]!
  const words = setUpInWords(anticorrelated)
  return [
    closeTo(
      {
        id: 'correlated/anticorrelated-antipodal',
        statement: `Anticorrelated features (${words}) are antipodal: the largest cosine inside a set of the best restart.`,
        source: `${figure}, second row`,
        control: 'untrained weights; pairs that are antipodal across',
      },
      Math.max(...best.within),
      -1,
      0.05,
    ),
    atMost(
      {
        id: 'correlated/anticorrelated-orthogonal-sets',
        statement: `The sets (${words}) do not touch each other: largest |cosine| across of the best restart.`,
        source: `${figure}, second row; sets in different tegum factors`,
        control: 'untrained weights; pairs that are antipodal across',
      },
      largestSize(best.across),
      0.1,
    ),
    atMost(
      {
        id: 'correlated/anticorrelated-lossless',
        statement: `Partners that are never active together (${words}) share a line at no cost: exact loss of the best restart, in units of what antipodes across the sets lose.`,
        source: 'exact loss: 0 for two digons inside the sets, p²/24 for two across',
        control: 'untrained weights; pairs that are antipodal across',
      },
      best.exactLoss! / optima.anticorrelated.across,
      0.01,
    ),
    atLeast(
      {
        id: 'correlated/anticorrelated-restarts',
        statement: `At least half of the restarts (${words}) end so; the others in antipodes across the sets, a local optimum.`,
        source: 'restarts; the paper shows five',
        control: 'untrained weights; pairs that are antipodal across',
      },
      reachedShare(anticorrelated, 'antipodal inside'),
      0.5,
    ),
  ]
}

/** For example `n = 4, m = 2, p = 0.05`. */
export function setUpInWords({ setUp }: SetUpResult): string {
  const { setCount, setSize, hiddenSize, probability } = setUp
  return `n = ${setCount * setSize}, m = ${hiddenSize}, p = ${probability}`
}

export function largestSize(numbers: readonly number[]): number {
  return Math.max(...numbers.map(Math.abs))
}
