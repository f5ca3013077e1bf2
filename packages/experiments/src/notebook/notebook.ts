/** §3: a hundred features of falling importance in twenty dimensions, against the numbers of a public run. */
import { featureNorms, frobeniusSquared, interference, nameShapes, representedFeatures } from '@digon/metrics'
import { curvesFigure, normBarsFigure } from '@digon/plot'
import { linearOptimum } from '@digon/theory'
import { everyModel, modelsOf } from '../vocabulary/controls.js'
import { type ClaimRow, defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, near } from '../vocabulary/expectations.js'
import { best, medianOf, type Restarts, restartsBy } from '../vocabulary/restarts.js'
import { list } from '../vocabulary/statistics.js'
import { featuresOf, joinSweeps, sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { type Group, initialization, model, notebookSettings, probabilityAt } from './settings.js'
import * as text from './text.js'

type NotebookGroup = ReturnType<typeof measureGroup>
type NotebookRestart = ReturnType<typeof measureRestart>

interface Row {
  /** The notebook's k. */
  readonly k: number
  readonly id: string
  readonly frobeniusSquared: number
  readonly represented: number
  readonly dedicated: number
  readonly largestNorm: number
}

/** Of one public run of the notebook, its seed unknown. */
const table: readonly Row[] = [
  { k: 0, id: 'dense', frobeniusSquared: 20.02, represented: 20, dedicated: 20, largestNorm: 1 },
  { k: 4, id: 'half', frobeniusSquared: 23.03, represented: 24, dedicated: 14, largestNorm: 1.021 },
  { k: 12, id: 'digons', frobeniusSquared: 40.12, represented: 40, dedicated: 0, largestNorm: 1.023 },
  { k: 16, id: 'sparse', frobeniusSquared: 48.4, represented: 46, dedicated: 0, largestNorm: 1.122 },
]
/** Feature i has the importance `importanceBase`ⁱ, i from 0: the last one a hundredth. */
const importanceBase = 100 ** (-1 / 99)

const source = 'stored output of a public run of the official notebook (one seed)'

/**
 * Here restarts end in twenty digons, as the public run did, or with a pentagon or two (‖W‖² up to 43), at losses that
 * differ by a few tenths of a percent. A median falls between the two kinds. The restart most like the public run says
 * whether its kind is found.
 */
const endsInTwoWays = 12

/** Of ‖W‖_F², and of a norm. */
const squareTolerance = 1.5
const normTolerance = 0.03

/** Of the notebook's color √Σ_{j≠i} (Ŵ_i·W_j)², below which a feature counts as dedicated. */
const leastColor = 0.3

const represented = (restart: NotebookRestart) => restart.represented.length
const dedicated = (restart: NotebookRestart) => restart.dedicated.length
const superposed = (restart: NotebookRestart) => restart.superposed.length
const largestNorm = ({ norms }: NotebookRestart) => Math.max(...norms)

/** @param more restarts of the same condition, from a task of their own. */
function measureGroup({ condition: { k }, planned, members }: Trained<Group>, more: readonly Trained<Group>[]) {
  const all = {
    planned: more.reduce((sum, each) => sum + each.planned, planned),
    members: [...members, ...more.flatMap((each) => each.members)],
  }
  return {
    probability: probabilityAt(k),
    /** Least loss of a linear model, averaged over features as in training. */
    linearOptimum: linearOptimum(featuresOf(members[0]!), model.hiddenSize).loss,
    restarts: restartsBy(all, measureRestart, ({ loss }) => loss),
  }
}

function measureRestart({ weights, loss }: TrainedMember) {
  const shared = [...interference(weights)]
  const kept = [...representedFeatures(weights)]
  const isDedicated = (feature: number) => Math.sqrt(shared[feature]!) < leastColor
  return {
    loss,
    frobeniusSquared: frobeniusSquared(weights),
    norms: [...featureNorms(weights)],
    interference: shared,
    represented: kept,
    dedicated: kept.filter(isDedicated),
    superposed: kept.filter((feature) => !isDedicated(feature)),
    /** Factors that are digons. */
    digons: nameShapes(weights).filter(({ name }) => name === 'digon').length,
  }
}

export const notebook = defineExperiment({
  settings: notebookSettings,
  text,

  plan: ({ groups, more, schedule, steps, batchSize }, seedOf) => {
    const train = (name: string, conditions: readonly Group[], seed: (group: Group) => number) =>
      sweep({
        name,
        model,
        optimizer: { schedule: schedule === 'constant' ? { kind: 'constant' } : { kind: 'cosine', totalSteps: steps } },
        batchSize,
        shared: { importance: { base: importanceBase }, initialization },
        conditions,
        member: ({ k, learningRate }) => ({ data: { probability: probabilityAt(k) }, learningRate }),
        seed,
        restarts: ({ restarts }) => restarts,
        steps,
        evaluationSamples: 50_000,
      })
    return {
      groups: train('notebook', groups, ({ k }) => seedOf(String(probabilityAt(k)))),
      more: joinSweeps(more.length > 0 ? [train('more-restarts', more, () => seedOf('more'))] : []),
    }
  },

  measure: ({ groups, more }) =>
    groups.map((group) =>
      measureGroup(
        group,
        more.filter(({ condition }) => condition.k === group.condition.k),
      ),
    ),

  controls: {
    'models of another row': {
      trained: ({ groups, more }) => ({
        groups: groups.map((each, index) => modelsOf(groups, isAt(each.condition.k === 16 ? 4 : 16))[index]!),
        more,
      }),
    },
    // Rows that share a number with the one above are told apart by this one.
    'dense models': { trained: ({ groups, more }) => ({ groups: modelsOf(groups, isAt(0)), more }) },
    'losses twice as large': {
      trained: ({ groups, more }) => ({
        groups: everyModel(groups, (trained) => ({ ...trained, loss: 2 * trained.loss })),
        more,
      }),
    },
  },

  claims: (groups) => {
    const at = (k: number) => groups.find(({ probability }) => probability === probabilityAt(k))!
    const [dense, half, digons] = [at(0), at(4), at(endsInTwoWays)]
    return [
      ...table.flatMap((row) => rowClaims(row, at(row.k))),
      {
        id: 'dense-loss',
        says: 'Without sparsity the loss is that of the best linear model, 0.0070565.',
        measures: 'loss on fresh samples, median over restarts',
        source: 'V(1) Σ_{i≥20} I_i / 100',
        holds: near(dense.linearOptimum, '1.5 %')(medianOf(dense.restarts, ({ loss }) => loss)),
        failsOn: ['untrained weights', 'losses twice as large'],
      },
      {
        id: 'half-first-superposed',
        says: `At p = ${half.probability} superposition begins with the less important features.`,
        measures: 'the most important feature in superposition, median over restarts',
        source: `${source}: features 12 to 23`,
        holds: near(12, 5)(medianOf(half.restarts, ({ superposed: features }) => features[0] ?? Number.NaN)),
        failsOn: ['untrained weights', 'models of another row'],
      },
      {
        id: 'digons-only',
        says: `At p = ${digons.probability} the forty features are digons, one a dimension, in a restart at least.`,
        measures:
          'digons among the factors, the most of any restart (by rising loss ' +
          `${list(digons.restarts.all.map((restart) => restart.digons))}; those with fewer have pentagons, and lose as little)`,
        source: `${source}: represented = 2m, ‖W‖² = 40.12`,
        holds: atLeast(model.hiddenSize)(Math.max(...digons.restarts.all.map((restart) => restart.digons))),
        failsOn: ['untrained weights', 'models of another row'],
      },
    ]
  },

  figures: (groups) => {
    const counts = groups.map(({ probability, restarts }) => {
      const restart = best(restarts)
      return `At p = ${probability}: ${represented(restart)} features represented, ${dedicated(restart)} of them dedicated.`
    })
    const curve = (label: string, quantity: (restart: NotebookRestart) => number) => ({
      label,
      x: groups.map(({ probability }) => 1 / probability),
      y: groups.map(({ restarts }) => medianOf(restarts, quantity)),
    })
    return [
      normBarsFigure({
        name: 'norms',
        title: 'The official notebook: 100 features in 20 dimensions',
        description:
          'Norms of the features in order of importance, ' +
          `best of ${groups[0]!.restarts.all.length} restarts. ${counts.join(' ')}`,
        hiddenSize: model.hiddenSize,
        importance: Array.from({ length: model.featureCount }, (_, feature) => importanceBase ** feature),
        columns: 2,
        panels: groups.map(({ probability, restarts }) => ({ probability, ...best(restarts) })),
      }),
      curvesFigure({
        name: 'counts',
        title: 'Features represented, dedicated and in superposition',
        description: `Medians over restarts against 1/(1 − S). ${counts.join(' ')}`,
        curves: [
          curve('represented', represented),
          curve('dedicated', dedicated),
          curve('in superposition', superposed),
        ],
        xAxis: { title: '1 / (1 − S) = 1 / p', scale: 'log' },
        yAxis: { title: 'features' },
      }),
    ]
  },
})

function isAt(wanted: number): (group: Group) => boolean {
  return ({ k }) => k === wanted
}

function rowClaims(
  row: Row,
  { probability, restarts }: NotebookGroup,
): readonly ClaimRow<'models of another row' | 'dense models'>[] {
  const isNearest = row.k === endsInTwoWays
  const { length } = restarts.all
  const over = isNearest ? `that of ${length} restarts which is most like the run` : `median over ${length} restarts`
  const middle = (quantity: (restart: NotebookRestart) => number) =>
    medianOf(isNearest ? mostLike(row, restarts) : restarts, quantity)
  return [
    {
      id: `${row.id}-represented`,
      says: `At p = ${probability}, ${row.represented} features are represented, with a norm above 0.5.`,
      measures: `features with a norm above 0.5, ${over}`,
      source,
      holds: near(row.represented, 2)(middle(represented)),
      failsOn: ['untrained weights', 'models of another row'],
    },
    {
      id: `${row.id}-dedicated`,
      says: `At p = ${probability}, ${row.dedicated} of these have a dimension of their own.`,
      measures: `represented features with √Σ_{j≠i} (Ŵ_i·W_j)² below ${leastColor}, ${over}`,
      source,
      holds: near(row.dedicated, 2)(middle(dedicated)),
      // The row of digons and the next one agree in this number.
      failsOn: [row.id === 'digons' ? 'dense models' : 'models of another row'],
    },
    {
      id: `${row.id}-norm-squared`,
      says: `At p = ${probability}, ‖W‖_F² is ${row.frobeniusSquared}, about the features learned.`,
      measures: `‖W‖_F², ${over}`,
      source,
      holds: near(row.frobeniusSquared, squareTolerance)(middle((restart) => restart.frobeniusSquared)),
      failsOn: ['untrained weights', 'models of another row'],
    },
    {
      id: `${row.id}-largest-norm`,
      says: `At p = ${probability}, the largest norm of a feature is ${row.largestNorm}.`,
      measures: `largest norm of a feature, ${over}`,
      source,
      holds: near(row.largestNorm, normTolerance)(middle(largestNorm)),
      failsOn: ['untrained weights', 'models of another row'],
    },
  ]
}

/** By ‖W‖² and the largest norm, in units of their tolerances. */
function mostLike(row: Row, { planned, all }: Restarts<NotebookRestart>): Restarts<NotebookRestart> {
  const distance = (restart: NotebookRestart) =>
    Math.abs(restart.frobeniusSquared - row.frobeniusSquared) / squareTolerance +
    Math.abs(largestNorm(restart) - row.largestNorm) / normTolerance
  return { planned, all: [...all].sort((a, b) => distance(a) - distance(b)).slice(0, 1) }
}
