/**
 * Checks feature laws that come from outside (a file, an address, a caller without types). By hand, so that this package needs
 * no schema library. Parts with rules of their own are checked in `check-groups.ts`, `check-hierarchy.ts` and their like.
 */
import { checkCorrelation } from './check-correlation.js'
import { checkFields, checkProbability, checkRecord, refuse } from './check-fields.js'
import { checkGroups } from './check-groups.js'
import { checkHierarchy } from './check-hierarchy.js'
import { checkLatent } from './check-latent.js'
import { checkValues } from './check-values.js'
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
  } else if (fields.kind === 'hierarchy') {
    checkFields(fields, [], ['kind', 'probability', 'parents', 'exclusive', 'values'])
    checkHierarchy(fields, featureCount)
  } else if (fields.kind === 'copula') {
    checkFields(fields, [], ['kind', 'probability', 'correlation', 'values'])
    checkProbabilities(fields.probability, featureCount)
    checkCorrelation(fields.correlation, featureCount)
  } else if (fields.kind === 'latent') {
    checkFields(fields, [], ['kind', 'probability', 'weights', 'values'])
    checkLatent(fields, featureCount)
  } else {
    refuse(['kind'], fields.kind, '"independent", "exactly", "hierarchy", "copula" or "latent"')
  }
  if (fields.values !== undefined) checkValues(fields.values)
  return law as FeatureLaw
}

/** @throws {InvalidLawError} when `found` is not one probability or one for every feature. */
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
