/**
 * How the samples of members come about, as far as shaders differ for it. Laws of one probability for all features, which most
 * members have, are drawn by short code of their own in narrow models; everything else by the general sampler.
 */
import { compileLaw, hasPlan, lawKey, type SamplingPlan } from '@digon/data'
import type { AutoencoderEnsemble } from '@digon/model/engine'
import { isNarrow } from './reduction-layout.js'

/**
 * `dense`: all features draw a word each, in order. `band`: all features are one band without thinning, in order.
 * `other`: any law, batches that the caller gave, and all members of models that are not narrow.
 */
export type DrawKind = 'dense' | 'band' | 'other'

/** The kinds with code of their own. */
export type SpecialKind = Exclude<DrawKind, 'other'>

export interface DrawKinds {
  /** `[member]` */
  readonly kinds: readonly DrawKind[]
  /**
   * No member of kind `band` has more thresholds that tell its count of candidates; 0 without such members. A multiple of 4, so that
   * similar laws share a shader.
   */
  readonly mostThresholds: number
}

export function drawKindsOf({ model, members }: AutoencoderEnsemble): DrawKinds {
  if (!isNarrow(model)) return { kinds: members.map(() => 'other'), mostThresholds: 0 }
  const known = new Map<string, { readonly kind: DrawKind; readonly thresholds: number }>()
  const found = members.map(({ data }) => {
    if (data.kind !== 'independent' || !hasPlan(data)) return { kind: 'other' as const, thresholds: 0 }
    const key = lawKey(data)
    const kind = known.get(key) ?? planKind(compileLaw(data, model.featureCount))
    known.set(key, kind)
    return kind
  })
  return {
    kinds: found.map(({ kind }) => kind),
    mostThresholds: 4 * Math.ceil(found.reduce((most, { thresholds }) => Math.max(most, thresholds), 0) / 4),
  }
}

function planKind(plan: SamplingPlan): { readonly kind: DrawKind; readonly thresholds: number } {
  const { denseFeatures, featureBands, denseGroups, groupBands, featureCount } = plan
  const { thinned, units, countThresholds } = featureBands
  const other = { kind: 'other' as const, thresholds: 0 }
  if (denseGroups.length > 0 || groupBands.thinned.length > 0) return other
  if (denseFeatures.length === featureCount) return { kind: 'dense', thresholds: 0 }
  const isWhole = thinned.length === 1 && thinned[0] === 0 && units.length === featureCount
  return isWhole && countThresholds.length > 0 ? { kind: 'band', thresholds: countThresholds.length } : other
}
