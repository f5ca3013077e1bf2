/**
 * §8: two correlated sets of three in three dimensions pass through lines and triangles before they become an
 * octahedron.
 */

import { type Matrix, matrixFromRows, multiply, toRows } from '@digon/matrix'
import { alignSolutions, gramMatrix } from '@digon/metrics'
import type { Parameters } from '@digon/model'
import { curvesFigure, geometryFigure, lossFigure, plannedFigure } from '@digon/plot'
import { endedAs, everyModel } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, near, shareAtLeast } from '../vocabulary/expectations.js'
import { firstRestartRepeated } from '../vocabulary/independent-restarts.js'
import { countOf, medianOf } from '../vocabulary/restarts.js'
import { lossesTooHigh, sampledLosses } from '../vocabulary/sampled-losses.js'
import { lawOf } from '../vocabulary/sets.js'
import { logarithmicSteps, sweep, type Trained } from '../vocabulary/sweep.js'
import {
  exactLoss,
  measureTransformations,
  modelOf,
  type Snapshot,
  type TransformedRestart,
  twoSets,
} from './measure.js'
import { deviation, featureCount, geometricTransformationsSettings, hiddenSize, setSize } from './settings.js'
import { type StageName, stageOf } from './stages.js'
import * as text from './text.js'

const figure = 'paper §8, figure of geometric transformations'

const stageInWords: Readonly<Record<Exclude<StageName, 'between'>, string>> = {
  origin: 'A: near the origin',
  'one-line': 'both sets on one line',
  lines: 'B: each set on a line',
  spread: 'spreading',
  triangles: 'C: triangles',
  octahedron: 'D: octahedron',
}

