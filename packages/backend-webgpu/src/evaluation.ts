/**
 * Losses, errors and gradients on given batches: cut into parts that fit the buffers, summed on the device, and put together
 * in float64 on the host. The parts of a member depend on the shape alone, so its company does not change its numbers.
 */
import { type SparseBatch, sliceBatch } from '@digon/data'
import type { Evaluation } from '@digon/model'
import { type AutoencoderEnsemble, joinEvaluations } from '@digon/model/engine'
import type { ComputeDevice } from './compute-device.js'
import { batchWordCount, batchWords } from './layout/batch-words.js'
import { recordOf, slopeWords, Tables } from './layout/member-tables.js'
import { memberRecord, uniformsRecord, uniformWords } from './layout/records.js'
import type { MemberGroup, MemberRange } from './member-group.js'
import { workBytes } from './member-group.js'
import { fromBlocks, type ParameterLayout } from './parameter-layout.js'
import type { EvaluationPipelines } from './pipelines.js'
import { type ReductionLayout, reductionLayout } from './reduction-layout.js'
import { reduceLength } from './shaders/reduce.js'
import { samplesLength } from './shaders/samples.js'
import { sumsLength } from './shaders/sums.js'

/** Entries of the samples of one member in one part, about. */
const windowEntries = 1 << 17

export interface EvaluationRequest {
  readonly ensemble: AutoencoderEnsemble
  readonly layout: ParameterLayout
  readonly groups: readonly MemberGroup[]
  readonly batches: readonly SparseBatch[]
  readonly wantsGradients: boolean
}

/** Some samples of some members of a group. */
interface Part {
  readonly group: MemberGroup
  readonly members: MemberRange
  readonly batches: readonly SparseBatch[]
}

export async function evaluateBatches(
  device: ComputeDevice,
  pipelines: EvaluationPipelines,
  request: EvaluationRequest,
): Promise<Evaluation> {
  const { ensemble, layout, batches, wantsGradients } = request
  const { members, model } = ensemble
  const { featureCount } = model
  const sums = members.map(() => new Float64Array(1 + featureCount + (wantsGradients ? layout.parameterCount : 0)))
  for (const part of partsOf(request, Math.min(device.bufferLimit, workBytes))) {
    const values = await evaluatePart(device, pipelines, request, part)
    for (let own = 0; own < part.members.count; own++) {
      const memberSums = sums[part.members.first + own]!
      const start = own * memberSums.length
      for (let place = 0; place < memberSums.length; place++) memberSums[place]! += values[start + place]!
    }
  }
  const evaluations = sums.map((memberSums, member) => ({
    loss: memberSums[0]!,
    errors: memberSums.subarray(1, 1 + featureCount).map((sum) => sum / batches[member]!.sampleCount),
  }))
  const blocks = sums.map((memberSums) => Float32Array.from(memberSums.subarray(1 + featureCount)))
  return joinEvaluations(evaluations, wantsGradients ? fromBlocks(layout, blocks) : undefined)
}

/** Windows of samples, in each as many members at a time as the buffers hold. */
function* partsOf({ ensemble, groups, batches }: EvaluationRequest, byteLimit: number): Generator<Part> {
  const { model } = ensemble
  const length = windowLength(model.featureCount)
  const { rowBytes, sumBytes } = reductionLayout(model, { sampleCount: length, keepsErrors: true })
  const mostMembers = Math.max(1, Math.floor(byteLimit / Math.max(rowBytes, sumBytes)))
  const longest = batches.reduce((most, { sampleCount }) => Math.max(most, sampleCount), 0)
  for (let start = 0; start < longest; start += length) {
    const windows = batches.map((batch) => sliceBatch(batch, start, start + length))
    for (const group of groups) {
      const end = group.range.first + group.range.count
      for (let first = group.range.first; first < end; ) {
        let bytes = 0
        let next = first
        while (next < end && next - first < mostMembers) {
          bytes += 4 * (batchWordCount([windows[next]!]) + model.featureCount)
          if (next > first && bytes > byteLimit) break
          next++
        }
        yield { group, members: { first, count: next - first }, batches: windows.slice(first, next) }
        first = next
      }
    }
  }
}

function windowLength(featureCount: number): number {
  return Math.max(64, Math.floor(windowEntries / featureCount / 64) * 64)
}

