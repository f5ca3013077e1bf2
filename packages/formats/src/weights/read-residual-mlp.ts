/**
 * Residual models that compute in superposition (embedding `W_E` [feature, stream], layers of `mlp_in` and `mlp_out`,
 * unembedding `W_U` [stream, feature]) as neurons between features: `W_E · mlp_in` and `mlp_out · W_U`, all layers side by
 * side. The direct way through the stream, W_E · W_U, is left out.
 */
import type { Tensor } from '@digon/model'
import { InvalidFileError } from '../invalid-file.js'
import { besideEachOther, product, transposed, withMembers } from './member-tensors.js'
import type { NamedTensors } from './named-tensors.js'
import type { OpenedModel } from './opened-weights.js'
import { readingOf } from './read-model.js'

export function isResidualMlp(named: NamedTensors): boolean {
  return ['W_E', 'W_U', 'layers.0.mlp_in.weight', 'layers.0.mlp_out.weight'].every((name) => named.find(name))
}

/** @throws {InvalidFileError} when shapes do not belong together. */
export function readResidualMlp(named: NamedTensors, file: string): OpenedModel {
  const isSingle = named.find('W_E')!.tensor.shape.length === 2
  const matrix = (name: string, rows?: number, columns?: number): Tensor => {
    const { name: full, tensor } = named.take(name) ?? refuse(name, 'missing')
    const found = withMembers(tensor, 2)
    // nn.Linear keeps [to, from]; models with a member axis keep [from, to].
    const turned = isSingle && name.startsWith('layers.') && found.shape.length === 3 ? transposed(found) : found
    const [, foundRows, foundColumns] = turned.shape
    if (turned.shape.length !== 3 || (rows ?? foundRows) !== foundRows || (columns ?? foundColumns) !== foundColumns) {
      return refuse(full, `[${tensor.shape}] does not fit W_E [${named.find('W_E')!.tensor.shape}]`)
    }
    return turned
  }
  const refuse = (name: string, reason: string): never => {
    throw new InvalidFileError(file, `tensor ${JSON.stringify(name)}`, reason)
  }
  const embedding = matrix('W_E')
  const [, featureCount, streamSize] = embedding.shape as [number, number, number]
  const unembedding = matrix('W_U', streamSize, featureCount)
  const inward: Tensor[] = []
  const outward: Tensor[] = []
  for (let layer = 0; named.find(`layers.${layer}.mlp_in.weight`) !== undefined; layer++) {
    const into = matrix(`layers.${layer}.mlp_in.weight`, streamSize)
    inward.push(product(embedding, into))
    outward.push(transposed(product(matrix(`layers.${layer}.mlp_out.weight`, into.shape[2]!, streamSize), unembedding)))
  }
  const weights = besideEachOther(inward)
  const outputWeights = transposed(besideEachOther(outward))
  const { name, tensor } = named.find('W_E')!
  return {
    kind: 'model',
    parameters: { weights, outputWeights },
    hiddenActivation: 'relu',
    reading: `${readingOf(weights, name, tensor.shape)} · mlp_in (by their names)`,
    notes: [
      `${inward.length} layer${inward.length === 1 ? '' : 's'} of neurons, seen through ${name} and W_U; the residual stream itself is left out`,
    ],
  }
}
