/** Puts a sampling plan of @digon/data into an engine's memory. */
import type { Bands, SamplingPlan } from '@digon/data'
import { mostSparseCandidates } from '../generated/constants.js'
import { bandsLayout, planLayout } from '../generated/record-layouts.js'
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
export function writePlan(image: MemoryImage, plan: SamplingPlan, rowBehind: number): number {
  return image.writeRecords(planLayout, [
    {
      valueScale: plan.valueScale,
      valueOffset: plan.valueOffset,
      denseCount: plan.denseFeatures.length,
      denseFeatures: image.write(plan.denseFeatures),
      denseLimits: image.write(plan.denseLimits),
      denseMultipliers: image.write(plan.denseMultipliers),
      featureBands: writeBands(image, plan.featureBands, rowBehind),
      denseGroupCount: plan.denseGroups.length,
      denseGroups: image.write(plan.denseGroups),
      denseGroupLimits: image.write(plan.denseGroupLimits),
      groupBands: writeBands(image, plan.groupBands, 0),
      groupKinds: image.write(plan.groupKinds),
      groupStarts: image.write(plan.groupStarts),
      groupFeatures: image.write(plan.groupFeatures),
      marks: image.reserve(plan.largestBand),
      chosen: image.reserve(4 * plan.largestBand),
      firstThreshold: firstThreshold(plan),
      dense: isDense(plan) ? 1 : 0,
      sparse: isSparse(plan) ? 1 : 0,
    },
  ])
}

function writeBands(image: MemoryImage, bands: Bands, unitBehind: number): number {
  return image.writeRecords(bandsLayout, [
    {
      count: bands.thinned.length,
      starts: image.write(bands.starts),
      units: image.write(Uint32Array.of(...bands.units, unitBehind)),
      acceptanceLimits: image.write(bands.acceptanceLimits),
      thinned: image.write(bands.thinned),
      leastCounts: image.write(bands.leastCounts),
      countStarts: image.write(bands.countStarts),
      countThresholds: image.write(bands.countThresholds),
    },
  ])
}