export const geometricTransformations = defineExperiment({
  settings: geometricTransformationsSettings,
  text,

  plan: ({ restarts, batchSize, steps, learningRate, snapshots }, seedOf) => ({
    twoSets: sweep({
      name: 'two-sets',
      model: { featureCount, hiddenSize },
      batchSize,
      shared: { data: lawOf(twoSets), learningRate, initialization: { kind: 'normal', deviation } },
      conditions: ['two-sets'],
      seed: () => seedOf(),
      restarts,
      steps,
      lossSteps: [],
      record: [0, ...logarithmicSteps(steps, snapshots), steps],
      evaluationSamples: 200_000,
    }),
  }),

  measure: ({ twoSets }) => measureTransformations(twoSets[0]!),

  controls: {
    'models stopped at the lines': {
      trained: ({ twoSets }) => ({
        twoSets: along(twoSets, (recorded, k) => {
          const last = recorded.findLastIndex((parameters) => stageOf(modelOf(parameters).weights).name === 'lines')
          return recorded[Math.min(k, last)]!
        }),
      }),
    },
    'octahedra with antipodes inside the sets': {
      trained: ({ twoSets }) => ({
        twoSets: everyModel(twoSets, (trained) => {
          const rows = toRows(trained.weights)
          return { ...trained, weights: matrixFromRows([0, 3, 2, 1, 4, 5].map((feature) => rows[feature]!)) }
        }),
      }),
    },
    'models that never change': {
      trained: ({ twoSets }) => ({ twoSets: along(twoSets, (recorded) => recorded[0]!) }),
    },
    'snapshots in reverse order': {
      trained: ({ twoSets }) => ({ twoSets: along(twoSets, (recorded, k) => recorded.at(-1 - k)!) }),
    },
    'models that never pause': {
      trained: ({ twoSets }) => ({
        twoSets: along(twoSets, (recorded, _, step) => {
          const { weights, ...others } = recorded.at(-1)!
          const factor = Math.min(1, Math.log10(1 + step) / 3.5)
          return { ...others, weights: { ...weights!, values: weights!.values.map((value) => factor * value) } }
        }),
      }),
    },
    'models at the octahedron throughout': {
      trained: ({ twoSets }) => ({ twoSets: along(twoSets, (recorded) => recorded.at(-1)!) }),
    },
    'losses 10 % too high': { trained: ({ twoSets }) => ({ twoSets: lossesTooHigh(twoSets) }) },
    'one restart repeated': { trained: ({ twoSets }) => ({ twoSets: firstRestartRepeated(twoSets) }) },
  },

  claims: ({ restarts, optimum }) => [
    {
      id: 'attractor',
      kind: 'paper',
      says: 'At least three of four restarts of two correlated sets of three (n = 6, m = 3, p = 0.05) end as an octahedron.',
      measures: 'restarts that end as an octahedron',
      source: `${figure}, stage D, and text: a strong attractor`,
      holds: shareAtLeast(0.75)(countOf(restarts, isOctahedron)),
      failsOn: ['untrained weights', 'models stopped at the lines'],
      nearMisses: ['untrained', 'tenth of training', 'output activation swapped'],
    },
    {
      id: 'antipodes-across',
      kind: 'paper',
      says: 'In the median restart, the partners of each antipodal pair of the octahedron come from different sets.',
      measures: 'largest cosine of a feature with the most opposite one of the other set, median over restarts',
      source: `${figure}, stage D`,
      holds: atMost(-0.95)(medianOf(restarts, ({ opposite }) => Math.max(...opposite))),
      failsOn: ['untrained weights', 'octahedra with antipodes inside the sets', 'models stopped at the lines'],
      nearMisses: ['untrained', 'sets ignored', 'features shifted'],
    },
    {
      id: 'orthogonal-inside',
      kind: 'paper',
      says: 'In the median restart, features of one set end orthogonal to each other.',
      measures: 'largest |cosine| within a set, median over restarts',
      source: `${figure}, stage D; paper §7: correlated features prefer orthogonality`,
      holds: atMost(0.1)(medianOf(restarts, ({ within }) => Math.max(...within.map(Math.abs)))),
      failsOn: ['untrained weights', 'octahedra with antipodes inside the sets', 'models stopped at the lines'],
      nearMisses: ['untrained', 'sets ignored', 'features shifted'],
    },
    {
      id: 'octahedron-loss',
      kind: 'mathematics',
      says: 'The median restart has the loss of the best octahedron, about p²/6.',
      measures: 'exact loss, median over restarts',
      source: 'exact loss, minimized over weights and biases',
      holds: near(optimum.octahedron, '2 %')(medianOf(restarts, exactLoss)),
      failsOn: ['untrained weights', 'models stopped at the lines', 'octahedra with antipodes inside the sets'],
      nearMisses: ['untrained', 'tenth of training', 'weights 5 % too small', 'weights 5 % too large'],
    },
    {
      id: 'octahedron-size',
      kind: 'mathematics',
      says: 'In the median restart, features have the norm that minimizes the loss.',
      measures: 'mean squared norm / that of the best octahedron, median over restarts',
      source: 'exact loss, minimized over weights and biases',
      holds: near(1, '0.4 %')(medianOf(restarts, ({ size }) => size) / optimum.size),
      failsOn: ['untrained weights', 'models stopped at the lines'],
      nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'weight decay times ten'],
    },
    {
      id: 'chosen-antipodes',
      kind: 'mathematics',
      says: 'Chance decides which features of the two sets become antipodes.',
      measures: 'distinct matchings of the two sets among the restarts that end as an octahedron; six are possible',
      source: 'symmetry under exchange of equal features',
      holds: atLeast(3)(new Set(restarts.all.filter(isOctahedron).map(({ antipodes }) => antipodes.join())).size),
      failsOn: ['untrained weights', 'one restart repeated'],
      nearMisses: ['untrained', 'one restart repeated'],
    },
    {
      id: 'stages',
      kind: 'paper',
      says: 'In at least three of four restarts, the sets start near the origin, collapse onto a line each, spread out and end as the octahedron.',
      measures: 'restarts that pass through these stages in this order',
      source: `${figure}, stages A to D`,
      holds: shareAtLeast(0.75)(countOf(restarts, passesAllStages)),
      failsOn: ['models that never change', 'snapshots in reverse order'],
      nearMisses: ['untrained', 'tenth of training', 'output activation swapped'],
    },
    {
      id: 'triangles',
      kind: 'paper',
      says: 'In at least a quarter of the restarts both sets pass through regular triangles.',
      measures: 'restarts that pass through triangles whose cosines differ by 0.15 or less',
      source: `${figure}, stage C; the paper says that some models go straight to the antiprism or to antipodal pairs`,
      holds: shareAtLeast(0.25)(countOf(restarts, ({ path }) => path.includes('triangles'))),
      failsOn: ['models that never change', 'models stopped at the lines'],
      nearMisses: ['untrained', 'output activation swapped'],
    },
    {
      id: 'sets-apart',
      kind: 'paper',
      says: 'While they are collapsed, the two sets point in opposite directions on one axis.',
      measures: 'smallest cosine of their centers before they spread, median over restarts',
      source: `${figure}, stage B`,
      holds: atMost(-0.9)(
        medianOf(restarts, (restart) => Math.min(1, ...onLines(restart).map(({ centers }) => centers))),
      ),
      departs: true,
      explanation:
        'A linear model would learn two orthogonal directions, which have the lowest loss, p/18. Opposite directions have the same loss while only one set is active, but they interfere when both are. So nothing moves the sets onto one axis before they spread. In some restarts both sets first lie on one line, on the same side. The paper states neither the density nor the optimizer.',
      failsOn: ['models that never change'],
      nearMisses: ['untrained'],
    },
    {
      id: 'plateaus',
      kind: 'paper',
      says: 'The loss goes down in steps.',
      measures: 'plateaus, including the one near the origin and the last one, median over restarts',
      source: `${figure}, loss curve with at least two labeled regimes`,
      holds: atLeast(3)(medianOf(restarts, ({ plateaus }) => plateaus.length)),
      failsOn: ['models that never change', 'models that never pause'],
      nearMisses: ['untrained', 'tenth of training'],
    },
    {
      id: 'principal-plateau',
      kind: 'mathematics',
      says: 'While the sets are on lines, the loss stays at that of two principal components, one direction for each set, p/18.',
      measures: 'exact loss where it changes least while the sets are on lines, median over restarts',
      source: 'linear optimum in closed form; paper: an early linear phase, as Hu et al. 2020 and Saxe et al. 2019',
      holds: near(optimum.lines, '5 %')(medianOf(restarts, lossOnLines)),
      failsOn: ['models that never change', 'models at the octahedron throughout'],
      nearMisses: ['untrained', 'weights 5 % too small', 'wrong value law'],
    },
    sampledLosses([restarts.all], { source: 'exact loss, summed over sets of active features' }),
  ],

  figures: ({ restarts: { all }, shapes }) => {
    const usual = mostCommon(all.map(({ path }) => path.join()))
    const shown = all.find(({ path }) => path.join() === usual)!
    const alike = all.filter(({ path }) => path.join() === usual).length
    const which = `the best of the ${alike} of ${all.length} restarts that took the most common path`
    const stages = shown.path.map((name) => middleOf(shown, name))
    const { snapshots } = shown
    const steps = snapshots.map(({ step }) => step)
    const guides = stages
      .map(({ step, name }) => ({ x: step, label: stageInWords[name as keyof typeof stageInWords] }))
      .filter(({ x, label }) => x > 0 && label.includes(':'))
      .map(({ x, label }) => ({ x, label: label.slice(0, 1) }))
    const shapesInWords = Object.entries(shapes).map(([shape, count]) => `${count} as ${shape}`)
    const firstOnOneLine = all.filter(({ path }) => path.includes('one-line')).length
    return [
      plannedFigure(geometryFigure, {
        name: 'stages',
        title: 'Two correlated sets of three, on their way to an octahedron',
        description: `Feature vectors in the middle of each stage, from several sides, turned to the orientation in which they end. Shown is ${which}; ${firstOnOneLine} restarts had both sets on one line before.`,
        note: `shown: ${which}`,
        snapshots: oriented(stages).map((weights, k) => ({
          weights,
          note: stageInWords[stages[k]!.name as keyof typeof stageInWords],
          edges: triangles,
        })),
        sets: Array.from({ length: featureCount }, (_, feature) => Math.floor(feature / setSize)),
        labels: [],
      }),
      plannedFigure(lossFigure, {
        name: 'losses',
        title: 'The loss goes down in steps',
        lossTitle: 'exact loss',
        description: `Exact loss over steps of all ${all.length} restarts, and of ${which}. They end ${shapesInWords.join(', ')}.`,
        series: [
          { label: 'shown', steps, losses: [snapshots.map(({ loss }) => loss)] },
          {
            label: 'all restarts',
            steps,
            losses: all.map((restart) => restart.snapshots.map(({ loss }) => loss)),
          },
        ],
        stepScale: 'log',
      }),
      plannedFigure(curvesFigure, {
        name: 'cosines',
        title: 'Sets collapse onto lines, open, and find antipodes',
        description: `Mean cosine of features of one set, cosine of the two centers, and the largest, over features, of the smallest cosine with the other set. Shown is ${which}; letters mark the middle of its stages.`,
        note: `shown: ${which}`,
        xAxis: { title: 'training step', scale: 'log' },
        // Above 1 there is room for the letters of the stages.
        yAxis: { title: 'cosine', domain: [-1, 1.2] },
        curves: [
          { label: 'inside a set, mean', x: steps, y: snapshots.map(({ within }) => within) },
          { label: 'centers of the sets', x: steps, y: snapshots.map(({ centers }) => centers) },
          { label: 'nearest to antipodes', x: steps, y: snapshots.map(({ antipodes }) => antipodes) },
        ],
        guides,
      }),
    ]
  },
})

