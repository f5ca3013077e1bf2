/** §7: features that are active together want to be orthogonal, or else close; those that never are, antipodal. */
import { matrixFromRows } from '@digon/matrix'
import { gramMatrix } from '@digon/metrics'
import { alignedSolutionsFigure, type Figure, gramFigure, lossFigure } from '@digon/plot'
import type { TiedModel } from '@digon/theory'
import { endedAs, everyModel } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, near } from '../vocabulary/expectations.js'
import { freshSamples, lossesTwiceAsLarge } from '../vocabulary/fresh-samples.js'
import { hexagonSideBySide } from '../vocabulary/pairs.js'
import { best, medianOf, shareOf } from '../vocabulary/restarts.js'
import { alignBySets, equalSets, lawOf } from '../vocabulary/sets.js'
import { farthest, mean } from '../vocabulary/statistics.js'
import { joinSweeps, sweep, type Trained } from '../vocabulary/sweep.js'
import { type CorrelatedNumbers, largestSize, meanSize, measureCorrelated, type SetRestart } from './measure.js'
import { correlatedSettings, deviation, type SetUpName, setUps } from './settings.js'
import * as shapes from './shapes.js'
import * as text from './text.js'

const figure = 'paper §7, figure of correlated and anticorrelated features'

const names = Object.keys(setUps) as SetUpName[]

