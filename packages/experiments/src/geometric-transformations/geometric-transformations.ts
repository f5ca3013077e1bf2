/**
 * §8: two correlated sets of three in three dimensions pass through lines and triangles before they become an
 * octahedron.
 */
import { type Matrix, matrixFromRows, multiply, toRows } from '@digon/matrix'
import { alignSolutions, gramMatrix } from '@digon/metrics'
import type { Parameters } from '@digon/model'
import { curvesFigure, geometryFigure, lossFigure } from '@digon/plot'
import { endedAs, everyModel } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, near } from '../vocabulary/expectations.js'
import { freshSamples, lossesTwiceAsLarge } from '../vocabulary/fresh-samples.js'
import { best, medianOf, shareOf } from '../vocabulary/restarts.js'
import { lawOf } from '../vocabulary/sets.js'
import { median } from '../vocabulary/statistics.js'
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

/** The paper's A to D. */
const wholePath: readonly StageName[] = ['origin', 'lines', 'triangles', 'octahedron']

const stageInWords: Readonly<Partial<Record<StageName, string>>> = {
  origin: 'A: near the origin',
  lines: 'B: apart, on lines',
  triangles: 'C: spreading',
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
    'losses twice as large': { trained: ({ twoSets }) => ({ twoSets: lossesTwiceAsLarge(twoSets) }) },
  },

  claims: ({ restarts, optimum }) => {
    const end = best(restarts)
    return [
      {
        id: 'octahedron',
        says: 'Two correlated sets of three (n = 6, m = 3, p = 0.05) end as an octahedron.',
        measures: 'shape of the best restart',
        source: `${figure}, stage D`,
        holds: exactly('octahedron', 'three digons by their dot products')(end.shape),
        failsOn: ['untrained weights', 'models stopped at the lines'],
      },
      {
        id: 'antipodes-across',
        says: 'The three antipodal pairs of the octahedron have partners from different sets.',
        measures: 'largest cosine of a feature with the most opposite one of the other set, best restart',
        source: `${figure}, stage D`,
        holds: atMost(-0.95)(end.opposite),
        failsOn: ['untrained weights', 'octahedra with antipodes inside the sets', 'models stopped at the lines'],
      },
      {
        id: 'orthogonal-inside',
        says: 'Features of one set are orthogonal in the end.',
        measures: 'largest |cosine| inside a set, best restart',
        source: `${figure}, stage D; paper §7: correlated features prefer orthogonality`,
        holds: atMost(0.1)(end.within.map(Math.abs)),
        failsOn: ['untrained weights', 'octahedra with antipodes inside the sets', 'models stopped at the lines'],
      },
      {
        id: 'half-dimensions',
        says: 'Every feature has half a dimension in the end.',
        measures: 'the dimensionality that is farthest off, best restart',
        source: 'paper §6: corners of an octahedron',
        holds: near(0.5, 0.02)(end.dimensionality),
        failsOn: ['untrained weights', 'models stopped at the lines'],
      },
      {
        id: 'octahedron-loss',
        says: 'The median restart loses what the best octahedron does, about p²/6.',
        measures: 'exact loss, median over restarts',
        source: 'exact loss, minimized over weights and biases',
        holds: near(optimum.octahedron, '2 %')(medianOf(restarts, exactLoss)),
        failsOn: ['untrained weights', 'models stopped at the lines', 'octahedra with antipodes inside the sets'],
      },
      {
        id: 'attractor',
        says: 'The octahedron is a strong attractor.',
        measures: 'share of restarts that end in it',
        source: `${figure}, text`,
        holds: atLeast(0.75)(shareOf(restarts, ({ shape }) => shape === 'octahedron')),
        failsOn: ['untrained weights', 'models stopped at the lines'],
      },
      {
        id: 'stages',
        says: 'From near the origin sets first move apart, each collapsed onto a line, then spread out and end as the octahedron.',
        measures: 'share of restarts that pass through the stages A to D in this order',
        source: `${figure}, stages A to D`,
        holds: atLeast(0.75)(shareOf(restarts, ({ path }) => path.join() === wholePath.join())),
        failsOn: ['models that never change', 'snapshots in reverse order'],
      },
      {
        id: 'sets-apart',
        says: 'While they are collapsed the sets lie at right angles or beyond.',
        measures: 'least cosine of their centers before they spread, median over restarts',
        source: `${figure}, stage B; the paper has them on one axis, and says that the path varies`,
        holds: atMost(0.1)(
          medianOf(restarts, (restart) => Math.min(1, ...onLines(restart).map(({ centers }) => centers))),
        ),
        failsOn: ['models that never change'],
      },
      {
        id: 'spread',
        says: 'Between the lines and the octahedron sets open from one direction to right angles.',
        measures:
          'fall of the mean cosine inside the sets from its largest on the lines to the end, median over restarts',
        source: `${figure}, stages B to D`,
        holds: near(1, 0.1)(medianOf(restarts, spreadAfterLines)),
        failsOn: ['models that never change', 'models stopped at the lines'],
      },
      {
        id: 'plateaus',
        says: 'The loss goes down in steps.',
        measures: 'plateaus, the one near the origin and the last one counted, median over restarts',
        source: `${figure}, loss curve with at least two labeled regimes`,
        holds: atLeast(3)(medianOf(restarts, ({ plateaus }) => plateaus.length)),
        failsOn: ['models that never change', 'models that never pause'],
      },
      {
        id: 'principal-plateau',
        says: 'The plateau of the lines is the loss of two principal components, one direction for each set, p/18.',
        measures: 'exact loss while collapsed, median over snapshots and restarts',
        source: 'linear optimum in closed form; paper: an early linear phase, as Hu et al. 2020 and Saxe et al. 2019',
        holds: near(optimum.lines, '5 %')(medianOf(restarts, lossOnLines)),
        failsOn: ['models that never change', 'models at the octahedron throughout'],
      },
      {
        id: 'drop',
        says: 'Spreading out is worth a large drop of the loss.',
        measures: 'loss on the lines / loss in the end, median over restarts',
        source: figure,
        holds: atLeast(4)(medianOf(restarts, (restart) => lossOnLines(restart) / restart.exactLoss)),
        failsOn: ['models that never change', 'models at the octahedron throughout'],
      },
      freshSamples(restarts.all, { tolerance: 0.06, source: 'exact loss by sets of active features' }),
    ]
  },

  figures: ({ restarts: { all }, shapes }) => {
    // The best of those that pass through all stages; with none, simply the best.
    const shown = [...all].sort((a, b) => b.path.length - a.path.length)[0]!
    const stages = shown.path.map((name) => middleOf(shown, name))
    const after = shown.snapshots.filter(({ step }) => step > 0)
    const steps = after.map(({ step }) => step)
    const inWords = stages.map(({ name, step }) => `${stageInWords[name]} at step ${step}.`).join(' ')
    const shapesInWords = Object.entries(shapes).map(([shape, count]) => `${count} × ${shape}`)
    const [least, most] = [all[0]!, all.at(-1)!].map((restart) => restart.exactLoss.toPrecision(3))
    return [
      geometryFigure({
        name: 'stages',
        title: 'Two correlated sets of three, on their way to an octahedron',
        description: `Feature vectors of one restart, from several sides, in the orientation in which it ends. ${inWords}`,
        snapshots: oriented(stages).map((weights, k) => ({
          weights,
          note: stageInWords[stages[k]!.name]!,
          edges: triangles,
        })),
        sets: Array.from({ length: featureCount }, (_, feature) => Math.floor(feature / setSize)),
        labels: [],
      }),
      lossFigure({
        name: 'losses',
        title: 'The loss goes down in steps',
        lossTitle: 'exact loss',
        description:
          `Exact loss of all ${all.length} restarts. The restart of the figure of stages: ${inWords} ` +
          `They end between ${least} and ${most}: ${shapesInWords.join(', ')}.`,
        series: [
          { label: 'shown', steps, losses: [after.map(({ loss }) => loss)] },
          {
            label: 'all restarts',
            steps,
            losses: all.map(({ snapshots }) => snapshots.filter(({ step }) => step > 0).map(({ loss }) => loss)),
          },
        ],
        stepScale: 'log',
      }),
      curvesFigure({
        name: 'cosines',
        title: 'Sets move apart, open, and find antipodes',
        description:
          'Of the restart shown: mean cosine of features of one set, cosine of the two centers, and the largest, over ' +
          `features, of the smallest cosine with the other set. ${inWords}`,
        xAxis: { title: 'training step', scale: 'log' },
        // Above 1 there is room for the letters of the stages.
        yAxis: { title: 'cosine', domain: [-1, 1.2] },
        curves: [
          { label: 'inside a set, mean', x: steps, y: after.map(({ within }) => within) },
          { label: 'centers of the sets', x: steps, y: after.map(({ centers }) => centers) },
          { label: 'nearest to antipodes', x: steps, y: after.map(({ antipodes }) => antipodes) },
        ],
        guides: stages
          .filter(({ step }) => step > 0)
          .map(({ step, name }) => ({ x: step, label: stageInWords[name]!.slice(0, 1) })),
      }),
    ]
  },
})

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

/** 0 without this stage. */
function lossOnLines(restart: TransformedRestart): number {
  return median(onLines(restart).map(({ loss }) => loss)) || 0
}

/** 0 without the stage of lines. */
function spreadAfterLines(restart: TransformedRestart): number {
  const collapsed = onLines(restart).map(({ within }) => within)
  return collapsed.length === 0 ? 0 : Math.max(...collapsed) - restart.snapshots.at(-1)!.within
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
