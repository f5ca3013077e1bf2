/**
 * Checks feature laws that come from outside (a file, an address, a caller without types). By hand, so that this package needs
 * no schema library. Groups are checked in `check-groups.ts`.
 */
import { checkFields, checkProbability, checkRecord, refuse } from './check-fields.js'
import { checkGroups } from './check-groups.js'
import type { FeatureLaw } from './law.js'
import { checkInteger } from './out-of-range.js'

/**
 * Gives the law back, typed, when every field is right for this number of features.
 *
 * @param featureCount an integer in [1, 2³²).
 * @throws {InvalidLawError} naming the first wrong field.
 * @throws {OutOfRangeError} when featureCount is outside its range.
 */
export function checkLaw(law: unknown, featureCount: number): FeatureLaw {
  checkInteger(featureCount, 'featureCount', 1, 2 ** 32)
  const fields = checkRecord(law, [])
  if (fields.kind === 'independent') {
    checkFields(fields, [], ['kind', 'probability', 'groups', 'values'])
    checkProbabilities(fields.probability, featureCount)
    if (fields.groups !== undefined) checkGroups(fields.groups, featureCount, fields.probability)
  } else if (fields.kind === 'exactly') {
    checkFields(fields, [], ['kind', 'activeCount', 'values'])
    checkActiveCount(fields.activeCount, featureCount)
  } else {
    refuse(['kind'], fields.kind, '"independent" or "exactly"')
  }
  if (fields.values !== undefined) checkValues(fields.values)
  return law as FeatureLaw
}

function checkProbabilities(found: unknown, featureCount: number): void {
  if (!Array.isArray(found)) {
    checkProbability(found, ['probability'], `a number from 0 to 1, or ${featureCount} of them, one per feature`)
    return
  }
  if (found.length !== featureCount) {
    refuse(['probability'], found, `one number, or ${featureCount}, one per feature`)
  }
  for (let feature = 0; feature < featureCount; feature++) {
    checkProbability(found[feature], ['probability', feature])
  }
}

function checkActiveCount(found: unknown, featureCount: number): void {
  if (!Number.isInteger(found) || (found as number) < 0 || (found as number) > featureCount) {
    refuse(['activeCount'], found, `an integer from 0 to ${featureCount}, the features there are`)
  }
}

function checkValues(found: unknown): void {
  const values = checkRecord(found, ['values'])
  if (values.kind === 'unit' || values.kind === 'signed') {
    checkFields(values, ['values'], ['kind'])
  } else if (values.kind === 'constant') {
    checkFields(values, ['values'], ['kind', 'value'])
    checkConstant(values.value)
  } else {
    refuse(['values', 'kind'], values.kind, '"unit", "signed" or "constant"')
  }
}

function checkConstant(found: unknown): void {
  const stored = typeof found === 'number' ? Math.fround(found) : Number.NaN
  if (!Number.isFinite(stored) || (stored === 0 && found !== 0)) {
    refuse(['values', 'value'], found, 'a number that float32 can hold: 0, or of a size from 1.4e-45 to 3.4e38')
  }
}
