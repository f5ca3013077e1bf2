/**
 * The sampling plan: a feature law turned into tables of integers, once, so that the samplers in JavaScript, WASM and WGSL draw the
 * same bits without reading the law again. This file is the layout; `compile-law.ts` fills it, STREAM.md says how it is drawn from.
 */

/** The version of the random stream that STREAM.md specifies. Recorded with every run; a change of any bit raises it. */
export const streamVersion = 1

/**
 * All tables are flat `Uint32Array`s (one copy or upload each), empty where the law has nothing of the kind. Words are compared
 * inclusively: an event happens when word ≤ limit, so a certain event is the limit 2³² − 1 and needs no branch.
 *
 * The parts are drawn in the order of the fields here: dense features, feature bands, dense groups, group bands.
 * The law `exactly` is one feature band of all features with a certain count.
 */
export interface SamplingPlan {
  readonly streamVersion: typeof streamVersion
  /** n, from 1 to 2³² − 1. */
  readonly featureCount: number
  /**
   * A 24-bit position v has the value v · scale + offset, exact in float32 whatever the order of rounding: unit (2⁻²⁴, 0), signed
   * (2⁻²³, 2⁻²⁴ − 1), constant (0, the constant as a float32).
   */
  readonly valueScale: number
  readonly valueOffset: number

  /** `[dense]`: features that draw one word each, ascending. */
  readonly denseFeatures: Uint32Array
  /** `[dense]`: active when word ≤ limit. */
  readonly denseLimits: Uint32Array
  /** `[dense]`: R; the value position of an active feature is the high word of word · R, below 2²⁴. */
  readonly denseMultipliers: Uint32Array

  /** Features by bands of similar, small probability; a unit is a feature index. */
  readonly featureBands: Bands

  /** `[denseGroup]`: indices into the groups below, in the order of the law. */
  readonly denseGroups: Uint32Array
  /** `[denseGroup]`: on when word ≤ limit. */
  readonly denseGroupLimits: Uint32Array

  /** Groups by bands of similar, small probability; a unit is an index into the groups below. */
  readonly groupBands: Bands

  /** `[group]`: see `groupKind`; all groups of the law in its order. */
  readonly groupKinds: Uint32Array
  /** `[group + 1]`: group g owns `groupFeatures[groupStarts[g]]` up to, not including, `groupFeatures[groupStarts[g + 1]]`. */
  readonly groupStarts: Uint32Array
  /** `[member of a group]`: feature indices, ascending inside a group. */
  readonly groupFeatures: Uint32Array

  /** The most entries that one sample can have: enough room for any sample. */
  readonly maximumEntries: number
  /** Units in the largest band (0 without bands): room for the marks "already chosen". */
  readonly largestBand: number
  /** The most candidates of one band in one sample: room for the list of chosen positions. */
  readonly mostCandidates: number
}

/** Bands of units of which only candidates draw. Band b owns the positions `starts[b]` up to, not including, `starts[b + 1]`. */
export interface Bands {
  /** `[band + 1]`. */
  readonly starts: Uint32Array
  /** `[position]`: the units, in the order in which positions count. */
  readonly units: Uint32Array
  /** `[position]`: a candidate is accepted when word ≤ limit. Only drawn in thinned bands. */
  readonly acceptanceLimits: Uint32Array
  /** `[band]`: 1 when the probabilities of the band differ, so that every candidate draws an acceptance word; else 0. */
  readonly thinned: Uint32Array
  /** `[band]`: the least number of candidates. */
  readonly leastCounts: Uint32Array
  /** `[band + 1]`: band b owns `countThresholds[countStarts[b]]` up to, not including, `countThresholds[countStarts[b + 1]]`. */
  readonly countStarts: Uint32Array
  /**
   * `[threshold]`, ascending inside a band: candidates = least count + number of thresholds ≤ word. A band without thresholds has a
   * certain count and draws no count word.
   */
  readonly countThresholds: Uint32Array
}

/** The numbers of the kinds of groups in a plan. */
export const groupKind: {
  readonly together: 0
  readonly exclusive: 1
} = { together: 0, exclusive: 1 }
