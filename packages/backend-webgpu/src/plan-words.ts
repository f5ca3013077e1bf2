/**
 * A sampling plan as words for the shaders. Header: value scale and offset (bits of float32), count of dense features, then
 * where dense features, feature bands, dense groups (after their count), group bands, and the groups' kinds, starts and
 * features begin, counted from the plan's first word (for bands: from the bands' first word).
 */
import type { Bands, SamplingPlan } from '@digon/data'

export function planWords(plan: SamplingPlan): Uint32Array {
  const header = new Uint32Array(11)
  const parts: Uint32Array[] = [header]
  let length = header.length
  const place = (...tables: readonly Uint32Array[]): number => {
    const start = length
    for (const table of tables) {
      parts.push(table)
      length += table.length
    }
    return start
  }
  const values = new Uint32Array(Float32Array.of(plan.valueScale, plan.valueOffset).buffer)
  header.set(values)
  header[2] = plan.denseFeatures.length
  header[3] = place(plan.denseFeatures, plan.denseLimits, plan.denseMultipliers)
  header[4] = place(bandsWords(plan.featureBands))
  header[5] = plan.denseGroups.length
  header[6] = place(plan.denseGroups, plan.denseGroupLimits)
  header[7] = place(bandsWords(plan.groupBands))
  header[8] = place(plan.groupKinds)
  header[9] = place(plan.groupStarts)
  header[10] = place(plan.groupFeatures)
  return joined(parts)
}

/** Words of a band's record. */
const bandLength = 7

/**
 * Count of bands, then a record for each: positions, least candidates, whether thinned, and where its units, acceptance
 * limits and thresholds begin, and these end, counted from the first word of the bands.
 */
function bandsWords(bands: Bands): Uint32Array {
  const { starts, units, acceptanceLimits, thinned, leastCounts, countStarts, countThresholds } = bands
  const count = thinned.length
  const records = new Uint32Array(1 + bandLength * count)
  records[0] = count
  const limits = records.length + units.length
  const thresholds = limits + acceptanceLimits.length
  for (let band = 0; band < count; band++) {
    const start = starts[band]!
    const size = starts[band + 1]! - start
    const tables = [records.length + start, limits + start]
    const ends = [thresholds + countStarts[band]!, thresholds + countStarts[band + 1]!]
    records.set([size, leastCounts[band]!, thinned[band]!, ...tables, ...ends], 1 + bandLength * band)
  }
  return joined([records, units, acceptanceLimits, countThresholds])
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
