/** Members that share buffers: all of an ensemble, or as many as one binding can show. What it does in a step is two dispatches. */
import { compileLaw } from '@digon/data'
import { batchWordCount, batchWords } from './batch-words.js'
import { coefficientLength } from './coefficient-table.js'
import type { Graphics, Range } from './graphics.js'
import { frozenWords, Records, type SampleSource, slopeWords, Tables } from './member-records.js'
import { type MemberState, stateBlocks } from './member-state.js'
import { parameterLayout } from './parameter-layout.js'
import type { EnginePipelines } from './pipelines.js'
import { planWords } from './plan-words.js'
import type { AutoencoderEnsemble } from './shader-source.js'
import { sliceCount, tilePlan } from './tile-plan.js'

/** Words of a `Progress` in `shaders/records.ts`. */
const progressLength = 5

/** Members of a group, in the order of the ensemble. */
export interface MemberRange {
  readonly first: number
  readonly count: number
}

/** How far a member has come. */
export interface MemberProgress {
  /** Which copy is its state, 0 or 1. */
  readonly current: number
  readonly loss: number
  readonly divergedStep: number | undefined
}

/** Working buffers that groups use one after the other, and steps again and again. */
export const workBytes: number = 2 ** 27

/** Cuts the members into groups whose buffers stay below the limit. */
export function groupMembers(ensemble: AutoencoderEnsemble, { bufferLimit, emulated }: Graphics): MemberRange[] {
  const { model, members, batchSize } = ensemble
  const plan = tilePlan(model, { keepsErrors: false, emulated })
  const slices = sliceCount(plan, batchSize)
  const { parameterCount } = parameterLayout(model)
  const workLimit = Math.min(bufferLimit, workBytes)
  const mostMembers = Math.min(
    65535,
    Math.floor(bufferLimit / (2 * 4 * parameterCount)),
    Math.floor(workLimit / (4 * slices * plan.sumCount)),
    plan.bufferBytes === 0 ? Number.POSITIVE_INFINITY : Math.floor(workLimit / (slices * plan.bufferBytes)),
  )
  const ranges: MemberRange[] = []
  let first = 0
  let tableBytes = 0
  for (const [place, member] of members.entries()) {
    const bytes = 4 * memberWordCount(member.data, model.featureCount)
    if (place > first && (place - first === mostMembers || tableBytes + bytes > bufferLimit)) {
      ranges.push({ first, count: place - first })
      first = place
      tableBytes = 0
    }
    tableBytes += bytes
  }
  return [...ranges, { first, count: members.length - first }]
}

/** Words of a member's tables at most: its plan or batches, slopes and frozen features. */
export function memberWordCount(data: AutoencoderEnsemble['members'][number]['data'], featureCount: number): number {
  const own = 2 * featureCount + 64
  // A plan has at most a few words a feature, and some hundred for each of at most 64 bands.
  return own + (data.kind === 'batches' ? batchWordCount(data.batches) : 12 * featureCount + 64 * 256)
}

/** Bytes of the tile buffer that a group needs; 0 where tiles live in workgroup memory. */
export function tileBytes({ emulated }: Graphics, ensemble: AutoencoderEnsemble, { count }: MemberRange): number {
  const plan = tilePlan(ensemble.model, { keepsErrors: false, emulated })
  return count * sliceCount(plan, ensemble.batchSize) * plan.bufferBytes
}

export class MemberGroup {
  readonly range: MemberRange
  /** `[member, copy, parameter]` for parameters, first and second moments, as far as the optimizer keeps them. */
  readonly state: readonly GPUBuffer[]
  readonly progress: GPUBuffer
  readonly #graphics: Graphics
  readonly #pipelines: EnginePipelines
  readonly #slices: number
  readonly #sumCount: number
  readonly #launch: GPUBuffer
  readonly #coefficients: GPUBuffer
  readonly #own: readonly GPUBuffer[]
  readonly #gradientBindings: GPUBindGroup
  readonly #updateBindings: GPUBindGroup

