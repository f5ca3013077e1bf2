/**
 * The published faults: what a subtly broken system would do. Near misses, so that a claim that notices none of them says little.
 * A fault in results shares the training of the others; a fault in the plan trains what it changes, and
 * one in tools of a simulation trains nothing.
 */
import { ensembleAt } from '@digon/model'
import type { ExperimentPlan } from '../experiment.js'
import {
  changedModel,
  denser,
  everyLaw,
  everyMemberOfPlan,
  otherValues,
  shortened,
  timesTen,
  withoutSets,
} from './changed-plan.js'
import {
  biasNames,
  everySweep,
  everyTensor,
  everyTrained,
  firstRepeated,
  neighborsModels,
  noisyWeights,
  scaledWeights,
  shiftedRows,
} from './changed-results.js'
import {
  everyDictionary,
  everyStream,
  everyTraining,
  normalsTimes,
  repeated,
  rounded,
  withoutDependence,
  withoutEncoderBiases,
} from './changed-tools.js'
import type { Fault } from './fault.js'

/** The published near misses, in the order in which an audit plants them. */
export const faults: readonly Fault[] = [
  {
    name: 'untrained',
    description: 'Models keep their initial parameters.',
    plan: (task) => ({ ...shortened(task, 0), stages: [], ensemble: ensembleAt(task, task.steps) }),
    tools: everyTraining((training) => ({ ...training, steps: 0 })),
  },
  {
    name: 'tenth of training',
    description: 'Training stops after a tenth of the steps, and of the steps of every stage.',
    plan: (task) => shortened(task, 0.1),
    tools: everyTraining((training) => ({ ...training, steps: Math.floor(training.steps / 10) })),
  },
  {
    name: 'density 25 % too high',
    description: 'Features are active 1.25 times as often as planned, in training and evaluation.',
    plan: everyLaw((law) => denser(law, 1.25)),
  },
  {
    name: 'biases lost',
    description: 'Biases come back from training as 0.',
    touches: ({ tasks }) =>
      tasks.some(({ ensemble: { model } }) => model.kind === 'autoencoder' && (model.outputBias || model.hiddenBias)),
    trained: everyTensor(biasNames, ({ values }) => new Float64Array(values.length)),
  },
  {
    name: 'weights 5 % too small',
    description: 'Weights come back from training times 0.95.',
    trained: scaledWeights(0.95),
  },
  {
    name: 'weights 5 % too large',
    description: 'Weights come back from training times 1.05.',
    trained: scaledWeights(1.05),
  },
  {
    name: 'noise on weights',
    description: 'Weights come back from training with normal noise of deviation 0.05.',
    trained: noisyWeights(0.05),
  },
  {
    name: 'losses 10 % too high',
    description: 'Losses and errors are reported times 1.1.',
    trained: everyTrained((trained) => ({
      ...trained,
      loss: 1.1 * trained.loss,
      errors: trained.errors.map((error) => 1.1 * error),
      history: trained.history.map((loss) => 1.1 * loss),
    })),
  },
  {
    name: 'importance ignored',
    description: 'Every feature has the mean importance in the loss.',
    plan: everyMemberOfPlan((member) =>
      Array.isArray(member.importance) && differ(member.importance)
        ? { ...member, importance: member.importance.map((_, __, all) => sum(all) / all.length) }
        : member,
    ),
  },
  {
    name: 'wrong value law',
    description: 'Values are drawn from (−1, 1) instead of [0, 1), and the reverse.',
    plan: everyLaw(otherValues),
  },
  {
    name: 'gradient of the first feature lost',
    description: 'The weights and the bias of the first feature keep their initial values.',
    plan: everyMemberOfPlan((member) => ({
      ...member,
      ...(member.frozenFeatures && { frozenFeatures: [...new Set([0, ...member.frozenFeatures])] }),
    })),
  },
  {
    name: 'output activation swapped',
    description: 'Outputs have no ReLU, and linear models have one.',
    plan: changedModel(({ outputActivation }) => ({
      outputActivation: outputActivation === 'identity' ? 'relu' : 'identity',
    })),
  },
  {
    name: 'hidden activation lost',
    description: 'Hidden units have no ReLU.',
    plan: changedModel(() => ({ hiddenActivation: 'identity' })),
  },
  {
    name: 'target without absolute value',
    description: 'Models that should compute |x| are trained to output x.',
    plan: (task) => ({ ...task, ensemble: { ...task.ensemble, target: 'identity' } }),
  },
  {
    name: 'sets ignored',
    description: 'Features of a set are as often active as planned, but independently.',
    plan: everyLaw(withoutSets),
  },
  {
    name: 'hidden penalty ignored',
    description: 'The L1 penalty on hidden units is 0.',
    plan: everyMemberOfPlan((member) => ({ ...member, ...(member.hiddenL1 && { hiddenL1: 0 }) })),
  },
  {
    name: 'weight decay times ten',
    description: 'Weight decay is ten times as strong as planned.',
    plan: timesTen('weightDecay'),
  },
  {
    name: 'learning rate times ten',
    description: 'Learning rates are ten times as high as planned.',
    plan: timesTen('learningRate'),
  },
  {
    name: 'one restart repeated',
    description: 'The first restart of a condition stands in for all of them.',
    touches: ({ sweeps }) =>
      Object.values(sweeps).some(({ groups }) => groups.some(({ members }) => members.length > 1)),
    trained: everySweep(firstRepeated),
  },
  {
    name: 'members mixed up',
    description: 'Conditions get the models of the next condition.',
    touches: hasNeighbors,
    trained: everySweep(neighborsModels),
  },
  {
    name: 'features shifted',
    description: 'Every weight vector belongs to the feature before; biases stay.',
    touches: ({ tasks }) => tasks.some(({ ensemble: { members } }) => members.some(tellsFeaturesApart)),
    trained: everyTensor(['weights'], shiftedRows),
  },
  {
    name: 'losses of the last batch',
    description: 'Losses are those of the last training batch that was kept, not of fresh samples.',
    touches: ({ tasks }) => tasks.some(({ lossSteps }) => lossSteps.length > 0),
    trained: everyTrained((trained) => ({ ...trained, loss: trained.history.at(-1) ?? trained.loss })),
  },
  {
    name: 'dependence of features lost',
    description: 'Dictionaries are trained on features that are as often active as planned, but independently.',
    tools: everyTraining(withoutDependence),
  },
  {
    name: 'encoder biases lost',
    description: 'Encoder biases and thresholds of dictionaries come back from training as 0.',
    tools: everyDictionary(withoutEncoderBiases),
  },
  {
    name: 'normal numbers 5 % too wide',
    description: 'Normal numbers of a simulation have the deviation 1.05.',
    tools: everyStream(normalsTimes(1.05)),
  },
  {
    name: 'normal numbers 5 % too narrow',
    description: 'Normal numbers of a simulation have the deviation 0.95.',
    tools: everyStream(normalsTimes(0.95)),
  },
  {
    name: 'random numbers used twice',
    description: 'Every second random number of a simulation is the one before it.',
    tools: everyStream(repeated),
  },
  {
    name: 'random numbers of 8 bits',
    description: 'Random numbers of a simulation have 256 different values.',
    tools: everyStream(rounded(256)),
  },
]

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** Two conditions of a sweep have models of one shape. */
function hasNeighbors({ sweeps }: ExperimentPlan): boolean {
  return Object.values(sweeps).some(({ tasks, groups }) => {
    const shapes = groups.map(({ task }) => JSON.stringify(tasks[task]!.ensemble.model))
    return new Set(shapes).size < shapes.length
  })
}

/** Features differ in importance or probability, or come in sets. */
function tellsFeaturesApart({
  importance,
  data,
}: ExperimentPlan['tasks'][number]['ensemble']['members'][number]): boolean {
  if (differ(importance)) return true
  if (data.kind !== 'independent') return false
  return (data.groups ?? []).length > 0 || (typeof data.probability !== 'number' && differ(data.probability))
}

function differ(values: readonly number[]): boolean {
  return values.some((value) => value !== values[0])
}
