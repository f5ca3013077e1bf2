/** Encoder, decoder and biases of a model whose layout is known, turned to [member, feature, hidden]. */
import type { Parameters, Tensor } from '@digon/model'
import { InvalidFileError } from '../invalid-file.js'
import type { ModelLayout } from './layouts.js'
import { isEqual, product, transposed, withMembers } from './member-tensors.js'
import type { NamedTensors } from './named-tensors.js'
import type { OpenedModel, OpenOptions } from './opened-weights.js'
import { findFeaturesAxis } from './orientation.js'

interface Found {
  readonly name: string
  readonly tensor: Tensor
}

/**
 * The model.
 *
 * @throws {InvalidFileError} when shapes do not belong together, or nothing tells which axis is the features.
 */
export function readModel(layout: ModelLayout, named: NamedTensors, file: string, options: OpenOptions): OpenedModel {
  const encoder = takeMatrix(named, layout.encoder, file)
  const decoder = layout.decoder === undefined ? undefined : takeMatrix(named, layout.decoder, file)
  const bias = takeVector(named, layout.bias, encoder, file)
  const hiddenBias = takeVector(named, layout.hiddenBias, encoder, file)
  const [memberCount, first, second] = encoder.tensor.shape as [number, number, number]
  if (decoder !== undefined && decoder.tensor.shape.join() !== [memberCount, second, first].join()) {
    const found = `[${decoder.tensor.shape}]; expected [${memberCount},${second},${first}] beside ${encoder.name}`
    throw new InvalidFileError(
      file,
      `tensor ${JSON.stringify(decoder.name)}.shape`,
      `${found} [${encoder.tensor.shape}]`,
    )
  }
  // The convention of nn.Linear holds for a single model; with a member axis the authors use both orders.
  const isSingle = named.find(layout.encoder)!.tensor.shape.length === 2
  const { axis, by } = findFeaturesAxis({
    file,
    name: encoder.name,
    shape: [first, second],
    axes: layout.axes === 'linear' && !isSingle ? 'unknown' : layout.axes,
    biasLength: bias?.tensor.shape[1],
    hiddenBiasLength: hiddenBias?.tensor.shape[1],
    featuresAxis: options.featuresAxis,
  })
  const turned = ({ tensor }: Found): Tensor => (axis === 0 ? tensor : transposed(tensor))
  const weights = turned(encoder)
  const hiddenLayers = takeHiddenLayers(named, weights, isSingle, file)
  const outward = hiddenLayers.reduce(
    (after, layer) => product(layer, after),
    decoder === undefined ? transposed(weights) : turned(decoder),
  )
  const isTied = isEqual(outward, transposed(weights))
  const parameters: Parameters = {
    weights,
    ...(!isTied && { outputWeights: outward }),
    ...(bias !== undefined && { bias: bias.tensor }),
    ...(hiddenBias !== undefined && { hiddenBias: hiddenBias.tensor }),
  }
  return {
    kind: 'model',
    parameters,
    hiddenActivation: layout.hiddenActivation,
    reading: `${readingOf(weights, encoder.name, named.find(layout.encoder)!.tensor.shape)} (${by})`,
    notes: [
      ...(decoder === undefined || !isTied ? [] : [`${decoder.name} is its transpose: the model is tied`]),
      ...(isTied ? [] : [`untied: ${decoder?.name ?? 'its transpose'} maps back to the features`]),
      ...(hiddenLayers.length === 0
        ? []
        : [
            `${hiddenLayers.length} linear hidden ${hiddenLayers.length === 1 ? 'layer is' : 'layers are'} multiplied into the decoder`,
          ]),
    ],
  }
}

/** The sentence that says how weights `[member, feature, hidden]` were read. */
export function readingOf({ shape }: Tensor, name: string, original: readonly number[]): string {
  const [memberCount, features, dimensions] = shape
  const members = memberCount === 1 ? '1 member' : `${memberCount} members`
  return `read W as ${features} features × ${dimensions} dimensions, ${members}, from ${name} [${original.join(', ')}]`
}

function takeMatrix(named: NamedTensors, name: string, file: string): Found {
  const { name: full, tensor } = named.take(name)!
  const { shape } = tensor
  if ((shape.length !== 2 && shape.length !== 3) || shape.includes(0)) {
    const expected = 'expected two axes, or three with the member first, all ≥ 1'
    throw new InvalidFileError(file, `tensor ${JSON.stringify(full)}.shape`, `[${shape}]; ${expected}`)
  }
  return { name: full, tensor: withMembers(tensor, 2) }
}

function takeVector(named: NamedTensors, names: readonly string[], beside: Found, file: string): Found | undefined {
  const found = named.takeFirst(names)
  if (found === undefined) return undefined
  const { name, tensor } = found
  const members = beside.tensor.shape[0]!
  const vector = withMembers(tensor, 1)
  if (vector.shape.length !== 2 || vector.shape[0] !== members) {
    const expected = `expected [${members}, features or dimensions] beside ${beside.name} [${beside.tensor.shape}]`
    throw new InvalidFileError(file, `tensor ${JSON.stringify(name)}.shape`, `[${tensor.shape}]; ${expected}`)
  }
  return { name, tensor: vector }
}

/** Linear layers between the hidden dimensions, as [member, from, to], in the order in which they are applied last to first. */
function takeHiddenLayers(named: NamedTensors, weights: Tensor, isSingle: boolean, file: string): readonly Tensor[] {
  const layers: Tensor[] = []
  for (let found = named.take('hidden_layers.0.weight'); found !== undefined; ) {
    const layer = withMembers(found.tensor, 2)
    const [memberCount, , hidden] = weights.shape
    if (layer.shape.join() !== [memberCount, hidden, hidden].join()) {
      const expected = `expected [${memberCount}, ${hidden}, ${hidden}]`
      throw new InvalidFileError(file, `tensor ${JSON.stringify(found.name)}.shape`, `[${layer.shape}]; ${expected}`)
    }
    layers.unshift(isSingle ? transposed(layer) : layer)
    found = named.take(`hidden_layers.${layers.length}.weight`)
  }
  return layers
}
