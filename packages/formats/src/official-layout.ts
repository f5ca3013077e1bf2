/**
 * Weights files in the names and layout of the paper's official notebook: `W` [member, feature, hidden] and `b_final`
 * [member, feature]. What the notebook has no name for follows its style: `W_out` [member, hidden, feature] of untied
 * models and `b_hidden` [member, hidden]. Parameters of a custom model keep the names that it declares.
 */
import { type Model, type Parameters, parameterShapes } from '@digon/model'
import type { FileTensor, FileTensors } from './file-tensor.js'
import { InvalidFileError } from './invalid-file.js'
import { readNpz } from './npz.js'
import { readSafetensors } from './read-safetensors.js'
import { writeSafetensors } from './write-safetensors.js'

const officialNames: ReadonlyMap<string, string> = new Map([
  ['weights', 'W'],
  ['outputWeights', 'W_out'],
  ['bias', 'b_final'],
  ['hiddenBias', 'b_hidden'],
])
const ourNames: ReadonlyMap<string, string> = new Map([...officialNames].map(([ours, official]) => [official, ours]))

/** Parameters under the names that a weights file gives them. */
export function officialTensors(parameters: Parameters, model: Model): FileTensors {
  return Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [officialName(name, model), tensor]))
}

/** Parameters of a custom model keep their names. */
function officialName(name: string, model: Model): string {
  return model.kind === 'custom' ? name : (officialNames.get(name) ?? name)
}

/**
 * A weights file (safetensors): the parameters with the member leading, in official names.
 *
 * @throws {ShapeError} when a tensor's numbers do not fill its shape.
 */
export function writeWeights(parameters: Parameters, model: Model): Uint8Array<ArrayBuffer> {
  const layout = model.kind === 'custom' ? 'declared' : 'official'
  return writeSafetensors(officialTensors(parameters, model), { digon: 'weights', layout })
}

/**
 * Parameters from a weights file: one of ours, one saved in Python from the official notebook (safetensors or npz, told
 * apart by content), or the parameters of a checkpoint. `W` [feature, hidden] with `b_final` [feature] is one member. A custom
 * model has no `W`: its file is read by `readWeightsOf`.
 *
 * @param file the file's name, for the message.
 * @throws {InvalidFileError} when the file is not whole, has other names, or shapes that do not belong together.
 */
export function readWeights(bytes: Uint8Array, file: string): Parameters {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  if (isZip) return parametersOfOfficial(readNpz(bytes, file), file)
  const { tensors } = readSafetensors(bytes, file)
  if ('parameters.weights' in tensors) return namedParameters(tensorsUnder('parameters.', tensors), file)
  return parametersOfOfficial(tensors, file)
}

/**
 * Parameters from a weights file of an ensemble that is known, so that nothing the file says of itself is believed.
 *
 * @throws {InvalidFileError} when the file is not whole, or its tensors are not those of the members.
 */
export function readWeightsOf(
  { model, members }: { readonly model: Model; readonly members: readonly unknown[] },
  bytes: Uint8Array,
  file: string,
): Parameters {
  const parameters = namedAsOurs(floatTensors(readSafetensors(bytes, file).tensors, file), model)
  const shapes = parameterShapes(model)
  for (const name of new Set([...Object.keys(shapes), ...Object.keys(parameters)])) {
    const field = `tensor ${JSON.stringify(officialName(name, model))}`
    if (shapes[name] === undefined) throw new InvalidFileError(file, field, 'not one of this model')
    const found = parameters[name]?.shape
    const expected = [members.length, ...shapes[name]]
    if (found?.join() !== expected.join()) {
      throw new InvalidFileError(file, field, `${found ? `[${found}]` : 'missing'}; expected [${expected}]`)
    }
  }
  return parameters
}

/** The same parameters with official names turned into ours; other names stay, and those of a custom model. */
export function namedAsOurs(parameters: Parameters, model?: Model): Parameters {
  if (model?.kind === 'custom') return parameters
  return Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [ourNames.get(name) ?? name, tensor]))
}

/** The tensors whose names begin with the prefix, without it. */
export function tensorsUnder(prefix: string, tensors: FileTensors): FileTensors {
  return Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
  )
}

/**
 * The same tensors, known to be float32 or float64.
 *
 * @throws {InvalidFileError} when one is of integers.
 */
export function floatTensors(tensors: FileTensors, file: string): Parameters {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, floatTensor(name, tensor, file)]))
}

function floatTensor(name: string, { shape, values }: FileTensor, file: string): Parameters[string] {
  if (values instanceof Float32Array || values instanceof Float64Array) return { shape, values }
  throw new InvalidFileError(file, `tensor ${JSON.stringify(name)}`, 'integers; expected floating-point numbers')
}

function parametersOfOfficial(tensors: FileTensors, file: string): Parameters {
  const single = tensors.W?.shape.length === 2
  const parameters: [string, Parameters[string]][] = []
  for (const [name, tensor] of Object.entries(tensors)) {
    const ours = ourNames.get(name)
    if (ours === undefined) {
      throw new InvalidFileError(
        file,
        `tensor ${JSON.stringify(name)}`,
        `expected only ${[...ourNames.keys()].join(', ')}`,
      )
    }
    const { shape, values } = floatTensor(name, tensor, file)
    parameters.push([ours, { shape: single ? [1, ...shape] : shape, values }])
  }
  return checkedShapes(Object.fromEntries(parameters), file)
}

/** Parameters under our own names, as a checkpoint has them. */
function namedParameters(tensors: FileTensors, file: string): Parameters {
  const parameters = floatTensors(tensors, file)
  const stray = Object.keys(parameters).find((name) => !officialNames.has(name))
  if (stray !== undefined) {
    const expected = `expected only ${[...officialNames.keys()].join(', ')}`
    throw new InvalidFileError(file, `tensor ${JSON.stringify(stray)}`, expected)
  }
  return checkedShapes(parameters, file)
}

function checkedShapes(parameters: Parameters, file: string): Parameters {
  const weights = parameters.weights?.shape
  if (weights === undefined)
    throw new InvalidFileError(file, 'tensor "W"', 'missing; expected [member, feature, hidden]')
  if (weights.length !== 3 || weights.includes(0)) {
    throw new InvalidFileError(
      file,
      'tensor "W".shape',
      `[${weights}]; expected [member, feature, hidden] or [feature, hidden], axes ≥ 1`,
    )
  }
  const [member, feature, hidden] = weights as [number, number, number]
  const expected: Readonly<Record<string, readonly number[]>> = {
    weights,
    outputWeights: [member, hidden, feature],
    bias: [member, feature],
    hiddenBias: [member, hidden],
  }
  for (const [name, { shape }] of Object.entries(parameters)) {
    if (shape.join() !== expected[name]!.join()) {
      throw new InvalidFileError(
        file,
        `tensor "${officialNames.get(name)}".shape`,
        `[${shape}]; expected [${expected[name]}] beside W [${weights}]`,
      )
    }
  }
  return parameters
}
