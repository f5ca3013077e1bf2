/** What is claimed of autoencoders on known features. */
import type { ClaimRow } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, falling, type Judgment, rising } from '../vocabulary/expectations.js'
import { list, median } from '../vocabulary/statistics.js'
import type { Measured } from './measure.js'
import { activeCounts, detector, type HedgingCase, innerWeights } from './settings.js'

type ControlName =
  | 'the true directions, read by themselves'
  | 'conditions in reverse order'
  | 'a feature less recovered'
const truth = 'the true directions, read by themselves'
const lawAndTraining = ['untrained', 'dependence of features lost']
const absorbing = 'Chanin et al. 2024, toy models of absorption'
const hedgingSource = 'Chanin, Dulka and Garriga-Alonso 2025, toy models'
const wrongCount = 'Chanin and Garriga-Alonso 2025, toy models'

export function claimsOf(numbers: Measured): readonly ClaimRow<ControlName>[] {
  const absorption = (law: string, tied = false) =>
    numbers.absorption.find((each) => each.law === law && each.tied === tied)!.restarts
  const gap = (law: string, tied = false) => median(absorption(law, tied).map((each) => each.gap))
  const nested = absorption('nested')
  const degrees = (condition: HedgingCase) =>
    median(numbers.hedging.find((each) => each.condition === condition)!.restarts.map((each) => each.degrees))
  const active = (sign: 1 | -1, activeCount: number) =>
    numbers.active.find((each) => each.sign === sign && each.activeCount === activeCount)!.restarts
  const mixing = (sign: 1 | -1, activeCount: number) =>
    median(active(sign, activeCount).map(({ cosineWithFirst }) => cosineWithFirst))
  const leastCosine = Math.min(
    ...([1, -1] as const).map((sign) => median(active(sign, 2).map((each) => each.leastCosine))),
  )
  const projections = numbers.detector.map(({ restarts }) => median(restarts))
  const ratios = numbers.matryoshka.map(({ restarts }) => median(restarts.map(({ encoderRatio }) => encoderRatio)))
  return [
    {
      id: 'absorption-gap',
      kind: 'paper',
      says: 'The parent’s latent is silent whenever a child that comes only with it is on; of independent features all are recovered.',
      measures: 'absorption gap of parent and child, median over restarts',
      source: absorbing,
      holds: also(
        atLeast(0.9)(gap('nested')),
        'all 4 features recovered where they are independent',
        median(absorption('independent').map(({ recovered }) => recovered)) >= 4,
      ),
      failsOn: [truth, 'a feature less recovered'],
      nearMisses: lawAndTraining,
    },
    {
      id: 'absorption-encoder',
      kind: 'paper',
      says: 'Its encoder is the parent’s direction minus the child’s.',
      measures: 'encoder of the parent’s latent along the child / along the parent, median over restarts',
      source: absorbing,
      holds: atMost(-0.5)(median(nested.map(({ encoderRatio }) => encoderRatio))),
      failsOn: [truth],
      nearMisses: lawAndTraining,
    },
    {
      id: 'absorption-bisector',
      kind: 'mathematics',
      says: 'The child’s latent writes the bisector of parent and child, the least costly exact dictionary of unit vectors.',
      measures: 'cosine of the child’s latent with the bisector of parent and child, median over restarts',
      source: 'MAIS open problems, A3: {v1, bisector} costs (1 − ρ) + 2ρ cos(θ/2) < 1 + ρ',
      holds: atLeast(0.98)(median(nested.map(({ bisectorCosine }) => bisectorCosine))),
      failsOn: [truth],
      nearMisses: lawAndTraining,
    },
    {
      id: 'absorption-tied',
      kind: 'paper',
      says: 'An encoder tied to the decoder does not absorb.',
      measures: 'absorption gap untied − its size tied, medians over restarts',
      source: absorbing,
      holds: atLeast(0.8)(gap('nested') - median(absorption('nested', true).map((each) => Math.abs(each.gap)))),
      failsOn: [truth],
      nearMisses: lawAndTraining,
    },
    {
      id: 'absorption-weak',
      kind: 'paper',
      says: 'Where the child comes alone in 5 % of cases, the parent’s latent is not silent with it.',
      measures: 'absorption gap where the child never comes alone − where it does, medians over restarts',
      source: absorbing,
      holds: atLeast(0.8)(gap('nested') - gap('mostly nested')),
      failsOn: [truth],
      nearMisses: lawAndTraining,
    },
    {
      id: 'hedging-positive',
      kind: 'paper',
      says: 'A single latent mixes in a feature that comes more often with its own.',
      measures: 'hedging angle in degrees − that of independent features, medians over restarts, the lesser',
      source: hedgingSource,
      holds: atLeast(5)([
        degrees('nested') - degrees('independent'),
        degrees('more together') - degrees('independent'),
      ]),
      failsOn: [truth],
      nearMisses: lawAndTraining,
    },
    {
      id: 'hedging-negative',
      kind: 'paper',
      says: 'It subtracts a feature that comes less often with its own.',
      measures: 'hedging angle in degrees − that of independent features, medians over restarts',
      source: hedgingSource,
      holds: atMost(-2)(degrees('less together') - degrees('independent')),
      failsOn: [truth, 'conditions in reverse order'],
      nearMisses: lawAndTraining,
    },
    {
      id: 'active-positive',
      kind: 'paper',
      says: 'With too few, every other latent gains of a feature that is positively correlated with its own.',
      measures: 'mean cosine of the other latents with feature 0 at k = 1.8, median over restarts',
      source: wrongCount,
      holds: atLeast(0.05)(mixing(1, 1.8)),
      failsOn: [truth, 'conditions in reverse order'],
      nearMisses: lawAndTraining,
    },
    {
      id: 'active-negative',
      kind: 'paper',
      says: 'It loses of one that is negatively correlated.',
      measures: 'mean cosine of the other latents with feature 0 at k = 1.8, median over restarts',
      source: wrongCount,
      holds: atMost(-0.05)(mixing(-1, 1.8)),
      failsOn: [truth, 'conditions in reverse order'],
      nearMisses: lawAndTraining,
    },
    {
      id: 'active-drift',
      kind: 'paper',
      says: 'The mixture falls to nothing as their number becomes right, where all features are recovered.',
      measures: `size of that mean cosine at k = ${list(activeCounts)}, median over restarts and both correlations`,
      source: wrongCount,
      holds: also(
        falling({ to: atMost(0.03) })(
          activeCounts.map((k) => median([Math.abs(mixing(1, k)), Math.abs(mixing(-1, k))])),
        ),
        'all features recovered at 2 with cosines ≥ 0.98',
        leastCosine >= 0.98,
      ),
      failsOn: [truth, 'conditions in reverse order', 'a feature less recovered'],
      nearMisses: lawAndTraining,
    },
    {
      id: 'active-beats-truth',
      kind: 'paper',
      says: 'The wrong directions reconstruct better than the true ones with as few active latents.',
      measures:
        'explained variance − that of the true directions at the same k = 1.8, the least of the medians over restarts',
      source: wrongCount,
      holds: atLeast(0.01)(
        ([1, -1] as const).map((sign) =>
          median(active(sign, 1.8).map(({ explained, explainedByTruth }) => explained - explainedByTruth)),
        ),
      ),
      failsOn: [truth],
      nearMisses: ['untrained', 'encoder biases lost'],
    },
    {
      id: 'active-detector',
      kind: 'paper',
      says: 'The mean projection at a high rank is least at the right number of active latents, and needs no truth.',
      measures: 'number of active latents with the least mean projection, median over restarts',
      source: wrongCount,
      holds: exactly(
        String(detector.trueCount),
        'the least of the mean projections',
      )(String(numbers.detector[projections.indexOf(Math.min(...projections))]!.activeCount)),
      explanation:
        'The least is a narrow one: beyond the right number the projection rises by less than a fifth, where the source’s larger models show a clear valley.',
      failsOn: ['untrained weights'],
      nearMisses: lawAndTraining,
    },
    {
      id: 'matryoshka-order',
      kind: 'paper',
      says: `An inner reconstruction of growing weight turns absorption into hedging, and a weight of ${innerWeights[1]} balances the two.`,
      measures: `encoder of the parent’s latent along the children / along the parent, inner weight ${list(innerWeights)}, medians over restarts`,
      source: hedgingSource,
      holds: also(
        rising({ from: atMost(-0.1), to: atLeast(0.02) })(ratios),
        `within 0.1 of 0 at ${innerWeights[1]}`,
        Math.abs(ratios[1]!) <= 0.1,
      ),
      failsOn: [truth, 'conditions in reverse order'],
      nearMisses: lawAndTraining,
    },
    {
      id: 'hidden-recovered',
      kind: 'mathematics',
      says: 'On hidden activations of toy models the autoencoder recovers the features that the model represents.',
      measures: 'share of represented features with a latent of cosine ≥ 0.95, median over models',
      source: 'MAIS open problems, A3: sparse independent features are the best dictionary',
      holds: atLeast(0.9)(median(numbers.hidden.map(({ recovered, represented }) => recovered / represented))),
      failsOn: ['untrained weights', 'a feature less recovered'],
      nearMisses: ['untrained', 'tenth of training'],
    },
  ]
}

/** The judgment, and a condition beside it. */
function also(judgment: Judgment, condition: string, isMet: boolean): Judgment {
  return { ...judgment, expected: `${judgment.expected}, ${condition}`, holds: judgment.holds && isMet }
}
