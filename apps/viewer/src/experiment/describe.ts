/** From settings to the complete ensemble, and to what changes for good. */

import {
  defineEnsemble,
  type Ensemble,
  type EnsembleDescription,
  type MemberChanges,
  type StageChanges,
} from '@digon/model'
import { lawOf } from './feature-law.js'
import type { LiveName, Settings } from './settings.js'

/** @throws {InvalidEnsembleError} when settings contradict one another, such as an importance of four numbers for five features. */
export function ensembleOf(settings: Settings, pinned: readonly number[] = []): Ensemble {
  return defineEnsemble(describe(settings, pinned))
}

/** As it stands in a file of settings: what is not said there is the default there too. */
export function describe(settings: Settings, pinned: readonly number[] = []): EnsembleDescription {
  const { featureCount, hiddenSize, hiddenActivation, outputActivation, tied, outputBias, hiddenBias } = settings
  const { optimizer: kind, momentum, schedule, weightDecay } = settings
  return {
    model: { featureCount, hiddenSize, hiddenActivation, outputActivation, tied, outputBias, hiddenBias },
    target: settings.target,
    optimizer: {
      kind,
      ...(kind === 'sgd' && { momentum }),
      ...(schedule !== 'constant' && { schedule: { kind: schedule.kind, totalSteps: schedule.steps } }),
    },
    batchSize: settings.batchSize,
    members: {
      count: settings.restarts,
      seed: settings.seed,
      data: lawOf(settings),
      importance: settings.importance,
      learningRate: settings.learningRate,
      ...(weightDecay !== undefined && { weightDecay }),
      ...(settings.hiddenL1 > 0 && { hiddenL1: settings.hiddenL1 }),
      initialization: settings.initialization,
      ...(pinned.length > 0 && { frozenFeatures: pinned }),
    },
  }
}

/** The change of one setting as a stage of a training task has it. @param settings after the change. */
export function stageOf(settings: Settings, name: LiveName): StageChanges {
  const members = (changes: MemberChanges): StageChanges => ({ members: changes })
  switch (name) {
    case 'target':
      return { target: settings.target }
    case 'batchSize':
      return { batchSize: settings.batchSize }
    case 'importance':
      return members({ importance: settings.importance })
    case 'learningRate':
      return members({ learningRate: settings.learningRate })
    case 'hiddenL1':
      return members({ hiddenL1: settings.hiddenL1 })
    case 'weightDecay':
      return members({ weightDecay: settings.weightDecay ?? (settings.optimizer === 'adamw' ? 0.01 : 0) })
    default:
      return members({ data: lawOf(settings, true) })
  }
}