  /** @param tiles as large as `tileBytes` says, where it is not 0. */
  constructor(
    graphics: Graphics,
    pipelines: EnginePipelines,
    ensemble: AutoencoderEnsemble,
    range: MemberRange,
    start: { readonly states: readonly MemberState[]; readonly step: number; readonly stepsPerTable: number },
    tiles: GPUBuffer | undefined,
  ) {
    const plan = tilePlan(ensemble.model, { keepsErrors: false, emulated: graphics.emulated })
    this.range = range
    this.#graphics = graphics
    this.#pipelines = pipelines
    this.#slices = sliceCount(plan, ensemble.batchSize)
    this.#sumCount = plan.sumCount
    const { records, tables } = placeMembers(ensemble, range)
    const states = start.states.slice(range.first, range.first + range.count)
    const filled = (words: Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>): GPUBuffer => {
      const buffer = graphics.createBuffer(words.byteLength)
      graphics.upload(buffer, words)
      return buffer
    }
    this.#launch = graphics.createBuffer(32, 'uniform')
    this.#coefficients = graphics.createBuffer(4 * coefficientLength * range.count * start.stepsPerTable)
    const members = filled(records)
    const memberTables = filled(tables)
    this.progress = filled(progressWords(states, start.step))
    this.state = Array.from({ length: stateBlocks(ensemble.optimizer) }, (_, index) =>
      filled(bothCopies(states.map(({ blocks }) => blocks[index]!))),
    )
    const partialSums = graphics.createBuffer(4 * range.count * this.#slices * plan.sumCount)
    this.#own = [this.#launch, this.#coefficients, members, memberTables, this.progress, ...this.state, partialSums]
    const shared = [this.#launch, members, memberTables]
    this.#gradientBindings = graphics.bindGroup(pipelines.gradient, [
      ...shared,
      this.state[0]!,
      this.progress,
      partialSums,
      ...(tiles ? [tiles] : []),
    ])
    this.#updateBindings = graphics.bindGroup(pipelines.update, [
      ...shared,
      this.#coefficients,
      partialSums,
      this.progress,
      ...this.state,
    ])
  }

  /** Hands over the numbers of the steps that come next. @param table `[step, own member, 4]` */
  prepare(firstStep: number, table: Float32Array<ArrayBuffer>): void {
    const { count } = this.range
    this.#graphics.upload(this.#launch, Uint32Array.of(this.#slices, this.#sumCount, firstStep, count, 0))
    this.#graphics.upload(this.#coefficients, table)
  }

  /** Records one step. */
  encodeStep(pass: GPUComputePassEncoder): void {
    const { gradient, update } = this.#pipelines
    const { count } = this.range
    this.#graphics.dispatch(pass, gradient, this.#gradientBindings, [this.#slices, count])
    this.#graphics.dispatch(pass, update, this.#updateBindings, [count])
  }

  /** What to read for `progressFrom`. */
  progressRange(): Range {
    return { buffer: this.progress, byteLength: 4 * progressLength * this.range.count }
  }

  progressFrom(bytes: ArrayBuffer): MemberProgress[] {
    const words = new Uint32Array(bytes)
    const floats = new Float32Array(bytes)
    return Array.from({ length: this.range.count }, (_, own) => {
      const start = own * progressLength
      return {
        current: words[start]!,
        divergedStep: words[start + 1] === 1 ? words[start + 2]! : undefined,
        loss: floats[start + 4]!,
      }
    })
  }

  destroy(): void {
    for (const buffer of this.#own) this.#graphics.destroyBuffer(buffer)
  }
}

function placeMembers(ensemble: AutoencoderEnsemble, { first, count }: MemberRange) {
  const { model, optimizer, batchSize } = ensemble
  const tables = new Tables()
  const records = new Records(count)
  for (const [own, member] of ensemble.members.slice(first, first + count).entries()) {
    const { data } = member
    const batched = data.kind === 'batches'
    const source: SampleSource = {
      plan: batched ? 0 : tables.placeOnce(JSON.stringify(data), () => planWords(compileLaw(data, model.featureCount))),
      batches: batched ? tables.place(batchWords(data.batches)) : 0,
      batchCount: batched ? data.batches.length : 0,
      sampleCount: batchSize,
    }
    records.set(own, member, {
      source,
      slopes: tables.place(slopeWords(member, batchSize)),
      frozen: tables.place(frozenWords(member, model.featureCount)),
      lossSamples: batchSize,
      coupledDecay: optimizer.kind === 'adamw' ? 0 : member.weightDecay,
    })
  }
  return { records: records.words(), tables: tables.words() }
}

function progressWords(states: readonly MemberState[], step: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(states.length * progressLength)
  const floats = new Float32Array(words.buffer)
  for (const [own, { loss, divergedStep }] of states.entries()) {
    const start = own * progressLength
    words.set([0, divergedStep === undefined ? 0 : 1, divergedStep ?? 0, step], start)
    floats[start + 4] = loss
  }
  return words
}

/** `[member, copy, parameter]`, the second copy being 0. */
function bothCopies(blocks: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const size = blocks[0]!.length
  const values = new Float32Array(2 * blocks.length * size)
  for (const [own, block] of blocks.entries()) values.set(block, 2 * own * size)
  return values
}
