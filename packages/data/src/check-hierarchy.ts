/** Checks the law `hierarchy`: parents without circles, probabilities that fit under the parent's, sets of siblings. */
import { checkProbability, refuse } from './check-fields.js'

/** Sums of probabilities may exceed their limit by rounding. */
const rounding = 1e-12

/** @throws {InvalidLawError} naming the first wrong field. */
export function checkHierarchy(fields: Readonly<Record<string, unknown>>, featureCount: number): void {
  const each = `${featureCount} of them, one per feature`
  const { probability, parents, exclusive } = fields
  if (!Array.isArray(probability) || probability.length !== featureCount) {
    refuse(['probability'], probability, `numbers from 0 to 1, ${each}`)
  }
  for (const [feature, own] of probability.entries()) checkProbability(own, ['probability', feature])
  if (!Array.isArray(parents) || parents.length !== featureCount) {
    refuse(['parents'], parents, `indices of features, or null for roots; ${each}`)
  }
  for (const [feature, parent] of parents.entries()) {
    if (parent === null) continue
    if (!Number.isInteger(parent) || parent < 0 || parent >= featureCount) {
      refuse(['parents', feature], parent, `null, or an integer from 0 to ${featureCount - 1}`)
    }
  }
  checkCircles(parents)
  for (const [feature, parent] of parents.entries()) {
    if (parent === null || probability[feature] <= probability[parent]) continue
    const expected = `at most ${probability[parent]}, the probability of its parent, feature ${parent}`
    refuse(['probability', feature], probability[feature], expected)
  }
  if (exclusive !== undefined) checkExclusive(exclusive, probability, parents)
}

function checkCircles(parents: readonly (number | null)[]): void {
  // 0: not seen, 1: on the way that is being followed, 2: leads to a root.
  const states = new Uint8Array(parents.length)
  for (const start of parents.keys()) {
    const way: number[] = []
    let feature: number | null = start
    while (feature !== null && states[feature] === 0) {
      states[feature] = 1
      way.push(feature)
      feature = parents[feature]!
    }
    if (feature !== null && states[feature] === 1) {
      const circle = [...way.slice(way.indexOf(feature)), feature].join(' → ')
      refuse(
        ['parents', feature],
        parents[feature],
        `a feature that does not descend from ${feature}: ${circle} is a circle`,
      )
    }
    for (const passed of way) states[passed] = 2
  }
}

function checkExclusive(found: unknown, probability: readonly number[], parents: readonly (number | null)[]): void {
  if (!Array.isArray(found)) refuse(['exclusive'], found, 'an array of sets of features')
  const owner = new Map<number, number>()
  for (const [index, features] of found.entries()) {
    const path = ['exclusive', index]
    if (!Array.isArray(features) || features.length < 2) refuse(path, features, 'two or more features, ascending')
    let sum = 0
    for (const [position, feature] of features.entries()) {
      const place = [...path, position]
      if (!Number.isInteger(feature) || feature < 0 || feature >= parents.length) {
        refuse(place, feature, `an integer from 0 to ${parents.length - 1}`)
      }
      if (position > 0 && feature <= features[position - 1]) {
        refuse(place, feature, `an index above ${features[position - 1]}: ascending, without repeats`)
      }
      if (parents[feature] !== parents[features[0]]) {
        refuse(place, feature, `a child of ${parents[features[0]] ?? 'none'}, as feature ${features[0]} is`)
      }
      const other = owner.get(feature)
      if (other !== undefined) refuse(place, feature, `a feature outside exclusive[${other}]`)
      owner.set(feature, index)
      sum += probability[feature]!
    }
    const parent = parents[features[0]]!
    const limit = parent === null ? 1 : probability[parent]!
    if (sum > limit + rounding) {
      const whose =
        parent === null ? 'as only one of them is active' : `the probability of their parent, feature ${parent}`
      refuse(path, features, `features whose probabilities sum to at most ${limit}, ${whose}; these sum to ${sum}`)
    }
  }
}
