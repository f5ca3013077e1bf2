/** Features kept and loss over the penalty, and the models themselves at several penalties. */
import { matrixFromRows } from '@digon/matrix'
import { gramMatrix } from '@digon/metrics'
import { type Curve, curvesFigure, type Figure, gramFigure, normBarsFigure } from '@digon/plot'
import type { PenalizedRestart, SparsityPenaltyNumbers } from './numbers.js'

const bandMeaning = 'line: median of the restarts, band: from the least to the most'

export function sparsityPenaltyFigures(numbers: SparsityPenaltyNumbers): readonly Figure[] {
  const { sweep, hiddenSize, importance, probability } = numbers
  const words = `${importance.length} features in ${hiddenSize} dimensions, p = ${probability}`
  const free = sweep[0]!
  const penalized = sweep.slice(1)
  const xAxis = { title: 'weight of the penalty, λ', scale: 'log' } as const
  const description = `Best restarts, ${words}. ${sweep.map(({ penalty, restarts }) => `At λ = ${penalty}: ${restarts[0]!.represented.length} features with a norm above 0.5.`).join(' ')}`
  const curveOf = (label: string, quantity: (restart: PenalizedRestart) => number): Curve => {
    const values = penalized.map(({ restarts }) => restarts.map(quantity).sort((a, b) => a - b))
    return {
      label,
      x: penalized.map(({ penalty }) => penalty),
      y: values.map((sorted) => sorted[Math.floor(sorted.length / 2)]!),
      spread: { lowest: values.map((sorted) => sorted[0]!), highest: values.map((sorted) => sorted.at(-1)!) },
    }
  }
  return [
    curvesFigure({
      name: 'features-kept',
      title: 'A penalty drops features until none must share',
      description,
      curves: [curveOf('represented', ({ represented }) => represented.length)],
      references: [
        {
          label: 'worth their penalty, if alone',
          x: penalized.map(({ penalty }) => penalty),
          y: penalized.map(({ loneNorms }) => loneNorms.filter((norm) => norm > 0).length),
        },
      ],
      xAxis,
      yAxis: { title: 'features with a norm above 0.5' },
      bandMeaning,
      guides: [
        { label: 'dimensions', y: hiddenSize },
        { label: 'without penalty', y: free.medianRepresented },
      ],
    }),
    curvesFigure({
      name: 'loss-over-penalty',
      title: 'What the reconstruction loses',
      description: `Loss on fresh samples without the penalty itself, ${words}: median ${free.reconstruction.median.toPrecision(3)} at λ = 0, ${sweep.at(-1)!.reconstruction.median.toPrecision(3)} at λ = ${sweep.at(-1)!.penalty}.`,
      curves: [curveOf('reconstruction', ({ reconstruction }) => reconstruction)],
      xAxis,
      yAxis: { title: 'loss, penalty left out', scale: 'log' },
      bandMeaning,
      guides: [{ label: 'without penalty', y: free.reconstruction.median }],
    }),
    normBarsFigure({
      name: 'norms',
      title: 'Norms of the features under a penalty',
      description,
      panels: sweep.map(({ penalty, restarts }) => ({
        note: `λ = ${penalty}`,
        norms: restarts[0]!.norms,
        interference: restarts[0]!.interference,
      })),
      hiddenSize,
      columns: 4,
    }),
    gramFigure({
      name: 'gram',
      title: 'Products of feature vectors, and biases',
      description,
      panels: sweep.map(({ penalty, restarts }) => ({
        note: `λ = ${penalty}`,
        gram: gramMatrix(matrixFromRows(restarts[0]!.weights)),
        bias: restarts[0]!.bias,
      })),
      columns: 4,
    }),
  ]
}
