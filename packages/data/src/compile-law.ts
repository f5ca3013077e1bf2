/** Turns a feature law into a sampling plan. The only reader of laws on the way to a batch; float64 + − × ÷ end here. */
import { checkLaw } from './check-law.js'
import { type Band, bandsOf, certainBand, layOut, startsOf } from './compile-bands.js'
import { denseProbability, eventLimit, positionMultiplier } from './event.js'
import type { ExactlyLaw, FeatureGroup, FeatureLaw, IndependentLaw, ValueLaw } from './law.js'
import { groupKind, type SamplingPlan, streamVersion } from './plan.js'

/**
 * The plan of a law for this number of features. Costs time and memory in proportion to the features; compile once, draw often.
 *
 * @param featureCount an integer in [1, 2³²).
 * @throws {InvalidLawError} when the law is not right for this number of features.
 * @throws {OutOfRangeError} when featureCount is outside its range.
 */
export function compileLaw(law: FeatureLaw, featureCount: number): SamplingPlan {
  checkLaw(law, featureCount)
  return law.kind === 'exactly' ? compileExactly(law, featureCount) : compileIndependent(law, featureCount)
}

/** The probability that a group is switched on: its own, else the law's. */
export function groupProbability(law: IndependentLaw, group: FeatureGroup): number {
  return group.probability ?? (law.probability as number)
}

function compileExactly(law: ExactlyLaw, featureCount: number): SamplingPlan {
  const bands = law.activeCount === 0 ? [] : [certainBand(featureCount, law.activeCount)]
  const none = divide([], [])
  return planOf(featureCount, law.values, { units: none, bands }, { units: none, bands: [] }, [], law.activeCount)
}

function compileIndependent(law: IndependentLaw, featureCount: number): SamplingPlan {
  const groups = law.groups ?? []
  const grouped = new Uint8Array(featureCount)
  for (const group of groups) for (const feature of group.features) grouped[feature] = 1
  const features: number[] = []
  const probabilities: number[] = []
  for (let feature = 0; feature < featureCount; feature++) {
    if (grouped[feature] === 1) continue
    features.push(feature)
    probabilities.push(typeof law.probability === 'number' ? law.probability : law.probability[feature]!)
  }
  const groupProbabilities = groups.map((group) => groupProbability(law, group))
  let expectedEntries = 0
  for (const probability of probabilities) expectedEntries += probability
  for (const [index, group] of groups.entries()) expectedEntries += groupProbabilities[index]! * mostActive(group)
  const featureUnits = divide(features, probabilities)
  const groupUnits = divide([...groups.keys()], groupProbabilities)
  return planOf(
    featureCount,
    law.values,
    { units: featureUnits, bands: bandsOf(featureUnits.sparse, featureUnits.sparseProbabilities) },
    { units: groupUnits, bands: bandsOf(groupUnits.sparse, groupUnits.sparseProbabilities) },
    groups,
    expectedEntries,
  )
}

/** Units (features or groups) by how they are drawn; those of probability 0 are in neither list. */
interface Division {
  readonly dense: readonly number[]
  readonly denseLimits: readonly number[]
  readonly sparse: readonly number[]
  readonly sparseProbabilities: readonly number[]
}

function divide(units: readonly number[], probabilities: readonly number[]): Division {
  const dense: number[] = []
  const denseLimits: number[] = []
  const sparse: number[] = []
  const sparseProbabilities: number[] = []
  for (let index = 0; index < units.length; index++) {
    const probability = probabilities[index]!
    if (probability >= denseProbability) {
      dense.push(units[index]!)
      denseLimits.push(eventLimit(probability))
    } else if (probability > 0) {
      sparse.push(units[index]!)
      sparseProbabilities.push(probability)
    }
  }
  return { dense, denseLimits, sparse, sparseProbabilities }
}

interface Part {
  readonly units: Division
  readonly bands: readonly Band[]
}

function planOf(
  featureCount: number,
  values: ValueLaw | undefined,
  features: Part,
  sets: Part,
  groups: readonly FeatureGroup[],
  expectedEntries: number,
): SamplingPlan {
  let maximumEntries = features.units.dense.length
  for (const { counts } of features.bands) maximumEntries += counts.leastCount + counts.thresholds.length
  for (const index of [...sets.units.dense, ...sets.units.sparse]) maximumEntries += mostActive(groups[index]!)
  return {
    streamVersion,
    featureCount,
    ...valueLine(values),
    denseFeatures: Uint32Array.from(features.units.dense),
    denseLimits: Uint32Array.from(features.units.denseLimits),
    denseMultipliers: Uint32Array.from(features.units.denseLimits, positionMultiplier),
    featureBands: layOut(features.bands),
    denseGroups: Uint32Array.from(sets.units.dense),
    denseGroupLimits: Uint32Array.from(sets.units.denseLimits),
    groupBands: layOut(sets.bands),
    groupKinds: Uint32Array.from(groups, (group) => groupKind[group.kind]),
    groupStarts: startsOf(groups.map((group) => group.features.length)),
    groupFeatures: Uint32Array.from(groups.flatMap((group) => group.features)),
    maximumEntries,
    expectedEntries,
    largestBand: Math.max(0, ...[...features.bands, ...sets.bands].map((band) => band.units.length)),
  }
}

/** How many features the group makes active when it is on. */
function mostActive(group: FeatureGroup): number {
  return group.kind === 'together' ? group.features.length : 1
}

function valueLine(values: ValueLaw = { kind: 'unit' }): { valueScale: number; valueOffset: number } {
  switch (values.kind) {
    case 'unit':
      return { valueScale: 2 ** -24, valueOffset: 0 }
    case 'signed':
      return { valueScale: 2 ** -23, valueOffset: 2 ** -24 - 1 }
    case 'constant':
      return { valueScale: 0, valueOffset: Math.fround(values.value) + 0 }
  }
}
