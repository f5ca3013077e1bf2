/** From a law as a person writes it to a complete one: `kind` may be left out, and probabilities may follow Zipf's law. */
import { checkFields, checkRecord, refuse } from './check-fields.js'
import { checkLaw } from './check-law.js'
import type { FeatureLaw } from './law.js'
import { exponential, naturalLogarithm } from './portable-exponents.js'

/** Zipf's law: feature i, counted from 0, has a probability in proportion to (i + 1)^−exponent. */
export interface ZipfProbability {
  /** ≥ 0; 0 makes all probabilities equal. */
  readonly exponent: number
  /** The expected number of active features of a sample, which is the sum of the probabilities; > 0. */
  readonly activePerSample: number
}

/**
 * The complete law of a description. Laws `independent` and `copula` may say `probability: { exponent, activePerSample }`
 * (`ZipfProbability`), which becomes a list; a law without `kind` is `independent`.
 *
 * @throws {InvalidLawError} naming the first wrong field.
 * @throws {OutOfRangeError} when featureCount is outside its range.
 */
export function completeLaw(description: unknown, featureCount: number): FeatureLaw {
  const fields = { kind: 'independent', ...checkRecord(description, []) } as Readonly<Record<string, unknown>>
  const { kind, probability } = fields
  const takesCurve = kind === 'independent' || kind === 'copula'
  if (!takesCurve || typeof probability !== 'object' || probability === null || Array.isArray(probability)) {
    return checkLaw(fields, featureCount)
  }
  return checkLaw({ ...fields, probability: zipfProbabilities(probability, featureCount) }, featureCount)
}

function zipfProbabilities(found: unknown, featureCount: number): readonly number[] {
  const path = ['probability']
  const curve = checkRecord(found, path)
  checkFields(curve, path, ['exponent', 'activePerSample'])
  const { exponent, activePerSample } = curve
  if (typeof exponent !== 'number' || !(exponent >= 0) || !Number.isFinite(exponent)) {
    refuse([...path, 'exponent'], exponent, 'a finite number ≥ 0')
  }
  const shares = Array.from({ length: featureCount }, (_, feature) =>
    exponential(-exponent * naturalLogarithm(feature + 1)),
  )
  const total = shares.reduce((sum, share) => sum + share, 0)
  if (typeof activePerSample !== 'number' || !(activePerSample > 0 && activePerSample <= total)) {
    const expected = `a number > 0 and at most ${total}, where the first feature is always active`
    refuse([...path, 'activePerSample'], activePerSample, expected)
  }
  return shares.map((share) => Math.min(1, (share * activePerSample) / total))
}
