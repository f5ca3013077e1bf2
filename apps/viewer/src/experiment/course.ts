/**
 * What a change does: to the settings that are trained by from then on, and to the snapshot that training goes on from. The worker
 * trains by it and the page checks by it, so both agree on what a change means.
 */
import { wordsAt } from '@digon/data'
import type { Ensemble, Parameters, Snapshot, Tensor } from '@digon/model'
import type { Change } from './change.js'
import { ensembleOf } from './describe.js'
import { densityOf, namesFeatures } from './feature-law.js'
import type { Settings } from './settings.js'

/** What is trained by at one step. */
export interface Moment {
  readonly settings: Settings
  /** Features that stay as they are, ascending. */
  readonly pinned: readonly number[]
  /** The complete ensemble that follows. */
  readonly ensemble: Ensemble
  /** The step from which on this holds. */
  readonly fromStep: number
}

/** A change that cannot be made at that moment. */
export class InvalidChangeError extends Error {
  override readonly name = 'InvalidChangeError'
  readonly category = 'input'
}

/** @throws {InvalidEnsembleError} when the settings do not fit together. */
export function firstMoment(settings: Settings): Moment {
  return { settings, pinned: [], ensemble: ensembleOf(settings), fromStep: 0 }
}

/**
 * The moment after a change.
 *
 * @throws {InvalidChangeError} when the change names what is not there, or comes before the last one.
 * @throws {InvalidEnsembleError} when the changed settings do not fit together.
 */
export function changeMoment(moment: Moment, change: Change): Moment {
  const { fromStep } = change
  if (fromStep < moment.fromStep)
    refuse(`step ${fromStep} comes before ${moment.fromStep}, and changes are in order of steps`)
  const { settings, pinned } = changed(moment, change)
  return { settings, pinned, fromStep, ensemble: ensembleOf(settings, pinned) }
}

function changed({ settings, pinned }: Moment, change: Change): Pick<Moment, 'settings' | 'pinned'> {
  const { featureCount, hiddenSize, restarts } = settings
  if ('feature' in change) checkIndex(change.feature, featureCount, 'feature')
  switch (change.kind) {
    case 'set':
      return { settings: { ...settings, ...change.settings }, pinned }
    case 'place':
      checkIndex(change.restart, restarts, 'restart')
      if (change.vector.length !== hiddenSize)
        refuse(`the vector has ${change.vector.length} numbers, and there are ${hiddenSize} dimensions`)
      return { settings, pinned }
    case 'pin':
      return { settings, pinned: [...new Set([...pinned, change.feature])].sort((a, b) => a - b) }
    case 'unpin':
      return { settings, pinned: pinned.filter((each) => each !== change.feature) }
    case 'nudge':
      return { settings, pinned }
    case 'clone':
      checkFree(settings)
      return {
        settings: withImportances(settings, [...importances(settings), importances(settings)[change.feature]!]),
        pinned,
      }
    case 'delete':
      checkFree(settings)
      if (featureCount === 1) refuse('it is the last feature')
      return {
        settings: withImportances(settings, importances(settings).toSpliced(change.feature, 1)),
        pinned: pinned
          .filter((each) => each !== change.feature)
          .map((each) => (each > change.feature ? each - 1 : each)),
      }
  }
}

/** What training goes on from after a change: copies where something differs. @param moment before the change. */
export function changeSnapshot(snapshot: Snapshot, moment: Moment, change: Change): Snapshot {
  const { parameters } = snapshot
  const ofAll = (edit: (tensor: Tensor, name: string) => Tensor): Snapshot => ({
    ...snapshot,
    parameters: mapTensors(parameters, edit),
    firstMoments: mapTensors(snapshot.firstMoments, edit),
    secondMoments: mapTensors(snapshot.secondMoments, edit),
  })
  switch (change.kind) {
    case 'place':
      return { ...snapshot, parameters: { ...parameters, weights: placed(parameters.weights!, change) } }
    case 'nudge':
      return {
        ...snapshot,
        parameters: mapTensors(parameters, (tensor, name) =>
          /weights/i.test(name) ? nudged(tensor, moment, change) : tensor,
        ),
      }
    case 'clone':
      return ofAll((tensor, name) => editFeatures(tensor, name, (indices) => [...indices, change.feature]))
    case 'delete':
      return ofAll((tensor, name) => editFeatures(tensor, name, (indices) => indices.toSpliced(change.feature, 1)))
    default:
      return snapshot
  }
}

