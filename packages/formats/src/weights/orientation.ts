/**
 * Which axis of a weight matrix is the features. The length of a bias tells; names of nn.Linear tell by convention; where
 * neither does, the caller must say.
 */
import { InvalidFileError } from '../invalid-file.js'
import type { ModelLayout } from './layouts.js'

/** An axis, counted without the member axis. */
export type FeaturesAxis = 0 | 1

export interface OrientationQuestion {
  readonly file: string
  /** The tensor's name, for messages. */
  readonly name: string
  /** Without the member axis. */
  readonly shape: readonly [number, number]
  readonly axes: ModelLayout['axes']
  /** Length of the output bias, if there is one. */
  readonly biasLength: number | undefined
  readonly hiddenBiasLength: number | undefined
  /** What the caller says. */
  readonly featuresAxis: FeaturesAxis | undefined
}

/**
 * The axis of the features, and how it is known.
 *
 * @throws {InvalidFileError} when a bias fits neither axis, the caller's axis contradicts the bias, or nothing tells.
 */
export function findFeaturesAxis(question: OrientationQuestion): { readonly axis: FeaturesAxis; readonly by: string } {
  const { file, name, shape, axes, biasLength, hiddenBiasLength, featuresAxis } = question
  const refuse = (reason: string): never => {
    throw new InvalidFileError(file, `tensor ${JSON.stringify(name)}`, reason)
  }
  const fits = ([0, 1] as const).filter(
    (axis) =>
      (biasLength === undefined || shape[axis] === biasLength) &&
      (hiddenBiasLength === undefined || shape[1 - axis] === hiddenBiasLength),
  )
  if (fits.length === 0) {
    const lengths = [
      ...(biasLength === undefined ? [] : [`an output bias of ${biasLength}`]),
      ...(hiddenBiasLength === undefined ? [] : [`a hidden bias of ${hiddenBiasLength}`]),
    ]
    return refuse(`[${shape}] does not fit ${lengths.join(' and ')}`)
  }
  if (fits.length === 1) {
    if (featuresAxis !== undefined && featuresAxis !== fits[0]) {
      refuse(`[${shape}]: the bias says that axis ${fits[0]} is the features, --features-axis says ${featuresAxis}`)
    }
    return { axis: fits[0]!, by: 'by the length of the bias' }
  }
  if (featuresAxis !== undefined) return { axis: featuresAxis, by: 'as --features-axis says' }
  if (axes === 'feature-hidden') return { axis: 0, by: 'by their names' }
  if (axes === 'linear') return { axis: 1, by: 'by their names' }
  const why =
    biasLength === undefined ? 'no bias tells which axis is the features' : 'square, so its bias does not tell'
  return refuse(`[${shape}]: ${why}; say it with --features-axis 0 or 1 (in a spec: featuresAxis)`)
}
