import { basename, join } from 'node:path'
import { type OpenedModel, type OpenedWeights, openWeights } from '@digon/formats'
import { CannotReadError, isFolder, readNamedFile } from '@digon/runs'
import { UsageError } from '../exit-code.js'
import { type WeightsOfRun, weightsInRun, weightsOfRun } from './weights-of-run.js'

/** The one way in which commands open weights that a user names: a run, a file of any layout, a folder of SAELens. */

/** Over half a billion float32 weights. */
const maximumWeightsBytes = 2 ** 31 - 1

export interface NamedWeightsOptions {
  /** Which ensemble of a run that has several. */
  readonly ensemble?: string
  readonly featuresAxis?: 0 | 1
  readonly tensor?: string
}

export type NamedWeights = OpenedWeights & {
  /** Members of a run whose loss stopped being finite. */
  readonly diverged: WeightsOfRun['diverged']
}

/** Files that other programs keep weights in, looked for in a folder that is no run. */
const knownFiles = [
  'sae_weights.safetensors',
  'sae.safetensors',
  'synthetic_model.safetensors',
  'params.npz',
  'ae.pt',
  'tms.pth',
  'resid_mlp.pth',
]

/**
 * The weights at a path.
 *
 * @throws {InvalidFileError} when a file is not weights of any known kind; see `openWeights` of @digon/formats.
 * @throws {UsageError} when a run has several ensembles and none was named.
 * @throws errors of opening runs and files; see @digon/runs.
 */
export async function openNamedWeights(path: string, options: NamedWeightsOptions): Promise<NamedWeights> {
  const { featuresAxis, tensor } = options
  const run = await runWeights(path, options)
  const file = run?.file ?? ((await isFolder(path)) ? await knownFileIn(path) : path)
  const bytes = run?.bytes ?? (await readNamedFile(file, { maximumBytes: maximumWeightsBytes }))
  const opened = openWeights(bytes, basename(file), { featuresAxis, tensor })
  const diverged = run?.diverged ?? []
  if (opened.kind === 'dictionary' || run?.model?.kind !== 'autoencoder') return { ...opened, diverged }
  return { ...opened, hiddenActivation: run.model.hiddenActivation, diverged }
}

/** As `openNamedWeights`, for commands that need a model. @throws {UsageError} for a dictionary. */
export async function openNamedModel(
  path: string,
  options: NamedWeightsOptions,
): Promise<OpenedModel & Pick<NamedWeights, 'diverged'>> {
  const opened = await openNamedWeights(path, options)
  if (opened.kind === 'model') return opened
  throw new UsageError(`${path} holds a dictionary; expected the weights of a model`)
}

async function runWeights(path: string, options: NamedWeightsOptions): Promise<WeightsOfRun | undefined> {
  if (!(await isFolder(path))) return weightsInRun(path)
  if (await isForeignFolder(path)) return undefined
  return weightsOfRun(path, options.ensemble)
}

/** Whether a folder is no run, but holds a file that another program keeps weights in. */
export async function isForeignFolder(folder: string): Promise<boolean> {
  return (await presentIn(folder, ['run.json'])).length === 0 && (await presentIn(folder, knownFiles)).length > 0
}

async function knownFileIn(folder: string): Promise<string> {
  const [first, second] = await presentIn(folder, knownFiles)
  if (second !== undefined) throw new UsageError(`${folder} holds ${first} and ${second}; name one of them`)
  return join(folder, first!)
}

async function presentIn(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const present: string[] = []
  for (const name of names) {
    const isThere = await isFolder(join(folder, name)).then(
      (folderFound) => !folderFound,
      (failure: unknown) => {
        if (failure instanceof CannotReadError) return false
        throw failure
      },
    )
    if (isThere) present.push(name)
  }
  return present
}
