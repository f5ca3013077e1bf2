/** The members of a session that share one engine: where they lie in its memory, and how steps and evaluations are asked for. */
import { purpose, type SparseBatch } from '@digon/data'
import type { Member } from '@digon/model'
import {
  type AutoencoderEnsemble,
  coefficientLength,
  type MemberEvaluation as Evaluated,
  type MemberProgress,
} from '@digon/model/engine'
import { MemoryUnavailableError } from '../errors.js'
import { memberLayout } from '../generated/record-layouts.js'
import { DrawnBatches, reserveRings, type SlotRing } from '../memory/drawn-batches.js'
import { evaluationSlices } from '../memory/evaluation-slices.js'
import { type MemberStart, seedWords, writeMembers } from '../memory/member-records.js'
import { MemoryImage } from '../memory/memory-image.js'
import { type WrittenShape, writeShape } from '../memory/shape-record.js'
import { roundUp, type TensorLayout } from '../memory/tensor-layout.js'
import type { EngineHandle, EngineStart, OpenEngine } from './engine-handle.js'
import type { Read, Work, WorkResult, Write } from './executor.js'

/** Engines keep their own tables below this address. */
export const firstAddress = 65536

/** Sums over a batch. */
export interface MemberEvaluation extends Evaluated {
  /** `[parameterCount]`, where asked for. */
  readonly gradient: Float32Array | undefined
}

/** The module that an engine runs. */
export type Engine = Pick<EngineStart, 'key' | 'module'>

/** Pages of fresh samples, see `evaluationBatches`. */
export interface Pages {
  /** Counted from 0. */
  readonly first: number
  readonly count: number
  /** Samples of each. */
  readonly length: number
  /** From which all members draw; default each from its own. */
  readonly seed: number | undefined
}

interface Addresses {
  readonly shape: WrittenShape
  readonly members: number
  /** Room for coefficients and evaluation batches. */
  readonly exchange: number
  readonly exchangeLength: number
  /** `[own member]` */
  readonly rings: readonly (SlotRing | undefined)[]
}

export class MemberGroup {
  readonly #members: readonly Member[]
  readonly #layout: TensorLayout
  readonly #addresses: Addresses
  readonly #engine: EngineHandle
  readonly #drawn: DrawnBatches

  /**
   * @param openEngine starts the engine; rejects where it cannot.
   * @throws {MemoryUnavailableError} when the memory cannot be had.
   */
  static async open(
    ensemble: AutoencoderEnsemble,
    layout: TensorLayout,
    members: readonly MemberStart[],
    engine: Engine,
    openEngine: OpenEngine,
  ): Promise<MemberGroup> {
    const { addresses, writes, byteLength } = layOut(ensemble, layout, members)
    const own = members.map(({ member }) => member)
    try {
      const opened = await openEngine({ ...engine, byteLength, writes })
      const drawn = new DrawnBatches(ensemble, own, addresses.rings)
      return new MemberGroup(own, layout, addresses, opened, drawn)
    } catch (error) {
      throw error instanceof RangeError ? new MemoryUnavailableError(byteLength, { cause: error }) : error
    }
  }

  private constructor(
    members: readonly Member[],
    layout: TensorLayout,
    addresses: Addresses,
    engine: EngineHandle,
    drawn: DrawnBatches,
  ) {
    this.#members = members
    this.#layout = layout
    this.#addresses = addresses
    this.#engine = engine
    this.#drawn = drawn
  }

