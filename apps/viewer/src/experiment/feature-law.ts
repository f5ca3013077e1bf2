/** The feature law that settings mean, and which of the settings a law reads. */
import { expectedActiveCount, type FeatureLaw, type ValueLaw } from '@digon/data'
import type { ZipfLaw } from '@digon/model'
import type { LawKind, Settings, ValueSetting } from './settings.js'

/** The settings that a law alone reads, beside probability and values. */
export const lawFields = {
  independent: ['probabilities', 'groups'],
  exactly: ['activeCount'],
  hierarchy: ['parents', 'probabilities', 'exclusive'],
  copula: ['correlation', 'probabilities'],
  latent: ['states', 'weights'],
} as const satisfies Readonly<Record<LawKind, readonly (keyof Settings)[]>>

/** Whether one of the laws reads a setting; true for all settings that are of no law alone. */
export function isRead(name: keyof Settings, laws: readonly LawKind[]): boolean {
  const readers = (Object.keys(lawFields) as LawKind[]).filter((law) =>
    (lawFields[law] as readonly (keyof Settings)[]).includes(name),
  )
  return readers.length === 0 || readers.some((law) => laws.includes(law))
}

/** Whether the probability p says how often features are active. */
export function followsProbability({ law, probabilities, states }: Settings): boolean {
  if (law === 'exactly') return false
  return law === 'latent' ? states === 'halves' : probabilities === 'p'
}

/** Whether the law speaks of single features, so that another number of features would need another law. */
export function namesFeatures({ law, probabilities, groups, correlation }: Settings): boolean {
  switch (law) {
    case 'exactly':
      return false
    case 'independent':
      return groups.length > 0 || probabilities !== 'p'
    case 'copula':
      return typeof correlation !== 'number' || probabilities !== 'p'
    default:
      return true
  }
}

/** Mean share of features that are active. @param law right for this number of features, as an ensemble has it. */
export function densityOf(law: FeatureLaw, featureCount: number): number {
  return expectedActiveCount(law, featureCount) / featureCount
}

/** @param isChange says everything, also what is the default: a change takes what it does not name from the law before it. */
export function lawOf(settings: Settings, isChange = false): FeatureLaw | ZipfLaw {
  const values = isChange || settings.values !== 'unit' ? { values: valueLaw(settings.values) } : {}
  return { ...chosenLaw(settings, isChange), ...values }
}

function chosenLaw(settings: Settings, isChange: boolean): FeatureLaw | ZipfLaw {
  const { law: kind, featureCount, groups, activeCount, exclusive, correlation, weights } = settings
  const probability = settings.probabilities === 'p' ? settings.probability : settings.probabilities
  switch (kind) {
    case 'independent':
      return { kind, probability, ...((isChange || groups.length > 0) && { groups: [...groups] }) } as FeatureLaw
    case 'exactly':
      return { kind, activeCount }
    case 'copula':
      return { kind, probability, correlation } as FeatureLaw
    case 'hierarchy': {
      const parents = settings.parents === 'binary' ? binaryTree(featureCount) : settings.parents
      return {
        kind,
        probability:
          typeof probability === 'number' ? halvedProbabilities(parents, probability, featureCount) : probability,
        parents,
        ...((isChange || exclusive.length > 0) && { exclusive }),
      } as FeatureLaw
    }
    case 'latent': {
      const states = settings.states === 'halves' ? halves(featureCount, settings.probability) : settings.states
      const equal = isChange ? { weights: states.map(() => 1) } : {}
      return { kind, probability: states, ...(weights === 'equal' ? equal : { weights }) }
    }
  }
}

function valueLaw(values: ValueSetting): ValueLaw {
  if (typeof values === 'number') return { kind: 'constant', value: values }
  return typeof values === 'string' ? { kind: values } : values
}

/** `[feature]`: the first feature is the root, and every feature has up to two children. */
function binaryTree(featureCount: number): readonly (number | null)[] {
  return Array.from({ length: featureCount }, (_, feature) => (feature === 0 ? null : (feature - 1) >> 1))
}

/** `[feature]`: a root is active with the probability, and a child in half of the samples in which its parent is. */
function halvedProbabilities(
  parents: readonly (number | null)[],
  probability: number,
  featureCount: number,
): readonly number[] {
  return Array.from({ length: featureCount }, (_, feature) => {
    let own = probability
    // Circles, and lists that are too short, are found later, by the check of the law.
    for (let depth = 0, above = parents[feature] ?? null; above !== null && depth < featureCount; depth++) {
      own /= 2
      above = parents[above] ?? null
    }
    return own
  })
}

/** `[state][feature]`: the first half of the features is active in the first state, the others in the second. */
function halves(featureCount: number, probability: number): readonly (readonly number[])[] {
  const half = Math.ceil(featureCount / 2)
  return [0, 1].map((state) =>
    Array.from({ length: featureCount }, (_, feature) => (feature < half === (state === 0) ? probability : 0)),
  )
}
