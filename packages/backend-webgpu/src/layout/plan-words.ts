/** A sampling plan as words for the shaders: a header, then the tables that it points at. Places count from the plan's first word. */
import type { Bands, SamplingPlan } from '@digon/data'
import { struct } from './struct.js'

const planHeader = struct('Plan', {
  valueScale: 'f32',
  valueOffset: 'f32',
  // Dense features: their numbers, then their limits, then their multipliers.
  denseFeatureCount: 'u32',
  denseFeatures: 'u32',
  featureBands: 'u32',
  // Dense groups: their numbers, then their limits.
  denseGroupCount: 'u32',
  denseGroups: 'u32',
  groupBands: 'u32',
  groupKinds: 'u32',
  groupStarts: 'u32',
  groupFeatures: 'u32',
})

/** A band; bands begin with their count and a record for each. Places count from that count. */
const bandRecord = struct('Band', {
  size: 'u32',
  leastCandidates: 'u32',
  thinned: 'u32',
  units: 'u32',
  acceptanceLimits: 'u32',
  countThresholds: 'u32',
  countThresholdsEnd: 'u32',
})

/** Offsets of the fields for the shaders, and the length of a band's record. */
export const planOffsets: string = `\n${planHeader.offsets}${bandRecord.offsets}const bandLength = ${bandRecord.length}u;\n`

export function planWords(plan: SamplingPlan): Uint32Array {
  const tables: Uint32Array[] = []
  let length = planHeader.length
  const place = (...parts: readonly Uint32Array[]): number => {
    const start = length
    for (const part of parts) {
      tables.push(part)
      length += part.length
    }
    return start
  }
  const header = planHeader.write([
    {
      valueScale: plan.valueScale,
      valueOffset: plan.valueOffset,
      denseFeatureCount: plan.denseFeatures.length,
      denseFeatures: place(plan.denseFeatures, plan.denseLimits, plan.denseMultipliers),
      featureBands: place(bandsWords(plan.featureBands)),
      denseGroupCount: plan.denseGroups.length,
      denseGroups: place(plan.denseGroups, plan.denseGroupLimits),
      groupBands: place(bandsWords(plan.groupBands)),
      groupKinds: place(plan.groupKinds),
      groupStarts: place(plan.groupStarts),
      groupFeatures: place(plan.groupFeatures),
    },
  ])
  return joined([header, ...tables])
}

function bandsWords(bands: Bands): Uint32Array {
  const { starts, units, acceptanceLimits, thinned, leastCounts, countStarts, countThresholds } = bands
  const unitsStart = 1 + bandRecord.length * thinned.length
  const limitsStart = unitsStart + units.length
  const thresholdsStart = limitsStart + acceptanceLimits.length
  const records = Array.from(thinned, (isThinned, band) => ({
    size: starts[band + 1]! - starts[band]!,
    leastCandidates: leastCounts[band]!,
    thinned: isThinned,
    units: unitsStart + starts[band]!,
    acceptanceLimits: limitsStart + starts[band]!,
    countThresholds: thresholdsStart + countStarts[band]!,
    countThresholdsEnd: thresholdsStart + countStarts[band + 1]!,
  }))
  return joined([Uint32Array.of(thinned.length), bandRecord.write(records), units, acceptanceLimits, countThresholds])
}

/** One behind the other. */
export function joined(parts: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let length = 0
  for (const part of parts) {
    words.set(part, length)
    length += part.length
  }
  return words
}
