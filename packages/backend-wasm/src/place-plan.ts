/** Puts a sampling plan of @digon/data into an engine's memory. */
import type { Bands, SamplingPlan } from '@digon/data'
import { bandsLayout, planLayout } from './generated/record-layouts.js'
import type { MemoryImage } from './memory-image.js'

/** Whether every active feature draws one word of its own, so that samples can be drawn side by side. */
export function isDense(plan: SamplingPlan): boolean {
  return plan.groupKinds.length === 0 && plan.featureBands.thinned.length === 0
}

/** Below this, the first word of a sample says that it is empty; 0 where one word cannot say so. */
function firstThreshold({ denseFeatures, featureBands, groupKinds }: SamplingPlan): number {
  const oneBand = denseFeatures.length === 0 && groupKinds.length === 0 && featureBands.thinned.length === 1
  return oneBand && featureBands.leastCounts[0] === 0 ? (featureBands.countThresholds[0] ?? 0) : 0
}

/** Room for positions in assembly/sparse-panels.ts. */
const mostSparseCandidates = 16

/** Whether the plan is one band of equal probabilities with few candidates, so that samples can be drawn side by side. */
function isSparse({ denseFeatures, featureBands, groupKinds }: SamplingPlan): boolean {
  const { thinned, leastCounts, countThresholds } = featureBands
  if (denseFeatures.length > 0 || groupKinds.length > 0 || thinned.length !== 1 || thinned[0] !== 0) return false
  return leastCounts[0]! + countThresholds.length <= mostSparseCandidates
}

/**
 * Address of the plan's record.
 *
 * @param rowBehind the row behind a panel of inputs.
 */
export function placePlan(image: MemoryImage, plan: SamplingPlan, rowBehind: number): number {
  return image.placeRecords(planLayout, [
    {
      valueScale: plan.valueScale,
      valueOffset: plan.valueOffset,
      denseCount: plan.denseFeatures.length,
      denseFeatures: image.place(plan.denseFeatures),
      denseLimits: image.place(plan.denseLimits),
      denseMultipliers: image.place(plan.denseMultipliers),
      featureBands: placeBands(image, plan.featureBands, rowBehind),
      denseGroupCount: plan.denseGroups.length,
      denseGroups: image.place(plan.denseGroups),
      denseGroupLimits: image.place(plan.denseGroupLimits),
      groupBands: placeBands(image, plan.groupBands, 0),
      groupKinds: image.place(plan.groupKinds),
      groupStarts: image.place(plan.groupStarts),
      groupFeatures: image.place(plan.groupFeatures),
      marks: image.reserve(plan.largestBand),
      chosen: image.reserve(4 * plan.largestBand),
      firstThreshold: firstThreshold(plan),
      dense: isDense(plan) ? 1 : 0,
      sparse: isSparse(plan) ? 1 : 0,
    },
  ])
}

function placeBands(image: MemoryImage, bands: Bands, unitBehind: number): number {
  return image.placeRecords(bandsLayout, [
    {
      count: bands.thinned.length,
      starts: image.place(bands.starts),
      units: image.place(Uint32Array.of(...bands.units, unitBehind)),
      acceptanceLimits: image.place(bands.acceptanceLimits),
      thinned: image.place(bands.thinned),
      leastCounts: image.place(bands.leastCounts),
      countStarts: image.place(bands.countStarts),
      countThresholds: image.place(bands.countThresholds),
    },
  ])
}
