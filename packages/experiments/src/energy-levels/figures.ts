/** Figures of the energy levels: dimensionality and loss over training of one restart, and the losses of all. */
import { dimensionalityHistoryFigure, type Figure, lossFigure } from '@digon/plot'
import { type EnergyLevelNumbers, hop, type RestartResult } from './numbers.js'

export function energyLevelFigures({ restarts, losses }: EnergyLevelNumbers): readonly Figure[] {
  // Where a feature hops last the levels are seen best: other restarts are in order before the loss has flattened.
  const shown = [...restarts].sort((a, b) => lastHop(b) - lastHop(a))[0]!
  const steps = shown.snapshots.map(({ step }) => step)
  return [
    dimensionalityHistoryFigure({
      name: 'dimensionality',
      title: 'Features hop between levels, and the loss drops',
      description: `D of every feature over training, and the loss below, of the one of ${losses.count} restarts in which a feature hops last. ${inWords(shown)}`,
      steps,
      dimensionality: shown.snapshots.map(({ dimensionality }) => dimensionality),
      loss: { steps, values: shown.snapshots.map(({ loss }) => loss) },
      marks: marksOf(shown),
    }),
    lossFigure({
      name: 'losses',
      title: 'Losses of all restarts',
      description: `Loss over steps, on samples that are the same for all. Restarts end between ${losses.best.toPrecision(4)} and ${(losses.best + losses.spread).toPrecision(4)} on fresh samples. ${restarts.map(inWords).join(' ')}`,
      series: [
        { label: 'shown', steps, losses: [shown.snapshots.map(({ loss }) => loss)] },
        {
          label: 'all restarts',
          steps,
          losses: restarts.map(({ snapshots }) => snapshots.map(({ loss }) => loss)),
        },
      ],
      stepScale: 'log',
    }),
  ]
}

/** End of the last interval with a hop, 0 without any. */
function lastHop({ intervals }: RestartResult): number {
  return intervals.findLast(({ largestChange }) => largestChange >= hop)?.to ?? 0
}

/** Where hops are largest: each larger than its neighbors, the three latest. */
function marksOf({ intervals }: RestartResult) {
  return intervals
    .filter(({ largestChange }, k) => {
      const [before, after] = [intervals[k - 1]?.largestChange ?? 0, intervals[k + 1]?.largestChange ?? 0]
      return largestChange >= hop && largestChange > before && largestChange >= after
    })
    .slice(-3)
    .map(({ from, to }) => ({ step: Math.sqrt(from * to), label: 'hop' }))
}

function inWords({ ends, correlation }: RestartResult): string {
  return `${ends.half} features at 1/2, ${ends.none} at 0, ${ends.other} elsewhere; movement and fall correlate at ${correlation.toFixed(2)}.`
}
