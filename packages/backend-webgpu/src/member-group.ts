/**
 * Members that share buffers: all of an ensemble, or as many as one binding can show. A step of it is a dispatch for each kind of
 * members that keeps its sums in registers, two for all other members, one to update and one to commit.
 */
import { compileLaw, lawKey, type PlannedLaw } from '@digon/data'
import { type AutoencoderEnsemble, coefficientLength, type MemberProgress as Progress } from '@digon/model/engine'
import { batchWordCount, batchWords } from './batch-words.js'
import { type DrawKind, drawKindsOf } from './draw-kind.js'
import type { Graphics, Range } from './graphics.js'
import { launchBytes, launchWords } from './launch.js'
import { frozenWords, Records, type SampleSource, slopeWords, Tables } from './member-records.js'
import { type MemberState, stateBlocks } from './member-state.js'
import { parameterLayout } from './parameter-layout.js'
import type { StepPipelines } from './pipelines.js'
import { planWords } from './plan-words.js'
import { type SamplePlan, samplePlan } from './sample-plan.js'
import { slicesLength } from './shader-source.js'
import { commitLength } from './shaders/commit.js'
import { samplesLength } from './shaders/samples.js'
import { sumsLength } from './shaders/sums.js'
import { updateLength } from './shaders/update.js'

/** Words of a `Progress` in `shaders/records.ts`. */
const progressLength = 6
/** A dispatch has at most this many workgroups in a dimension on every device. */
const mostWorkgroups = 65535

/** Members of a group, in the order of the ensemble. */
export interface MemberRange {
  readonly first: number
  readonly count: number
}

/** How far a member has come. */
export interface MemberProgress extends Progress {
  /** Which copy is its state, 0 or 1. */
  readonly current: number
}

/** Working buffers that groups use one after the other, and steps again and again. */
export const workBytes: number = 2 ** 27

