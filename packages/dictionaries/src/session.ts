/** Training one dictionary: fresh batches, steps, what comes out. Several are several sessions: none knows of another. */
import { purpose } from '@digon/data'
import type { DictionaryParameters, DictionaryTraining } from './dictionary.js'
import { type BatchLoss, differentiate } from './differentiate.js'
import { initialParameters } from './initial-parameters.js'
import { createInputSource } from './input-source.js'
import { newParameters } from './parameter-sizes.js'
import { createStepBuffers } from './step-buffers.js'
import { update } from './update.js'

/** Dictionaries in training. */
export interface DictionarySession {
  /** Updates done so far. */
  readonly step: number
  /**
   * Trains so many steps on; stops where the loss is not finite, with the parameters before that update.
   *
   * @param steps an integer ≥ 1. @returns loss and active latents of the last step, before its update.
   */
  advance(steps: number): BatchLoss
  /** One step on given samples `[sample, input]`, as many as the batch size. */
  advanceOn(inputs: Float32Array): BatchLoss
  /** A copy, float32. */
  parameters(): DictionaryParameters
}

/**
 * Starts training; the same description gives the same numbers, bit for bit, wherever JavaScript runs.
 *
 * @param from parameters to start from instead of those that the seed gives; moments are 0.
 */
export function openDictionary(training: DictionaryTraining, from?: DictionaryParameters): DictionarySession {
  const { model, optimizer, batchSize, inputs: law, seed } = training
  const buffers = createStepBuffers(model, from ?? initialParameters(training))
  const batch = createInputSource(law, seed, purpose.training)
  const room = { read: new Float32Array(batchSize * model.latentCount), counts: new Uint32Array(2 ** 16) }
  let step = 0
  const advanceOn = (inputs: Float32Array): BatchLoss => {
    const result = differentiate(model, buffers, inputs, room)
    if (Number.isFinite(result.loss)) update(model, optimizer, buffers, step++)
    return result
  }
  return {
    get step() {
      return step
    },
    advanceOn,
    advance(steps) {
      let result: BatchLoss = { loss: Number.NaN, activeCount: Number.NaN }
      for (let k = 0; k < steps; k++) {
        result = advanceOn(batch(step, batchSize).inputs.values as Float32Array)
        if (!Number.isFinite(result.loss)) break
      }
      return result
    },
    parameters: () => newParameters(model, Float32Array, buffers.parameters),
  }
}
