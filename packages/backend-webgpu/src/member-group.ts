/**
 * Members that share buffers: all of an ensemble, or as many as one binding can show. A step of it is a dispatch for each kind of
 * members that keeps its sums in registers, two for all other members, one to update and one to commit.
 */
import { compileLaw, lawKey, type PlannedLaw } from '@digon/data'
import { type AutoencoderEnsemble, coefficientLength, type MemberProgress as Progress } from '@digon/model/engine'
import type { Buffers, ComputeDevice, Pipeline, Range } from './compute-device.js'
import { type DrawKind, drawKindsOf } from './draw-kind.js'
import { batchWordCount, batchWords } from './layout/batch-words.js'
import { frozenWords, recordOf, type SampleSource, slopeWords, Tables } from './layout/member-tables.js'
import { planWords } from './layout/plan-words.js'
import { memberRecord, progressRecord, uniformsRecord, uniformWords } from './layout/records.js'
import { type MemberState, stateBlocks } from './member-state.js'
import { parameterLayout } from './parameter-layout.js'
import type { StepPipelines } from './pipelines.js'
import { type ReductionLayout, reductionLayout } from './reduction-layout.js'
import { slicesLength } from './shader-source.js'
import { commitLength } from './shaders/commit.js'
import { samplesLength } from './shaders/samples.js'
import { sumsLength } from './shaders/sums.js'
import { updateLength } from './shaders/update.js'

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
  const { rowBytes, sumBytes } = reductionLayout(model, { sampleCount: batchSize, keepsErrors: false })
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
  return others * reductionLayout(ensemble.model, { sampleCount: ensemble.batchSize, keepsErrors: false }).rowBytes
}

interface Dispatch {
  readonly pipeline: Pipeline<string>
  readonly bindings: GPUBindGroup
  readonly workgroups: readonly [x: number, y?: number]
}

export class MemberGroup {
  readonly range: MemberRange
  /** `[member, copy, parameter]` for parameters, first and second moments, as far as the optimizer keeps them. */
  readonly state: readonly GPUBuffer[]
  readonly progress: GPUBuffer
  readonly #device: ComputeDevice
  readonly #layout: ReductionLayout
  readonly #uniforms: GPUBuffer
  readonly #coefficients: GPUBuffer
  readonly #own: readonly GPUBuffer[]
  readonly #dispatches: readonly Dispatch[]

