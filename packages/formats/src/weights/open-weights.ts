/**
 * Weights of toy models from any file of the field, whatever the names and axes: the formats of `read-tensors.ts`, the layouts
 * of `layouts.ts`. How a file was read is always said in a sentence, and what nothing decides is asked, never guessed.
 */
import type { FileTensor, FileTensors } from '../file-tensor.js'
import { InvalidFileError } from '../invalid-file.js'
import { readTensors, type TensorFile } from '../read-tensors.js'
import { dictionaryLayouts, directionNames, type ModelLayout, modelLayouts } from './layouts.js'
import { NamedTensors, prefixesOf } from './named-tensors.js'
import type { OpenedWeights, OpenOptions } from './opened-weights.js'
import { readDictionary } from './read-dictionary.js'
import { readModel } from './read-model.js'
import { isResidualMlp, readResidualMlp } from './read-residual-mlp.js'

/**
 * The weights of a file.
 *
 * @param file the file's name, for messages.
 * @throws {InvalidFileError} when the file is of no known format or not whole, has no weights, several models, shapes that do
 * not belong together, or nothing that tells which axis is the features.
 */
export function openWeights(bytes: Uint8Array, file: string, options: OpenOptions = {}): OpenedWeights {
  return weightsOf(readTensors(bytes, file), file, options)
}

/** The weights among tensors that were read already; errors as `openWeights`. */
export function weightsOf(read: TensorFile, file: string, options: OpenOptions = {}): OpenedWeights {
  const { tensors, metadata, skipped } = read
  if (metadata.digon === 'weights' && metadata.layout === 'declared') {
    throw new InvalidFileError(file, 'weights', `a custom model, which has no W to analyze; it has ${listed(tensors)}`)
  }
  const isCheckpoint = 'parameters.weights' in tensors
  const layoutIsOurs = metadata.digon === 'weights' && metadata.layout === 'official'
  const prefixes = isCheckpoint ? ['parameters.'] : prefixesOf(tensors)
  const { opened: found, named } = findModel(read, file, options, prefixes, layoutIsOurs)
  // Names do not say what hidden units do; the file itself may.
  const isRelu = found.kind === 'model' && metadata.hiddenActivation === 'relu'
  const opened: OpenedWeights = isRelu ? { ...found, hiddenActivation: 'relu' } : found
  const ignored = isCheckpoint ? [] : [...named.unused().map((name) => `${name} [${tensors[name]!.shape}]`), ...skipped]
  return ignored.length === 0 ? opened : { ...opened, notes: [...opened.notes, `not read: ${shortened(ignored)}`] }
}

interface Found {
  readonly opened: OpenedWeights
  readonly named: NamedTensors
}

function findModel(
  { tensors, skipped }: TensorFile,
  file: string,
  options: OpenOptions,
  prefixes: readonly string[],
  layoutIsOurs: boolean,
): Found {
  const { tensor } = options
  if (tensor !== undefined && !Object.hasOwn(tensors, tensor)) {
    throw new InvalidFileError(file, 'tensors', `none is named ${JSON.stringify(tensor)}; there are ${listed(tensors)}`)
  }
  const candidates = prefixes.flatMap((prefix) => {
    const named = new NamedTensors(tensors, prefix)
    const candidate = candidateIn(named, file, options, layoutIsOurs)
    return candidate === undefined || (tensor !== undefined && candidate.encoder !== tensor)
      ? []
      : [{ ...candidate, named }]
  })
  if (candidates.length > 1) {
    const choices = candidates.map(({ encoder }) => `--tensor ${encoder}`)
    throw new InvalidFileError(file, 'tensors', `several models; choose one: ${shortened(choices)}`)
  }
  const [only] = candidates
  if (only !== undefined) return { opened: only.open(), named: only.named }
  return readAlone(tensors, file, options, skipped)
}

interface Candidate {
  /** Full name of the tensor that makes it one. */
  readonly encoder: string
  readonly open: () => OpenedWeights
}

