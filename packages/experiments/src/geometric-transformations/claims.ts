/** What the paper says of two correlated sets of three on their way to the octahedron. */
import type { Claim } from '../experiment.js'
import { atLeast, atMost, closeTo, farthest, relativelyCloseTo, same } from '../judge.js'
import { median } from '../restarts.js'
import type { RestartResult, TransformationNumbers } from './numbers.js'
import type { StageName } from './stages.js'

const figure = 'paper §8, figure of geometric transformations'

/** The paper's A to D. */
const wholePath: readonly StageName[] = ['origin', 'lines', 'triangles', 'octahedron']

export function transformationClaims(numbers: TransformationNumbers): readonly Claim[] {
  return [...endClaims(numbers), ...pathClaims(numbers), ...lossClaims(numbers)]
}

function endClaims({ restarts, shapes, losses, optimum }: TransformationNumbers): readonly Claim[] {
  const best = restarts[0]!
  return [
    same(
      {
        id: 'geometric-transformations/octahedron',
        statement: 'Two correlated sets of three (n = 6, m = 3, p = 0.05) end as an octahedron: best restart.',
        source: `${figure}, stage D`,
        control: 'untrained weights; models stopped at the lines',
      },
      best.shape,
      'octahedron',
      'three digons by their dot products',
    ),
    atMost(
      {
        id: 'geometric-transformations/antipodes-across',
        statement:
          'Its three antipodal pairs have partners from different sets: cosine with the most opposite feature of the other set, the largest of the best restart.',
        source: `${figure}, stage D`,
        control: 'untrained weights; octahedra with antipodes inside the sets; models stopped at the lines',
      },
      Math.max(...best.opposite),
      -0.95,
    ),
    atMost(
      {
        id: 'geometric-transformations/orthogonal-inside',
        statement: 'Features of one set are orthogonal in the end: largest |cosine| inside a set, best restart.',
        source: `${figure}, stage D; paper §7: correlated features prefer orthogonality`,
        control: 'untrained weights; octahedra with antipodes inside the sets; models stopped at the lines',
      },
      Math.max(...best.within.map(Math.abs)),
      0.1,
    ),
    closeTo(
      {
        id: 'geometric-transformations/half-dimensions',
        statement: 'Every feature has half a dimension in the end: the one farthest off, best restart.',
        source: 'paper §6: corners of an octahedron',
        control: 'untrained weights; models stopped at the lines',
      },
      farthest(best.dimensionality, 0.5),
      0.5,
      0.02,
    ),
    relativelyCloseTo(
      {
        id: 'geometric-transformations/octahedron-loss',
        statement: 'The median restart loses what the best octahedron does, about p²/6.',
        source: 'exact loss, minimized over weights and biases',
        control: 'untrained weights; models stopped at the lines; octahedra with antipodes inside the sets',
      },
      losses.median,
      optimum.octahedron,
      0.02,
    ),
    atLeast(
      {
        id: 'geometric-transformations/attractor',
        statement: 'The octahedron is a strong attractor: share of restarts that end in it.',
        source: `${figure}, text`,
        control: 'untrained weights; models stopped at the lines',
      },
      (shapes.octahedron ?? 0) / (losses.count + losses.diverged),
      0.75,
    ),
  ]
}

function pathClaims({ restarts, losses }: TransformationNumbers): readonly Claim[] {
  const count = losses.count + losses.diverged
  return [
    atLeast(
      {
        id: 'geometric-transformations/stages',
        statement:
          'On the way there the sets first move apart, each collapsed onto a line (B), then spread out (C) and end as the octahedron (D): share of restarts that pass from near the origin (A) through all in this order.',
        source: `${figure}, stages A to D`,
        control: 'models that never change; snapshots in reverse order',
      },
      restarts.filter(({ path }) => path.join() === wholePath.join()).length / count,
      0.75,
    ),
    atMost(
      {
        id: 'geometric-transformations/sets-apart',
        statement:
          'While they are collapsed the sets lie at right angles or beyond: cosine of their centers where it is least before they spread, median over restarts.',
        source: `${figure}, stage B; the paper has them on one axis, and says that the path varies`,
        control: 'models that never change',
      },
      median(restarts.map((restart) => onLines(restart).reduce((least, { centers }) => Math.min(least, centers), 1))),
      0.1,
    ),
    closeTo(
      {
        id: 'geometric-transformations/spread',
        statement:
          'Between the lines and the octahedron sets open from one direction to right angles: fall of the mean cosine inside the sets from its largest on the lines to the end, median over restarts.',
        source: `${figure}, stages B to D`,
        control: 'models that never change; models stopped at the lines',
      },
      median(
        restarts.map((restart) => {
          const collapsed = onLines(restart).map(({ within }) => within)
          return collapsed.length === 0 ? 0 : Math.max(...collapsed) - restart.snapshots.at(-1)!.within
        }),
      ),
      1,
      0.1,
    ),
  ]
}

function lossClaims({ restarts, optimum }: TransformationNumbers): readonly Claim[] {
  const members = restarts.map(({ loss, exactLoss }) => loss / exactLoss)
  return [
    atLeast(
      {
        id: 'geometric-transformations/plateaus',
        statement:
          'The loss goes down in steps: number of plateaus, the one near the origin and the last one counted, median over restarts.',
        source: `${figure}, loss curve with at least two labeled regimes`,
        control: 'models that never change; models that never pause',
      },
      median(restarts.map(({ plateaus }) => plateaus.length)),
      3,
    ),
    relativelyCloseTo(
      {
        id: 'geometric-transformations/principal-plateau',
        statement:
          'The plateau of the lines is the loss of two principal components, one direction for each set, p/18: exact loss while collapsed, median over snapshots and restarts.',
        source: 'linear optimum in closed form; paper: an early linear phase, as Hu et al. 2020 and Saxe et al. 2019',
        control: 'models that never change; models at the octahedron throughout',
      },
      median(
        restarts.map((restart) => {
          const losses = onLines(restart).map(({ loss }) => loss)
          return losses.length === 0 ? 0 : median(losses)
        }),
      ),
      optimum.lines,
      0.05,
    ),
    atLeast(
      {
        id: 'geometric-transformations/drop',
        statement:
          'Spreading out is worth a large drop of the loss: loss on the lines over the loss in the end, median over restarts.',
        source: figure,
        control: 'models that never change; models at the octahedron throughout',
      },
      median(
        restarts.map((restart) => {
          const losses = onLines(restart).map(({ loss }) => loss)
          return losses.length === 0 ? 0 : median(losses) / restart.exactLoss
        }),
      ),
      4,
    ),
    closeTo(
      {
        id: 'geometric-transformations/fresh-samples',
        statement: 'Losses on fresh samples are the exact losses of the same weights (mean ratio over all restarts).',
        source: 'exact loss by sets of active features',
        control: 'losses twice as large',
      },
      members.reduce((sum, ratio) => sum + ratio, 0) / members.length,
      1,
      0.06,
    ),
  ]
}

/** Snapshots of stage B. */
function onLines({ snapshots }: RestartResult): RestartResult['snapshots'] {
  return snapshots.filter(({ name }) => name === 'lines')
}
