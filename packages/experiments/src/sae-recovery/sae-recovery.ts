/** Sparse autoencoders where the truth is known: absorption, hedging, the wrong number of active latents, Matryoshka balance. */
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { sweep } from '../vocabulary/sweep.js'
import { claimsOf } from './claims.js'
import { figuresOf } from './figures.js'
import { type Measured, measureFits } from './measure.js'
import { saeRecoverySettings, toyModel, toyProbability } from './settings.js'
import { trainFits } from './simulate.js'
import * as text from './text.js'

export const saeRecovery = defineExperiment({
  settings: saeRecoverySettings,
  text,

  plan: ({ toyModels, batchSize, steps }, seedOf) => ({
    toy: sweep({
      name: 'toy',
      model: toyModel,
      batchSize,
      shared: { learningRate: 0.01, weightDecay: 0 },
      conditions: [toyProbability],
      member: (probability) => ({ data: { probability } }),
      seed: () => seedOf('toy'),
      restarts: toyModels,
      steps,
      evaluationSamples: 20_000,
    }),
  }),
  simulation: {
    uses: ['trainDictionary'],
    run: (trained, settings, tools, seedOf) => trainFits(trained, settings, tools, seedOf),
  },
  measure: (_, __, fits) => measureFits(fits),

  controls: {
    'the true directions, read by themselves': {
      numbers: (numbers): Measured => ({
        ...numbers,
        absorption: numbers.absorption.map((each) => ({ ...each, restarts: each.restarts.map(asTruth) })),
        hedging: numbers.hedging.map((each) => ({ ...each, restarts: each.restarts.map(asTruth) })),
        active: numbers.active.map((each) => ({
          ...each,
          restarts: each.restarts.map((restart) => ({
            ...restart,
            cosineWithFirst: 0,
            explained: restart.explainedByTruth,
          })),
        })),
        matryoshka: numbers.matryoshka.map((each) => ({
          ...each,
          restarts: each.restarts.map((restart) => ({ ...restart, encoderRatio: 0 })),
        })),
      }),
    },
    'conditions in reverse order': {
      numbers: (numbers): Measured => ({
        ...numbers,
        active: reversedRestarts(numbers.active),
        detector: reversedRestarts(numbers.detector),
        matryoshka: reversedRestarts(numbers.matryoshka),
        hedging: reversedRestarts(numbers.hedging),
      }),
    },
    'a feature less recovered': {
      numbers: (numbers): Measured => ({
        ...numbers,
        absorption: numbers.absorption.map((each) => ({
          ...each,
          restarts: each.restarts.map((restart) => ({ ...restart, recovered: restart.recovered - 1 })),
        })),
        active: numbers.active.map((each) => ({
          ...each,
          restarts: each.restarts.map((restart) => ({ ...restart, leastCosine: 0.9 })),
        })),
        hidden: numbers.hidden.map((each) => ({ ...each, recovered: each.recovered - 1 })),
      }),
    },
  },

  claims: claimsOf,
  figures: figuresOf,
})

function asTruth<Restart extends Measured['absorption'][number]['restarts'][number]>(restart: Restart): Restart {
  return { ...restart, gap: 0, degrees: 0, encoderRatio: 0, bisectorCosine: Math.SQRT1_2 }
}

function reversedRestarts<Result extends { readonly restarts: unknown }>(conditions: readonly Result[]): Result[] {
  return conditions.map((each, k) => ({ ...each, restarts: conditions[conditions.length - 1 - k]!.restarts }))
}