function candidateIn(
  named: NamedTensors,
  file: string,
  options: OpenOptions,
  layoutIsOurs: boolean,
): Candidate | undefined {
  if (isResidualMlp(named)) return { encoder: named.find('W_E')!.name, open: () => readResidualMlp(named, file) }
  const dictionary = dictionaryLayouts.find(({ encoder, decoder, encoderIsLinear, decoderIsLinear }) => {
    const found = named.find(encoder)
    if (found === undefined || named.find(decoder) === undefined) return false
    // A narrow middle is a model, a wide one a dictionary; other names are those of dictionaries alone.
    return !(encoderIsLinear && decoderIsLinear) || found.tensor.shape[0]! > found.tensor.shape[1]!
  })
  if (dictionary !== undefined) {
    return { encoder: named.find(dictionary.encoder)!.name, open: () => readDictionary(dictionary, named, file) }
  }
  const layout =
    modelLayouts.find((candidate) => hasAll(named, candidate)) ??
    directionNames
      .filter((name) => named.find(name))
      .map((encoder): ModelLayout => ({ ...alone, axes: 'feature-hidden', encoder }))[0]
  if (layout === undefined) return undefined
  const known = layoutIsOurs && layout.encoder === 'W' ? { ...layout, axes: 'feature-hidden' as const } : layout
  return { encoder: named.find(layout.encoder)!.name, open: () => readModel(known, named, file, options) }
}

function hasAll(named: NamedTensors, { encoder, decoder, bias }: ModelLayout): boolean {
  if (named.find(encoder) === undefined) return false
  if (decoder !== undefined) return named.find(decoder) !== undefined
  // `encoder.weight` alone is a model only beside the bias that its authors keep.
  return encoder !== 'encoder.weight' || bias.some((name) => named.find(name))
}

const alone = { hiddenActivation: 'identity', bias: [], hiddenBias: [], axes: 'unknown' } as const

/** A file whose names say nothing: its only matrix, or numbered matrices of one shape as members. */
function readAlone(tensors: FileTensors, file: string, options: OpenOptions, skipped: readonly string[]): Found {
  const matrices = Object.entries(tensors).filter(([name, { shape }]) => {
    if (options.tensor !== undefined) return name === options.tensor
    return (shape.length === 2 || shape.length === 3) && !shape.includes(0)
  })
  const [first] = matrices
  if (first === undefined) {
    const others = skipped.length === 0 ? '' : `; not numbers: ${shortened(skipped)}`
    throw new InvalidFileError(file, 'tensors', `no weight matrix among ${listed(tensors) || 'no tensors'}${others}`)
  }
  if (matrices.length === 1) {
    const named = new NamedTensors(tensors, '')
    return { opened: readModel({ ...alone, encoder: first[0] }, named, file, options), named }
  }
  const members = numbered(matrices)
  if (members === undefined) {
    const choices = matrices.map(([name, { shape }]) => `${name} [${shape}]`)
    throw new InvalidFileError(file, 'tensors', `several matrices; choose one with --tensor: ${shortened(choices)}`)
  }
  const name = `${members.names[0]} … ${members.names.at(-1)}`
  const named = new NamedTensors({ [name]: members.tensor }, '')
  return { opened: readModel({ ...alone, encoder: name }, named, file, options), named }
}

/** Matrices of one shape whose names differ only in a number, stacked as members in the order of their numbers. */
function numbered(
  matrices: readonly [string, FileTensor][],
): { names: readonly string[]; tensor: FileTensor } | undefined {
  const parts = matrices.map(([name, tensor]) => ({ match: /^(.*?)(\d+)$/.exec(name), name, tensor }))
  const [first] = parts
  const fit = parts.every(({ match, tensor }) => {
    return match !== null && match[1] === first!.match?.[1] && tensor.shape.join() === first!.tensor.shape.join()
  })
  if (!fit || first!.tensor.shape.length !== 2) return undefined
  parts.sort((a, b) => Number(a.match![2]) - Number(b.match![2]))
  const values = Float64Array.from(parts.flatMap(({ tensor }) => Array.from(tensor.values)))
  return { names: parts.map(({ name }) => name), tensor: { shape: [parts.length, ...first!.tensor.shape], values } }
}

function listed(tensors: FileTensors): string {
  return shortened(Object.entries(tensors).map(([name, { shape }]) => `${name} [${shape}]`))
}

/** At most eight names, so that a message stays one. */
function shortened(names: readonly string[]): string {
  const more = names.length > 8 ? `, and ${names.length - 8} more` : ''
  return `${names
    .slice(0, 8)
    .map((name) => name.slice(0, 80))
    .join(', ')}${more}`
}