  /** @param rows as large as `groupRowBytes` says; groups use it one after the other. */
  constructor(
    device: ComputeDevice,
    pipelines: StepPipelines,
    ensemble: AutoencoderEnsemble,
    range: MemberRange,
    start: { readonly states: readonly MemberState[]; readonly step: number; readonly stepsPerTable: number },
    rows: GPUBuffer,
  ) {
    this.range = range
    this.#device = device
    this.#layout = reductionLayout(ensemble.model, { sampleCount: ensemble.batchSize, keepsErrors: false })
    const { records, tables } = placeMembers(ensemble, range)
    const states = start.states.slice(range.first, range.first + range.count)
    const filled = (words: Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>): GPUBuffer => {
      const buffer = device.createBuffer(words.byteLength)
      device.upload(buffer, words)
      return buffer
    }
    const uniforms = device.createBuffer(4 * uniformsRecord.length, 'uniform')
    const coefficients = device.createBuffer(4 * coefficientLength * range.count * start.stepsPerTable)
    const members = filled(records)
    const memberTables = filled(tables)
    const progress = filled(progressWords(states, start.step))
    this.state = Array.from({ length: stateBlocks(ensemble.optimizer) }, (_, index) =>
      filled(bothCopies(states.map(({ blocks }) => blocks[index]!))),
    )
    const partialSums = device.createBuffer(range.count * this.#layout.sumBytes)
    this.#uniforms = uniforms
    this.#coefficients = coefficients
    this.progress = progress
    const described = { uniforms, members, tables: memberTables, parameters: this.state[0]!, progress }
    const { rowLength, sliceCount, sumCount } = this.#layout
    const dispatches: Dispatch[] = []
    const indexBuffers: GPUBuffer[] = []
    const add = <Name extends string>(
      pipeline: Pipeline<Name>,
      buffers: Buffers<Name>,
      workgroups: Dispatch['workgroups'],
    ): void => {
      dispatches.push({ pipeline, bindings: device.bindGroup(pipeline, buffers), workgroups })
    }
    for (const [kind, places] of placesByKind(ensemble, range)) {
      const memberIndices = filled(places)
      indexBuffers.push(memberIndices)
      if (kind === 'other') {
        const { samples, sums } = pipelines.gradient!
        add(samples, { ...described, memberIndices, rows }, [Math.ceil(rowLength / samplesLength), places.length])
        const sumCalls = Math.ceil((sliceCount * sumCount) / sumsLength)
        add(sums, { uniforms, rows, memberIndices, partialSums }, [sumCalls, places.length])
      } else {
        const sliceCalls = Math.ceil(sliceCount / slicesLength(this.#layout))
        add(pipelines[kind]!, { ...described, memberIndices, partialSums }, [sliceCalls, places.length])
      }
    }
    const [, firstMoments, secondMoments] = this.state as [GPUBuffer, GPUBuffer, GPUBuffer]
    const updates = Math.ceil((range.count * parameterLayout(ensemble.model).parameterCount) / updateLength)
    const updated = { ...described, coefficients, partialSums, firstMoments, secondMoments }
    add(pipelines.update, updated, workgroupGrid(updates))
    add(pipelines.commit, { uniforms, partialSums, progress }, [Math.ceil(range.count / commitLength)])
    this.#dispatches = dispatches
    this.#own = [uniforms, coefficients, members, memberTables, progress, ...this.state, partialSums, ...indexBuffers]
  }

  /** Hands over the numbers of the steps that come next. @param table `[step, own member, 4]` */
  prepare(firstStep: number, table: Float32Array<ArrayBuffer>): void {
    const { count } = this.range
    this.#device.upload(this.#uniforms, uniformWords(this.#layout, { memberCount: count, firstStep }))
    this.#device.upload(this.#coefficients, table)
  }

  /** Records one step. */
  encodeStep(pass: GPUComputePassEncoder): void {
    for (const { pipeline, bindings, workgroups } of this.#dispatches) {
      this.#device.dispatch(pass, pipeline, bindings, workgroups)
    }
  }

  /** What to read for `progressFrom`. */
  progressRange(): Range {
    return { buffer: this.progress, byteLength: 4 * progressRecord.length * this.range.count }
  }

  progressFrom(bytes: ArrayBuffer): MemberProgress[] {
    return progressRecord.read(bytes).map(({ current, diverged, divergedStep, loss }) => ({
      current,
      divergedStep: diverged === 1 ? divergedStep : undefined,
      loss,
    }))
  }

  destroy(): void {
    for (const buffer of this.#own) this.#device.destroyBuffer(buffer)
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
  const records = ensemble.members.slice(first, first + count).map((member) => {
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
    return recordOf(member, {
      source,
      slopes: tables.place(slopeWords(member, batchSize)),
      frozen: tables.place(frozenWords(member, model.featureCount)),
      lossSamples: batchSize,
      coupledDecay: optimizer.kind === 'adamw' ? 0 : member.weightDecay,
    })
  })
  return { records: memberRecord.write(records), tables: tables.words() }
}

function progressWords(states: readonly MemberState[], step: number): Uint32Array<ArrayBuffer> {
  return progressRecord.write(
    states.map(({ loss, divergedStep }) => {
      const diverged = divergedStep === undefined ? 0 : 1
      return { current: 0, diverged, divergedStep: divergedStep ?? 0, step, loss, broken: 0 }
    }),
  )
}

/** `[member, copy, parameter]`, the second copy being 0. */
function bothCopies(blocks: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const size = blocks[0]!.length
  const values = new Float32Array(2 * blocks.length * size)
  for (const [own, block] of blocks.entries()) values.set(block, 2 * own * size)
  return values
}
