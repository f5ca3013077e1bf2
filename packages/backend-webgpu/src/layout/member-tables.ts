/** Members as the shaders see them: the fields of their records, and the tables that these point into. */
import type { Member } from '@digon/model'
import { outputScales } from '@digon/model/engine'
import { joined } from './plan-words.js'
import type { MemberRecord } from './records.js'

/** What a record says of where a member's samples come from. */
export interface SampleSource {
  readonly plan: number
  readonly batches: number
  readonly batchCount: number
  readonly sampleCount: number
}

export interface RecordOptions {
  readonly source: SampleSource
  /** Places in the tables. */
  readonly slopes: number
  readonly frozen: number
  /** Samples that the loss is a mean over. */
  readonly lossSamples: number
  readonly coupledDecay: number
}

/** Words that records point at. */
export class Tables {
  readonly #parts: Uint32Array[] = []
  readonly #known = new Map<string, number>()
  #length = 0

  get length(): number {
    return this.#length
  }

  /** @returns the place of the first word. */
  place(words: Uint32Array): number {
    const start = this.#length
    this.#parts.push(words)
    this.#length += words.length
    return start
  }

  /** Places what has this key, unless it was placed before. */
  placeOnce(key: string, words: () => Uint32Array): number {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const start = this.place(words())
    this.#known.set(key, start)
    return start
  }

  words(): Uint32Array<ArrayBuffer> {
    return joined(this.#parts)
  }
}

/** A member as the shaders see it. */
export function recordOf(member: Member, options: RecordOptions): MemberRecord {
  const { source, slopes, frozen, lossSamples, coupledDecay } = options
  const seed = [member.seed % 2 ** 32, Math.floor(member.seed / 2 ** 32)] as const
  return { seed, ...source, slopes, frozen, penalty: member.hiddenL1 / lossSamples, coupledDecay }
}

/** `[feature]` bits of float32: the slopes of the loss in the outputs. */
export function slopeWords(member: Member, lossSamples: number): Uint32Array {
  return new Uint32Array(Float32Array.from(outputScales(member, lossSamples)).buffer)
}

/** A bit for every feature, and one more that is never set, for parameters of no feature. */
export function frozenWords({ frozenFeatures }: Member, featureCount: number): Uint32Array {
  const words = new Uint32Array(Math.floor(featureCount / 32) + 1)
  for (const feature of frozenFeatures) words[feature >>> 5]! |= 1 << (feature & 31)
  return words
}
