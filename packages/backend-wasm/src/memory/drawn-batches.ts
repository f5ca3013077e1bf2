/**
 * Members whose laws have no plan (`hasPlan` of @digon/data) train on batches that the host draws. Each has a ring of slots in the
 * engine's memory: step t reads slot t mod slots, and the host fills the slots of the next steps before it asks for them.
 */
import { createSampler, hasPlan, purpose, type Sampler, type SparseBatch } from '@digon/data'
import type { Member } from '@digon/model'
import type { AutoencoderEnsemble } from '@digon/model/engine'
import { batchLayout } from '../generated/record-layouts.js'
import type { Write } from '../threads/executor.js'
import type { MemoryImage } from './memory-image.js'
import { roundUp } from './tensor-layout.js'

/** Bytes that the slots of all members of a group should not take together; one slot each is always there. */
const slotBudgetInBytes = 2 ** 25
/** More slots save no time worth their memory: each is a step, and a call of few steps is short. */
const mostSlots = 64

/** Where the slots of one member lie. */
export interface SlotRing {
  /** Address of the first slot. */
  readonly first: number
  readonly count: number
}

/** Whether the host draws the member's batches. */
export function isDrawnOnHost({ data }: Member): boolean {
  return data.kind !== 'batches' && !hasPlan(data)
}

/** The rings of a group's members, undefined where a member needs none. @param reserve makes room of so many bytes. */
export function reserveRings(
  ensemble: AutoencoderEnsemble,
  members: readonly Member[],
  reserve: (byteLength: number) => number,
): readonly (SlotRing | undefined)[] {
  const drawn = members.filter(isDrawnOnHost).length
  const { byteLength } = slotShape(ensemble)
  const fitting = Math.floor(slotBudgetInBytes / (drawn * byteLength))
  const count = Math.max(1, Math.min(mostSlots, fitting))
  return members.map((member) => (isDrawnOnHost(member) ? { first: reserve(count * byteLength), count } : undefined))
}

/** Address of the records of a ring's slots. */
export function writeRing(image: MemoryImage, ensemble: AutoencoderEnsemble, { first, count }: SlotRing): number {
  const { byteLength, featuresAt, valuesAt } = slotShape(ensemble)
  const records = Array.from({ length: count }, (_, slot) => {
    const offsets = first + slot * byteLength
    const addresses = { offsets, features: offsets + featuresAt, values: offsets + valuesAt }
    return { sampleCount: ensemble.batchSize, ...addresses }
  })
  return image.writeRecords(batchLayout, records)
}

/** Draws the batches of a group's members. */
export class DrawnBatches {
  readonly #ensemble: AutoencoderEnsemble
  readonly #rings: readonly { readonly ring: SlotRing; readonly sampler: Sampler }[]

  constructor(ensemble: AutoencoderEnsemble, members: readonly Member[], rings: readonly (SlotRing | undefined)[]) {
    const { featureCount } = ensemble.model
    this.#ensemble = ensemble
    this.#rings = members.flatMap(({ data, seed }, own) => {
      const ring = rings[own]
      if (ring === undefined || data.kind === 'batches') return []
      return [{ ring, sampler: createSampler(data, { featureCount, seed, purpose: purpose.training }) }]
    })
  }

  /** The most steps whose batches fit the slots; Infinity where nothing is drawn. */
  get stepLimit(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#rings.map(({ ring }) => ring.count))
  }

  /** What fills the slots for these steps, at most `stepLimit` of them. */
  writes(firstStep: number, steps: number): Write[] {
    const { byteLength } = slotShape(this.#ensemble)
    return this.#rings.flatMap(({ ring, sampler }) =>
      Array.from({ length: steps }, (_, k) => {
        const step = firstStep + k
        const batch = sampler.sample(step, this.#ensemble.batchSize)
        return { address: ring.first + (step % ring.count) * byteLength, bytes: this.#slotBytes(batch) }
      }),
    )
  }

  #slotBytes({ offsets, features, values }: SparseBatch): Uint8Array<ArrayBuffer> {
    const { featuresAt, valuesAt } = slotShape(this.#ensemble)
    const bytes = new Uint8Array(valuesAt + values.byteLength)
    bytes.set(new Uint8Array(offsets.buffer, offsets.byteOffset, offsets.byteLength))
    bytes.set(new Uint8Array(features.buffer, features.byteOffset, features.byteLength), featuresAt)
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), valuesAt)
    return bytes
  }
}

/** Room for every feature of every sample. */
function slotShape({ batchSize, model: { featureCount } }: AutoencoderEnsemble) {
  const featuresAt = roundUp(4 * (batchSize + 1), 16)
  const valuesAt = featuresAt + roundUp(4 * batchSize * featureCount, 16)
  return { featuresAt, valuesAt, byteLength: valuesAt + roundUp(4 * batchSize * featureCount, 16) }
}
