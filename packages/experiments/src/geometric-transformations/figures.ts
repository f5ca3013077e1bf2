/** Figures of the geometric transformations: the stages from three sides, the loss, and the cosines that tell stages apart. */
import { type Matrix, matrixFromRows } from '@digon/matrix'
import { alignSolutions, gramMatrix } from '@digon/metrics'
import { curvesFigure, type Figure, geometryFigure, lossFigure } from '@digon/plot'
import type { RestartResult, Snapshot, TransformationNumbers } from './numbers.js'
import { featureCount, setSize } from './plan.js'
import type { StageName } from './stages.js'

const words: Readonly<Partial<Record<StageName, string>>> = {
  origin: 'A: near the origin',
  lines: 'B: apart, on lines',
  triangles: 'C: spreading',
  octahedron: 'D: octahedron',
}

export function transformationFigures({ restarts, losses, shapes }: TransformationNumbers): readonly Figure[] {
  // The best of those that pass through all stages; with none, simply the best.
  const shown = [...restarts].sort((a, b) => b.path.length - a.path.length)[0]!
  const stages = shown.path.map((name) => middleOf(shown, name))
  const after = shown.snapshots.filter(({ step }) => step > 0)
  const steps = after.map(({ step }) => step)
  const inWords = stages.map(({ name, step }) => `${words[name]} at step ${step}.`).join(' ')
  return [
    geometryFigure({
      name: 'stages',
      title: 'Two correlated sets of three, on their way to an octahedron',
      description: `Feature vectors of one restart, seen from several sides, in the orientation in which it ends. ${inWords}`,
      snapshots: oriented(stages).map((weights, k) => ({ weights, note: words[stages[k]!.name]!, edges: triangles })),
      sets: Array.from({ length: featureCount }, (_, feature) => Math.floor(feature / setSize)),
      labels: [],
    }),
    lossFigure({
      name: 'losses',
      title: 'The loss goes down in steps',
      description: `Exact loss of all ${losses.count} restarts. The restart of the figure of stages: ${inWords} They end between ${losses.best.toPrecision(3)} and ${(losses.best + losses.spread).toPrecision(3)}: ${Object.entries(
        shapes,
      )
        .map(([shape, count]) => `${count} × ${shape}`)
        .join(', ')}.`,
      series: [
        { label: 'shown', steps, losses: [after.map(({ loss }) => loss)] },
        {
          label: 'all restarts',
          steps,
          losses: restarts.map(({ snapshots }) => snapshots.filter(({ step }) => step > 0).map(({ loss }) => loss)),
        },
      ],
      stepScale: 'log',
    }),
    curvesFigure({
      name: 'cosines',
      title: 'Sets move apart, open, and find antipodes',
      description: `Of the restart shown: mean cosine of features of one set, cosine of the two centers, and the largest, over features, of the smallest cosine with the other set. ${inWords}`,
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
        .map(({ step, name }) => ({ x: step, label: words[name]!.slice(0, 1) })),
    }),
  ]
}

/** Every feature is joined to the others of its set. */
const triangles = [0, setSize].flatMap((first) => [
  { from: first, to: first + 1 },
  { from: first + 1, to: first + 2 },
  { from: first, to: first + 2 },
])

/** The snapshot in the middle of a stage; of the octahedron the last one. */
function middleOf({ snapshots }: RestartResult, name: StageName): Snapshot {
  const found = snapshots.filter((snapshot) => snapshot.name === name)
  return found[name === 'octahedron' ? found.length - 1 : Math.floor(found.length / 2)]!
}

/** All turned as the last one must be to stand upright: the first set around the third axis, the other opposite to it. */
function oriented(stages: readonly Snapshot[]): readonly Matrix[] {
  const matrices = stages.map(({ weights }) => matrixFromRows(weights))
  const last = matrices.at(-1)!
  const { rotation } = alignSolutions(last, upright(last))
  return matrices.map(({ rows, columns, values }) => {
    const turned = new Float64Array(rows * columns)
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        for (let k = 0; k < columns; k++) {
          turned[i * columns + j]! += values[i * columns + k]! * rotation.values[k * columns + j]!
        }
      }
    }
    return { rows, columns, values: turned }
  })
}

function upright(weights: Matrix): Matrix {
  const { values } = gramMatrix(weights)
  const corner = (k: number, sign: number) => {
    const angle = (2 * Math.PI * k) / setSize
    const [side, height] = [Math.sqrt(2 / 3), Math.sqrt(1 / 3)]
    return [sign * side * Math.cos(angle), sign * side * Math.sin(angle), sign * height]
  }
  const mostOpposite = (feature: number) =>
    [0, 1, 2].reduce((least, other) =>
      values[feature * featureCount + other]! < values[feature * featureCount + least]! ? other : least,
    )
  return matrixFromRows([
    ...[0, 1, 2].map((feature) => corner(feature, 1)),
    ...[3, 4, 5].map((feature) => corner(mostOpposite(feature), -1)),
  ])
}
