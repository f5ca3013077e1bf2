/**
 * Losses on given batches, in chunks of samples, so that a batch of any size fits; sums go on in float64 on the host.
 * Batches may differ in size: what a chunk lacks is masked.
 */
import type { SparseBatch } from '@digon/data'
import type { Ensemble, Evaluation, Parameters } from '@digon/model'
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core'
import { DenseInput } from './dense-input.js'
import { differentiate } from './differentiate.js'
import type { ModelGraph, NamedTensors } from './graph.js'
import { type LossSums, lossScales, memberLosses } from './loss.js'
import { freeAll, mapNamed } from './parameter-tensors.js'

/** Numbers in one dense block of inputs: 8 MiB, and a handful of blocks like it on the way. */
const greatestBlock = 2 ** 21

/** Samples in one chunk: few enough that sums over them in float32 keep six digits. */
const greatestChunk = 1024

export interface EvaluationRequest {
  readonly ensemble: Ensemble
  readonly graph: ModelGraph
  readonly parameters: NamedTensors
  /** One per member, of any size. */
  readonly batches: readonly SparseBatch[]
  readonly wantsGradients: boolean
}

/** Evaluates the members' batches. `runChunk` runs one chunk's operations with the device active. */
export async function evaluateBatches(
  request: EvaluationRequest,
  runChunk: (work: () => ChunkSums) => Promise<ChunkSums>,
): Promise<Evaluation> {
  const { ensemble, graph, batches } = request
  const { members, model } = ensemble
  const sampleCounts = batches.map((batch) => batch.sampleCount)
  const sampleCount = Math.max(...sampleCounts)
  const affordable = Math.floor(greatestBlock / (members.length * model.featureCount))
  const chunkSize = Math.max(1, Math.min(affordable, greatestChunk, sampleCount))
  const input = new DenseInput(members.length, model.featureCount, chunkSize, graph.sampleAxis)

  const squares = new Float64Array(members.length * model.featureCount)
  const magnitudes = new Float64Array(members.length)
  const gradients = mapNamed(request.wantsGradients ? request.parameters : {}, ({ size }) => new Float64Array(size))
  for (let from = 0; from < sampleCount; from += chunkSize) {
    const sums = await runChunk(() => sumChunk(request, input, from, chunkSize))
    try {
      await addTo(squares, sums.squares)
      if (sums.magnitudes) await addTo(magnitudes, sums.magnitudes)
      for (const [name, total] of Object.entries(gradients)) await addTo(total, sums.gradients[name]!)
    } finally {
      freeAll({ squares: sums.squares }, sums.magnitudes ? { magnitudes: sums.magnitudes } : {}, sums.gradients)
    }
  }

  const errors = squares.map((sum, index) => sum / sampleCounts[Math.floor(index / model.featureCount)]!)
  const losses = Float64Array.from(members, ({ importance, hiddenL1 }, member) => {
    const own = errors.subarray(member * model.featureCount, (member + 1) * model.featureCount)
    const weighted = own.reduce((total, error, feature) => total + importance[feature]! * error, 0)
    return weighted / model.featureCount + (hiddenL1 * magnitudes[member]!) / sampleCounts[member]!
  })
  if (!request.wantsGradients) return { losses, errors }
  const named: Parameters = mapNamed(gradients, (total, name) => ({
    shape: [...request.parameters[name]!.shape],
    values: Float32Array.from(total),
  }))
  return { losses, errors, gradients: named }
}

/** What one chunk of samples adds; the caller frees it. */
interface ChunkSums extends LossSums {
  /** Of the whole batch's loss, this chunk's part. */
  readonly gradients: NamedTensors
}

function sumChunk(request: EvaluationRequest, input: DenseInput, from: number, chunkSize: number): ChunkSums {
  const { ensemble, graph, parameters, batches, wantsGradients } = request
  input.clear()
  for (const [member, batch] of batches.entries()) input.write(member, batch, from, from + chunkSize)
  let sums: LossSums | undefined
  try {
    return tidy(() => {
      const sampleCounts = batches.map((batch) => batch.sampleCount)
      const scales = lossScales(ensemble, sampleCounts)
      const given = { input: input.toTensor(), mask: chunkMask(sampleCounts, from, chunkSize, graph.sampleAxis) }
      const lossesOf = (): Tensor =>
        memberLosses(ensemble, graph, parameters, given, scales, (found) => {
          sums = found
        })
      const gradients = wantsGradients ? differentiate(parameters, lossesOf).gradients : {}
      if (!wantsGradients) lossesOf()
      return { ...sums!, gradients }
    })
  } catch (error) {
    sums?.squares.dispose()
    sums?.magnitudes?.dispose()
    throw error
  }
}

/** `[member, 1, sample]` (or with the last two axes exchanged): 1 where the member's batch has this sample. */
function chunkMask(
  sampleCounts: readonly number[],
  from: number,
  chunkSize: number,
  sampleAxis: 1 | 2,
): Tensor | undefined {
  if (sampleCounts.every((count) => count >= from + chunkSize)) return undefined
  const values = new Float32Array(sampleCounts.length * chunkSize)
  for (const [member, count] of sampleCounts.entries()) {
    const present = Math.min(Math.max(count - from, 0), chunkSize)
    values.fill(1, member * chunkSize, member * chunkSize + present)
  }
  return tensor(values, sampleAxis === 2 ? [sampleCounts.length, 1, chunkSize] : [sampleCounts.length, chunkSize, 1])
}

async function addTo(total: Float64Array, part: Tensor): Promise<void> {
  const values = await part.data()
  for (let k = 0; k < total.length; k++) total[k]! += values[k]!
}
