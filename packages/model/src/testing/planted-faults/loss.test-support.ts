/** Faults in the loss, its gradient and its report. */
import type { Parameters } from '../../parameters.js'
import { type Faults, ownMembers } from './faults.test-support.js'
import { behaves, evaluates, mapTensors, reports, starts, trainsInstead, trainsMembers } from './plant.test-support.js'

export const lossFaults: Faults = {
  'importance is ignored': {
    plant: () => trainsMembers((_, { model }) => ({ importance: new Array<number>(model.featureCount).fill(1) })),
    foundBy: [`initial values, loss and gradient: ${ownMembers}`, 'replay: linear tied, adamw'],
  },
  'the loss is summed over features': {
    plant: () =>
      trainsMembers(({ importance }, { model }) => ({ importance: importance.map((i) => i * model.featureCount) })),
    foundBy: [`initial values, loss and gradient: ${ownMembers}`, 'training: plain sgd'],
  },
  'the loss is summed over features in what is reported, not in the gradient': {
    plant: () =>
      reports((progress, { model }) => ({ ...progress, losses: progress.losses.map((l) => l * model.featureCount) })),
    foundBy: ['training: plain sgd', 'replay: linear tied, adamw'],
  },
  'losses are NaN': {
    plant: () => evaluates((evaluation) => ({ ...evaluation, losses: evaluation.losses.map(() => Number.NaN) })),
    foundBy: [`initial values, loss and gradient: ${ownMembers}`],
  },
  'the hidden penalty is left out': {
    plant: () => trainsMembers(() => ({ hiddenL1: 0 })),
    foundBy: [`initial values, loss and gradient: ${ownMembers}`, 'replay: hidden L1 penalty'],
  },
  'the target is always the input': {
    plant: () => trainsInstead((ensemble) => ({ ...ensemble, target: 'identity' })),
    foundBy: ['training: absolute value of signed features', 'replay: absolute value untied, adamw'],
  },
  'the derivative of relu at 0 is 1, at the output': {
    plant: () => starts((snapshot) => ({ ...snapshot, parameters: nudgeZeros(snapshot.parameters, 'bias') })),
    foundBy: ['initial values, loss and gradient: all weights 0: relu output at exactly 0'],
  },
  'the derivative of relu at 0 is 1, in the hidden layer': {
    plant: () => starts((snapshot) => ({ ...snapshot, parameters: nudgeZeros(snapshot.parameters, 'hiddenBias') })),
    foundBy: [
      'initial values, loss and gradient: empty samples with an output bias: relu hidden at exactly 0',
      'training: empty samples with an output bias: relu hidden at exactly 0',
    ],
  },
  'the derivative of |hidden| at 0 is 1': {
    plant: () => starts((snapshot) => ({ ...snapshot, parameters: nudgeZeros(snapshot.parameters, 'hiddenBias') })),
    foundBy: [
      'initial values, loss and gradient: hidden penalty with a hidden bias at 0 and empty samples',
      'training: hidden penalty with a hidden bias at 0 and empty samples',
    ],
  },
  'batches are evaluated as if they had the size of training batches': {
    plant: () =>
      behaves((session, { batchSize }) => ({
        evaluate: async (batches, options) => {
          const evaluation = await session.evaluate(batches, options)
          const losses = evaluation.losses.map((loss, member) => (loss * batches[member]!.sampleCount) / batchSize)
          return { ...evaluation, losses }
        },
      })),
    foundBy: [`initial values, loss and gradient: ${ownMembers}`],
  },
  'errors are weighted by importance': {
    plant: () =>
      evaluates((evaluation, { members, model }) => ({
        ...evaluation,
        errors: evaluation.errors.map(
          (error, k) => error * members[Math.floor(k / model.featureCount)]!.importance[k % model.featureCount]!,
        ),
      })),
    foundBy: [`initial values, loss and gradient: ${ownMembers}`],
  },
}

/** Zeros become the smallest step above 0, which adds nothing to a sum but counts as above 0. */
function nudgeZeros(parameters: Parameters, wanted: string): Parameters {
  return mapTensors(parameters, (value, name) => (name === wanted && value === 0 ? 1e-300 : value))
}
