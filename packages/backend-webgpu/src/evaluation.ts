/**
 * Losses, errors and gradients on given batches: cut into parts that fit the buffers, summed on the device, and put together
 * in float64 on the host. The parts of a member depend on the shape alone, so its company does not change its numbers.
 */
import { type SparseBatch, sliceBatch } from '@digon/data'
import type { Evaluation } from '@digon/model'
import { type AutoencoderEnsemble, joinEvaluations } from '@digon/model/engine'
import { batchWordCount, batchWords } from './batch-words.js'
import type { Graphics } from './graphics.js'
import { launchBytes, launchWords } from './launch.js'
import type { MemberGroup, MemberRange } from './member-group.js'
import { workBytes } from './member-group.js'
import { Records, slopeWords, Tables } from './member-records.js'
import { fromBlocks, type ParameterLayout } from './parameter-layout.js'
import type { EvaluationPipelines } from './pipelines.js'
import { type SamplePlan, samplePlan } from './sample-plan.js'
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
  graphics: Graphics,
  pipelines: EvaluationPipelines,
  request: EvaluationRequest,
): Promise<Evaluation> {
  const { ensemble, layout, batches, wantsGradients } = request
  const { members, model } = ensemble
  const { featureCount } = model
  const sums = members.map(() => new Float64Array(1 + featureCount + (wantsGradients ? layout.parameterCount : 0)))
  for (const part of partsOf(request, Math.min(graphics.bufferLimit, workBytes))) {
    const values = await evaluatePart(graphics, pipelines, request, part)
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
  const { rowBytes, sumBytes } = samplePlan(model, { sampleCount: length, keepsErrors: true })
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
function planOf({ ensemble, layout, wantsGradients }: EvaluationRequest, sampleCount: number): SamplePlan {
  const { model } = ensemble
  const { sliceLength } = samplePlan(model, { sampleCount: windowLength(model.featureCount), keepsErrors: true })
  const plan = samplePlan(model, { sampleCount, keepsErrors: true })
  const sumCount = 1 + model.featureCount + (wantsGradients ? layout.parameterCount : 0)
  const sliceCount = Math.ceil(plan.rowLength / sliceLength)
  return { ...plan, sliceLength, sliceCount, sumCount, sumBytes: 4 * sliceCount * sumCount }
}

/** `[member, sum]` */
async function evaluatePart(
  graphics: Graphics,
  pipelines: EvaluationPipelines,
  request: EvaluationRequest,
  { group, members: { first, count }, batches }: Part,
): Promise<Float32Array> {
  const longest = Math.max(...batches.map(({ sampleCount }) => sampleCount))
  const plan = planOf(request, longest)
  const { rowLength, rowBytes, sliceCount, sumCount, sumBytes } = plan
  if (longest === 0) return new Float32Array(count * sumCount)
  const { records, tables } = placeBatches(request, first, batches)
  const roster = Uint32Array.from({ length: count }, (_, own) => first - group.range.first + own)
  const sizes = [
    records.byteLength,
    tables.byteLength,
    roster.byteLength,
    count * rowBytes,
    count * sumBytes,
    4 * count * sumCount,
  ]
  const byteLength = sizes.reduce((sum, size) => sum + size, 0)
  const buffers: GPUBuffer[] = []
  try {
    await graphics.withMemory(byteLength, () => {
      buffers.push(graphics.createBuffer(launchBytes, 'uniform'))
      for (const size of sizes) buffers.push(graphics.createBuffer(size))
    })
    const [launch, members, memberTables, memberRoster, rows, sums, memberSums] = buffers as [...Septuple<GPUBuffer>]
    graphics.upload(launch, launchWords(plan, { memberCount: count, firstStep: 0 }))
    graphics.upload(members, records)
    graphics.upload(memberTables, tables)
    graphics.upload(memberRoster, roster)
    const described = [launch, members, memberTables]
    const samplesGroup = graphics.bindGroup(pipelines.samples, [
      ...described,
      group.state[0]!,
      group.progress,
      memberRoster,
      rows,
    ])
    const sumsGroup = graphics.bindGroup(pipelines.sums, [launch, rows, memberRoster, sums])
    const reduceGroup = graphics.bindGroup(pipelines.reduce, [launch, sums, memberSums])
    graphics.submit((pass) => {
      graphics.dispatch(pass, pipelines.samples, samplesGroup, [Math.ceil(rowLength / samplesLength), count])
      graphics.dispatch(pass, pipelines.sums, sumsGroup, [Math.ceil((sliceCount * sumCount) / sumsLength), count])
      graphics.dispatch(pass, pipelines.reduce, reduceGroup, [Math.ceil(sumCount / reduceLength), count])
    })
    const [bytes] = await graphics.read([{ buffer: memberSums, byteLength: 4 * count * sumCount }])
    return new Float32Array(bytes!)
  } finally {
    for (const buffer of buffers) graphics.destroyBuffer(buffer)
  }
}

type Septuple<T> = readonly [T, T, T, T, T, T, T]

function placeBatches({ ensemble, batches: whole }: EvaluationRequest, first: number, batches: readonly SparseBatch[]) {
  const tables = new Tables()
  const records = new Records(batches.length)
  for (const [own, batch] of batches.entries()) {
    const member = ensemble.members[first + own]!
    const lossSamples = whole[first + own]!.sampleCount
    records.set(own, member, {
      source: { plan: 0, batches: tables.place(batchWords([batch])), batchCount: 1, sampleCount: batch.sampleCount },
      slopes: tables.place(slopeWords(member, lossSamples)),
      frozen: 0,
      lossSamples,
      coupledDecay: 0,
    })
  }
  return { records: records.words(), tables: tables.words() }
}