export const correlated = defineExperiment({
  settings: correlatedSettings,
  text,

  plan: ({ restarts, basesRestarts, batchSize, steps, learningRate }, seedOf) => ({
    setUps: joinSweeps(
      names.map((name) => {
        const { kind, setCount, setSize, hiddenSize, probability } = setUps[name]
        return sweep({
          name,
          model: { featureCount: setCount * setSize, hiddenSize },
          batchSize,
          shared: { learningRate, initialization: { kind: 'normal', deviation } },
          conditions: [name],
          member: () => ({
            data: kind === 'independent' ? { probability } : lawOf(equalSets({ kind, setCount, setSize, probability })),
          }),
          seed: () => seedOf(name),
          restarts: hiddenSize === 2 ? restarts : basesRestarts,
          steps,
          evaluationSamples: 50_000,
        })
      }),
    ),
  }),

  measure: ({ setUps }) => measureCorrelated(setUps),

  controls: {
    'pairs that are antipodal inside': {
      trained: ({ setUps }) => ({ setUps: ending(setUps, { correlated: shapes.antipodalInside }) }),
    },
    'pairs that are antipodal across': {
      trained: ({ setUps }) => ({ setUps: ending(setUps, { anticorrelated: shapes.antipodalAcross }) }),
    },
    'models of independent features': {
      trained: ({ setUps }) => ({
        setUps: ending(setUps, { crowded: shapes.pentagon, 'local-bases': shapes.digonsInside }),
      }),
    },
    'a hexagon in every restart': {
      trained: ({ setUps }) => ({ setUps: ending(setUps, { crowded: shapes.hexagon }) }),
    },
    'models of correlated features': {
      trained: ({ setUps }) => ({ setUps: ending(setUps, { independent: shapes.hexagon }) }),
    },
    'collapsed sets': {
      trained: ({ setUps }) => ({ setUps: ending(setUps, { 'local-bases': shapes.collapsedSets }) }),
    },
    'losses twice as large': { trained: ({ setUps }) => ({ setUps: lossesTwiceAsLarge(setUps) }) },
    'optima exchanged': {
      numbers: ({ setUps, optima }: CorrelatedNumbers) => {
        const { hexagon, pentagon } = optima.independent
        return { setUps, optima: { ...optima, independent: { hexagon: pentagon, pentagon: hexagon } } }
      },
    },
  },

  claims: ({ setUps: results, optima }) => {
    const { correlated, anticorrelated, crowded, independent, 'local-bases': bases } = results
    const [pairsIn, oppositesIn, crowdedIn, basesIn] = names.filter((name) => name !== 'independent').map(inWords)
    const [pairs, opposites] = [best(correlated.restarts), best(anticorrelated.restarts)]
    const collapsed = crowded.restarts.all.find(({ state }) => state.endsWith('collapsed'))
    const hexagon = crowded.restarts.all.find(({ state }) => state === hexagonSideBySide)
    const unitHexagons = independent.restarts.all.filter(
      ({ state, norms }) => state === hexagonSideBySide && Math.abs(farthest(norms, 1) - 1) < 0.15,
    )
    const withLoss = [correlated, crowded, independent].flatMap(({ restarts }) => restarts.all)
    return [
      {
        id: 'pairs-orthogonal-inside',
        says: `Correlated features (${pairsIn}) are orthogonal inside their set.`,
        measures: 'largest |cosine| inside a set, best restart',
        source: `${figure}, first row`,
        holds: atMost(0.1)(largestSize(pairs.within)),
        failsOn: ['untrained weights', 'pairs that are antipodal inside'],
      },
      {
        id: 'pairs-antipodal-across',
        says: `Every correlated feature (${pairsIn}) has an antipode in the other set.`,
        measures: 'largest cosine of a feature with the most opposite one, best restart',
        source: `${figure}, first row`,
        holds: atMost(-0.95)(pairs.opposite),
        failsOn: ['untrained weights', 'pairs that are antipodal inside'],
      },
      {
        id: 'pairs-loss',
        says: `Correlated pairs (${pairsIn}) lose as little as two digons across the sets can, about p²/6.`,
        measures: 'exact loss of the best restart',
        source: 'exact loss, minimized over weights and biases from that square',
        holds: near(optima.correlated.across, '1 %')(pairs.loss),
        failsOn: ['untrained weights', 'pairs that are antipodal inside'],
      },
      {
        id: 'pairs-preference',
        says: `Antipodes inside the sets (${pairsIn}), where partners meet at every draw, would lose several times as much.`,
        measures: 'loss of the best such square / loss of the best restart',
        source: 'exact loss, minimized from that square; paper §7: correlated features prefer orthogonality',
        holds: atLeast(3)(optima.correlated.inside / pairs.loss),
        failsOn: ['untrained weights', 'pairs that are antipodal inside'],
      },
      {
        id: 'pairs-restarts',
        says: `At least half of the restarts of correlated pairs (${pairsIn}) end as antipodes across the sets.`,
        measures: 'share of restarts',
        source: 'restarts; the paper shows five',
        holds: atLeast(0.5)(shareOf(correlated.restarts, endsAs('antipodal across'))),
        failsOn: ['untrained weights', 'pairs that are antipodal inside'],
      },
      {
        id: 'anticorrelated-antipodal',
        says: `Anticorrelated features (${oppositesIn}) are antipodal.`,
        measures: 'largest cosine inside a set, best restart',
        source: `${figure}, second row`,
        holds: near(-1, 0.05)(Math.max(...opposites.within)),
        failsOn: ['untrained weights', 'pairs that are antipodal across'],
      },
      {
        id: 'anticorrelated-orthogonal-sets',
        says: `Anticorrelated sets (${oppositesIn}) do not touch each other.`,
        measures: 'largest |cosine| across the sets, best restart',
        source: `${figure}, second row; sets in different tegum factors`,
        holds: atMost(0.1)(largestSize(opposites.across)),
        failsOn: ['untrained weights', 'pairs that are antipodal across'],
      },
      {
        id: 'anticorrelated-lossless',
        says: `Partners that are never active together (${oppositesIn}) share a line at no cost.`,
        measures: 'exact loss of the best restart / loss of antipodes across the sets',
        source: 'exact loss: 0 for two digons inside the sets, p²/24 for two across',
        holds: atMost(0.01)(opposites.loss / optima.anticorrelated.across),
        failsOn: ['untrained weights', 'pairs that are antipodal across'],
      },
      {
        id: 'anticorrelated-restarts',
        says: `At least half of the restarts of anticorrelated pairs (${oppositesIn}) end as antipodes inside.`,
        measures: 'share of restarts; the others end across the sets, a local optimum',
        source: 'restarts; the paper shows five',
        holds: atLeast(0.5)(shareOf(anticorrelated.restarts, endsAs('antipodal inside'))),
        failsOn: ['untrained weights', 'pairs that are antipodal across'],
      },
      {
        id: 'crowded-hexagon',
        says: `Three correlated pairs (${crowdedIn}) form a hexagon in which partners lie side by side.`,
        measures: 'state of the best restart',
        source: `${figure}, third row`,
        holds: exactly(hexagonSideBySide, 'norms above 0.5, gaps within 12° of 60°')(best(crowded.restarts).state),
        failsOn: ['untrained weights', 'models of independent features'],
      },
      {
        id: 'crowded-restarts',
        says: `At least a quarter of the restarts of three correlated pairs (${crowdedIn}) end in this hexagon.`,
        measures: 'share of restarts',
        source: 'restarts; the paper shows five',
        holds: atLeast(0.25)(shareOf(crowded.restarts, endsAs(hexagonSideBySide))),
        failsOn: ['untrained weights', 'models of independent features'],
      },
      {
        id: 'crowded-collapse',
        says: `Sometimes a set collapses onto one direction instead (${crowdedIn}), a failure of optimization.`,
        measures: 'least loss of a collapsed restart / least loss of a hexagon; 0 when no restart collapses',
        source: `${figure}, third row, and its text`,
        holds: atLeast(1.02)(collapsed && hexagon ? collapsed.loss / hexagon.loss : 0),
        failsOn: ['untrained weights', 'a hexagon in every restart'],
      },
      {
        id: 'independent-no-such-hexagon',
        says: 'Six independent features of the same probability do not form such a hexagon.',
        measures: 'share of restarts with partners side by side and norms within 0.15 of 1',
        source: 'paper §7, text',
        holds: atMost(0.02)(unitHexagons.length / independent.restarts.all.length),
        failsOn: ['models of correlated features'],
      },
      {
        id: 'independent-hexagons-rare',
        says: 'Independent features seldom find any hexagon, and most end as a pentagon with one feature left out.',
        measures: 'share of restarts that end in a hexagon',
        source: 'restarts; the paper says that six independent features make no such hexagon',
        holds: atMost(0.25)(shareOf(independent.restarts, endsAs('hexagon'))),
        failsOn: ['models of correlated features'],
      },
      {
        id: 'independent-hexagon-exact',
        says: 'Yet the exact optimum of six independent features at this probability is a hexagon, of norms about 1.3.',
        measures: 'loss of the best pentagon with one left out / loss of the best hexagon',
        source:
          'exact losses, minimized over weights and biases; L(5,6) = 0.069 and L(6,6) = 0.048 at one active feature',
        holds: atLeast(1.01)(optima.independent.pentagon / optima.independent.hexagon),
        failsOn: ['optima exchanged'],
      },
      {
        id: 'bases-orthogonal-inside',
        says: `Each of two correlated sets of ten (${basesIn}) is a nearly orthogonal basis of its own.`,
        measures: 'mean |cosine| inside the sets, median over restarts',
        source: `${figure}, last panel: 10 × 10 blocks of WᵀW are nearly the identity`,
        holds: atMost(0.04)(medianOf(bases.restarts, ({ within }) => meanSize(within))),
        failsOn: ['untrained weights', 'collapsed sets', 'models of independent features'],
      },
      {
        id: 'bases-largest-inside',
        says: `No two features of a set of ten (${basesIn}) lie close to each other or to each other's opposite.`,
        measures: 'largest |cosine| inside the sets, best restart',
        source: `${figure}, last panel`,
        holds: atMost(0.1)(largestSize(best(bases.restarts).within)),
        failsOn: ['untrained weights', 'collapsed sets', 'models of independent features'],
      },
      {
        id: 'bases-unit-norms',
        says: `The blocks of W Wᵀ of two sets of ten (${basesIn}) are 1 on their diagonals.`,
        measures: 'mean squared norm, the restart that is farthest off',
        source: `${figure}, last panel`,
        holds: near(1, 0.05)(bases.restarts.all.map(meanSquaredNorm)),
        failsOn: ['untrained weights', 'collapsed sets'],
      },
      {
        id: 'bases-interference-across',
        says: `Interference of two sets of ten (${basesIn}) is between the sets alone.`,
        measures: 'their share of Σ_{i≠j} (W_i·W_j)², median over restarts',
        source: `${figure}, last panel`,
        holds: atLeast(0.95)(medianOf(bases.restarts, ({ interferenceAcross }) => interferenceAcross)),
        failsOn: ['untrained weights', 'collapsed sets', 'models of independent features'],
      },
      {
        id: 'bases-restarts',
        says: `At least three quarters of the restarts of two sets of ten (${basesIn}) end in two such bases.`,
        measures: 'share of restarts',
        source: 'restarts; the paper shows one model',
        holds: atLeast(0.75)(shareOf(bases.restarts, endsAs('orthogonal inside'))),
        failsOn: ['untrained weights', 'collapsed sets'],
      },
      // Of set-ups in which something is lost.
      freshSamples(
        withLoss.map(({ loss, sampledLoss }) => ({ loss: sampledLoss, exactLoss: loss })),
        { tolerance: 0.05, source: 'exact loss by sets of active features' },
      ),
    ]
  },

  figures: ({ setUps: results }) => {
    const { restarts } = results['local-bases']
    const { weights, bias, within, across } = best(restarts)
    const ends = names.map((name) => {
      const losses = results[name].restarts.all.map(({ loss }) => loss.toPrecision(3))
      const between = `between ${losses[0]} and ${losses.at(-1)}`
      return `${name} (p = ${setUps[name].probability}): ${losses.length} restarts end ${between}.`
    })
    return [
      solutions(results, 'correlated', 'Correlated pairs: orthogonal inside, antipodal across'),
      solutions(results, 'anticorrelated', 'Anticorrelated pairs: antipodal inside'),
      solutions(results, 'crowded', 'Three correlated pairs: partners side by side'),
      solutions(results, 'independent', 'Six independent features, in the same colors'),
      gramFigure({
        name: 'local-bases',
        title: 'Two correlated sets of ten: a basis each',
        description:
          `W Wᵀ and biases of the best of ${restarts.all.length} restarts (${inWords('local-bases')}). ` +
          'Features 0 to 9 are one set, 10 to 19 the other; inside a set the mean |cosine| is ' +
          `${meanSize(within).toFixed(3)}, across ${meanSize(across).toFixed(3)}.`,
        panels: [{ probability: setUps['local-bases'].probability, gram: gramMatrix(matrixFromRows(weights)), bias }],
      }),
      lossFigure({
        name: 'losses',
        title: 'Training losses of features in sets',
        lossTitle: 'loss of the batch',
        description: `Loss on the training batches over steps. ${ends.join(' ')}`,
        series: names.map((name) => ({ label: name, ...results[name].history })),
        stepScale: 'log',
      }),
    ]
  },
})

