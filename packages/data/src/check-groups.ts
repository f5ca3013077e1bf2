/** Checks the groups of an independent law: kinds, probabilities, and that no feature belongs to two. */
import { checkFields, checkProbability, checkRecord } from './check-fields.js'
import { describe, InvalidLawError } from './invalid-law-error.js'

/**
 * @param found the field `groups`.
 * @param lawProbability the field `probability`, checked already: a group without its own takes it when it is one number.
 * @throws {InvalidLawError} naming the first wrong field.
 */
export function checkGroups(found: unknown, featureCount: number, lawProbability: unknown): void {
  if (!Array.isArray(found)) throw new InvalidLawError('groups', describe(found), 'an array of groups')
  const owner = new Map<number, number>()
  for (let index = 0; index < found.length; index++) {
    const path = `groups[${index}]`
    const group = checkRecord(found[index], path)
    checkFields(group, path, ['kind', 'features', 'probability'])
    if (group.kind !== 'together' && group.kind !== 'exclusive') {
      throw new InvalidLawError(`${path}.kind`, describe(group.kind), '"together" or "exclusive"')
    }
    if (group.probability !== undefined || Array.isArray(lawProbability)) {
      const own = 'a number from 0 to 1'
      const needed = `${own}: the law has one probability per feature, so the group needs its own`
      checkProbability(group.probability, `${path}.probability`, group.probability === undefined ? needed : own)
    }
    const features = checkFeatures(group.features, `${path}.features`, featureCount)
    for (const [position, feature] of features.entries()) {
      const other = owner.get(feature)
      if (other !== undefined) {
        throw new InvalidLawError(
          `${path}.features[${position}]`,
          String(feature),
          `a feature outside groups[${other}]`,
        )
      }
      owner.set(feature, index)
    }
  }
}

function checkFeatures(found: unknown, path: string, featureCount: number): readonly number[] {
  if (!Array.isArray(found) || found.length === 0) {
    throw new InvalidLawError(path, describe(found), 'an array of at least one feature index')
  }
  let previous = -1
  for (let position = 0; position < found.length; position++) {
    const feature: unknown = found[position]
    if (typeof feature !== 'number' || !Number.isInteger(feature) || feature < 0 || feature >= featureCount) {
      throw new InvalidLawError(`${path}[${position}]`, describe(feature), `an integer from 0 to ${featureCount - 1}`)
    }
    if (feature <= previous) {
      throw new InvalidLawError(
        `${path}[${position}]`,
        String(feature),
        `an index above ${previous}: ascending, without repeats`,
      )
    }
    previous = feature
  }
  return found as number[]
}