/** Cuts the members into groups whose buffers stay below the limit. */
export function groupMembers(ensemble: AutoencoderEnsemble, bufferLimit: number): MemberRange[] {
  const { model, members, batchSize } = ensemble
  const { rowBytes, sumBytes } = samplePlan(model, { sampleCount: batchSize, keepsErrors: false })
  const mostMembers = Math.min(
    mostWorkgroups,
    Math.floor(bufferLimit / (2 * 4 * parameterLayout(model).parameterCount)),
    Math.floor(Math.min(bufferLimit, workBytes) / Math.max(rowBytes, sumBytes)),
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

/** Bytes of the rows of a group's samples, as far as they are kept. */
export function groupRowBytes(ensemble: AutoencoderEnsemble, { first, count }: MemberRange): number {
  const { kinds } = drawKindsOf(ensemble)
  const others = kinds.slice(first, first + count).filter((kind) => kind === 'other').length
  return others * samplePlan(ensemble.model, { sampleCount: ensemble.batchSize, keepsErrors: false }).rowBytes
}

interface Dispatch {
  readonly pipeline: GPUComputePipeline
  readonly bindings: GPUBindGroup
  readonly workgroups: readonly [x: number, y?: number]
}

export class MemberGroup {
  readonly range: MemberRange
  /** `[member, copy, parameter]` for parameters, first and second moments, as far as the optimizer keeps them. */
  readonly state: readonly GPUBuffer[]
  readonly progress: GPUBuffer
  readonly #graphics: Graphics
  readonly #plan: SamplePlan
  readonly #launch: GPUBuffer
  readonly #coefficients: GPUBuffer
  readonly #own: readonly GPUBuffer[]
  readonly #dispatches: readonly Dispatch[]

  /** @param rows as large as `groupRowBytes` says; groups use it one after the other. */
  constructor(
    graphics: Graphics,
    pipelines: StepPipelines,
    ensemble: AutoencoderEnsemble,
    range: MemberRange,
    start: { readonly states: readonly MemberState[]; readonly step: number; readonly stepsPerTable: number },
    rows: GPUBuffer,
  ) {
    this.range = range
    this.#graphics = graphics
    this.#plan = samplePlan(ensemble.model, { sampleCount: ensemble.batchSize, keepsErrors: false })
    const { records, tables } = placeMembers(ensemble, range)
    const states = start.states.slice(range.first, range.first + range.count)
    const filled = (words: Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>): GPUBuffer => {
      const buffer = graphics.createBuffer(words.byteLength)
      graphics.upload(buffer, words)
      return buffer
    }
    const launch = graphics.createBuffer(launchBytes, 'uniform')
    const coefficients = graphics.createBuffer(4 * coefficientLength * range.count * start.stepsPerTable)
    const members = filled(records)
    const memberTables = filled(tables)
    const progress = filled(progressWords(states, start.step))
    this.state = Array.from({ length: stateBlocks(ensemble.optimizer) }, (_, index) =>
      filled(bothCopies(states.map(({ blocks }) => blocks[index]!))),
    )
    const sums = graphics.createBuffer(range.count * this.#plan.sumBytes)
    this.#launch = launch
    this.#coefficients = coefficients
    this.progress = progress
    const described = [launch, members, memberTables]
    const { rowLength, sliceCount, sumCount } = this.#plan
    const dispatches: Dispatch[] = []
    const rosters: GPUBuffer[] = []
    const add = (
      pipeline: GPUComputePipeline,
      buffers: readonly GPUBuffer[],
      workgroups: Dispatch['workgroups'],
    ): void => {
      dispatches.push({ pipeline, bindings: graphics.bindGroup(pipeline, buffers), workgroups })
    }
    for (const [kind, places] of placesByKind(ensemble, range)) {
      const roster = filled(places)
      rosters.push(roster)
      const read = [...described, this.state[0]!, progress, roster]
      if (kind === 'other') {
        const { samples, sums: sumRows } = pipelines.gradient!
        add(samples, [...read, rows], [Math.ceil(rowLength / samplesLength), places.length])
        add(sumRows, [launch, rows, roster, sums], [Math.ceil((sliceCount * sumCount) / sumsLength), places.length])
      } else {
        add(pipelines[kind]!, [...read, sums], [Math.ceil(sliceCount / slicesLength(this.#plan)), places.length])
      }
    }
    const updates = Math.ceil((range.count * parameterLayout(ensemble.model).parameterCount) / updateLength)
    add(pipelines.update, [...described, coefficients, sums, progress, ...this.state], workgroupGrid(updates))
    add(pipelines.commit, [launch, sums, progress], [Math.ceil(range.count / commitLength)])
    this.#dispatches = dispatches
    this.#own = [launch, coefficients, members, memberTables, progress, ...this.state, sums, ...rosters]
  }

  /** Hands over the numbers of the steps that come next. @param table `[step, own member, 4]` */
  prepare(firstStep: number, table: Float32Array<ArrayBuffer>): void {
    const { count } = this.range
    this.#graphics.upload(this.#launch, launchWords(this.#plan, { memberCount: count, firstStep }))
    this.#graphics.upload(this.#coefficients, table)
  }

  /** Records one step. */
  encodeStep(pass: GPUComputePassEncoder): void {
    for (const { pipeline, bindings, workgroups } of this.#dispatches) {
      this.#graphics.dispatch(pass, pipeline, bindings, workgroups)
    }
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

/** The own places of the members of each kind, in their order; kinds without members are left out. */
function placesByKind(
  ensemble: AutoencoderEnsemble,
  { first, count }: MemberRange,
): Map<DrawKind, Uint32Array<ArrayBuffer>> {
  const places = new Map<DrawKind, number[]>()
  for (const [own, kind] of drawKindsOf(ensemble)
    .kinds.slice(first, first + count)
    .entries()) {
    places.set(kind, [...(places.get(kind) ?? []), own])
  }
  return new Map([...places].map(([kind, own]) => [kind, Uint32Array.from(own)]))
}

/** So many workgroups, or a few more, in a grid that every device takes. */
function workgroupGrid(count: number): [x: number, y: number] {
  const y = Math.ceil(count / mostWorkgroups)
  return [Math.ceil(count / y), y]
}

function placeMembers(ensemble: AutoencoderEnsemble, { first, count }: MemberRange) {
  const { model, optimizer, batchSize } = ensemble
  const tables = new Tables()
  const records = new Records(count)
  for (const [own, member] of ensemble.members.slice(first, first + count).entries()) {
    const { data } = member
    const batched = data.kind === 'batches'
    const source: SampleSource = {
      plan: batched
        ? 0
        : tables.placeOnce(lawKey(data), () => planWords(compileLaw(data as PlannedLaw, model.featureCount))),
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