/** Mean share of features that are active at that moment; restarts differ in their seeds alone. */
export function densityAt({ ensemble, settings }: Moment): number {
  const { data } = ensemble.members[0]!
  return data.kind === 'batches' ? Number.NaN : densityOf(data, settings.featureCount)
}

/** `[feature]` */
export function importances({ importance, featureCount }: Settings): readonly number[] {
  if (!('base' in importance)) return importance
  const values: number[] = []
  for (let i = 0, value = 1; i < featureCount; i++, value *= importance.base) values.push(value)
  return values
}

function withImportances(settings: Settings, importance: readonly number[]): Settings {
  return { ...settings, featureCount: importance.length, importance }
}

/** A law that names features by number would then mean others. */
function checkFree(settings: Settings): void {
  if (namesFeatures(settings))
    refuse(`the law ${settings.law} speaks of single features, so that they cannot become more or fewer`)
}

function checkIndex(index: number, count: number, what: string): void {
  if (!Number.isInteger(index) || index < 0 || index >= count)
    refuse(`there is no ${what} ${index + 1}; there are ${count}`)
}

function refuse(message: string): never {
  throw new InvalidChangeError(`${message}.`)
}

function mapTensors(tensors: Parameters, edit: (tensor: Tensor, name: string) => Tensor): Parameters {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, edit(tensor, name)]))
}

function placed(weights: Tensor, { restart, feature, vector }: Extract<Change, { kind: 'place' }>): Tensor {
  const values = weights.values.slice()
  const [, featureCount, hiddenSize] = weights.shape as [number, number, number]
  values.set(vector, (restart * featureCount + feature) * hiddenSize)
  return { shape: weights.shape, values }
}

/** Largest number that a nudge adds. */
const nudgeSize = 0.1

/** A purpose of its own (data names the ones below 4), so that a nudge repeats no draw of training. */
const nudgePurpose = 4

function nudged(weights: Tensor, { ensemble }: Moment, { fromStep }: Change): Tensor {
  const values = weights.values.slice()
  const perMember = values.length / ensemble.members.length
  for (const [member, { seed }] of ensemble.members.entries()) {
    const words = wordsAt(seed, nudgePurpose, fromStep, weights.shape.length, perMember)
    for (const [k, word] of words.entries()) values[member * perMember + k]! += nudgeSize * (word / 2 ** 31 - 1)
  }
  return { shape: weights.shape, values }
}

/** The axis of the features in each tensor that has one. */
const featureAxes: Readonly<Record<string, number>> = { weights: 1, outputWeights: 2, bias: 1 }

/** The tensor with other features, named by the indices that they had. */
function editFeatures(tensor: Tensor, name: string, edit: (indices: readonly number[]) => readonly number[]): Tensor {
  const axis = featureAxes[name]
  if (axis === undefined) return tensor
  const count = tensor.shape[axis]!
  const kept = edit(Array.from({ length: count }, (_, index) => index))
  const inner = tensor.shape.slice(axis + 1).reduce((product, length) => product * length, 1)
  const outer = tensor.values.length / (count * inner)
  const values = new (tensor.values.constructor as typeof Float32Array)(outer * kept.length * inner)
  for (let block = 0; block < outer; block++) {
    for (const [place, index] of kept.entries()) {
      const from = (block * count + index) * inner
      values.set(tensor.values.subarray(from, from + inner), (block * kept.length + place) * inner)
    }
  }
  return { shape: tensor.shape.with(axis, kept.length), values }
}
