/** Puts members into an engine's memory: their records, states, slopes and data. */
import { compileLaw, type FeatureLaw, lawKey, type SparseBatch } from '@digon/data'
import type { Member } from '@digon/model'
import { type AutoencoderEnsemble, lossWeights, type MemberProgress, outputScales } from '@digon/model/engine'
import { batchLayout, memberLayout } from './generated/record-layouts.js'
import type { MemoryImage } from './memory-image.js'
import { placePlan } from './place-plan.js'
import type { Route } from './route.js'
import { rangesOfFeatures, type TensorLayout } from './tensor-layout.js'

/** A member with what it starts from. */
export interface PlacedMember extends MemberProgress {
  readonly member: Member
  readonly route: Route
  /** Parameters, first moments and second moments, each `[parameterCount]`, behind each other. */
  readonly state: Float32Array
}

/** As the kernels number them. */
const inputsNumber = { entries: 0, lists: 1, panels: 2 }

/**
 * Address of the first member's record; the others follow.
 *
 * @param stateAt `[member]` addresses of the states, which are large and lie outside the image.
 */
export function placeMembers(
  image: MemoryImage,
  stateAt: readonly number[],
  ensemble: AutoencoderEnsemble,
  layout: TensorLayout,
  members: readonly PlacedMember[],
): number {
  const { featureCount } = ensemble.model
  // By identity first: keys of large laws cost time, and members that share a law share the object, but for those out of a file.
  const plans = new Map<FeatureLaw | string, number>()
  const planOf = (law: FeatureLaw): number => {
    const known = plans.get(law)
    if (known !== undefined) return known
    const key = lawKey(law)
    const address = plans.get(key) ?? placePlan(image, compileLaw(law, featureCount), layout.featurePitch)
    plans.set(law, address).set(key, address)
    return address
  }
  const records = members.map(({ member, route, loss, divergedStep }, index) => {
    const { data } = member
    const batches = data.kind === 'batches' ? data.batches : []
    const frozen = rangesOfFeatures(layout, member.frozenFeatures)
    return {
      seedLow: seedWords(member.seed)[0],
      seedHigh: seedWords(member.seed)[1],
      state: stateAt[index]!,
      slopes: image.place(paddedScales(member, layout, ensemble.batchSize)),
      lossWeights: image.place(lossWeights(member, ensemble.batchSize)),
      penalty: member.hiddenL1 / ensemble.batchSize,
      coupledDecay: ensemble.optimizer.kind === 'adamw' ? 0 : member.weightDecay,
      tiled: route.tiled ? 1 : 0,
      inputs: inputsNumber[route.inputs],
      gram: route.gram ? 1 : 0,
      denseShare: route.denseShare,
      source: data.kind === 'batches' ? 1 : 0,
      plan: data.kind === 'batches' ? 0 : planOf(data),
      batches: data.kind === 'batches' ? placeBatches(image, batches) : 0,
      batchCount: batches.length,
      frozen: image.place(frozen),
      frozenCount: frozen.length / 2,
      loss,
      diverged: divergedStep === undefined ? 0 : 1,
      divergedStep: divergedStep ?? 0,
    }
  })
  return image.placeRecords(memberLayout, records)
}

/** A seed as the kernels take it: its low 32 bits and the others. */
export function seedWords(seed: number): readonly [low: number, high: number] {
  return [seed % 2 ** 32, Math.floor(seed / 2 ** 32)]
}

/** Address of records of these batches, behind each other. */
export function placeBatches(image: MemoryImage, batches: readonly SparseBatch[]): number {
  const records = batches.map((batch) => ({
    sampleCount: batch.sampleCount,
    offsets: image.place(batch.offsets),
    features: image.place(batch.features),
    values: image.place(batch.values),
  }))
  return image.placeRecords(batchLayout, records)
}

/** `[feature]`, padded: the slopes of the loss in the outputs. */
export function paddedScales(member: Member, layout: TensorLayout, sampleCount: number): Float32Array {
  const slopes = new Float32Array(layout.featurePitch)
  slopes.set(outputScales(member, sampleCount))
  return slopes
}
