/** Checks the groups of an independent law: kinds, probabilities, and that no feature belongs to two. */
import type { Path } from '@digon/messages'
import { checkFields, checkProbability, checkRecord, refuse } from './check-fields.js'

/**
 * @param found the field `groups`.
 * @param lawProbability the field `probability`, checked already: a group without its own takes it when it is one number.
 * @throws {InvalidLawError} naming the first wrong field.
 */
export function checkGroups(found: unknown, featureCount: number, lawProbability: unknown): void {
  if (!Array.isArray(found)) refuse(['groups'], found, 'an array of groups')
  const owner = new Map<number, number>()
  for (let index = 0; index < found.length; index++) {
    const path = ['groups', index]
    const group = checkRecord(found[index], path)
    checkFields(group, path, ['kind', 'features', 'probability'])
    if (group.kind !== 'together' && group.kind !== 'exclusive') {
      refuse([...path, 'kind'], group.kind, '"together" or "exclusive"')
    }
    if (group.probability !== undefined || Array.isArray(lawProbability)) {
      const own = 'a number from 0 to 1'
      const needed = `${own}: the law has one probability per feature, so the group needs its own`
      checkProbability(group.probability, [...path, 'probability'], group.probability === undefined ? needed : own)
    }
    const features = checkFeatures(group.features, [...path, 'features'], featureCount)
    for (const [position, feature] of features.entries()) {
      const other = owner.get(feature)
      if (other !== undefined) {
        refuse([...path, 'features', position], feature, `a feature outside groups[${other}]`)
      }
      owner.set(feature, index)
    }
  }
}

function checkFeatures(found: unknown, path: Path, featureCount: number): readonly number[] {
  if (!Array.isArray(found) || found.length === 0) {
    refuse(path, found, 'an array of at least one feature index')
  }
  let previous = -1
  for (let position = 0; position < found.length; position++) {
    const feature: unknown = found[position]
    if (typeof feature !== 'number' || !Number.isInteger(feature) || feature < 0 || feature >= featureCount) {
      refuse([...path, position], feature, `an integer from 0 to ${featureCount - 1}`)
    }
    if (feature <= previous) {
      refuse([...path, position], feature, `an index above ${previous}: ascending, without repeats`)
    }
    previous = feature
  }
  return found as number[]
}
