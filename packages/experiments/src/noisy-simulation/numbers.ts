/** Numbers of the noisy simulation's experiment, from trained ensembles. Plain JSON. */
import { deriveSeed, sampleBatch } from '@digon/data'
import { representedFeatures } from '@digon/metrics'
import { memberWeights } from '@digon/model'
import { digonSimulation } from '@digon/theory'
import type { TrainedEnsemble } from '../experiment.js'
import { probabilityGroups } from '../probability-groups.js'
import { type LossStatistics, lossStatistics, median, soundMembers } from '../restarts.js'
import { type Simulation, simulate } from './simulation.js'

export interface NoisySimulationNumbers {
  readonly featureCount: number
  readonly hiddenSize: number
  /** By falling probability. */
  readonly sweep: readonly SimulationResult[]
}

export interface SimulationResult {
  readonly probability: number
  /** Of digons of unit norm without bias, in closed form. */
  readonly digonExplained: number
  /** Restarts that did not diverge, by rising loss on fresh samples. */
  readonly restarts: readonly SimulatedRestart[]
  readonly losses: LossStatistics
  /** Medians over restarts. */
  readonly median: {
    readonly explained: number
    readonly explainedVariance: number
    readonly represented: number
    /** Of the numbers of active features that all restarts have: mean ‖y′ − y‖² and ‖y′‖². */
    readonly noise: Simulation['noise']
  }
}

export interface SimulatedRestart extends Simulation {
  readonly seed: number
  /** On fresh samples. */
  readonly loss: number
  /** How many features have a norm above 0.5. */
  readonly represented: number
}

/** Fresh inputs on which each model is compared with the larger one. */
const comparedSamples = 20_000

/** @throws {RangeError} when all restarts of a probability diverged. */
export function analyzeNoisySimulation(trained: readonly TrainedEnsemble[]): NoisySimulationNumbers {
  const [, featureCount, hiddenSize] = trained[0]!.parameters.weights!.shape
  const sweep = trained.flatMap((ensemble) =>
    probabilityGroups(ensemble.task).map(({ probability, members }) =>
      simulationResult(ensemble, probability, members),
    ),
  )
  return { featureCount: featureCount!, hiddenSize: hiddenSize!, sweep }
}

function simulationResult(trained: TrainedEnsemble, probability: number, members: readonly number[]): SimulationResult {
  const restarts = soundMembers(trained, members)
    .map((member) => simulatedRestart(trained, member, probability))
    .sort((a, b) => a.loss - b.loss)
  const losses = lossStatistics(
    restarts.map(({ loss }) => loss),
    members.length,
  )
  const medianOf = (quantity: 'explained' | 'explainedVariance' | 'represented') =>
    median(restarts.map((restart) => restart[quantity]))
  return {
    probability,
    digonExplained: digonSimulation(probability).explained,
    restarts,
    losses,
    median: {
      explained: medianOf('explained'),
      explainedVariance: medianOf('explainedVariance'),
      represented: medianOf('represented'),
      noise: medianNoise(restarts),
    },
  }
}

function medianNoise(restarts: readonly SimulatedRestart[]): Simulation['noise'] {
  return restarts[0]!.noise.flatMap(({ activeCount }) => {
    const found = restarts.flatMap(({ noise }) => noise.filter((entry) => entry.activeCount === activeCount))
    if (found.length < restarts.length) return []
    return {
      activeCount,
      noise: median(found.map(({ noise }) => noise)),
      signal: median(found.map(({ signal }) => signal)),
    }
  })
}

function simulatedRestart(trained: TrainedEnsemble, member: number, probability: number): SimulatedRestart {
  const { ensemble } = trained.task
  const { seed } = ensemble.members[member]!
  const batch = sampleBatch(
    { kind: 'independent', probability },
    {
      featureCount: ensemble.model.featureCount,
      seed: deriveSeed(seed, ['compared']),
      step: 0,
      sampleCount: comparedSamples,
    },
  )
  return {
    seed,
    loss: trained.evaluation.losses[member]!,
    represented: representedFeatures(memberWeights(trained.parameters, member)).length,
    ...simulate(ensemble.model, trained.parameters, member, batch),
  }
}
