/** Puts members into an engine's memory: their records, states, loss scales and data. */
import { compileLaw, hasPlan, lawKey, type PlannedLaw, type SparseBatch } from '@digon/data'
import type { Member } from '@digon/model'
import { type AutoencoderEnsemble, lossWeights, type MemberProgress, outputScales } from '@digon/model/engine'
import type { Route } from '../choose-route.js'
import { inputs } from '../generated/constants.js'
import { batchLayout, memberLayout } from '../generated/record-layouts.js'
import { type SlotRing, writeRing } from './drawn-batches.js'
import type { MemoryImage } from './memory-image.js'
import { writePlan } from './plan-record.js'
import { rangesOfFeatures, type TensorLayout } from './tensor-layout.js'

/** A member with what it starts from. */
export interface MemberStart extends MemberProgress {
  readonly member: Member
  readonly route: Route
  /** Parameters, first moments and second moments, each `[parameterCount]`, behind each other. */
  readonly state: Float32Array
}

/**
 * Address of the first member's record; the others follow.
 *
 * @param stateAt `[member]` addresses of the states, which are large and lie outside the image.
 * @param rings `[member]` where the host puts the batches of laws that have no plan.
 */
export function writeMembers(
  image: MemoryImage,
  stateAt: readonly number[],
  ensemble: AutoencoderEnsemble,
  layout: TensorLayout,
  members: readonly MemberStart[],
  rings: readonly (SlotRing | undefined)[] = [],
): number {
  const { featureCount } = ensemble.model
  // By identity first: keys of large laws cost time, and members that share a law share the object, but for those out of a file.
  const plans = new Map<PlannedLaw | string, number>()
  const planOf = (law: PlannedLaw): number => {
    const known = plans.get(law)
    if (known !== undefined) return known
    const key = lawKey(law)
    const address = plans.get(key) ?? writePlan(image, compileLaw(law, featureCount), layout.featureStride)
    plans.set(law, address).set(key, address)
    return address
  }
  const records = members.map(({ member, route, loss, divergedStep }, index) => {
    const { data } = member
    const ring = rings[index]
    const given = data.kind === 'batches' ? data.batches : []
    const batches = ring === undefined ? writeBatches(image, given) : writeRing(image, ensemble, ring)
    const frozen = rangesOfFeatures(layout, member.frozenFeatures)
    return {
      seedLow: seedWords(member.seed)[0],
      seedHigh: seedWords(member.seed)[1],
      state: stateAt[index]!,
      lossScales: image.write(paddedLossScales(member, layout, ensemble.batchSize)),
      lossWeights: image.write(lossWeights(member, ensemble.batchSize)),
      penalty: member.hiddenL1 / ensemble.batchSize,
      coupledDecay: ensemble.optimizer.kind === 'adamw' ? 0 : member.weightDecay,
      wide: route.kernel === 'wide' ? 1 : 0,
      inputs: inputs[route.inputs],
      gram: route.kernel === 'wide' && route.outputs === 'gram' ? 1 : 0,
      tiledFrom: route.kernel === 'wide' ? route.tiledFrom : 0,
      source: data.kind === 'batches' || ring !== undefined ? 1 : 0,
      plan: data.kind !== 'batches' && hasPlan(data) ? planOf(data) : 0,
      batches,
      batchCount: ring?.count ?? given.length,
      frozen: image.write(frozen),
      frozenCount: frozen.length / 2,
      loss,
      diverged: divergedStep === undefined ? 0 : 1,
      divergedStep: divergedStep ?? 0,
    }
  })
  return image.writeRecords(memberLayout, records)
}

/** A seed as the kernels take it: its low 32 bits and the others. */
export function seedWords(seed: number): readonly [low: number, high: number] {
  return [seed % 2 ** 32, Math.floor(seed / 2 ** 32)]
}

/** Address of records of these batches, behind each other. */
export function writeBatches(image: MemoryImage, batches: readonly SparseBatch[]): number {
  const records = batches.map((batch) => ({
    sampleCount: batch.sampleCount,
    offsets: image.write(batch.offsets),
    features: image.write(batch.features),
    values: image.write(batch.values),
  }))
  return image.writeRecords(batchLayout, records)
}

/** `[feature]`, padded: the derivatives of the loss with respect to the outputs, per unit of error. */
export function paddedLossScales(member: Member, layout: TensorLayout, sampleCount: number): Float32Array {
  const scales = new Float32Array(layout.featureStride)
  scales.set(outputScales(member, sampleCount))
  return scales
}