function isOctahedron({ shape }: TransformedRestart): boolean {
  return shape === 'octahedron'
}

/** The paper's A to D in order, whatever lies between. */
function passesAllStages({ path }: TransformedRestart): boolean {
  const firsts = [
    path.indexOf('origin'),
    path.indexOf('lines'),
    path.findIndex((name) => name === 'spread' || name === 'triangles'),
    path.indexOf('octahedron'),
  ]
  return firsts.every((first, k) => first >= 0 && (k === 0 || first > firsts[k - 1]!))
}

/** Of equally common ones the first. */
function mostCommon(names: readonly string[]): string {
  const countOfName = (name: string) => names.filter((other) => other === name).length
  return names.reduce((most, name) => (countOfName(name) > countOfName(most) ? name : most))
}

/** Every model takes other snapshots, chosen from its own by index and step, and ends as the last of them. */
function along(
  sweep: readonly Trained<string>[],
  choose: (recorded: readonly Parameters[], index: number, step: number) => Parameters,
): readonly Trained<string>[] {
  return everyModel(sweep, (trained) => {
    const before = trained.recorded.map(({ parameters }) => parameters)
    const recorded = trained.recorded.map(({ step }, k) => ({ step, parameters: choose(before, k, step) }))
    return endedAs({ ...trained, recorded }, modelOf(recorded.at(-1)!.parameters))
  })
}

