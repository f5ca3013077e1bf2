/** What the neurons read, the motifs' weights against each other, and disturbance against inhibition. */
import { matrixFromRows } from '@digon/matrix'
import { classifyNeurons } from '@digon/metrics'
import { curvesFigure, type Figure, neuronBarsFigure } from '@digon/plot'
import { inWords } from './claims.js'
import type { AsymmetricMotifNumbers, MotifResult } from './numbers.js'

export function asymmetricMotifFigures({ sweep }: AsymmetricMotifNumbers): readonly Figure[] {
  const description = sweep.map(describe).join(' ')
  const neurons = neuronBarsFigure({
    name: 'neurons',
    title: 'What each neuron reads',
    description: `Input weights by neuron, best restarts of models of |x|. ${description}`,
    panels: sweep.map(({ probability, best }) => {
      const weights = matrixFromRows(best.weights)
      return { probability, weights, interference: best.interference, neurons: classifyNeurons(weights) }
    }),
    columns: 3,
  })
  const found = sweep.filter(({ restarts }) => restarts.some(({ motifs }) => motifs.length > 0))
  if (found.length === 0) return [neurons]
  const motifs = found.map(({ probability, restarts }) => ({
    label: `p = ${probability}`,
    motifs: restarts.flatMap((restart) => restart.motifs),
  }))
  const most = Math.max(...motifs.flatMap((of) => of.motifs.map(({ drive }) => drive)))
  return [
    neurons,
    curvesFigure({
      name: 'ratios',
      title: 'Read small, put out large',
      description: `Ratio of output weights against ratio of input weights, every motif of every restart. ${description}`,
      curves: motifs.map((of) => ({
        label: of.label,
        x: of.motifs.map(({ inputRatio }) => inputRatio),
        y: of.motifs.map(({ outputRatio }) => outputRatio),
        joined: false,
      })),
      references: [{ label: 'reciprocal', x: [3, 12], y: [3, 12] }],
      xAxis: { title: 'input weights, strong : weak feature', scale: 'log' },
      yAxis: { title: 'output weights, weak : strong feature', scale: 'log' },
    }),
    curvesFigure({
      name: 'inhibition',
      title: 'A second neuron takes the disturbance back',
      description: `How far another neuron pulls the weak feature’s output down against how far the strong feature drives it, every motif of every restart. ${description}`,
      curves: motifs.map((of) => ({
        label: of.label,
        x: of.motifs.map(({ drive }) => drive),
        y: of.motifs.map(({ inhibition }) => -inhibition),
        joined: false,
      })),
      references: [{ label: 'equal', x: [0, most], y: [0, most] }],
      xAxis: { title: 'disturbance of the weak feature’s output' },
      yAxis: { title: 'inhibition by another neuron' },
    }),
  ]
}

function describe({ probability, restarts }: MotifResult): string {
  const motifs = restarts.flatMap((restart) => restart.motifs)
  const first = motifs[0]
  return `At p = ${probability}: ${motifs.length} motifs in ${restarts.length} restarts${first === undefined ? '' : `, for example ${inWords(first)}`}.`
}
