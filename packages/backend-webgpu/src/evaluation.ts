/**
 * Losses, errors and gradients on given batches: cut into parts that fit the buffers, summed on the device, and put together
 * in float64 on the host. The parts of a member depend on the shape alone, so its company does not change its numbers.
 */
import type { SparseBatch } from '@digon/data'
import type { Evaluation } from '@digon/model'
import { batchWordCount, batchWords } from './batch-words.js'
import type { Graphics } from './graphics.js'
import type { MemberGroup, MemberRange } from './member-group.js'
import { workBytes } from './member-group.js'
import { Records, slopeWords, Tables } from './member-records.js'
import { fromBlocks, type ParameterLayout } from './parameter-layout.js'
import type { EvaluationPipelines } from './pipelines.js'
import type { AutoencoderEnsemble } from './shader-source.js'
import { sliceCount, type TilePlan, tilePlan } from './tile-plan.js'

/** Entries of the samples of one member in one part, about. */
const partEntries = 1 << 17

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
  const plan = tilePlan(model, { keepsErrors: true, emulated: graphics.emulated })
  for (const part of partsOf(request, Math.min(graphics.bufferLimit, workBytes), plan)) {
    const values = await evaluatePart(graphics, pipelines, request, plan, part)
    for (let own = 0; own < part.members.count; own++) {
      const memberSums = sums[part.members.first + own]!
      const start = own * memberSums.length
      for (let place = 0; place < memberSums.length; place++) memberSums[place]! += values[start + place]!
    }
  }
  const errors = new Float64Array(members.length * featureCount)
  for (const [member, memberSums] of sums.entries()) {
    const { sampleCount } = batches[member]!
    for (let feature = 0; feature < featureCount; feature++) {
      errors[member * featureCount + feature] = memberSums[1 + feature]! / sampleCount
    }
  }
  const losses = Float64Array.from(sums, (memberSums) => memberSums[0]!)
  if (!wantsGradients) return { losses, errors }
  const blocks = sums.map((memberSums) => Float32Array.from(memberSums.subarray(1 + featureCount)))
  return { losses, errors, gradients: fromBlocks(layout, blocks) }
}

/** Windows of samples, in each as many members at a time as the buffers hold. */
function* partsOf(
  { ensemble, groups, batches, wantsGradients, layout }: EvaluationRequest,
  byteLimit: number,
  plan: TilePlan,
): Generator<Part> {
  const { featureCount } = ensemble.model
  const length = Math.max(64, Math.floor(partEntries / featureCount / 64) * 64)
  const slices = sliceCount(plan, length)
  const sumBytes = 4 * slices * (1 + featureCount + (wantsGradients ? layout.parameterCount : 0))
  const mostMembers = Math.max(1, Math.floor(byteLimit / Math.max(sumBytes, slices * plan.bufferBytes)))
  const longest = batches.reduce((most, { sampleCount }) => Math.max(most, sampleCount), 0)
  for (let start = 0; start < longest; start += length) {
    const windows = batches.map((batch) => sliceOf(batch, start, length))
    for (const group of groups) {
      const end = group.range.first + group.range.count
      for (let first = group.range.first; first < end; ) {
        let bytes = 0
        let next = first
        while (next < end && next - first < mostMembers) {
          bytes += 4 * (batchWordCount([windows[next]!]) + featureCount)
          if (next > first && bytes > byteLimit) break
          next++
        }
        yield { group, members: { first, count: next - first }, batches: windows.slice(first, next) }
        first = next
      }
    }
  }
}

/** `[member, sum]` */
async function evaluatePart(
  graphics: Graphics,
  pipelines: EvaluationPipelines,
  { ensemble, layout, batches: whole, wantsGradients }: EvaluationRequest,
  plan: TilePlan,
  { group, members: { first, count }, batches }: Part,
): Promise<Float32Array> {
  const tables = new Tables()
  const records = new Records(count)
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
  const longest = Math.max(...batches.map(({ sampleCount }) => sampleCount))
  if (longest === 0) return new Float32Array(count * (1 + ensemble.model.featureCount + layout.parameterCount))
  const slices = sliceCount(plan, longest)
  const sumCount = 1 + ensemble.model.featureCount + (wantsGradients ? layout.parameterCount : 0)
  const words = tables.words()
  const sizes = [records.words().byteLength, words.byteLength, 4 * count * slices * sumCount, 4 * count * sumCount]
  const tileBytes = count * slices * plan.bufferBytes
  const byteLength = [...sizes, tileBytes].reduce((sum, size) => sum + size, 0)
  const buffers: GPUBuffer[] = []
  const create = (size: number, kind?: 'uniform'): GPUBuffer => {
    const buffer = graphics.createBuffer(size, kind)
    buffers.push(buffer)
    return buffer
  }
  try {
    const [launch, memberRecords, memberTables, partialSums, memberSums] = await graphics.withMemory(byteLength, () => [
      create(32, 'uniform'),
      ...sizes.map((size) => create(size)),
    ])
    const tiles = tileBytes > 0 ? [create(tileBytes)] : []
    graphics.upload(launch!, Uint32Array.of(slices, sumCount, 0, count, first - group.range.first))
    graphics.upload(memberRecords!, records.words())
    graphics.upload(memberTables!, words)
    const { gradient, reduce } = pipelines
    const state = [group.state[0]!, group.progress]
    const gradientBindings = [launch!, memberRecords!, memberTables!, ...state, partialSums!, ...tiles]
    const reduceBindings = [launch!, partialSums!, memberSums!]
    const [gradientGroup, reduceGroup] = [
      graphics.bindGroup(gradient, gradientBindings),
      graphics.bindGroup(reduce, reduceBindings),
    ]
    graphics.submit((pass) => {
      graphics.dispatch(pass, gradient, gradientGroup, [slices, count])
      graphics.dispatch(pass, reduce, reduceGroup, [count])
    })
    const [sums] = await graphics.read([{ buffer: memberSums!, byteLength: 4 * count * sumCount }])
    return new Float32Array(sums!)
  } finally {
    for (const buffer of buffers) graphics.destroyBuffer(buffer)
  }
}

/** The samples from `start` on, at most `length`; none where the batch is shorter. */
function sliceOf(batch: SparseBatch, start: number, length: number): SparseBatch {
  if (start === 0 && batch.sampleCount <= length) return batch
  const first = Math.min(start, batch.sampleCount)
  const end = Math.min(start + length, batch.sampleCount)
  const [firstEntry, lastEntry] = [batch.offsets[first]!, batch.offsets[end]!]
  return {
    sampleCount: end - first,
    featureCount: batch.featureCount,
    offsets: batch.offsets.slice(first, end + 1).map((offset) => offset - firstEntry),
    features: batch.features.slice(firstEntry, lastEntry),
    values: batch.values.slice(firstEntry, lastEntry),
  }
}
