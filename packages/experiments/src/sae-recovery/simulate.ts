/** The autoencoders: which are trained on what, by study and condition. */
import type { FeatureLaw } from '@digon/data'
import {
  type DictionaryTraining,
  defineDictionaries,
  type InputLaw,
  orthonormalDirections,
  type Prefix,
  type RuleDescription,
} from '@digon/dictionaries'
import type { Matrix } from '@digon/matrix'
import type { Dictionary } from '@digon/model'
import type { SeedOf, Tools } from '../vocabulary/simulation.js'
import type { Trained } from '../vocabulary/sweep.js'
import {
  type AbsorptionCase,
  absorptionLaw,
  activeLaw,
  detectorLaw,
  hedgingLaw,
  matryoshkaLaw,
  nearTruth,
} from './laws.js'
import {
  absorption,
  active,
  activeCounts,
  detector,
  detectorCounts,
  type HedgingCase,
  hedging,
  hedgingCases,
  innerWeights,
  matryoshka,
  type saeRecoverySettings,
  startNoise,
  toyModel,
  toyProbability,
} from './settings.js'

export type Settings = (typeof saeRecoverySettings.settings)['quick']

/** A trained autoencoder, with what it was trained on. */
export interface Fit {
  readonly inputs: InputLaw
  readonly seed: number
  readonly dictionary: Dictionary
}

/** The restarts of a condition. */
export interface Condition<Name> {
  readonly condition: Name
  readonly fits: readonly Fit[]
}

export interface Fits {
  readonly absorption: readonly Condition<{ readonly law: AbsorptionCase; readonly tied: boolean }>[]
  readonly hedging: readonly Condition<HedgingCase>[]
  readonly active: readonly Condition<{ readonly sign: 1 | -1; readonly activeCount: number }>[]
  readonly detector: readonly Condition<number>[]
  readonly matryoshka: readonly Condition<number>[]
  /** One per toy model, on the features that it was trained on. */
  readonly hidden: readonly Fit[]
}

interface Study {
  readonly name: string
  readonly features: FeatureLaw
  readonly directions: Matrix
  readonly latentCount: number
  readonly rule: RuleDescription
  readonly tied?: boolean
  readonly prefixes?: readonly Prefix[]
  /** Noise on the true directions at the start. Default: random directions. */
  readonly startNoise?: number
  readonly restarts?: number
  /** How many times fewer steps it takes; default 1. */
  readonly shorter?: number
}

export function trainFits(
  { toy }: { readonly toy: readonly Trained<number>[] },
  { restarts, activeRestarts, batchSize, dictionarySteps }: Settings,
  { trainDictionary }: Pick<Tools, 'trainDictionary'>,
  seedOf: SeedOf,
): Fits {
  const trainingsOf = (study: Study): readonly DictionaryTraining[] => {
    const steps = dictionarySteps / (study.shorter ?? 1)
    const { name, features, directions, latentCount, rule, tied, prefixes, startNoise: noise } = study
    return defineDictionaries({
      inputs: { features, directions },
      model: { latentCount, rule, ...(tied && { tied }), ...(prefixes && { prefixes }) },
      optimizer: { learningRate: 0.01, schedule: { kind: 'linear', totalSteps: steps } },
      batchSize,
      members: Array.from({ length: study.restarts ?? restarts }, (_, restart) => ({
        seed: seedOf(name, String(restart)),
        ...(noise !== undefined && {
          start: { decoder: nearTruth(directions, latentCount, noise, seedOf(name, 'start', String(restart))) },
        }),
      })),
      steps,
    })
  }
  const fitsOf = (study: Study): readonly Fit[] =>
    trainingsOf(study).map((training) => {
      return { inputs: training.inputs, seed: training.seed, dictionary: trainDictionary(training) }
    })
  const truth = (featureCount: number, inputSize: number, name: string) =>
    orthonormalDirections(featureCount, inputSize, seedOf('directions', name))
  const models = toy.flatMap(({ members }) => members)
  return {
    absorption: absorptionConditions.map((condition) => {
      const { law, tied } = condition
      const directions = truth(4, absorption.inputSize, 'absorption')
      const rule = { kind: 'l1', sparsity: absorption.sparsity } as const
      const name = `absorption ${law}${tied ? ' tied' : ''}`
      return { condition, fits: fitsOf({ name, features: absorptionLaw(law), directions, latentCount: 4, rule, tied }) }
    }),
    hedging: (Object.keys(hedgingCases) as HedgingCase[]).map((condition) => {
      const directions = truth(2, hedging.inputSize, 'hedging')
      const rule = { kind: 'l1', sparsity: hedging.sparsity } as const
      const features = hedgingLaw(condition)
      return {
        condition,
        fits: fitsOf({
          name: `hedging ${condition}`,
          features,
          directions,
          latentCount: 1,
          rule,
          tied: true,
          startNoise,
          shorter: 2,
        }),
      }
    }),
    active: activeConditions.map((condition) => {
      const { sign, activeCount } = condition
      const directions = truth(active.featureCount, active.inputSize, 'active')
      const rule = { kind: 'batch-top-k', activeCount } as const
      const study = {
        features: activeLaw(sign),
        directions,
        latentCount: active.featureCount,
        rule,
        startNoise: activeCount < 2 ? 0 : startNoise,
        restarts: activeRestarts,
        shorter: 2,
      }
      return { condition, fits: fitsOf({ name: `active ${sign} ${activeCount}`, ...study }) }
    }),
    detector: detectorCounts.map((condition) => {
      const { featureCount, inputSize } = detector
      const directions = truth(featureCount, inputSize, 'detector')
      const rule = { kind: 'batch-top-k', activeCount: condition } as const
      const study = {
        features: detectorLaw(),
        directions,
        latentCount: featureCount,
        rule,
        restarts: activeRestarts,
        shorter: 2,
        startNoise,
      }
      return { condition, fits: fitsOf({ name: `detector ${condition}`, ...study }) }
    }),
    matryoshka: innerWeights.map((condition) => {
      const latentCount = 1 + matryoshka.children
      const directions = truth(latentCount, matryoshka.inputSize, 'matryoshka')
      const rule = { kind: 'l1', sparsity: matryoshka.sparsity } as const
      const prefixes = [
        { latents: 1, weight: condition },
        { latents: latentCount, weight: 1 },
      ]
      return {
        condition,
        fits: fitsOf({
          name: `matryoshka ${condition}`,
          features: matryoshkaLaw(),
          directions,
          latentCount,
          rule,
          prefixes,
          startNoise,
        }),
      }
    }),
    hidden: models.flatMap(({ weights }, k) => {
      const features = {
        kind: 'independent',
        probability: toyProbability,
        values: { kind: 'constant', value: 1 },
      } as const
      return fitsOf({ name: `hidden ${k}`, features, directions: weights, restarts: 1, ...overToy })
    }),
  }
}

const absorptionConditions = [
  { law: 'independent', tied: false },
  { law: 'nested', tied: false },
  { law: 'nested', tied: true },
  { law: 'mostly nested', tied: false },
] as const
const activeConditions = ([1, -1] as const).flatMap((sign) =>
  activeCounts.map((activeCount) => ({ sign, activeCount })),
)
const overToy = {
  latentCount: toyModel.featureCount,
  rule: { kind: 'l1', sparsity: absorption.sparsity } as const,
}
