/** Turns a feature law into a sampling plan. The only reader of laws on the way to a batch; float64 + − × ÷ end here. */
import { refuse } from './check-fields.js'
import { checkLaw } from './check-law.js'
import { type Band, certainBand, type Division, divide, layOut, startsOf } from './compile-bands.js'
import { positionMultiplier } from './event.js'
import { type FeatureGroup, type FeatureLaw, hasPlan, type PlannedLaw, type PlannedValueLaw } from './law.js'
import { groupProbability, mostActive, ungroupedProbabilities } from './law-probabilities.js'
import { groupKind, type SamplingPlan, streamVersion } from './plan.js'

/**
 * The plan of a law for this number of features. Costs time and memory in proportion to the features; compile once, draw often.
 *
 * @param law one that has a plan, see `hasPlan`.
 * @param featureCount an integer in [1, 2³²).
 * @throws {InvalidLawError} when the law is not right for this number of features.
 * @throws {OutOfRangeError} when featureCount is outside its range.
 */
export function compileLaw(law: PlannedLaw, featureCount: number): SamplingPlan {
  checkLaw(law, featureCount)
  if (!hasPlan(law)) {
    const expected =
      '"independent" or "exactly" with values "unit", "signed" or "constant"; createSampler draws all laws'
    refuse(['kind'], (law as FeatureLaw).kind, expected)
  }
  return law.kind === 'exactly' ? compileExactly(law, featureCount) : compileIndependent(law, featureCount)
}

function compileExactly(law: Extract<PlannedLaw, { kind: 'exactly' }>, featureCount: number): SamplingPlan {
  const none = divide(new Float64Array(0))
  const bands = law.activeCount === 0 ? [] : [certainBand(featureCount, law.activeCount)]
  return {
    ...tablesOf(featureCount, law.values, { ...none, bands }, none, []),
    maximumEntries: law.activeCount,
  }
}

function compileIndependent(law: Extract<PlannedLaw, { kind: 'independent' }>, featureCount: number): SamplingPlan {
  const { groups = [] } = law
  const groupProbabilities = Float64Array.from(groups, (group) => groupProbability(law, group))
  const features = divide(ungroupedProbabilities(law, featureCount))
  let maximumEntries = features.dense.length
  for (const band of features.bands) maximumEntries += mostCandidates(band)
  for (const [index, group] of groups.entries()) {
    if (groupProbabilities[index]! > 0) maximumEntries += mostActive(group)
  }
  const tables = tablesOf(featureCount, law.values, features, divide(groupProbabilities), groups)
  return { ...tables, maximumEntries }
}

function tablesOf(
  featureCount: number,
  values: PlannedValueLaw | undefined,
  features: Division,
  sets: Division,
  groups: readonly FeatureGroup[],
): Omit<SamplingPlan, 'maximumEntries'> {
  const bands = [...features.bands, ...sets.bands]
  return {
    streamVersion,
    featureCount,
    ...valueLine(values),
    denseFeatures: features.dense,
    denseLimits: features.denseLimits,
    denseMultipliers: features.denseLimits.map(positionMultiplier),
    featureBands: layOut(features.bands),
    denseGroups: sets.dense,
    denseGroupLimits: sets.denseLimits,
    groupBands: layOut(sets.bands),
    groupKinds: Uint32Array.from(groups, (group) => groupKind[group.kind]),
    groupStarts: startsOf(groups.map((group) => group.features.length)),
    groupFeatures: Uint32Array.from(groups.flatMap((group) => group.features)),
    largestBand: Math.max(0, ...bands.map((band) => band.units.length)),
    mostCandidates: Math.max(0, ...bands.map(mostCandidates)),
  }
}

function mostCandidates({ counts }: Band): number {
  return counts.leastCount + counts.thresholds.length
}

function valueLine(values: PlannedValueLaw = { kind: 'unit' }): { valueScale: number; valueOffset: number } {
  switch (values.kind) {
    case 'unit':
      return { valueScale: 2 ** -24, valueOffset: 0 }
    case 'signed':
      return { valueScale: 2 ** -23, valueOffset: 2 ** -24 - 1 }
    case 'constant':
      return { valueScale: 0, valueOffset: Math.fround(values.value) + 0 }
  }
}
