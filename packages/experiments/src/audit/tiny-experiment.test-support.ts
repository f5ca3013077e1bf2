/** An experiment that trains in milliseconds and has all that the published faults break. Its only claims are given by the test. */
import { defineDictionaries } from '@digon/dictionaries'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import type { Judgment } from '../vocabulary/expectations.js'
import { defineSettings } from '../vocabulary/settings.js'
import { sweep } from '../vocabulary/sweep.js'
import type { AuditedSweeps } from './fault.js'

/** @param judge by the claim's name. @param source of every claim. */
export function tinyExperiment(
  judge: Readonly<Record<string, (trained: AuditedSweeps, drawn: readonly number[]) => Judgment>>,
  source = 'mathematics',
) {
  const common = { batchSize: 16, restarts: 2, steps: 20, evaluationSamples: 64, lossSteps: [0, 19], record: [10, 20] }
  return defineExperiment({
    settings: defineSettings({
      id: 'tiny',
      title: 'Tiny',
      section: '§0',
      presets: { quick: {} },
      summary: () => 'two sweeps',
    }),
    text: { paper: '', method: '' },
    plan: (_, seedOf) => ({
      sets: sweep({
        ...common,
        name: 'sets',
        model: { featureCount: 4, hiddenSize: 2 },
        shared: { importance: { base: 0.8 }, hiddenL1: 0.01, learningRate: 0.01 },
        conditions: [0.2, 0.4],
        member: (probability) => ({ data: { probability, groups: [{ kind: 'together', features: [0, 1] }] } }),
        seed: (probability) => seedOf('sets', String(probability)),
      }),
      absolute: sweep({
        ...common,
        name: 'absolute',
        model: { featureCount: 3, hiddenSize: 4, hiddenActivation: 'relu', tied: false },
        target: 'absolute',
        shared: { data: { probability: 0.5, values: { kind: 'signed' } } },
        conditions: ['only'],
        seed: () => seedOf('absolute'),
      }),
    }),
    simulation: {
      uses: ['streamOf', 'trainDictionary'],
      run: (_, __, { streamOf, trainDictionary }, seedOf) => {
        const { uniform, normal } = streamOf('drawn')
        const [training] = defineDictionaries({
          inputs: {
            features: { kind: 'hierarchy', probability: [0.4, 0.2], parents: [null, 0] },
            directions: { kind: 'orthonormal', featureCount: 2, inputSize: 2 },
          },
          model: { latentCount: 2, rule: { kind: 'l1', sparsity: 0.1 } },
          batchSize: 16,
          members: { seed: seedOf('dictionary') },
          steps: 20,
        })
        const { decoder, encoderBias } = trainDictionary(training!)
        return [uniform(), uniform(), normal(), normal(), ...decoder.values, ...encoderBias]
      },
    },
    measure: (trained, _, drawn) =>
      Object.entries(judge).map(([id, of]) => ({ id, holds: of(trained as AuditedSweeps, drawn) })),
    controls: {},
    claims: (judgments) =>
      judgments.map(({ id, holds }) => ({
        id,
        kind: 'self-check',
        says: `${id}.`,
        measures: id,
        source,
        holds,
        failsOn: [],
      })),
    figures: () => [],
  })
}

/** A verdict about a number, for claims of the tiny experiment. */
export function judgedNumber(measured: number, holds: boolean): Judgment {
  return { expected: 'any', measured, tolerance: 'none', holds }
}
