import { expect, test } from 'vitest'
import { joinEvaluations } from './join-evaluations.js'

test('losses and errors stand in the order of the members, gradients only where they were asked for', () => {
  const members = [
    { loss: 1, errors: Float64Array.of(0.1, 0.2) },
    { loss: 2, errors: Float64Array.of(0.3, 0.4) },
  ]
  const joined = { losses: Float64Array.of(1, 2), errors: Float64Array.of(0.1, 0.2, 0.3, 0.4) }
  expect(joinEvaluations(members, undefined)).toStrictEqual(joined)
  expect(joinEvaluations(members, {})).toStrictEqual({ ...joined, gradients: {} })
})