/** Models of some set-ups end as others. */
function ending(
  trained: readonly Trained<SetUpName>[],
  models: Partial<Record<SetUpName, TiedModel>>,
): readonly Trained<SetUpName>[] {
  return everyModel(trained, (member, name) => (models[name] ? endedAs(member, models[name]) : member))
}

/** `hexagon` is the beginning of every hexagon's state. */
function endsAs(beginning: string): (restart: SetRestart) => boolean {
  return ({ state }) => state.startsWith(beginning)
}

function meanSquaredNorm({ norms }: SetRestart): number {
  return mean(norms.map((norm) => norm * norm))
}

/** For example `n = 4, m = 2, p = 0.05`. */
function inWords(name: SetUpName): string {
  const { setCount, setSize, hiddenSize, probability } = setUps[name]
  return `n = ${setCount * setSize}, m = ${hiddenSize}, p = ${probability}`
}

function solutions(results: CorrelatedNumbers['setUps'], name: SetUpName, title: string): Figure {
  const { setCount, setSize } = setUps[name]
  const { all } = results[name].restarts
  const target = matrixFromRows(all[0]!.weights)
  const states = Object.entries(results[name].states).map(([state, count]) => `${state}: ${count}.`)
  const ranks = ['best', 'first quartile', 'median', 'third quartile', 'worst']
  return alignedSolutionsFigure({
    name,
    title,
    description:
      `Features of ${all.length} restarts in the plane (${inWords(name)}), a color for each set, turned, reflected ` +
      `and reordered onto the best; ranked by loss. ${states.join(' ')}`,
    panels: ranks.map((note, k) => {
      const { weights } = all[Math.round(((all.length - 1) * k) / (ranks.length - 1))]!
      return { note, weights: alignBySets(matrixFromRows(weights), target, setSize) }
    }),
    sets: Array.from({ length: setCount * setSize }, (_, feature) => Math.floor(feature / setSize)),
  })
}
