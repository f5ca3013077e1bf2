/** The one model of the front page: five features in two dimensions, trained anew for every probability that somebody chooses. */
import type { Matrix } from '@digon/matrix'
import { type ReadonlySignal, signal } from '@preact/signals'
import { defaultSettings, type Settings } from '../../experiment/settings.js'
import { type Frame, weightsOf } from '../../training/frame.js'
import type { Training } from '../../training/training.js'
import { recordedProbability, recordedWeights } from './recorded-picture.js'

/** Steps after which shapes have settled. */
export const demonstrationSteps = 1600

export interface Demonstration {
  readonly probability: ReadonlySignal<number>
  /** `[feature, hidden]` of the restart with the lowest loss. */
  readonly weights: ReadonlySignal<Matrix>
  readonly problem: ReadonlySignal<string | undefined>
  /** Trains new weights at this probability; what was under way ends. Never rejects. */
  train(probability: number): Promise<void>
}

/** @param redrawInMilliseconds between two pictures at least; Infinity shows the end alone. */
export function createDemonstration(training: Training, redrawInMilliseconds: () => number): Demonstration {
  const probability = signal(recordedProbability)
  const weights = signal<Matrix>(recordedWeights)
  const problem = signal<string | undefined>(undefined)
  let turn = 0
  return {
    probability,
    weights,
    problem,
    train: async (chosen) => {
      const own = ++turn
      probability.value = chosen
      problem.value = undefined
      const show = (frame: Frame) => {
        if (own === turn) weights.value = weightsOf(frame, lowest(frame.losses))
      }
      try {
        await training.open('automatic', demonstrationSettings(chosen), [])
        if (own !== turn) return
        const options = {
          speed: 'fast',
          redrawInMilliseconds: redrawInMilliseconds(),
          untilStep: demonstrationSteps,
        } as const
        await training.play(options, show)
      } catch (failure) {
        if (own === turn) problem.value = failure instanceof Error ? failure.message : String(failure)
      }
    },
  }
}

export function demonstrationSettings(probability: number): Settings {
  return { ...defaultSettings, probability }
}

function lowest(losses: ArrayLike<number>): number {
  let index = 0
  for (let restart = 1; restart < losses.length; restart++) if (losses[restart]! < losses[index]!) index = restart
  return index
}
