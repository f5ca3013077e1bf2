/**
 * One model as an ensemble of one, for functions of @digon/model that take an ensemble's parameters and the index of
 * a member.
 */
import type { Parameters } from '@digon/model'

/** The same numbers with a member axis of length 1 in front; the model has index 0. */
export function ensembleOfOne(parameters: Parameters): Parameters {
  const entries = Object.entries(parameters).map(([name, { shape, values }]) => [
    name,
    { shape: [1, ...shape], values },
  ])
  return Object.fromEntries(entries)
}