/** Snapshots of stage B. */
function onLines({ snapshots }: TransformedRestart): readonly Snapshot[] {
  return snapshots.filter(({ name }) => name === 'lines')
}

/** The loss where it changes least from one snapshot on the lines to the next; 0 without two of them. */
function lossOnLines(restart: TransformedRestart): number {
  const losses = onLines(restart).map(({ loss }) => loss)
  const changes = losses.slice(1).map((loss, k) => Math.abs(Math.log(loss / losses[k]!)))
  return losses[changes.indexOf(Math.min(...changes))] ?? 0
}

/** Every feature is joined to the others of its set. */
const triangles = [0, setSize].flatMap((first) => [
  { from: first, to: first + 1 },
  { from: first + 1, to: first + 2 },
  { from: first, to: first + 2 },
])

/** The snapshot in the middle of a stage; of the octahedron the last one. */
function middleOf({ snapshots }: TransformedRestart, name: StageName): Snapshot {
  const found = snapshots.filter((snapshot) => snapshot.name === name)
  return found[name === 'octahedron' ? found.length - 1 : Math.floor(found.length / 2)]!
}

/**
 * All turned as the last one must be to stand upright: the first set around the third axis, the other opposite to it.
 */
function oriented(stages: readonly Snapshot[]): readonly Matrix[] {
  const last = matrixFromRows(stages.at(-1)!.weights)
  const { rotation } = alignSolutions(last, upright(last))
  return stages.map(({ weights }) => multiply(matrixFromRows(weights), rotation))
}

function upright(weights: Matrix): Matrix {
  const [side, height] = [Math.sqrt(2 / 3), Math.sqrt(1 / 3)]
  const corners = [0, 1, 2].map((k) => {
    const angle = (2 * Math.PI * k) / setSize
    return [side * Math.cos(angle), side * Math.sin(angle), height]
  })
  const products = toRows(gramMatrix(weights)).map((row) => row.slice(0, setSize))
  const mostOpposite = products.slice(setSize).map((row) => row.indexOf(Math.min(...row)))
  return matrixFromRows([...corners, ...mostOpposite.map((k) => corners[k]!.map((value) => -value))])
}