  /** The most steps that one call of `advance` can take. */
  get stepLimit(): number {
    const fitting = Math.floor(this.#addresses.exchangeLength / (4 * coefficientLength * this.#members.length))
    return Math.min(fitting, this.#drawn.stepLimit)
  }

  /** The most pages of fresh samples that one call can evaluate without going back to its members. */
  get pageLimit(): number {
    return Math.max(1, Math.floor(this.#pageRoom / this.#members.length))
  }

  /** Runs steps. @param coefficients `[own member, step, 4]` */
  async advance(firstStep: number, steps: number, coefficients: Float32Array<ArrayBuffer>): Promise<MemberProgress[]> {
    const { shape, members, exchange } = this.#addresses
    const { reads } = await this.#run({
      writes: [
        { address: exchange, bytes: new Uint8Array(coefficients.buffer) },
        ...this.#drawn.writes(firstStep, steps),
      ],
      call: { name: 'advance', parameters: [shape.address, members, this.#members.length, firstStep, steps, exchange] },
      reads: [{ address: members, byteLength: memberLayout.size * this.#members.length }],
    })
    const view = new DataView(reads[0]!.buffer)
    const { loss, diverged, divergedStep } = memberLayout.fields
    return this.#members.map((_, own) => {
      const start = own * memberLayout.size
      const hasDiverged = view.getInt32(start + diverged.offset, true) === 1
      return {
        loss: view.getFloat64(start + loss.offset, true),
        divergedStep: hasDiverged ? view.getUint32(start + divergedStep.offset, true) : undefined,
      }
    })
  }

  /** `[own member]`: parameters, first moments and second moments, each `[parameterCount]`, behind each other. */
  async states(): Promise<Float32Array[]> {
    const reads = this.#members.map((_, own) => this.#readState(own, 3 * this.#layout.parameterCount))
    return (await this.#run({ reads })).reads.map((bytes) => new Float32Array(bytes.buffer))
  }

  /** `[own member]`: parameters. */
  async parameters(): Promise<Float32Array[]> {
    const reads = this.#members.map((_, own) => this.#readState(own, this.#layout.parameterCount))
    return (await this.#run({ reads })).reads.map((bytes) => new Float32Array(bytes.buffer))
  }

  /** Loss of one member on a batch of any size, part by part. */
  async evaluate(own: number, batch: SparseBatch, wantsGradient: boolean): Promise<MemberEvaluation> {
    const { shape, members, exchange, exchangeLength } = this.#addresses
    const member = this.#members[own]!
    const { featureCount, sampleCount } = batch
    const { parameterCount, featureStride } = this.#layout
    const errors = new Float64Array(featureCount)
    const gradient = wantsGradient ? new Float64Array(parameterCount) : undefined
    let hiddenSum = 0
    for (const slice of evaluationSlices(member, this.#layout, batch, exchange, exchangeLength)) {
      const { value, reads } = await this.#run({
        writes: [{ address: exchange, bytes: slice.bytes }],
        call: {
          name: 'evaluate',
          parameters: [
            shape.address,
            members + own * memberLayout.size,
            slice.batchAddress,
            slice.scalesAddress,
            member.hiddenL1 / sampleCount,
            wantsGradient ? 1 : 0,
          ],
        },
        reads: [
          { address: shape.errors, byteLength: 8 * featureStride },
          { address: shape.gradient, byteLength: wantsGradient ? 4 * parameterCount : 0 },
        ],
      })
      hiddenSum += value
      addTo(errors, new Float64Array(reads[0]!.buffer))
      if (gradient) addTo(gradient, new Float32Array(reads[1]!.buffer))
    }
    return { ...means(member, sampleCount, hiddenSum, errors), gradient: gradient && Float32Array.from(gradient) }
  }

  /** `[own member][page]`: losses on fresh samples that the engine draws. */
  async evaluateSamples(pages: Pages): Promise<Evaluated[][]> {
    const { shape, members, exchange } = this.#addresses
    const rowLength = 1 + this.#members[0]!.importance.length
    const evaluations: Evaluated[][] = []
    const together = Math.max(1, Math.floor(this.#pageRoom / pages.count))
    for (let first = 0; first < this.#members.length; first += together) {
      const own = this.#members.slice(first, first + together)
      const { reads } = await this.#run({
        call: {
          name: 'evaluateSamples',
          parameters: [
            ...[shape.address, members + first * memberLayout.size, own.length],
            ...[pages.first, pages.count, pages.length, purpose.evaluation],
            ...(pages.seed === undefined ? [1, 0, 0] : [0, ...seedWords(pages.seed)]),
            exchange,
          ],
        },
        reads: [{ address: exchange, byteLength: 8 * own.length * pages.count * rowLength }],
      })
      const sums = new Float64Array(reads[0]!.buffer)
      for (const [index, member] of own.entries()) {
        const rows = Array.from({ length: pages.count }, (_, page) => {
          const offset = (index * pages.count + page) * rowLength
          const row = sums.subarray(offset, offset + rowLength)
          return means(member, pageSamples(member, pages, page), row[0]!, row.subarray(1))
        })
        evaluations.push(rows)
      }
    }
    return evaluations
  }

  close(): void {
    this.#engine.close()
  }

  /** Pages of one member whose sums fit the room for them. */
  get #pageRoom(): number {
    return Math.floor(this.#addresses.exchangeLength / (8 * (1 + this.#layout.featureStride)))
  }

  #run(work: Work): Promise<WorkResult> {
    return this.#engine.run(work)
  }

  #readState(own: number, floats: number): Read {
    const address = this.#addresses.members + own * memberLayout.size + memberLayout.fields.state.offset
    return { address, indirect: true, byteLength: 4 * floats }
  }
}

/** States and scratch space first, then the image: tables and records, which hold addresses of what lies before them. */
function layOut(
  ensemble: AutoencoderEnsemble,
  layout: TensorLayout,
  members: readonly MemberStart[],
): { addresses: Addresses; writes: Write[]; byteLength: number } {
  let end = firstAddress
  const reserve = (byteLength: number): number => {
    const address = end
    end += roundUp(byteLength, 16)
    if (end > 2 ** 32) throw new MemoryUnavailableError(end)
    return address
  }
  const stateAt = members.map(({ state }) => reserve(state.byteLength))
  const exchangeLength = Math.max(1 << 18, 4 * coefficientLength * members.length, 64 * (layout.featureStride + 16))
  const exchange = reserve(exchangeLength)
  const rings = reserveRings(
    ensemble,
    members.map(({ member }) => member),
    reserve,
  )
  // The shape record needs the scratch addresses and the image begins behind the scratch: measure, then write.
  const routes = members.map((member) => member.route)
  const scratchStart = end
  writeShape(new MemoryImage(0), reserve, ensemble, layout, routes)
  const image = new MemoryImage(end)
  end = scratchStart
  const shape = writeShape(image, reserve, ensemble, layout, routes)
  const addresses = {
    shape,
    members: writeMembers(image, stateAt, ensemble, layout, members, rings),
    exchange,
    exchangeLength,
    rings,
  }
  const writes = members.map(({ state }, own) => ({
    address: stateAt[own]!,
    bytes: new Uint8Array(state.buffer as ArrayBuffer, state.byteOffset, state.byteLength),
  }))
  return { addresses, writes: [...writes, { address: image.start, bytes: image.bytes() }], byteLength: image.end }
}

/** Samples of a page of a member: those of its own batch where these are fixed. @param page counted from the first of the pages. */
export function pageSamples({ data }: Member, { first, length }: Pages, page: number): number {
  return data.kind === 'batches' ? data.batches[(first + page) % data.batches.length]!.sampleCount : length
}

/** @param errors sums over the samples, which become their means. */
function means(member: Member, sampleCount: number, hiddenSum: number, errors: Float64Array): Evaluated {
  const featureCount = errors.length
  let loss = (member.hiddenL1 / sampleCount) * hiddenSum
  for (let feature = 0; feature < featureCount; feature++) {
    errors[feature]! /= sampleCount
    loss += (member.importance[feature]! / featureCount) * errors[feature]!
  }
  return { loss, errors }
}

function addTo(sums: Float64Array, values: Float64Array | Float32Array): void {
  for (let index = 0; index < sums.length; index++) sums[index]! += values[index]!
}