/** Rows as long as the part needs, cut into the slices of a whole window, so that nothing depends on the other members. */
function layoutOf({ ensemble, layout, wantsGradients }: EvaluationRequest, sampleCount: number): ReductionLayout {
  const { model } = ensemble
  const { sliceLength } = reductionLayout(model, { sampleCount: windowLength(model.featureCount), keepsErrors: true })
  const plan = reductionLayout(model, { sampleCount, keepsErrors: true })
  const sumCount = 1 + model.featureCount + (wantsGradients ? layout.parameterCount : 0)
  const sliceCount = Math.ceil(plan.rowLength / sliceLength)
  return { ...plan, sliceLength, sliceCount, sumCount, sumBytes: 4 * sliceCount * sumCount }
}

/** `[member, sum]` */
async function evaluatePart(
  device: ComputeDevice,
  pipelines: EvaluationPipelines,
  request: EvaluationRequest,
  { group, members: { first, count }, batches }: Part,
): Promise<Float32Array> {
  const longest = Math.max(...batches.map(({ sampleCount }) => sampleCount))
  const layout = layoutOf(request, longest)
  const { rowLength, rowBytes, sliceCount, sumCount, sumBytes } = layout
  if (longest === 0) return new Float32Array(count * sumCount)
  const { records, tables } = placeBatches(request, first, batches)
  const indices = Uint32Array.from({ length: count }, (_, own) => first - group.range.first + own)
  const byteLengths = {
    members: records.byteLength,
    tables: tables.byteLength,
    memberIndices: indices.byteLength,
    rows: count * rowBytes,
    partialSums: count * sumBytes,
    memberSums: 4 * count * sumCount,
  }
  const total = Object.values(byteLengths).reduce((sum, byteLength) => sum + byteLength, 0)
  const made: GPUBuffer[] = []
  const create = (byteLength: number, kind: 'uniform' | 'storage' = 'storage'): GPUBuffer => {
    const buffer = device.createBuffer(byteLength, kind)
    made.push(buffer)
    return buffer
  }
  try {
    const buffers = await device.withMemory(total, () => ({
      uniforms: create(4 * uniformsRecord.length, 'uniform'),
      members: create(byteLengths.members),
      tables: create(byteLengths.tables),
      memberIndices: create(byteLengths.memberIndices),
      rows: create(byteLengths.rows),
      partialSums: create(byteLengths.partialSums),
      memberSums: create(byteLengths.memberSums),
      parameters: group.state[0]!,
      progress: group.progress,
    }))
    device.upload(buffers.uniforms, uniformWords(layout, { memberCount: count, firstStep: 0 }))
    device.upload(buffers.members, records)
    device.upload(buffers.tables, tables)
    device.upload(buffers.memberIndices, indices)
    const { samples, sums, reduce } = pipelines
    const [samplesGroup, sumsGroup, reduceGroup] = [
      device.bindGroup(samples, buffers),
      device.bindGroup(sums, buffers),
      device.bindGroup(reduce, buffers),
    ]
    device.submit((pass) => {
      device.dispatch(pass, samples, samplesGroup, [Math.ceil(rowLength / samplesLength), count])
      device.dispatch(pass, sums, sumsGroup, [Math.ceil((sliceCount * sumCount) / sumsLength), count])
      device.dispatch(pass, reduce, reduceGroup, [Math.ceil(sumCount / reduceLength), count])
    })
    const [bytes] = await device.read([{ buffer: buffers.memberSums, byteLength: byteLengths.memberSums }])
    return new Float32Array(bytes!)
  } finally {
    for (const buffer of made) device.destroyBuffer(buffer)
  }
}

function placeBatches({ ensemble, batches: whole }: EvaluationRequest, first: number, batches: readonly SparseBatch[]) {
  const tables = new Tables()
  const records = batches.map((batch, own) => {
    const member = ensemble.members[first + own]!
    const lossSamples = whole[first + own]!.sampleCount
    return recordOf(member, {
      source: { plan: 0, batches: tables.place(batchWords([batch])), batchCount: 1, sampleCount: batch.sampleCount },
      slopes: tables.place(slopeWords(member, lossSamples)),
      frozen: 0,
      lossSamples,
      coupledDecay: 0,
    })
  })
  return { records: memberRecord.write(records), tables: tables.words() }
}
