/** Faults in the optimizer, its schedule and what it leaves alone. */
import type { Ensemble } from '../../ensemble.js'
import { type Faults, ownMembers } from './faults.test-support.js'
import {
  afterEveryStep,
  isFrozen,
  mapTensors,
  trainsInstead,
  trainsMembers,
  withCorrectionsOfStepsLater,
} from './plant.test-support.js'

export const updateFaults: Faults = {
  'the bias is updated twice': {
    plant: () =>
      afterEveryStep((after, before) => ({
        ...after,
        parameters: mapTensors(after.parameters, (value, name, k) =>
          name === 'bias' ? 2 * value - before.parameters[name]!.values[k]! : value,
        ),
      })),
    foundBy: ['training: plain sgd', 'replay: relu output tied, adamw defaults', `training: ${ownMembers}`],
  },
  'weight decay of adamw is added to the gradient': {
    plant: () =>
      trainsInstead((ensemble) =>
        ensemble.optimizer.kind === 'adamw'
          ? { ...ensemble, optimizer: { ...ensemble.optimizer, kind: 'adam' } }
          : ensemble,
      ),
    foundBy: ['training: adamw with other betas and a large epsilon', 'replay: relu output tied, adamw, odd sizes'],
  },
  'weight decay is left out': {
    plant: () => trainsMembers(() => ({ weightDecay: 0 })),
    foundBy: ['training: sgd with momentum and weight decay', 'replay: adam with coupled weight decay'],
  },
  'bias corrections are one step off': {
    plant: () => withCorrectionsOfStepsLater(1),
    foundBy: ['training: adam with weight decay added to the gradient', 'replay: adam with coupled weight decay'],
  },
  'the schedule is ignored': {
    plant: () =>
      trainsInstead((ensemble) => {
        const schedule = { ...ensemble.optimizer.schedule, kind: 'constant' } as const
        return { ...ensemble, optimizer: { ...ensemble.optimizer, schedule } }
      }),
    foundBy: ['training: cosine schedule, and beyond its end', 'replay: absolute value untied, cosine schedule'],
  },
  'the last incomplete group of four features is not trained': {
    plant: () =>
      afterEveryStep((after, before, { model }) => ({
        ...after,
        parameters: mapTensors(after.parameters, (value, name, k) => {
          const whole = model.featureCount - (model.featureCount % 4)
          return name === 'bias' && k % model.featureCount >= whole ? before.parameters[name]!.values[k]! : value
        }),
      })),
    foundBy: [
      'training: 3 × (17, 9), batch 31, probability 0.2, tied',
      'training: 1 × (1, 1), batch 1, probability 1, tied',
    ],
  },
  'parameters are kept in half precision': {
    plant: () =>
      afterEveryStep((after) => ({
        ...after,
        parameters: mapTensors(after.parameters, (value) => {
          const unit = 2 ** (Math.floor(Math.log2(Math.abs(value) || 1)) - 10)
          return Math.round(value / unit) * unit
        }),
      })),
    foundBy: [`training: ${ownMembers}`, 'replay: linear tied, adamw'],
  },
  'weights of frozen features decay': {
    plant: () =>
      afterEveryStep((after, _, ensemble) => ({
        ...after,
        parameters: mapTensors(after.parameters, (value, name, k, member) => {
          const { learningRate, weightDecay } = ensemble.members[member]!
          return isFrozen(ensemble, after.parameters, name, k) ? value * (1 - learningRate * weightDecay) : value
        }),
      })),
    foundBy: ['training: frozen features, tied, adamw'],
  },
  'biases of frozen features are trained': {
    plant: () =>
      afterEveryStep(
        (after, before, ensemble) => ({
          ...after,
          parameters: mapTensors(after.parameters, (value, name, k) =>
            name !== 'bias' && isFrozen(ensemble, after.parameters, name, k)
              ? before.parameters[name]!.values[k]!
              : value,
          ),
        }),
        withoutFrozen,
      ),
    foundBy: ['training: frozen features, untied with biases, adam', 'training: frozen features, tied, adamw'],
  },
  'moments of frozen features go on': {
    plant: () =>
      afterEveryStep(
        (after, before, ensemble) => ({
          ...after,
          parameters: mapTensors(after.parameters, (value, name, k) =>
            isFrozen(ensemble, after.parameters, name, k) ? before.parameters[name]!.values[k]! : value,
          ),
        }),
        withoutFrozen,
      ),
    foundBy: ['training: frozen features, untied with biases, adam'],
  },
}

function withoutFrozen(ensemble: Ensemble): Ensemble {
  return { ...ensemble, members: ensemble.members.map((member) => ({ ...member, frozenFeatures: [] })) }
}
