/** The section's figure, weights by neuron at each sparsity; the small model; losses, and counts over sparsity. */
import { matrixFromRows } from '@digon/matrix'
import { type Curve, curvesFigure, neuronBarsFigure, type PlannedFigure, plannedFigure } from '@digon/plot'
import { bandMeaning, best, bestShown, curveOf, medianOf } from '../vocabulary/restarts.js'
import type { AbsoluteRestart, AbsoluteResult } from './measure.js'

const xAxis = { title: '1 / (1 − S)', scale: 'log' } as const

export function absoluteValueFigures({
  small,
  large,
  plain,
}: {
  readonly small: AbsoluteResult
  readonly large: readonly AbsoluteResult[]
  readonly plain: readonly AbsoluteResult[]
}): readonly PlannedFigure[] {
  const { featureCount, hiddenSize } = large[0]!
  const words = `${featureCount} features in ${hiddenSize} neurons`
  const points = pointsOf(large)
  const description = large.map(describe).join(' ')
  const beside = plain.flatMap((row) => [row, large.find(({ probability }) => probability === row.probability)!])
  const lossOf = (label: string, rows: readonly AbsoluteResult[]): Curve => {
    const losses = rows.map(({ restarts, pairedLoss }) => restarts.all.map(({ loss }) => loss / pairedLoss))
    const [lowest, highest] = [losses.map((all) => all[0]!), losses.map((all) => all.at(-1)!)]
    return { label, x: rows.map(({ probability }) => 1 / probability), y: lowest, spread: { lowest, highest } }
  }
  return [
    plannedFigure(neuronBarsFigure, {
      name: 'small',
      title: 'One neuron for each side of |x|',
      description: `Input weights by neuron, ${small.featureCount} features in ${small.hiddenSize} neurons. Its loss is ${(best(small.restarts).loss / small.constantLoss).toExponential(1)} of that of a constant output.`,
      note: shown([small]),
      panels: [{ ...barsOf(small), weights: matrixFromRows(best(small.restarts).weights) }],
      columns: 1,
    }),
    ...[
      { name: 'neurons', title: 'Neurons that compute |x|, as features become sparser', results: large.slice(0, 4) },
      { name: 'neurons-sparse', title: 'The sparsest features share neurons', results: large.slice(4) },
    ].map(({ name, title, results }) =>
      plannedFigure(neuronBarsFigure, {
        name,
        title,
        description: `Magnitudes of input weights by neuron, the largest of each scaled to 1, ${words}. ${results.map(describe).join(' ')}`,
        note: shown(results),
        panels: results.map(barsOf),
        columns: 2,
      }),
    ),
    plannedFigure(curvesFigure, {
      name: 'losses',
      title: 'Sparse features must be reached in stages',
      description: `Loss over that of ${hiddenSize / 2} exact features, best restart, with a band over all restarts. Trained from the start at sparse features, models end far above 1.`,
      curves: [lossOf('as judged', large), lossOf('from the start', plain)],
      xAxis,
      yAxis: { title: `loss on fresh samples / that of ${hiddenSize / 2} exact features`, scale: 'log' },
      bandMeaning: 'line: best restart, band: from the lowest to the highest of all restarts',
      guides: [{ label: `${hiddenSize / 2} exact features`, y: 1 }],
    }),
    plannedFigure(neuronBarsFigure, {
      name: 'from-the-start',
      title: 'Trained from the start, and in stages',
      description: `Magnitudes of input weights by neuron, ${words}. ${beside.map(describe).join(' ')}`,
      note: shown(beside),
      panels: beside.map((row) => ({ ...barsOf(row), note: row.annealed ? 'in stages' : 'from the start' })),
      columns: 2,
    }),
    plannedFigure(curvesFigure, {
      name: 'kinds-of-neurons',
      title: 'Monosemantic neurons give way to polysemantic ones',
      description: `Number of neurons of each kind, ${words}. ${description}`,
      curves: [
        curveOf('monosemantic', points, ({ monosemantic }) => monosemantic),
        curveOf('polysemantic', points, ({ polysemantic }) => polysemantic),
      ],
      xAxis,
      yAxis: { title: `neurons, of ${hiddenSize}` },
      bandMeaning,
    }),
    plannedFigure(curvesFigure, {
      name: 'features-per-neuron',
      title: 'Features that share a neuron',
      description: `Mean number of features that count for a neuron, ${words}. ${description}`,
      curves: [curveOf('features per neuron', points, ({ featuresPerNeuron }) => featuresPerNeuron)],
      xAxis,
      yAxis: { title: 'features per neuron, mean' },
      bandMeaning,
      guides: [{ label: 'monosemantic', y: 1 }],
    }),
  ]
}

function shown(rows: readonly AbsoluteResult[]): string {
  return bestShown(rows.map(({ restarts }) => restarts))
}

function pointsOf(rows: readonly AbsoluteResult[]) {
  return rows.map(({ probability, restarts }) => ({ x: 1 / probability, restarts }))
}

/** Magnitudes, as in the paper's figure: which side of |x| a neuron is for does not matter there. */
function barsOf({ probability, restarts }: AbsoluteResult) {
  const { weights, interference, neurons } = best(restarts)
  return { probability, weights: matrixFromRows(weights.map((row) => row.map(Math.abs))), interference, neurons }
}

function describe({ probability, restarts, hiddenSize, annealed, pairedLoss }: AbsoluteResult): string {
  const middle = (count: (restart: AbsoluteRestart) => number) => medianOf(restarts, count)
  const [alone, shared] = [middle(({ monosemantic }) => monosemantic), middle(({ polysemantic }) => polysemantic)]
  const perNeuron = middle(({ featuresPerNeuron }) => featuresPerNeuron).toFixed(1)
  const times = (best(restarts).loss / pairedLoss).toPrecision(2)
  return (
    `At p = ${probability}${annealed ? ', in stages' : ''}: best loss ${times} times that of ${hiddenSize / 2} exact features; ` +
    `${alone} monosemantic and ${shared} polysemantic neurons, ${perNeuron} features per neuron (medians).`
  )
}
