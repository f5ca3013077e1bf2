/** Whether a latent is active when its feature is: precision, recall and F1, and what a child does to its parent's latent. */
import { type Matrix, ShapeError } from '@digon/matrix'

/** How well a latent tells whether a feature is active. */
export interface FiringScore {
  /** Of the samples with the latent active, the share with the feature active; 0 when it is never active. */
  readonly precision: number
  /** Of the samples with the feature active, the share with the latent active; 0 when the feature never is. */
  readonly recall: number
  /** 2 · precision · recall / (precision + recall); 0 when both are. */
  readonly f1: number
}

/**
 * Of each feature and its latent. Active is everything above 0.
 *
 * @param features `[sample, feature]`: true values. @param codes `[sample, latent]`.
 * @param latents `[feature]`: the latent of each feature, as `matchLatents` gives them; without one (−1) all scores are 0.
 * @throws {ShapeError} when samples differ, or a latent is not among the codes.
 */
export function firingScores(features: Matrix, codes: Matrix, latents: ArrayLike<number>): readonly FiringScore[] {
  checkSamples(features, codes)
  return Array.from({ length: features.columns }, (_, feature) => {
    const latent = latents[feature] ?? -1
    if (latent < 0) return { precision: 0, recall: 0, f1: 0 }
    checkLatent(codes, latent)
    let [both, ofFeature, ofLatent] = [0, 0, 0]
    for (let sample = 0; sample < features.rows; sample++) {
      const isOn = isActive(features, sample, feature)
      const fires = isActive(codes, sample, latent)
      if (isOn) ofFeature++
      if (fires) ofLatent++
      if (isOn && fires) both++
    }
    const precision = ofLatent === 0 ? 0 : both / ofLatent
    const recall = ofFeature === 0 ? 0 : both / ofFeature
    return { precision, recall, f1: both === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
  })
}

/** An edge of a hierarchy of features. */
export interface ParentAndChild {
  /** Index of a feature. */
  readonly parent: number
  /** Index of a feature that is active mostly together with the parent. */
  readonly child: number
}

/**
 * P(latent active | parent on, child off) − P(latent active | parent on, child on), from −1 to 1. 0: the parent's latent says
 * what it should; 1: the child's latent has absorbed the parent, whose own is silent whenever the child is on (Chanin et al.,
 * 2024; the gap as in SAELens). NaN when one of the two never happens in these samples.
 *
 * @param features `[sample, feature]`: true values. @param codes `[sample, latent]`. @param latent the parent's.
 * @throws {ShapeError} when samples differ, or an index is not a feature or latent.
 */
export function absorptionGap(
  features: Matrix,
  codes: Matrix,
  latent: number,
  { parent, child }: ParentAndChild,
): number {
  checkSamples(features, codes)
  checkLatent(codes, latent)
  for (const [name, feature] of Object.entries({ parent, child })) {
    if (!(Number.isInteger(feature) && feature >= 0 && feature < features.columns)) {
      throw new ShapeError(name, String(feature), `a feature, from 0 to ${features.columns - 1}`)
    }
  }
  const [fired, seen] = [
    [0, 0],
    [0, 0],
  ]
  for (let sample = 0; sample < features.rows; sample++) {
    if (!isActive(features, sample, parent)) continue
    const withChild = isActive(features, sample, child) ? 1 : 0
    seen[withChild]!++
    if (isActive(codes, sample, latent)) fired[withChild]!++
  }
  return fired[0]! / seen[0]! - fired[1]! / seen[1]!
}

function isActive({ columns, values }: Matrix, row: number, column: number): boolean {
  return values[row * columns + column]! > 0
}

function checkSamples(features: Matrix, codes: Matrix): void {
  if (codes.rows !== features.rows) {
    throw new ShapeError('codes', `${codes.rows} samples`, `${features.rows}, as the features`)
  }
}

function checkLatent(codes: Matrix, latent: number): void {
  if (!Number.isInteger(latent) || latent < 0 || latent >= codes.columns) {
    throw new ShapeError('latent', String(latent), `an integer from 0 to ${codes.columns - 1}`)
  }
}
